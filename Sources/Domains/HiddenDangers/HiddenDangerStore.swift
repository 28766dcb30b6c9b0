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
    func recurrences(within region: RegionCode?, for user: User) async throws -> [(organisation: String, amount: Int)] {
        try await database.rows(
            """
            SELECT own.recurrence_for AS organisation, count(*) AS amount
            FROM hidden_danger own JOIN matter ON matter.id = own.id
            WHERE own.recurrence_for IS NOT NULL AND \(visible(to: user, within: region))
            GROUP BY own.recurrence_for ORDER BY count(*) DESC, own.recurrence_for LIMIT 50
            """
        ).map { (try $0["organisation"], try $0["amount"]) }
    }

    private func visible(to user: User, within region: RegionCode?) -> SQL {
        Scope(of: user, for: .readDangers).condition(
            on: "matter", parties: ["owner", "supervisor", "issuer", "subject"], within: region)
    }
}
