import Calendars
import Storage

/// 周期安排 — which period of a standing matter comes next, and when the platform opens its matter.
public struct Recurrence: Sendable, Hashable {
    public let matter: String
    /// The kind of the standing matter.
    public let kind: String
    /// The name of the ``Recurring`` row.
    public let name: String
    public let period: CyclePeriod
    /// `nil` while the standing matter is closed, suspended or without a cycle.
    public let opensOn: Day?
    /// Why the period could not be opened yet, in the words of the refusal.
    public let trouble: String?

    init(row: Row) throws {
        matter = try row["matter"]
        kind = try row["kind"]
        name = try row["name"]
        let cycle: Cycle = try row["cycle"]
        period = cycle.period(containing: try row["period_from"])
        opensOn = try row["opens_on"]
        trouble = try row["trouble"]
    }

    /// Names the opening of this period, so that the ledger itself refuses a second one.
    var commandID: String { "period/\(matter)/\(name)/\(period.cycle.length.rawValue)/\(period.from)" }
}

/// Every statement about what comes next. A row is found only while nobody else has moved it on.
enum RecurrenceTable {
    static let migrations: [Migration] = [
        Migration(
            "recurrences", 1, "周期安排",
            [
                """
                CREATE TABLE recurrence (
                    matter TEXT NOT NULL REFERENCES matter (id),
                    name TEXT NOT NULL,
                    cycle TEXT NOT NULL,
                    period_from TEXT NOT NULL,
                    opens_on TEXT,
                    trouble TEXT,
                    PRIMARY KEY (matter, name)
                )
                """,
                "CREATE INDEX recurrence_by_day ON recurrence (opens_on) WHERE opens_on IS NOT NULL",
            ])
    ]

    private static let selected: SQL =
        "SELECT recurrence.*, matter.kind FROM recurrence JOIN matter ON matter.id = recurrence.matter"

    static func all(of matter: String, in database: any Database) async throws -> [Recurrence] {
        try await database.rows("\(selected) WHERE recurrence.matter = \(matter) ORDER BY recurrence.name")
            .map(Recurrence.init(row:))
    }

    /// Those whose next period is to be opened by this day, the oldest first.
    static func due(on day: Day, kinds: [String], limit: Int, in database: any Database) async throws -> [Recurrence] {
        try await database.rows(
            """
            \(selected) WHERE recurrence.opens_on IS NOT NULL AND recurrence.opens_on <= \(day)
                AND matter.kind IN \(kinds)
            ORDER BY recurrence.opens_on, recurrence.matter, recurrence.name LIMIT \(limit)
            """
        ).map(Recurrence.init(row:))
    }

    static func insert(_ name: String, of matter: String, next period: CyclePeriod, opensOn day: Day) -> Change {
        .one(
            """
            INSERT INTO recurrence (matter, name, cycle, period_from, opens_on)
            VALUES (\(matter), \(name), \(period.cycle), \(period.from), \(day))
            """)
    }

    /// - Parameter day: `nil` to let it rest.
    static func move(
        _ known: Recurrence, to period: CyclePeriod, opensOn day: Day?, trouble: String? = nil
    ) -> Change {
        let rested: SQL = known.opensOn.map { "opens_on = \($0)" } ?? "opens_on IS NULL"
        return .one(
            """
            UPDATE recurrence SET
                cycle = \(period.cycle), period_from = \(period.from), opens_on = \(day), trouble = \(trouble)
            WHERE matter = \(known.matter) AND name = \(known.name) AND cycle = \(known.period.cycle)
                AND period_from = \(known.period.from) AND \(rested)
            """)
    }
}
