import Calendars
import Markup
import Permissions
import Site
import Workflows

/// 我批示的 — what became of a leader's instructions, one tap from the top bar.
enum InstructionPages {
    /// The lists side by side; 超期 are those of the open ones whose light is red.
    private enum Tab: String, CaseIterable {
        case unsigned, handling, reported, overdue, closed

        var wording: Wording {
            switch self {
            case .unsigned: Wording(zh: "未签收", en: "Not signed for")
            case .handling: Wording(zh: "办理中", en: "Being done")
            case .reported: Wording(zh: "已反馈", en: "Reported")
            case .overdue: Wording(zh: "超期", en: "Overdue")
            case .closed: Wording(zh: "已办结", en: "Closed")
            }
        }

        var states: [SupervisedTask.State] {
            switch self {
            case .unsigned: [.issued]
            case .handling: [.handling, .extensionAsked]
            case .reported: [.reported]
            case .overdue: [.issued, .handling, .extensionAsked, .reported]
            case .closed: [.closed, .withdrawn]
            }
        }

        var light: Calendars.Light? { self == .overdue ? .red : nil }

        func counts(_ count: (state: String, light: Calendars.Light, amount: Int)) -> Bool {
            states.contains { $0.rawValue == count.state } && (light == nil || light == count.light)
        }
    }

    static let routes: [Route] = [
        Route(
            .get, "/instructions", "我批示的", for: .holding(.instructTasks),
            query: [
                .init("tab", "unsigned、handling、reported、overdue 或 closed"), .init("page", "页码"),
                .init("size", "每页行数"),
            ]
        ) { visit in try await page(visit) }
    ]

    private static func page(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        let store = TaskStore(visit.premises.database)
        let counts = try await store.instructionCounts(of: user.person.id)
        let amounts = Tab.allCases.map { tab in counts.filter(tab.counts).map(\.amount).reduce(0, +) }
        let current = visit.address.first("tab").flatMap(Tab.init) ?? firstFilled(amounts)
        let state = RegisterState(visit.address)
        var query = MatterQuery()
        query.ids = try await store.instructions(
            of: user.person.id, in: current.states.map(\.rawValue), light: current.light, offset: state.offset,
            limit: state.size)
        query.limit = state.size
        let matters = try await visit.premises.lists.headers(query, for: user)
        let json = JSON.of(
            ("tab", .text(current.rawValue)),
            ("counts", .object(zip(Tab.allCases, amounts).map { .init($0.rawValue, .number($1)) })),
            (
                "instructions",
                .array(
                    matters.map { .of(("id", .text($0.id)), ("number", .text($0.number)), ("title", .text($0.title))) })
            ))
        let total = amounts[Tab.allCases.firstIndex(of: current)!]
        let title = Wording(zh: "我批示的", en: "My instructions")
        var register = Register(
            current.wording, .init(matters, total: total), state: state, identity: { $0.number },
            columns: columns(visit))
        register.tools = RegisterTools(
            offers: [
                (Wording(zh: "写批示", en: "Write an instruction"), Link("m", SupervisedTask.kind, "new", Instruct.slug))
            ],
            exports: [])
        register.whenEmpty = EmptyState(
            Wording(zh: "这一类没有批示。在任何事项的页面上点“批示”即可交办。", en: "No instructions here."))
        let frame = visit.page(title, section: "i") {
            Tabs(
                title,
                zip(Tab.allCases, amounts).map { tab, amount in
                    .init(
                        tab.rawValue, tab.wording, Link("instructions").setting("tab", to: tab.rawValue), count: amount,
                        isCurrent: tab == current)
                })
            register
        }
        return .page(frame, json: json)
    }

    /// What asks for attention first: overdue, else the first list with something in it.
    private static func firstFilled(_ amounts: [Int]) -> Tab {
        let filled = zip(Tab.allCases, amounts).filter { $1 > 0 }.map(\.0)
        return filled.contains(.overdue) ? .overdue : filled.first ?? .unsigned
    }

    private static func columns(_ visit: Visit) -> [Site.Column<MatterHeader>] {
        let premises = visit.premises
        return [
            Column("title", Wording(zh: "批示", en: "Instruction"), onPhone: .title, room: .prose) { matter in
                a(.href(Link("m", matter.kind, matter.id))) { matter.title }
            },
            Column("number", Wording(zh: "编号", en: "Number")) { $0.number },
            Column("light", Wording(zh: "灯", en: "Light")) { matter in
                if matter.isOpen { LightBadge(Light(matter.light)) } else { "—" }
            },
            Column("state", Wording(zh: "状态", en: "State")) { matter in
                SupervisedTask.State(rawValue: matter.state)?.title ?? matter.state
            },
            Column("due", Wording(zh: "剩余期限", en: "Time left")) { matter in
                matter.deadline?.remaining(at: visit.now, calendar: premises.desk.calendar) ?? "—"
            },
            Column("owner", Wording(zh: "承办单位", en: "Carried out by")) { matter in
                matter.owner.map { premises.registry.organisations.name($0) } ?? "—"
            },
            Column("assignee", Wording(zh: "责任人", en: "Person")) { matter in
                matter.assignee.flatMap { premises.people.person($0)?.name } ?? "—"
            },
            Column("opened", Wording(zh: "批示时间", en: "Written"), onPhone: .more) { $0.openedAt.description },
        ]
    }
}
