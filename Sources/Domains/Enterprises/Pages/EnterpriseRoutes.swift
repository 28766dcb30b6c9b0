import Markup
import Permissions
import Site
import Workflows

/// 企业名录 — its list, the page of each enterprise, and the forms by which something is said about one.
public struct EnterpriseRoutes: Sendable {
    let register: EnterpriseRegister

    public init(register: EnterpriseRegister) {
        self.register = register
    }

    public static let entry = Premises.Entry(
        "e", Wording(zh: "企业", en: "Enterprises"), Link("enterprises"), for: .readEnterprises)

    public static let correctionPages = KindPages(
        FactCorrection.kind, Wording(zh: "信息纠正", en: "Corrections"))

    public static let paperPages = KindPages(EnterprisePaper.kind, Wording(zh: "企业证照", en: "Papers"))

    public var all: [Route] {
        [
            Route(
                .get, "/enterprises", "企业名录", for: .holding(.readEnterprises), query: EnterpriseFilters.parameters
            ) { visit in try await EnterpriseListing(register: register, visit: visit).answer() },
            Route(
                .get, "/enterprises/export.xlsx", "企业名录导出（XLSX）", for: .holding(.readEnterprises),
                query: EnterpriseFilters.parameters, produces: RegisterExport.xlsxType
            ) { visit in try await EnterpriseExport(register: register, visit: visit).file().xlsx() },
            Route(
                .get, "/enterprises/export.csv", "企业名录导出（CSV）", for: .holding(.readEnterprises),
                query: EnterpriseFilters.parameters, produces: "text/csv"
            ) { visit in try await EnterpriseExport(register: register, visit: visit).file().csv() },
            Route(.get, "/enterprises/new", "登记企业的表单", for: .holding(.maintainEnterprises)) { visit in
                try await EnterpriseForm(register: register, visit: visit, record: nil).answer()
            },
            Route(
                .post, "/enterprises/new", "登记企业", for: .holding(.maintainEnterprises),
                body: EnterpriseForm.parameters
            ) { visit in try await EnterpriseForm(register: register, visit: visit, record: nil).submit() },
            Route(.get, "/e/{key}", "一企一档", for: .holding(.readEnterprises)) { visit in
                try await EnterpriseFile(register: register, visit: visit, record: found(visit)).answer()
            },
            Route(.get, "/e/{key}/edit", "补充企业信息的表单", for: .holding(.maintainEnterprises)) { visit in
                try await EnterpriseForm(register: register, visit: visit, record: maintained(visit)).answer()
            },
            Route(
                .post, "/e/{key}/edit", "补充企业信息", for: .holding(.maintainEnterprises),
                body: EnterpriseForm.parameters
            ) { visit in
                try await EnterpriseForm(register: register, visit: visit, record: maintained(visit)).submit()
            },
            Route(.get, "/e/{key}/merge", "企业合并的表单", for: .holding(.maintainEnterprises)) { visit in
                try await MergerForm(register: register, visit: visit, record: maintained(visit)).answer()
            },
            Route(
                .post, "/e/{key}/merge", "企业合并", for: .holding(.maintainEnterprises),
                body: [.init("into", "并入的企业的统一社会信用代码")]
            ) { visit in try await MergerForm(register: register, visit: visit, record: maintained(visit)).submit() },
        ].answering(EnterpriseAnswers.all)
    }

    private func found(_ visit: Visit) async throws -> EnterpriseRecord {
        guard let record = try await register.store.record(try visit.parameter("key"), for: try visit.user()) else {
            throw Refusal.notFound("企业")
        }
        return record
    }

    /// Whoever may not write sees no form; the register refuses them as well.
    private func maintained(_ visit: Visit) async throws -> EnterpriseRecord {
        let record = try await found(visit)
        _ = try register.author(of: try visit.user(), at: record.enterprise.place, cause: "form")
        return record
    }

    /// Enterprises that a form may name.
    public var lookup: EnterpriseLookup {
        EnterpriseLookup { words, user, limit in
            try await register.store.choices(words, for: user, limit: limit).map(\.organisation)
        }
    }

    /// Enterprises in the search of the whole site.
    public var finder: Finder {
        Finder("enterprises", Wording(zh: "企业", en: "Enterprises"), for: .readEnterprises) { words, visit in
            var query = EnterpriseQuery()
            query.text = words
            query.limit = 10
            let reading = register.reading
            let found = try await register.store.enterprises(query, for: try visit.user())
            return (
                found.map { one in
                    .init(
                        one.name,
                        note: [one.creditCode, reading.words(one.region.rawValue, .region)].compactMap { $0 }
                            .joined(separator: "　"), one.link)
                }, Link("enterprises").setting("q", to: words)
            )
        }
    }
}

extension Enterprise {
    var link: Link { Link("e", key) }
}
