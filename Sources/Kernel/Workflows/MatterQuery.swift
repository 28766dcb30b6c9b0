import Calendars
import Permissions
import Registry
import Storage

/// 查询 — which matters a list shows, in which order, and which page of them.
public struct MatterQuery: Sendable, Hashable {
    public enum Order: String, Sendable, CaseIterable {
        case newest, oldest, due, updated
    }

    public var kinds: [String] = []
    public var states: [String] = []
    public var grades: [String] = []
    public var lights: [Light] = []
    public var region: RegionCode?
    public var sector: String?
    public var owner: String?
    /// Only what one of these organisations supervises.
    public var supervisors: [String] = []
    public var subject: String?
    /// Only what is about one of these organisations.
    public var subjects: [String]?
    public var parent: String?
    /// Only parts of one of these.
    public var parents: [String] = []
    /// Only these.
    public var ids: [String]?
    /// Only what waits for one of these organisations.
    public var actors: [String] = []
    /// Values that columns of the kind's own table must have; only when one kind is asked for.
    public var details: [String: String] = [:]
    public var isOpen: Bool?
    public var text: String?
    public var openedFrom: Day?
    public var openedTo: Day?
    public var closedFrom: Day?
    public var closedTo: Day?
    /// Only what did, or did not, once run past its day.
    public var wasLate: Bool?
    public var dueFrom: Day?
    public var dueTo: Day?
    public var order = Order.newest
    /// The order the other way round: the latest term first, or what was longest left alone.
    public var isReversed = false
    public var offset = 0
    public var limit = 50

    /// So many hold the text that it is looked for row by row, see ``MatterList``.
    var isTextCommon = false

    public init() {}

    /// Beyond this many a list is narrowed, not paged through.
    public static let deepest = 100_000

    /// The columns in which an organisation's part in a matter stands.
    static let parties: [SQL] = ["owner", "supervisor", "issuer", "subject"]

    /// The whole condition, the user's scope included.
    ///
    /// - Parameter asked: the kinds asked for, each with the permission that reading it takes.
    func condition(for user: User, reading asked: [KindOfMatter]) -> SQL {
        var parts: [SQL] = [visible(to: user, reading: asked)]
        if !kinds.isEmpty { parts.append(ofKinds(asked)) }
        if !states.isEmpty { parts.append(Self.one(of: states, "matter.state")) }
        if !grades.isEmpty { parts.append(Self.one(of: grades, "matter.grade")) }
        if !lights.isEmpty { parts.append(Self.one(of: lights, "matter.light")) }
        if asksForWarned { parts.append("matter.light <> 'green'") }
        if let sector { parts.append("matter.sector = \(sector)") }
        if let owner { parts.append("matter.owner = \(owner)") }
        if !supervisors.isEmpty { parts.append("matter.supervisor IN \(supervisors)") }
        if let subjects { parts.append("matter.subject IN \(subjects)") }
        if let subject { parts.append("matter.subject = \(subject)") }
        if let parent { parts.append("matter.parent = \(parent)") }
        if !parents.isEmpty { parts.append("matter.parent IN \(parents)") }
        if let ids { parts.append(ids.isEmpty ? Self.nothing : "matter.id IN \(ids)") }
        if !actors.isEmpty { parts.append("matter.actor_organisation IN \(actors)") }
        if asked.count == 1 { parts += detailConditions(on: asked[0]) }
        if let isOpen = isOpen ?? openByState(of: asked) { parts.append(isOpen ? openness : "matter.is_open = 0") }
        if let text, !text.isEmpty {
            let index = MatterTable.searchIndex
            parts.append(
                isTextCommon
                    ? index.conditionRowByRow("matter.id", matches: text) : index.condition("matter.id", matches: text))
        }
        if let openedFrom { parts.append("matter.opened_at >= \(Instant(day: openedFrom))") }
        if let openedTo { parts.append("matter.opened_at < \(Instant(day: openedTo.adding(days: 1)))") }
        if let closedFrom { parts.append("matter.closed_at >= \(Instant(day: closedFrom))") }
        if let closedTo { parts.append("matter.closed_at < \(Instant(day: closedTo.adding(days: 1)))") }
        if let wasLate { parts.append("matter.was_late = \(wasLate)") }
        if let dueFrom { parts.append("matter.due_at > \(Instant(day: dueFrom))") }
        if let dueTo { parts.append("matter.due_at <= \(Instant(day: dueTo.adding(days: 1)))") }
        return parts.joined(by: " AND ")
    }

    /// One kind is written out: then both databases see which indexes on that kind alone fit, and SQLite does not plan
    /// the query anew each time it is asked.
    private func ofKinds(_ asked: [KindOfMatter]) -> SQL {
        guard kinds.count == 1, asked.count == 1, asked[0].name == kinds[0] else {
            return Self.one(of: kinds, "matter.kind")
        }
        return SQL(verbatim: "matter.kind = '\(asked[0].name)'")
    }

    /// Whoever asks for states in which a matter is open asks for open ones: said too, it is found by the indexes on those.
    private func openByState(of asked: [KindOfMatter]) -> Bool? {
        guard asked.count == 1, !states.isEmpty else { return nil }
        return states.allSatisfy(asked[0].openStates.contains) ? true : nil
    }

    /// Said besides, so that the indexes on the few that are yellow or red are used: over a whole province, and by term.
    /// Within a city the indexes on places have fewer, and of what is named there are fewer still.
    private var asksForWarned: Bool {
        !lights.isEmpty && !lights.contains(.green) && !isNamed && actors.isEmpty && supervisors.isEmpty
            && (order == .due || (region?.level ?? .province) == .province)
    }

