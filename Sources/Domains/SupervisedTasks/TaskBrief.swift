import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 一页简报 — one sheet of A4 before a meeting: this month beside the last, the reds with their reasons, what is asked.
struct TaskBrief {
    static let routes: [Route] = [
        Route(
            .get, "/lights/brief", "督办任务一页简报", for: .holding(.readSupervisedTasks),
            query: [.init("scope", "辖区代码")]
        ) { visit in try await TaskBrief(visit).answer() }
    ]

    /// What happened in one month; of the running month, until today.
    private struct Month {
        let first: Day
        let last: Day
        let opened: Int
        let closed: Int
        let onTime: Int

        init(_ first: Day, to last: Day, in region: RegionCode, _ store: TaskStore) async throws {
            self.first = first
            self.last = last
            opened = try await store.opened(in: region, month: String(first.description.prefix(7)))
            (closed, onTime) = try await store.closed(in: region, from: first, to: last)
        }

        var onTimeRate: String { closed == 0 ? "—" : "\(Double(onTime * 1000 / closed) / 10)%" }
    }

    private let visit: Visit
    private let board: LightsBoard
    private let now: Month
    private let before: Month
    private let overdue: [MatterHeader]
    private let asked: [MatterHeader]

    /// As many reds as one sheet holds.
    private static let reds = 12
    private static let tasks = 10

    init(_ visit: Visit) async throws {
        self.visit = visit
        board = try await LightsBoard(visit)
        let user = try visit.user()
        // Sums over a region are for those who may see all of it.
        guard user.posts.contains(where: { $0.role.reach == .region && $0.region.contains(visit.scope ?? $0.region) })
        else { throw Refusal.notFound("页面") }
        let store = TaskStore(visit.premises.database)
        let today = visit.today
        let first = today.adding(days: 1 - today.day)
        let earlier = first.adding(months: -1)
        now = try await Month(first, to: today, in: board.scope, store)
        before = try await Month(earlier, to: first.adding(days: -1), in: board.scope, store)
        var query = MatterQuery()
        query.kinds = [SupervisedTask.kind]
        query.isOpen = true
        query.region = board.scope
        query.order = .due
        query.limit = Self.tasks
        query.lights = [.red]
        overdue = try await visit.premises.lists.headers(query, for: user)
        query.lights = []
        query.states = [SupervisedTask.State.extensionAsked.rawValue]
        asked = try await visit.premises.lists.headers(query, for: user)
    }

    func answer() -> Answer {
        let region = visit.premises.registry.regions.name(board.scope, on: visit.today)
        let title = Wording(zh: "督办任务一页简报", en: "Supervised tasks, one page")
        let brief = OnePageBrief(
            period: Wording(
                zh: "\(now.first.year)年\(now.first.month)月（截至\(visit.today.chinese)）",
                en: "\(now.first) – \(visit.today)"),
            unit: region,
            [
                .init(Wording(zh: "一、本月与上月", en: "1 This month and last")) { months },
                .init(Wording(zh: "二、红灯单位及原因", en: "2 Reds and why")) { reds },
                .init(Wording(zh: "三、超期最久的任务", en: "3 Longest overdue")) {
                    list(overdue, rows.setting("light", to: "red"))
                },
                .init(Wording(zh: "四、需要决定的延期申请", en: "4 Extensions asked for")) {
                    list(asked, rows.setting("state", to: SupervisedTask.State.extensionAsked.rawValue))
                },
            ])
        var frame = visit.page(title, section: "d", scope: visit.scopeSelector) { brief }
        frame.layout = .document
        frame.actions = button(.type("button"), .class("button"), .hidden, .data("print")) {
            Wording(zh: "打印", en: "Print")
        }
        return .page(frame, json: json)
    }

    private var rows: Link {
        Link("l", SupervisedTask.kind).setting("scope", to: board.scope.rawValue).setting("open", to: "1")
            .setting("sort", to: "due")
    }

