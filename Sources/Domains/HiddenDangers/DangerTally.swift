import Calendars
import Registry
import Storage
import Workflows

/// 按类别计数 — how many dangers of a category and grade were found in a month, and how many of them are cleared; kept for
/// every division in the same commit as the dangers themselves.
public struct DangerTally: Sendable {
    private let database: any Database

    public init(database: any Database) {
        self.database = database
    }

    private static let columns = ["region", "month", "category", "grade", "is_cleared"]
    private static let names = columns.joined(separator: ", ")
    private static let levels = RegionCode.Level.allCases.filter { $0 < .village }

    /// The table, filled from the dangers there are.
    static let creation: [SQL] =
        [
            """
            CREATE TABLE danger_tally (
                region TEXT NOT NULL,
                month TEXT NOT NULL,
                category TEXT NOT NULL,
                grade TEXT NOT NULL,
                is_cleared SMALLINT NOT NULL,
                amount BIGINT NOT NULL,
                PRIMARY KEY (region, month, category, grade, is_cleared)
            )
            """
        ] + levels.map { SQL(verbatim: "INSERT INTO danger_tally (\(names), amount) \(recount(at: $0))") }

    /// Counts the dangers themselves by the division of this level that they lie in; one of a higher level lies in none.
    private static func recount(at level: RegionCode.Level) -> String {
        let above = RegionCode.Level(rawValue: level.rawValue - 1)?.digits ?? 0
        let own = level.digits - above
        let isDeepEnough = "substr(matter.region, \(above + 1), \(own)) <> '\(String(repeating: "0", count: own))'"
        return """
            SELECT \(names), count(*) AS amount
            FROM (SELECT substr(matter.region, 1, \(level.digits)) || '\(String(repeating: "0", count: 12 - level.digits))'
                             AS region,
                         matter.month AS month, own.category AS category, coalesce(matter.grade, '') AS grade,
                         CASE WHEN matter.state = 'cleared' THEN 1 ELSE 0 END AS is_cleared
                  FROM matter JOIN hidden_danger own ON own.id = matter.id
                  WHERE matter.kind = 'hidden-danger' AND \(isDeepEnough)) counted
            GROUP BY \(names)
            """
    }

    /// What a danger that changed adds to the counts and takes from them.
    static func changes(from before: HiddenDanger?, to after: HiddenDanger) -> [Change] {
        if let before, key(of: before) == key(of: after), before.header.region == after.header.region { return [] }
        return (before.map { increments(of: $0, by: -1) } ?? []) + increments(of: after, by: 1)
    }

    private static func key(of danger: HiddenDanger) -> [SQLValue] {
        [
            .text(danger.header.month), danger.finding.category.sqlValue, .text(danger.header.grade ?? ""),
            .integer(danger.state == .cleared ? 1 : 0),
        ]
    }

    private static func increments(of danger: HiddenDanger, by amount: Int) -> [Change] {
        danger.header.region.lineage.filter { $0.level < .village }.map { region in
            .increment(
                Increment(
                    .init(table: "danger_tally", columns: columns, values: [region.sqlValue] + key(of: danger)),
                    by: amount))
        }
    }

    /// The counts of one month in a region as a whole.
    func counts(of month: Month, in region: RegionCode) async throws -> [HiddenDangerStore.CategoryCount] {
        try await database.rows(
            """
            SELECT category, grade, CAST(sum(amount) AS BIGINT) AS found,
                CAST(sum(amount * is_cleared) AS BIGINT) AS cleared
            FROM danger_tally WHERE region = \(region) AND month = \(month.description) AND amount <> 0
            GROUP BY category, grade ORDER BY category, grade
            """
        ).map {
            HiddenDangerStore.CategoryCount(
                category: try $0["category"], grade: HiddenDanger.Grade(rawValue: try $0["grade"]),
                found: try $0["found"], cleared: try $0["cleared"])
        }
    }

    /// Every key whose kept count is not what the dangers say.
    public func differences() async throws -> [Recount.Difference] {
        let kept = try await figures("SELECT * FROM danger_tally WHERE amount <> 0")
        var counted: [[String]: Int] = [:]
        for level in Self.levels {
            counted.merge(try await figures(SQL(verbatim: Self.recount(at: level)))) { $0 + $1 }
        }
        return Recount.Difference.all(kept, counted)
    }

    private func figures(_ query: SQL) async throws -> [[String]: Int] {
        try await database.rows(query).reduce(into: [:]) { figures, row in
            let key: [String] = [
                try row["region"], try row["month"], try row["category"], try row["grade"],
                try row["is_cleared"] ? "cleared" : "",
            ]
            figures[key] = try row["amount"]
        }
    }
}

extension HiddenDanger {
    public static func counts(from before: HiddenDanger?, to after: HiddenDanger) -> [Change] {
        DangerTally.changes(from: before, to: after)
    }
}
