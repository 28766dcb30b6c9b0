import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// What supervised tasks show beyond what every matter shows.
public enum SupervisedTaskPages {
    public static let pages: KindPages = {
        var pages = KindPages(SupervisedTask.kind, Wording(zh: "督办任务", en: "Supervised tasks"))
        pages.sections = { matter, visit in try await progress(of: matter, visit) }
        return pages
    }()

    public static let entries: [Premises.Entry] = [
        .init("l", Wording(zh: "督办任务", en: "Tasks"), Link("l", SupervisedTask.kind), for: .readSupervisedTasks),
        .init("d", Wording(zh: "红黄绿灯", en: "Lights"), Link("lights"), for: .readSupervisedTasks),
        .init("rules", Wording(zh: "法规参数", en: "Rules"), Link("rules"), for: .readSupervisedTasks),
    ]

    /// How far the parts have come; computed, never typed.
    private static func progress(of matter: OpenMatter, _ visit: Visit) async throws -> HTML {
        let tree = try await TaskTree(root: matter.header, visit: visit)
        guard !tree.parts.isEmpty else { return .empty }
        return section(.class("panel")) {
            h2 { Wording(zh: "进度", en: "Progress") }
            ProgressBar(percent: tree.percent)
            TreeTable(Wording(zh: "分办", en: "Parts"), tree.nodes(visit))
        }
    }
}

/// A task with its parts and theirs, down to the township.
struct TaskTree {
    let root: MatterHeader
    let parts: [TaskTree]
    private static let deepest = 4

    init(root: MatterHeader, visit: Visit, depth: Int = 0) async throws {
        self.root = root
        guard depth < Self.deepest else {
            parts = []
            return
        }
        var query = MatterQuery()
        query.kinds = [SupervisedTask.kind]
        query.parent = root.id
        query.order = .oldest
        query.limit = 200
        var parts: [TaskTree] = []
        for header in try await visit.premises.lists.headers(query, for: try visit.user()) {
            parts.append(try await TaskTree(root: header, visit: visit, depth: depth + 1))
        }
        self.parts = parts
    }

    /// Of a task without parts by its state; of one with parts by their weights.
    var percent: Int {
        if root.state == SupervisedTask.State.closed.rawValue { return 100 }
        guard !parts.isEmpty else { return root.state == SupervisedTask.State.reported.rawValue ? 90 : 0 }
        let weights = parts.map { $0.root.weight ?? 1000 / parts.count }
        let done = zip(parts, weights).map { $0.percent * $1 }.reduce(0, +)
        return min(99, done / max(1, weights.reduce(0, +)))
    }

    func nodes(_ visit: Visit) -> [TreeTable.Node] {
        let names = visit.premises.registry.organisations
        return parts.map { part in
            TreeTable.Node(
                number: part.root.number, title: part.root.title, link: Link("m", part.root.kind, part.root.id),
                owner: part.root.owner.map { names.name($0) } ?? "—",
                due: span {
                    part.root.deadline?.remaining(at: visit.now, calendar: visit.premises.desk.calendar) ?? "—"
                },
                state: span { SupervisedTask.State(rawValue: part.root.state)?.title ?? part.root.state },
                percent: part.percent, children: part.nodes(visit))
        }
    }
}
