import Markup
import Permissions
import Registry
import Site

/// The list of enterprises: filtered, sorted and paged by the server.
struct EnterpriseListing {
    let register: EnterpriseRegister
    let visit: Visit

    func answer() async throws -> Answer {
        let user = try visit.user()
        let filters = EnterpriseFilters(industries: register.industries, visit: visit)
        let state = RegisterState(visit.address)
        let page = try await register.store.page(filters.query(state: state), for: user)
        let json = JSON.of(
            ("total", .number(page.total)), ("isCutOff", .bool(page.isCutOff)),
            ("enterprises", .array(page.enterprises.map(\.json))))
        guard !visit.wantsJSON else { return .json(json) }
        let title = Wording(zh: "企业名录", en: "Enterprises")
        let reading = register.reading
        var list = Register(
            title, .init(page.enterprises, total: page.total), state: state, identity: \.id,
            columns: EnterpriseColumns.all(reading))
        list.filters = filters.filters
        let kept = try await visit.savedViews()
        list.views = views + kept.views
        let exports = visit.address.setting("page", to: nil)
        list.tools = RegisterTools(
            offers: offers(to: user),
            exports: [
                (Wording(zh: "Excel 工作簿", en: "Excel workbook"), exports / "export.xlsx"),
                (Wording(zh: "CSV 文件", en: "CSV file"), exports / "export.csv"),
            ], keeping: kept.tool)
        list.whenEmpty = EmptyState(Wording(zh: "您的辖区内还没有登记企业。", en: "No enterprises in your region yet."))
        let notices =
            page.isCutOff
            ? [
                Notice(
                    .hint,
                    Wording(
                        zh: "符合条件的超过 \(EnterpriseStore.countLimit) 家，请加条件缩小范围。",
                        en: "More than \(EnterpriseStore.countLimit) match; add filters."))
            ] : []
        return .page(
            visit.page(title, section: "e", scope: visit.scopeSelector, notices: notices, content: { list }),
            json: json)
    }

    private func offers(to user: User) -> [RegisterTools.Offer] {
        var offers: [RegisterTools.Offer] = []
        if user.holdsSomewhere(.maintainEnterprises) {
            offers.append((Wording(zh: "新增", en: "New"), Link("enterprises", "new")))
        }
        if user.holdsSomewhere(.readPapers) {
            offers.append((Wording(zh: "证照台账", en: "Papers"), Link("l", EnterprisePaper.kind)))
        }
        if user.holdsSomewhere(.importEnterprises) {
            offers.append((Wording(zh: "导入", en: "Import"), Link("imports", "enterprises")))
        }
        return offers
    }

    private var views: [SavedView] {
        let base = Link("enterprises").setting("scope", to: visit.address.first("scope"))
        let views: [(Wording, Link)] = [
            (Wording(zh: "全部", en: "All"), base),
            (Wording(zh: "危险化学品", en: "Chemicals"), base.setting("sector", to: Sector.chemicals.rawValue)),
            (Wording(zh: "来源不一致", en: "Sources differ"), base.setting("disputed", to: "1")),
            (Wording(zh: "没有代码", en: "Without code"), base.setting("code", to: "0")),
        ]
        return views.map { SavedView($0, $1, isCurrent: $1.url == visit.address.url) }
    }
}

enum EnterpriseColumns {
    static func all(_ reading: FactReading) -> [Site.Column<Enterprise>] {
        func fact(
            _ fact: EnterpriseFact, sortable: Bool = false, alignment: Site.Column<Enterprise>.Alignment = .start,
            onPhone: Site.Column<Enterprise>.OnPhone = .more, usual: Bool = true
        ) -> Site.Column<Enterprise> {
            Column(
                fact.rawValue, fact.wording, sortable: sortable, alignment: alignment, onPhone: onPhone, usual: usual
            ) { one in one[fact].map { reading.words($0, fact) } ?? "—" }
        }
        return [
            Column("name", EnterpriseFact.name.wording, sortable: true, onPhone: .title, room: .prose) { one in
                a(.href(one.link)) { one.name }
            },
            fact(.creditCode, onPhone: .fact), fact(.region, onPhone: .fact), fact(.sector, onPhone: .fact),
            fact(.industry, usual: false), fact(.status, onPhone: .fact), fact(.size),
            fact(.employees, sortable: true, alignment: .end), fact(.safetyHead), fact(.safetyPhone),
            fact(.legalRepresentative, usual: false), fact(.address, usual: false),
            Column("disputed", Wording(zh: "来源不一致", en: "Sources differ"), alignment: .end, onPhone: .more) { one in
                one.disputed > 0 ? "\(one.disputed) 项" : "—"
            },
        ]
    }
}

extension Enterprise {
    /// As programs read it.
    var json: JSON {
        .object(
            [.init("id", .text(id))]
                + EnterpriseFact.allCases.map { .init($0.rawValue, .text(self[$0])) } + [
                    .init("disputed", .number(disputed)), .init("madeUp", .bool(isMadeUp)),
                    .init("mergedInto", .text(mergedInto)), .init("version", .number(version)),
                    .init("updatedAt", .number(updatedAt.milliseconds)),
                ])
    }
}
