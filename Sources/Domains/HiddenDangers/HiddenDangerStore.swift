import Calendars
import Permissions
import Registry
import Storage
import Workflows

/// The counts of hidden dangers that the tallies of all matters do not keep.
struct HiddenDangerStore: Sendable {
    let database: any Database

    /// How many dangers of a category and grade were found in a period, and how many of them are cleared.
    struct CategoryCount: Sendable, Hashable {
        let category: DangerCategory
        let grade: HiddenDanger.Grade?
        let found: Int
        let cleared: Int
    }

    /// Of one month: from the tally for those who read the whole region, else from the rows that they read.
    func categories(
        found month: Month, within region: RegionCode?, for user: User
    ) async throws -> [CategoryCount] {
        if let region, region.level < .village, Scope(of: user, for: .readDangers).covers(region) {
            return try await DangerTally(database: database).counts(of: month, in: region)
        }
        return try await categories(found: month.firstDay...month.lastDay, within: region, for: user)
    }

    func categories(
        found days: ClosedRange<Day>, within region: RegionCode?, for user: User
    ) async throws -> [CategoryCount] {
        try await database.rows(
            """
            SELECT own.category AS category, matter.grade AS grade, count(*) AS found,
                count(*) FILTER (WHERE matter.state = 'cleared') AS cleared
            FROM matter JOIN hidden_danger own ON own.id = matter.id
            WHERE matter.kind = 'hidden-danger' AND matter.opened_at >= \(Instant(day: days.lowerBound))
                AND matter.opened_at < \(Instant(day: days.upperBound.adding(days: 1)))
                AND \(visible(to: user, within: region))
            GROUP BY own.category, matter.grade ORDER BY own.category, matter.grade NULLS FIRST
            """
        ).map {
            CategoryCount(
                category: try $0["category"], grade: try $0["grade"], found: try $0["found"],
                cleared: try $0["cleared"])
        }
    }

    /// How many dangers came back, by who had cleared them, the most first.
    ///
    /// A cross join, so that SQLite begins with the few that came back and not with all of a province.
    func recurrences(within region: RegionCode?, for user: User) async throws -> [(organisation: String, amount: Int)] {
        try await database.rows(
            """
            SELECT own.recurrence_for AS organisation, count(*) AS amount
            FROM hidden_danger own CROSS JOIN matter
            WHERE own.recurrence_for IS NOT NULL AND matter.id = own.id AND \(visible(to: user, within: region))
            GROUP BY own.recurrence_for ORDER BY count(*) DESC, own.recurrence_for LIMIT 50
            """
        ).map { (try $0["organisation"], try $0["amount"]) }
    }

    /// An enterprise with open dangers that are major or overdue.
    struct Worst: Sendable, Hashable {
        let subject: String
        var major = 0
        var overdue = 0
    }

    /// As many as a page lists.
    static let mostWorst = 100

    /// The enterprises with most of them, major before overdue.
    func worst(within region: RegionCode?, for user: User) async throws -> [Worst] {
        let seen: SQL = "\(Self.counties(of: region)) AND \(visible(to: user, within: region))"
        async let major = database.rows(Self.worst("matter.grade = 'major'", seen))
        async let overdue = database.rows(Self.worst("matter.light = 'red'", seen))
        var found: [String: Worst] = [:]
        for row in try await major {
            let subject: String = try row["subject"]
            found[subject, default: Worst(subject: subject)].major = try row["amount"]
        }
        for row in try await overdue {
            let subject: String = try row["subject"]
            found[subject, default: Worst(subject: subject)].overdue = try row["amount"]
        }
        return Array(
            found.values.sorted { ($0.major, $0.overdue, $1.subject) > ($1.major, $1.overdue, $0.subject) }
                .prefix(Self.mostWorst))
    }

    /// The counties in which the region's matters lie, as a range that the index is ordered by.
    static func counties(of region: RegionCode?) -> SQL {
        guard let region else { return "1 = 1" }
        let prefix = region.level > .county ? region.ancestor(at: .county).prefix : region.prefix
        return "matter.county BETWEEN \(prefix) AND \(prefix + "~")"
    }

    static func worst(_ what: SQL, _ visible: SQL) -> SQL {
        """
        SELECT matter.subject AS subject, count(*) AS amount FROM matter
        WHERE matter.kind = 'hidden-danger' AND matter.is_open = 1 AND \(what) AND matter.subject IS NOT NULL
            AND \(visible)
        GROUP BY matter.subject ORDER BY count(*) DESC, matter.subject LIMIT \(mostWorst)
        """
    }

    /// The danger itself, for the platform's own work, whoever may see it.
    func danger(_ id: String) async throws -> HiddenDanger? {
        try await database.rows(
            "SELECT matter.*, own.* FROM matter JOIN hidden_danger own ON own.id = matter.id WHERE matter.id = \(id)"
        ).first.map { try HiddenDanger(header: MatterHeader(row: $0), details: $0) }
    }

    /// On which of these dangers the person gave one of these commands.
    func acted(on dangers: [String], person: String, by commands: [String]) async throws -> Set<String> {
        guard !dangers.isEmpty, !commands.isEmpty else { return [] }
        return Set(
            try await database.rows(
                """
                SELECT DISTINCT matter FROM ledger_entry
                WHERE matter IN \(dangers) AND person = \(person) AND command IN \(commands)
                """
            ).map { try $0["matter"] as String })
    }

    /// What was seen and what was done about it.
    func told(of dangers: [String]) async throws -> [String: (description: String, rectification: String?)] {
        guard !dangers.isEmpty else { return [:] }
        let rows = try await database.rows(
            "SELECT id, description, rectification FROM hidden_danger WHERE id IN \(dangers)")
        return try rows.reduce(into: [:]) {
            $0[try $1["id"] as String] = (try $1["description"], try $1["rectification"])
        }
    }

    private func visible(to user: User, within region: RegionCode?) -> SQL {
        Scope(of: user, for: .readDangers).condition(
            on: "matter", parties: ["owner", "supervisor", "issuer", "subject"], within: region)
    }
}
