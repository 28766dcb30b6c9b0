import Calendars
import Markup
import Site
import Storage
import Workflows

/// 分办树 — a task with its parts and theirs, down to the township; how far each has come is computed, never typed.
public struct TaskTree: Sendable {
    public let root: MatterHeader
    let shares: Shares
    let parts: [TaskTree]

    /// Province, city, county, township and village: more levels there are not.
    private static let deepest = 5

    /// Reads the tree level by level; parts that the user may not see are left out.
    static func read(_ root: MatterHeader, _ visit: Visit) async throws -> TaskTree {
        var levels = [[root]]
        while levels.count <= deepest, let last = levels.last, !last.isEmpty {
            var query = MatterQuery()
            query.kinds = [SupervisedTask.kind]
            query.parents = last.map(\.id)
            query.order = .oldest
            query.limit = 2000
            levels.append(try await visit.premises.lists.headers(query, for: try visit.user()))
        }
        let shares = try await TaskStore(visit.premises.database).shares(of: levels.joined().map(\.id))
        let children = Dictionary(grouping: levels.dropFirst().joined(), by: { $0.parent ?? "" })
        return TaskTree(root, children: children, shares: shares)
    }

    public init(_ root: MatterHeader, children: [String: [MatterHeader]], shares: [String: Shares]) {
        self.root = root
        self.shares = shares[root.id] ?? Shares()
        parts = (children[root.id] ?? []).map { TaskTree($0, children: children, shares: shares) }
    }

    /// What has been taken back counts no more; what each period asks for has no share in the whole.
    private var counted: [TaskTree] {
        parts.filter { $0.root.state != SupervisedTask.State.withdrawn.rawValue && shares[$0.root.id] != nil }
    }

    /// Done parts of a hundred: of a task without parts by its node, of one with parts by their shares. All of it only
    /// when someone else has checked it.
    public var percent: Int {
        guard let state = SupervisedTask.State(rawValue: root.state), state != .closed else { return 100 }
        guard !counted.isEmpty else { return state == .reported ? 90 : 0 }
        let weighed = counted.map { ($0.percent, shares[$0.root.id] ?? 0) }
        let own = shares[Shares.own] ?? 0
        let done = weighed.map { $0 * $1 }.reduce(own * (state == .reported ? 100 : 0), +)
        return min(99, done / max(1, weighed.map(\.1).reduce(own, +)))
    }

    func nodes(_ visit: Visit) -> [TreeTable.Node] {
        parts.map { part in node(part, visit) }
    }

    private func node(_ part: TaskTree, _ visit: Visit) -> TreeTable.Node {
        let names = visit.premises.registry.organisations
        let share = shares[part.root.id].map { "（占 \(Double($0) / 10)%）" } ?? ""
        return TreeTable.Node(
            number: part.root.number, title: part.root.title, link: Link("m", part.root.kind, part.root.id),
            owner: (part.root.owner.map { names.name($0) } ?? "—") + share,
            due: part.root.isOpen ? due(part.root, visit) : .text("—"),
            state: .text(SupervisedTask.State(rawValue: part.root.state)?.title ?? part.root.state),
            percent: part.percent, children: part.nodes(visit))
    }

    private func due(_ matter: MatterHeader, _ visit: Visit) -> HTML {
        guard let deadline = matter.deadline else { return .wording(Wording(zh: "长期坚持", en: "Standing")) }
        let left = deadline.remaining(at: visit.now, calendar: visit.premises.desk.calendar)
        return LightBadge(Light(matter.light), Wording(verbatim: left)).html
    }
}
