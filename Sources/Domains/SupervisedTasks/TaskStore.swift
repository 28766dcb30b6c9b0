import Calendars
import Registry
import Storage
import Workflows

/// What is read of supervised tasks beyond what every matter has. Which of the matters found a user may see is asked
/// of ``MatterList``: nothing here is shown that it did not let through.
public struct TaskStore: Sendable {
    let database: any Database

    public init(_ database: any Database) {
        self.database = database
    }

    func shares(of tasks: [String]) async throws -> [String: Shares] {
        guard !tasks.isEmpty else { return [:] }
        return try await database.rows(
            "SELECT id, shares FROM supervised_task WHERE id IN \(tasks) AND shares IS NOT NULL"
        ).reduce(into: [:]) { found, row in
            let id: String = try row["id"]
            found[id] = try row["shares"] as Shares
        }
    }

    /// Letters and interviews about a task, the latest first.
    func escalations(of task: String) async throws -> [String] {
        try await database.rows(
            """
            SELECT id FROM supervision_letter WHERE task = \(task)
            UNION ALL SELECT id FROM interview WHERE task = \(task) ORDER BY id DESC
            """
        ).map { try $0["id"] }
    }

    /// Leaders' instructions on the matter with this number, the latest first.
    func instructions(about number: String) async throws -> [String] {
        try await database.rows("SELECT id FROM supervised_task WHERE about = \(number) ORDER BY id DESC LIMIT 100")
            .map { try $0["id"] }
    }

    /// The number of a matter's instruction: which matter it was written on.
    func matter(numbered number: String) async throws -> String? {
        try await database.rows("SELECT id FROM matter WHERE number = \(number)").first.map { try $0["id"] }
    }

    /// How a leader's instructions stand: by state and light.
    func instructionCounts(of leader: String) async throws -> [(state: String, light: Light, amount: Int)] {
        try await database.rows(
            """
            SELECT matter.state, matter.light, count(*) AS amount
            FROM supervised_task task JOIN matter ON matter.id = task.id
            WHERE task.instructed_by = \(leader) GROUP BY matter.state, matter.light
            """
        ).map { (try $0["state"], try $0["light"], try $0["amount"]) }
    }

    /// A leader's instructions in some states, the latest first.
    func instructions(
        of leader: String, in states: [String], light: Light?, offset: Int, limit: Int
    ) async throws -> [String] {
        let colour: SQL = light.map { "AND matter.light = \($0)" } ?? ""
        return try await database.rows(
            """
            SELECT task.id FROM supervised_task task JOIN matter ON matter.id = task.id
            WHERE task.instructed_by = \(leader) AND matter.state IN \(states) \(colour)
            ORDER BY task.id DESC LIMIT \(limit) OFFSET \(offset)
            """
        ).map { try $0["id"] }
    }

    /// How many tasks in the region were closed in these days, and how many of them without ever being late. What was
    /// entered afterwards counts by when it was entered, see ``MatterHeader/wasLate``.
    public func closed(in region: RegionCode, from first: Day, to last: Day) async throws -> (all: Int, onTime: Int) {
        let row = try await database.rows(
            """
            SELECT count(*) AS amount, count(*) FILTER (WHERE was_late = 0) AS on_time FROM matter
            WHERE kind = 'supervised-task' AND closed_at >= \(Instant(day: first))
                AND closed_at < \(Instant(day: last.adding(days: 1))) AND state = 'closed'
                AND \(region.condition(on: "region"))
            """)[0]
        return (try row["amount"], try row["on_time"])
    }

    /// How many tasks in the region were opened in a month, from the tallies.
    func opened(in region: RegionCode, month: String) async throws -> Int {
        try await database.rows(
            """
            SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) AS amount FROM tally
            WHERE region = \(region) AND kind = 'supervised-task' AND month = \(month)
            """)[0]["amount"]
    }

    /// What the exported ledger says of a task beyond its header.
    struct Sheet: Sendable {
        let cooperating: [String]
        let parts: Int
        let closedParts: Int
        let progress: String?
        let firstDay: Day?
        let source: String?
        let clause: String?
    }

    func sheets(of tasks: [String]) async throws -> [String: Sheet] {
        guard !tasks.isEmpty else { return [:] }
        let parts = try await parts(of: tasks)
        return try await database.rows(
            """
            SELECT id, shares, cooperating, progress_note, first_day, source_document, source_clause
            FROM supervised_task WHERE id IN \(tasks)
            """
        ).reduce(into: [:]) { found, row in
            let id: String = try row["id"]
            let shares: Shares = try row["shares"] ?? Shares()
            let planned = (try row["cooperating"] as String?).map { $0.split(separator: ",").map(String.init) } ?? []
            let given = shares.all.filter { $0.part != Shares.own }.map(\.organisation)
            found[id] = Sheet(
                cooperating: given.isEmpty ? planned : given, parts: parts[id]?.all ?? 0,
                closedParts: parts[id]?.closed ?? 0, progress: try row["progress_note"], firstDay: try row["first_day"],
                source: try row["source_document"], clause: try row["source_clause"])
        }
    }

    private func parts(of tasks: [String]) async throws -> [String: (all: Int, closed: Int)] {
        try await database.rows(
            """
            SELECT parent, count(*) AS amount, count(*) FILTER (WHERE state = 'closed') AS closed FROM matter
            WHERE parent IN \(tasks) AND kind = 'supervised-task' AND state <> 'withdrawn' GROUP BY parent
            """
        ).reduce(into: [:]) { found, row in
            let parent: String = try row["parent"]
            found[parent] = (try row["amount"], try row["closed"])
        }
    }
}
