import Foundation
import Markup
import Site
import Spreadsheets
import Workflows

/// What stands in the list of enterprises, as a file with its conditions, time and row count on top.
///
/// Its columns are those of the import template, so that it can be mended and sent back.
struct EnterpriseExport {
    static let xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    /// More rows than this are narrowed first.
    static let largest = 50_000

    let register: EnterpriseRegister
    let visit: Visit

    func xlsx() async throws -> Answer {
        try await file(type: Self.xlsxType, ending: "xlsx") { try XLSXTableWriter(path: $0, $1) }
    }

    func csv() async throws -> Answer {
        try await file(type: "text/csv; charset=utf-8", ending: "csv") { try CSVTableWriter(path: $0, $1) }
    }

    private func file(
        type: String, ending: String, make: (String, TableLayout) throws -> any TableWriter
    ) async throws -> Answer {
        let user = try visit.user()
        let enterprises = try await enterprises()
        let heading = TableLayout.Heading(
            title: "企业名录", filter: conditions, time: visit.now.description, unit: "家", rowCount: enterprises.count)
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("anlan-\(UUID().uuidString).\(ending)").path
        defer { try? FileManager.default.removeItem(atPath: path) }  // Nothing to remove when writing never began.
        let writer = try make(
            path,
            TableLayout(
                sheet: "企业", columns: EnterpriseTemplate.columns, heading: heading,
                footer: "导出人：\(user.person.name)　导出时间：\(visit.now)"))
        let reading = register.reading
        for one in enterprises { try writer.append(EnterpriseTemplate.cells(of: one, reading)) }
        try writer.finish()
        return .download(
            try Array(Data(contentsOf: URL(fileURLWithPath: path))), type: type, name: "企业名录-\(visit.today).\(ending)")
    }

    private func enterprises() async throws -> [Enterprise] {
        let filters = EnterpriseFilters(industries: register.industries, visit: visit)
        var query = filters.query(state: RegisterState(visit.address))
        query.limit = 2000
        query.offset = 0
        var all: [Enterprise] = []
        while true {
            let page = try await register.store.enterprises(query, for: try visit.user())
            all += page
            guard page.count == query.limit else { return all }
            guard all.count <= Self.largest else {
                throw Refusal(
                    .tooLarge, code: "export-too-large", message: "符合条件的超过 \(Self.largest) 家。请按区划或行业分几次导出。")
            }
            query.offset += query.limit
        }
    }

    private var conditions: String {
        visit.address.query.filter { !$0.value.isEmpty && !["page", "size", "sort"].contains($0.name) }
            .map { "\($0.name)=\($0.value)" }.joined(separator: "，")
    }
}
