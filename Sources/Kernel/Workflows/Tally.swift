import Calendars
import Registry
import Storage

/// 计数 — how many matters of a kind stand where, kept up to date in the same commit as the matters themselves.
///
/// Kept for the matter's own region and every region it lies in down to the township, so that a dashboard reads a
/// few rows however long the history is.
public struct Tally: Sendable, Hashable {
    public let kind: String
    public let state: String
    public let grade: String
    public let light: Light
    public let region: RegionCode
    public let sector: String
    public let month: String
    public let amount: Int

    public init(row: Row) throws {
        kind = try row["kind"]
        state = try row["state"]
        grade = try row["grade"]
        light = try row["light"]
        region = try row["region"]
        sector = try row["sector"]
        month = try row["month"]
        amount = try row["amount"]
    }
}

extension MatterHeader {
    private static let tallyColumns = ["kind", "state", "grade", "light", "region", "sector", "month"]

    /// One increment for each region the matter lies in.
    func tallied(_ amount: Int) -> [Change] {
        region.lineage.filter { $0.level < .village }.map { ancestor in
            .increment(
                Increment(
                    .init(
                        table: "tally", columns: Self.tallyColumns,
                        values: [
                            .text(kind), .text(state), .text(grade ?? ""), .text(light.rawValue),
                            .text(ancestor.rawValue), .text(sector ?? ""), .text(month),
                        ]),
                    by: amount))
        }
    }

    /// The same for the organisation that carries it out.
    private func talliedForOwner(_ amount: Int) -> [Change] {
        guard let owner else { return [] }
        return [
            .increment(
                Increment(
                    .init(
                        table: "owner_tally", columns: ["owner", "kind", "state", "light"],
                        values: [.text(owner), .text(kind), .text(state), .text(light.rawValue)]), by: amount))
        ]
    }

    /// What moving from one place to another does to the counts; nothing when it counts as before.
    static func tallies(from before: MatterHeader?, to after: MatterHeader) -> [Change] {
        var changes: [Change] = []
        let standsElsewhere =
            before.map {
                ($0.kind, $0.state, $0.light, $0.openedAt) != (after.kind, after.state, after.light, after.openedAt)
            } ?? true
        if standsElsewhere
            || before.map { ($0.grade, $0.sector, $0.region) != (after.grade, after.sector, after.region) } == true
        {
            changes += (before?.tallied(-1) ?? []) + after.tallied(1)
        }
        if standsElsewhere || before?.owner != after.owner {
            changes += (before?.talliedForOwner(-1) ?? []) + after.talliedForOwner(1)
        }
        return changes
    }
}

/// 重算 — counts everything from the matters themselves and compares.
public struct Recount: Sendable {
    public struct Difference: Sendable, Hashable {
        /// kind, state, grade, light, region, sector, month; or owner, kind, state, light
        public let key: [String]
        public let kept: Int
        public let counted: Int

        public init(key: [String], kept: Int, counted: Int) {
            self.key = key
            self.kept = kept
            self.counted = counted
        }

        /// Every key whose kept count is not what was counted.
        public static func all(_ kept: [[String]: Int], _ counted: [[String]: Int]) -> [Difference] {
            Set(kept.keys).union(counted.keys).sorted { $0.lexicographicallyPrecedes($1) }.compactMap { key in
                let (was, is_) = (kept[key] ?? 0, counted[key] ?? 0)
                return was == is_ ? nil : Difference(key: key, kept: was, counted: is_)
            }
        }
    }

    private let database: any Database

    public init(database: any Database) {
        self.database = database
    }

    /// Every key whose kept count is not what the matters say.
    public func differences() async throws -> [Difference] {
        let kept = try await figures("SELECT * FROM tally WHERE amount <> 0")
        var counted: [[String]: Int] = [:]
        for level in RegionCode.Level.allCases where level < .village {
            try await add(matters(countedAt: level), to: &counted)
        }
        return Difference.all(kept, counted) + Difference.all(try await ownersKept(), try await ownersCounted())
    }

    private func ownersKept() async throws -> [[String]: Int] {
        try await owners("SELECT owner, kind, state, light, amount FROM owner_tally WHERE amount <> 0")
    }

    private func ownersCounted() async throws -> [[String]: Int] {
        try await owners(
            """
            SELECT owner, kind, state, light, count(*) AS amount FROM matter WHERE owner IS NOT NULL
            GROUP BY owner, kind, state, light
            """)
    }

    private func owners(_ query: SQL) async throws -> [[String]: Int] {
        try await database.rows(query).reduce(into: [:]) { figures, row in
            let key: [String] = [try row["owner"], try row["kind"], try row["state"], try row["light"]]
            figures[key] = try row["amount"]
        }
    }

    /// The matters by the division of this level that they lie in; one of a higher level lies in none.
    private func matters(countedAt level: RegionCode.Level) -> SQL {
        let zeros = String(repeating: "0", count: 12 - level.digits)
        let above = RegionCode.Level(rawValue: level.rawValue - 1)?.digits ?? 0
        let ownDigits = level.digits - above
        let unnamed = String(repeating: "0", count: ownDigits)
        let isDeepEnough: SQL =
            level == .province ? "1 = 1" : "substr(region, \(above + 1), \(ownDigits)) <> \(unnamed)"
        return """
            SELECT kind, state, grade, light, region, sector, month, count(*) AS amount
            FROM (SELECT kind, state, coalesce(grade, '') AS grade, light,
                         substr(region, 1, \(level.digits)) || \(zeros) AS region,
                         coalesce(sector, '') AS sector, month
                  FROM matter WHERE \(isDeepEnough)) counted
            GROUP BY kind, state, grade, light, region, sector, month
            """
    }

    private func figures(_ query: SQL) async throws -> [[String]: Int] {
        var figures: [[String]: Int] = [:]
        try await add(query, to: &figures)
        return figures
    }

    private func add(_ query: SQL, to figures: inout [[String]: Int]) async throws {
        for row in try await database.rows(query) {
            let tally = try Tally(row: row)
            let key = [
                tally.kind, tally.state, tally.grade, tally.light.rawValue, tally.region.rawValue, tally.sector,
                tally.month,
            ]
            figures[key, default: 0] += tally.amount
        }
    }
}