    private var months: HTML {
        table(.class("numbers")) {
            thead {
                tr {
                    th(.scope("col")) { Wording(zh: "指标", en: "Figure") }
                    th(.scope("col"), .class("end")) { Wording(zh: "本月", en: "This month") }
                    th(.scope("col"), .class("end")) { Wording(zh: "上月", en: "Last month") }
                }
            }
            tbody {
                row(Wording(zh: "新下达（项）", en: "Opened"), \.opened, opened)
                row(Wording(zh: "办结（项）", en: "Closed"), \.closed) { closed($0, late: nil) }
                row(Wording(zh: "其中按时（项）", en: "On time"), \.onTime) { closed($0, late: "0") }
                tr {
                    td { Wording(zh: "按时办结率（以填报时间计）", en: "Closed on time, by time of entry") }
                    td(.class("end")) { now.onTimeRate }
                    td(.class("end")) { before.onTimeRate }
                }
                tr {
                    td { Wording(zh: "目前在办：红／黄／绿", en: "Open now: red, yellow, green") }
                    td(.class("end"), .colspan(2)) {
                        a(.href(rows.setting("light", to: "red"))) { board.total.red }
                        " ／ "
                        a(.href(rows.setting("light", to: "yellow"))) { board.total.yellow }
                        " ／ "
                        a(.href(rows.setting("light", to: "green"))) { board.total.green }
                    }
                }
            }
        }
    }

    private func row(_ title: Wording, _ figure: (Month) -> Int, _ link: (Month) -> Link) -> HTML {
        tr {
            td { title }
            for month in [now, before] { td(.class("end")) { a(.href(link(month))) { figure(month) } } }
        }
    }

    private func opened(_ month: Month) -> Link {
        Link("l", SupervisedTask.kind).setting("scope", to: board.scope.rawValue)
            .setting("opened-from", to: month.first.description).setting("opened-to", to: month.last.description)
    }

    private func closed(_ month: Month, late: String?) -> Link {
        Link("l", SupervisedTask.kind).setting("scope", to: board.scope.rawValue)
            .setting("state", to: SupervisedTask.State.closed.rawValue)
            .setting("closed-from", to: month.first.description).setting("closed-to", to: month.last.description)
            .setting("late", to: late)
    }

    @HTMLBuilder private var reds: HTML {
        let red = Standing.worstFirst((board.divisions + board.departments).filter { $0.light == .red })
        if red.isEmpty {
            p { Wording(zh: "没有红灯。", en: "No reds.") }
        } else {
            ul(.class("brief-reds")) {
                for standing in red.prefix(Self.reds) {
                    li {
                        strong { standing.name }
                        Wording(zh: "：", en: ": ") + standing.reason
                        "（\(standing.person?.person.name ?? "—")）"
                    }
                }
            }
            if red.count > Self.reds {
                p { Wording(zh: "另有 \(red.count - Self.reds) 个单位红灯。", en: "And \(red.count - Self.reds) more.") }
            }
        }
    }

    @HTMLBuilder private func list(_ matters: [MatterHeader], _ all: Link) -> HTML {
        if matters.isEmpty {
            p { Wording(zh: "没有。", en: "None.") }
        } else {
            ol {
                for matter in matters {
                    li {
                        a(.href(Link("m", matter.kind, matter.id))) { matter.title }
                        "，\(matter.owner.map { visit.premises.registry.organisations.name($0) } ?? "—")，"
                        matter.deadline?.remaining(at: visit.now, calendar: visit.premises.desk.calendar) ?? ""
                    }
                }
            }
            if matters.count == Self.tasks {
                p { a(.href(all)) { Wording(zh: "看全部", en: "All of them") } }
            }
        }
    }

    private var json: JSON {
        func month(_ month: Month) -> JSON {
            .of(
                ("from", .text(month.first.description)), ("to", .text(month.last.description)),
                ("opened", .number(month.opened)), ("closed", .number(month.closed)), ("onTime", .number(month.onTime)))
        }
        return .of(
            ("scope", .text(board.scope.rawValue)), ("now", month(now)), ("before", month(before)),
            ("red", .number(board.total.red)), ("yellow", .number(board.total.yellow)),
            ("green", .number(board.total.green)))
    }
}
