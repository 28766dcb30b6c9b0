import Calendars
import Hummingbird
import Markup
import Permissions
import Registry
import Spreadsheets
import Workflows

/// 台账 — the list of each kind of matter: filtered, sorted and paged by the server, with everything in the address.
enum RegisterRoutes {
    static let all: [Route] = [
        Route(.get, "/l/{kind}", "台账", for: .signedIn, query: MatterFilters.parameters) { visit in
            try await list(visit)
        },
        Route(
            .get, "/l/{kind}/export.csv", "台账导出（CSV）", for: .signedIn, query: MatterFilters.parameters,
            produces: "text/csv"
        ) { visit in try await MatterExport(visit: visit, kind: visit.kind()).file().csv() },
        Route(
            .get, "/l/{kind}/export.xlsx", "台账导出（XLSX）", for: .signedIn, query: MatterFilters.parameters,
            produces: RegisterExport.xlsxType
        ) { visit in try await MatterExport(visit: visit, kind: visit.kind()).file().xlsx() },
    ]

    private static func list(_ visit: Visit) async throws -> Answer {
        let kind = try visit.kind()
        let user = try visit.user()
        guard user.holdsSomewhere(kind.reading) else { throw Refusal.notFound("页面") }
        let filters = MatterFilters(kind: kind, visit: visit)
        let state = RegisterState(visit.address)
        let page = try await visit.premises.lists.page(filters.query(state: state), for: user)
        let lines = page.matters.map { MatterLine($0, visit: visit) }
        let json = JSON.of(
            ("total", .number(page.total)), ("isCutOff", .bool(page.isCutOff)), ("page", .number(state.page)),
            ("size", .number(state.size)), ("matters", .array(lines.map(\.json))))
        guard !visit.wantsJSON else { return .json(json) }
        let kept = try await visit.savedViews()
        let frame = frame(of: kind, page, lines, kept, filters: filters, state: state, user: user, visit: visit)
        return .page(frame, json: json)
    }

    private static func frame(
        of kind: KindOfMatter, _ page: MatterPage, _ lines: [MatterLine],
        _ kept: (views: [SavedView], tool: RegisterTools.ViewKeeping), filters: MatterFilters, state: RegisterState,
        user: User, visit: Visit
    ) -> PageFrame {
        let title = visit.premises.kindPages[kind.name]?.title ?? Wording(verbatim: kind.title)
        var register = Register(
            title, .init(lines, total: page.total), state: state, identity: { $0.header.number },
            columns: MatterColumns.all)
        register.filters = filters.filters
        let exports = visit.address.setting("page", to: nil)
        register.tools = RegisterTools(
            offers: kind.openings.filter { user.holdsSomewhere($0.permission) }.map {
                (Wording(verbatim: $0.title), Link("m", kind.name, "new", $0.slug))
            },
            exports: [
                (Wording(zh: "Excel 工作簿", en: "Excel workbook"), exports / "export.xlsx"),
                (Wording(zh: "CSV 文件", en: "CSV file"), exports / "export.csv"),
            ], keeping: kept.tool)
        register.views = views(of: kind, visit: visit) + kept.views
        register.batch = BatchRoutes.batch(of: kind, for: user, visit: visit)
        register.selection = \.header.id
        let notices =
            page.isCutOff
            ? [
                Notice(
                    .hint,
                    Wording(
                        zh: "符合条件的超过 \(page.total) 条，请加条件缩小范围；导出不受此限。",
                        en: "More than \(page.total) match; add filters to narrow the list."))
            ] : []
        return visit.page(
            title, section: kind.name, scope: visit.scopeSelector, notices: notices, content: { register })
    }

    /// 全部、未办结、红灯 — as links that anyone can pass on.
    private static func views(of kind: KindOfMatter, visit: Visit) -> [SavedView] {
        let base = Link("l", kind.name).setting("scope", to: visit.address.first("scope"))
        let own = visit.premises.kindPages[kind.name]?.views(visit) ?? []
        let views: [(Wording, Link)] =
            [
                (Wording(zh: "全部", en: "All"), base),
                (Wording(zh: "未办结", en: "Open"), base.setting("open", to: "1")),
                (Wording(zh: "红灯", en: "Red"), base.setting("light", to: "red")),
                (Wording(zh: "黄灯", en: "Yellow"), base.setting("light", to: "yellow")),
                (Wording(zh: "按期限", en: "By due day"), base.setting("open", to: "1").setting("sort", to: "due")),
            ] + own.map { ($0.title, $0.link) }
        return views.map { SavedView($0, $1, isCurrent: $1.url == visit.address.url) }
    }
}
