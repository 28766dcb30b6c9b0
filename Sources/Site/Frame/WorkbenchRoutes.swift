import Calendars
import Hummingbird
import Markup
import Permissions
import Workflows

/// 工作台 — one list for everything that waits for me, whatever kind it is.
enum WorkbenchRoutes {
    enum Tab: String, CaseIterable {
        case todo, done, supervise, copied, drafts

        var wording: Wording {
            switch self {
            case .todo: Wording(zh: "待办", en: "To do")
            case .done: Wording(zh: "已办", en: "Done")
            case .supervise: Wording(zh: "我督办", en: "Supervised")
            case .copied: Wording(zh: "抄送", en: "Copies")
            case .drafts: Wording(zh: "草稿", en: "Drafts")
            }
        }
    }

    static let all: [Route] = [
        Route(
            .get, "/", "工作台", for: .signedIn,
            query: [
                .init("tab", "todo、done、supervise、copied 或 drafts"), .init("light", "只看某种灯"), .init("page", "页码"),
                .init("size", "每页行数"),
            ]
        ) { visit in try await workbench(visit) },
        Route(.get, "/messages", "消息", for: .signedIn, query: [.init("page", "页码")]) { visit in
            try await messages(visit)
        },
        Route(.get, "/notice/{id}", "消息所说的事项", for: .signedIn) { visit in
            let found = try await visit.premises.lists.matter(
                ofNotice: try visit.parameter("id"), for: try visit.user())
            guard let found else { throw Refusal.notFound("消息") }
            return .redirect(Link("m", found.kind, found.id))
        },
    ]

    static let drafts = Link().setting("tab", to: Tab.drafts.rawValue)

    private static func workbench(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        let tab = visit.address.first("tab").flatMap(Tab.init(rawValue:)) ?? .todo
        let state = RegisterState(visit.address)
        let counts = try await WorkbenchCounts(premises: visit.premises, user: user, today: visit.today)
        guard tab != .drafts else { return try await drafts(state, counts, visit) }
        let headers = try await headers(tab, state: state, user: user, visit: visit)
        let lines = headers.map { MatterLine($0, visit: visit) }
        let total = counts.total(of: tab) ?? state.offset + lines.count + (lines.count == state.size ? 1 : 0)
        let json = JSON.of(
            ("tab", .text(tab.rawValue)), ("todo", .number(counts.todo)), ("overdue", .number(counts.overdue)),
            ("dueToday", .number(counts.dueToday)), ("supervised", .number(counts.supervised)),
            ("matters", .array(lines.map(\.json))))
        guard !visit.wantsJSON else { return .json(json) }

        var register = Register(
            tab.wording, .init(lines, total: total), state: state, identity: { $0.header.number },
            columns: Self.columns)
        register.whenEmpty = emptiness(of: tab, user: user)
        return .page(frame(tab, counts, register, visit), json: json)
    }

    private static func drafts(_ state: RegisterState, _ counts: WorkbenchCounts, _ visit: Visit) async throws -> Answer
    {
        let drafts = try await visit.premises.drafts.drafts(
            of: try visit.user().person.id, offset: state.offset, limit: state.size)
        let register = DraftRoutes.register(drafts, total: counts.drafts, state: state, visit: visit)
        return .page(
            frame(.drafts, counts, register, visit),
            json: .of(("tab", .text(Tab.drafts.rawValue)), ("drafts", .array(drafts.map(DraftRoutes.json)))))
    }

    private static func frame(
        _ tab: Tab, _ counts: WorkbenchCounts, _ register: some Component, _ visit: Visit
    ) -> PageFrame {
        visit.page(
            Wording(zh: "工作台", en: "Workbench"), section: "t", live: Link("live").setting("counts", to: "workbench")
        ) {
            tiles(counts)
            tabs(tab, counts)
            register
        }
    }

