import Site

/// The list of enterprises as a file. Its columns are those of the import template, so that it can be mended and sent
/// back.
struct EnterpriseExport {
    let register: EnterpriseRegister
    let visit: Visit

    func file() throws -> RegisterExport {
        let user = try visit.user()
        let filters = EnterpriseFilters(industries: register.industries, visit: visit)
        let reading = register.reading
        return RegisterExport(
            "企业名录", in: "家", of: visit, filters: filters.filters, columns: EnterpriseTemplate.columns
        ) { offset, limit in
            var query = filters.query(state: RegisterState(visit.address))
            (query.offset, query.limit) = (offset, limit)
            return try await register.store.enterprises(query, for: user).map {
                EnterpriseTemplate.cells(of: $0, reading)
            }
        }
    }
}
