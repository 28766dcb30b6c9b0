import Calendars
import Permissions
import Rules
import Storage
import Workflows

/// 证照值守 — asks for the renewal of papers whose end is near, each once.
public struct PaperWatch: Sendable {
    private let desk: CommandDesk

    public init(desk: CommandDesk) {
        self.desk = desk
    }

    /// - Returns: for how many papers renewal was asked.
    @discardableResult
    public func run() async throws -> Int {
        let today = desk.now().day
        let lead = try desk.rules.reading(.paperRenewal, on: today).value
        var asked = 0
        while true {
            let near = try await desk.database.rows(Self.near(today.adding(days: lead)))
            var moved = 0
            for row in near {
                do {
                    try await desk.perform(AskRenewal(), on: try row["id"], by: .system)
                    moved += 1
                } catch let refusal as Refusal where refusal.kind == .conflicting {
                    continue  // Renewed or ended just now.
                }
            }
            asked += moved
            guard near.count == Self.atOnce, moved > 0 else { return asked }
        }
    }

    private static let atOnce = 500

    static func near(_ last: Day) -> SQL {
        """
        SELECT id FROM matter WHERE kind = 'enterprise-paper' AND state = 'inForce' AND agreed_day <= \(last)
        ORDER BY agreed_day LIMIT \(atOnce)
        """
    }
}