    private static func headers(
        _ tab: Tab, state: RegisterState, user: User, visit: Visit
    ) async throws -> [MatterHeader] {
        let lists = visit.premises.lists
        switch tab {
        case .done: return try await lists.done(by: user, offset: state.offset, limit: state.size)
        case .copied: return try await lists.copied(to: user, offset: state.offset, limit: state.size)
        case .drafts: return []
        case .todo, .supervise:
            var query = tab == .todo ? MatterQuery.waiting(for: user) : .supervised(by: user)
            query.lights = visit.address.all("light").compactMap(Calendars.Light.init(rawValue:))
            if let day = visit.address.first("due-to").flatMap({ Day($0) }) { query.dueTo = day }
            query.order = .due
            query.offset = state.offset
            query.limit = state.size
            return try await lists.headers(query, for: user)
        }
    }

    private static var columns: [Column<MatterLine>] {
        MatterColumns.all.filter {
            ["title", "number", "light", "grade", "state", "due", "owner", "region", "opened"].contains($0.key)
        }
    }

    private static func tiles(_ counts: WorkbenchCounts) -> NumberTiles {
        NumberTiles([
            .init("todo", Wording(zh: "待我办理", en: "To do"), counts.todo, Link()),
            .init(
                "due-today", Wording(zh: "今日到期", en: "Due today"), counts.dueToday,
                Link().setting("due-to", to: counts.today.description), light: .yellow),
            .init(
                "overdue", Wording(zh: "已超期", en: "Overdue"), counts.overdue, Link().setting("light", to: "red"),
                light: .red),
            .init(
                "supervised", Wording(zh: "我督办", en: "Supervised"), counts.supervised,
                Link().setting("tab", to: "supervise")),
            .init(
                "copied", Wording(zh: "抄送我", en: "Copies"), counts.copied, Link().setting("tab", to: "copied")),
        ])
    }

    private static func tabs(_ current: Tab, _ counts: WorkbenchCounts) -> Tabs {
        Tabs(
            Wording(zh: "工作台分类", en: "Workbench"),
            Tab.allCases.map { tab in
                .init(
                    tab.rawValue, tab.wording, Link().setting("tab", to: tab == .todo ? nil : tab.rawValue),
                    count: counts.total(of: tab), isCurrent: tab == current)
            })
    }

    private static func emptiness(of tab: Tab, user: User) -> EmptyState {
        guard !user.posts.isEmpty else {
            return EmptyState(
                Wording(zh: "您目前没有在任岗位，所以没有可以办理的事项。请联系本单位安全管理员。", en: "You hold no post at present."))
        }
        return switch tab {
        case .todo:
            EmptyState(
                Wording(zh: "没有待办。今天到期的 0 项。", en: "Nothing to do."), action: Wording(zh: "看已办", en: "What is done"),
                Link().setting("tab", to: "done"))
        case .done: EmptyState(Wording(zh: "您还没有办理过事项。", en: "You have not acted on anything yet."))
        case .supervise: EmptyState(Wording(zh: "没有由您单位督办的未办结事项。", en: "Nothing under your supervision."))
        case .copied, .drafts: EmptyState(Wording(zh: "没有抄送给您单位的事项。", en: "No copies."))
        }
    }

    private static func messages(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        let state = RegisterState(visit.address)
        let notices = try await visit.premises.lists.notices(for: user, offset: state.offset, limit: state.size)
        let json = JSON.array(
            notices.map {
                .of(
                    ("at", .number($0.at.milliseconds)), ("matter", .text($0.matter)), ("text", .text($0.text)))
            })
        let register = Register(
            Wording(zh: "消息", en: "Messages"), .init(notices, total: state.offset + notices.count), state: state,
            identity: { $0.id },
            columns: [
                Column("text", Wording(zh: "内容", en: "Message"), onPhone: .title, room: .prose) { notice in
                    a(.href(Link("notice", notice.id))) { notice.text }
                },
                Column("at", Wording(zh: "时间", en: "Time")) { $0.at.description },
                Column("unit", Wording(zh: "发给", en: "To")) { notice in
                    visit.premises.registry.organisations.name(notice.organisation)
                },
            ])
        return .page(visit.page(Wording(zh: "消息", en: "Messages"), content: { register }), json: json)
    }
}