    private var isNamed: Bool {
        owner != nil || subject != nil || subjects != nil || parent != nil || !parents.isEmpty || ids != nil
    }

    /// Written out, so that an index on what is open answers without looking at the rows; but said otherwise where an
    /// index on what is named has far fewer rows than all that is open.
    private var openness: SQL {
        isNamed && actors.isEmpty && supervisors.isEmpty ? "matter.is_open > 0" : "matter.is_open = 1"
    }

    /// A list of one is an equality, after which an index still gives the order of the list.
    private static func one(of values: [some SQLConvertible], _ column: SQL) -> SQL {
        values.count == 1 ? "\(column) = \(values[0])" : "\(column) IN \(values)"
    }

    /// The rows of the tallies that count the matters of this query in a region; `nil` when it asks for something that
    /// they do not keep.
    func tallied(in region: RegionCode, _ asked: [KindOfMatter]) -> SQL? {
        var rest = self
        (rest.kinds, rest.states, rest.grades, rest.lights, rest.isOpen) = ([], [], [], [], nil)
        (rest.region, rest.sector, rest.openedFrom, rest.openedTo) = (nil, nil, nil, nil)
        (rest.order, rest.isReversed, rest.offset, rest.limit) = (.newest, false, 0, MatterQuery().limit)
        if rest.text == "" { rest.text = nil }
        guard rest == MatterQuery(), region.level < .village, openedFrom.map({ $0.day == 1 }) ?? true,
            openedTo.map({ $0.adding(days: 1).day == 1 }) ?? true
        else { return nil }
        let alternatives = asked.map { kind -> SQL in
            guard let isOpen else { return "kind = \(kind.name)" }
            return "(kind = \(kind.name) AND state IN \(isOpen ? kind.openStates : kind.finalStates.sorted()))"
        }
        var parts: [SQL] = ["region = \(region)", "(\(alternatives.joined(by: " OR ")))"]
        if !states.isEmpty { parts.append(Self.one(of: states, "state")) }
        if !grades.isEmpty { parts.append(Self.one(of: grades, "grade")) }
        if !lights.isEmpty { parts.append(Self.one(of: lights, "light")) }
        if let sector { parts.append("sector = \(sector)") }
        if let openedFrom { parts.append("month >= \(String(openedFrom.description.prefix(7)))") }
        if let openedTo { parts.append("month <= \(String(openedTo.description.prefix(7)))") }
        return parts.joined(by: " AND ")
    }

    private func detailConditions(on kind: KindOfMatter) -> [SQL] {
        let table = SQL(verbatim: kind.name.replacing("-", with: "_"))
        let known = kind.detailColumns.filter { details[$0.name] != nil }
        // A column that the kind does not have is a condition that nothing fulfils.
        guard known.count == details.count else { return [Self.nothing] }
        return known.map { column in
            """
            EXISTS (SELECT 1 FROM \(table) own
                    WHERE own.id = matter.id AND CAST(own.\(SQL(verbatim: column.name)) AS TEXT) = \(details[column.name]))
            """
        }
    }

    /// What the user's posts reach, for each kind with the permission that reading that kind takes.
    private func visible(to user: User, reading asked: [KindOfMatter]) -> SQL {
        let parts = Dictionary(grouping: asked) { visible(to: user, with: $0.reading) }
            .filter { $0.key != Self.nothing }.map { (condition: $0.key, kinds: $0.value.map(\.name).sorted()) }
            .sorted { $0.kinds.lexicographicallyPrecedes($1.kinds) }
        if parts.isEmpty { return Self.nothing }
        if parts.count == 1, parts[0].kinds.count == asked.count { return parts[0].condition }
        let alternatives = parts.map { "(matter.kind IN \($0.kinds) AND \($0.condition))" as SQL }
        return "(\(alternatives.joined(by: " OR ")))"
    }

    /// What one's own organisation must act on or supervises needs no further condition than the right to read it there.
    private func visible(to user: User, with reading: Permission) -> SQL {
        let named = actors + supervisors
        let own = Set(user.posts.filter { $0.role.permissions.contains(reading) }.map(\.organisation))
        if !named.isEmpty, own.isSuperset(of: named) { return region?.condition(on: "matter.region") ?? "1 = 1" }
        let scope = Scope(of: user, for: reading)
        return scope.isEmpty ? Self.nothing : scope.condition(on: "matter", parties: Self.parties, within: region)
    }

    private static let nothing: SQL = "1 = 0"

    var ordering: SQL {
        switch order {
        case .newest: "matter.id DESC"
        // Of several parents, the parts of each together: so the index on parents is walked, not all of a kind.
        case .oldest: parents.isEmpty ? "matter.id" : "matter.parent, matter.id"
        case .due where isReversed: "matter.due_at DESC NULLS LAST, matter.id DESC"
        case .due: "matter.due_at ASC NULLS LAST, matter.id"
        case .updated where isReversed: "matter.updated_at, matter.id"
        case .updated: "matter.updated_at DESC, matter.id DESC"
        }
    }
}

extension MatterQuery {
    /// 待办 — what waits for the user's organisations.
    public static func waiting(for user: User) -> MatterQuery {
        var query = MatterQuery()
        query.actors = user.organisations.sorted()
        query.isOpen = true
        query.order = .due
        return query
    }

    /// 我督办 — what the user's organisations supervise and is not closed.
    public static func supervised(by user: User) -> MatterQuery {
        var query = MatterQuery()
        query.supervisors = user.organisations.sorted()
        query.isOpen = true
        query.order = .due
        return query
    }
}
