import Calendars
import Permissions
import Rules
import Storage
import Workflows

/// 隐患值守 — what the platform does with hidden dangers by itself: raises what is overdue level by level, and links what
/// came back to what was cleared. Each is a command of the desk, so it happens once whichever instance keeps watch.
public struct HiddenDangerWatch: Sendable {
    private let desk: CommandDesk

    public init(desk: CommandDesk) {
        self.desk = desk
    }

    /// - Returns: how many dangers were raised or found to be recurrences.
    @discardableResult
    public func run() async throws -> Int {
        try await raiseOverdue() + linkRecurrences()
    }

    // MARK: Overdue

    func raiseOverdue() async throws -> Int {
        let now = desk.now()
        let levels = RaisingLevels(rules: desk.rules, directory: desk.registry.organisations)
        var raised = 0
        var after = ""
        while true {
            let overdue = try await desk.database.rows(
                """
                SELECT matter.* FROM matter JOIN hidden_danger ON hidden_danger.id = matter.id
                WHERE matter.kind = 'hidden-danger' AND matter.light = 'red' AND matter.is_open = 1
                    AND (hidden_danger.raised_level IS NULL OR hidden_danger.raised_level <> 'province')
                    AND matter.id > \(after)
                ORDER BY matter.id LIMIT 500
                """
            ).map(MatterHeader.init(row:))
            guard let last = overdue.last else { return raised }
            after = last.id
            for header in overdue where levels.next(for: header, at: now) != nil {
                raised += try await attempt(RaiseDanger(), on: header.id)
            }
        }
    }

    // MARK: Recurrence

    /// Dangers that stand where one of the same kind was cleared within the window before they were found.
    func linkRecurrences() async throws -> Int {
        let now = desk.now()
        let reading = try desk.rules.reading(.effectivenessWindow, on: now.day)
        let window = reading.value * 86_400_000
        let found = try await desk.database.rows(
            """
            SELECT fresh.id AS fresh, cleared.id AS cleared, cleared.number AS number,
                cleared_own.cleared_organisation AS organisation
            FROM matter fresh
            JOIN hidden_danger fresh_own ON fresh_own.id = fresh.id AND fresh_own.recurrence_of IS NULL
            JOIN matter cleared ON cleared.subject = fresh.subject AND cleared.kind = 'hidden-danger'
                AND cleared.state = 'cleared' AND cleared.closed_at <= fresh.opened_at
                AND cleared.closed_at > fresh.opened_at - \(window)
            JOIN hidden_danger cleared_own ON cleared_own.id = cleared.id
                AND cleared_own.category = fresh_own.category AND cleared_own.area = fresh_own.area
                AND coalesce(cleared_own.place, '') = coalesce(fresh_own.place, '')
            WHERE fresh.kind = 'hidden-danger' AND fresh.is_open = 1 AND fresh.opened_at > \(now.milliseconds - Self.lookBack)
            ORDER BY fresh.id, cleared.closed_at DESC
            """)
        var linked: Set<String> = []
        for row in found {
            let fresh: String = try row["fresh"]
            guard linked.insert(fresh).inserted else { continue }
            let number: String = try row["number"]
            let basis = "与 \(number) 同一企业、同一部位、同类，距其销号不满 \(reading.value) 日。\(reading.derivation.sentence)"
            _ = try await attempt(
                LinkRecurrence(to: row["cleared"], clearedBy: row["organisation"], because: basis), on: fresh)
        }
        return linked.count
    }

    /// Two days, so that a watch that was interrupted finds what came in meanwhile.
    private static let lookBack = 2 * 86_400_000

    /// - Returns: 0 when someone else was there first.
    private func attempt(_ command: some Command<HiddenDanger>, on matter: String) async throws -> Int {
        do {
            try await desk.perform(command, on: matter, by: .system)
            return 1
        } catch let refusal as Refusal where refusal.kind == .conflicting {
            return 0
        }
    }
}
