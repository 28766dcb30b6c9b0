import Calendars
import Storage
import Synchronization
import Workflows

/// 风险值守 — what the platform does with risks by itself: settles the colour of an enterprise and plans its checks
/// after one of its points changed, and calls for the yearly review. Commands of the desk, so each happens once whichever instance keeps watch.
public final class RiskWatch: Sendable {
    private let desk: CommandDesk
    /// Up to when it has looked; the first time it looks at all.
    private let seen = Mutex<Instant?>(nil)

    public init(desk: CommandDesk) {
        self.desk = desk
    }

    /// The clocks of several instances differ a little.
    private static let margin = Duration.seconds(-600)

    /// - Returns: how many enterprises got another colour, and how many points are to be assessed anew.
    @discardableResult
    public func run() async throws -> Int {
        try await settle() + callReviews()
    }

    /// As long before the day of review as assessing may take.
    func callReviews() async throws -> Int {
        let now = desk.now()
        let term = try desk.rules.reading(.reassessing, on: now.day).value
        let last = desk.calendar.deadline(from: now, term: term).dueOn
        var called = 0
        for point in try await RiskGradingStore(database: desk.database).reviews(by: last) {
            called += try await attempt(CallReview(), on: point)
        }
        return called
    }

    func settle() async throws -> Int {
        let store = RiskGradingStore(database: desk.database)
        let start = desk.now()
        let since = seen.withLock { $0 }?.adding(Self.margin) ?? Instant(milliseconds: 0)
        var settled = 0
        for profile in try await store.profilesChanged(since: since) {
            guard let now = try await store.profileGrades(of: profile), now.isOpen else { continue }
            settled += try await planChecks(of: profile, store)
            let points = try await store.gradedPoints(of: profile)
            let reading = try EnterpriseColour(points).reading(by: desk.rules, on: desk.now().day)
            guard now.computed != (points.isEmpty ? nil : reading.value) else { continue }
            settled += try await attempt(SettleColour(because: reading.derivation.sentence), on: profile)
        }
        seen.withLock { $0 = start }
        return settled
    }

    /// Begins what controls ask for and nothing checks, ends what nothing asks for any more.
    private func planChecks(of profile: String, _ store: RiskGradingStore) async throws -> Int {
        let rounds = try await store.rounds(of: profile)
        var changed = rounds.missing.isEmpty ? 0 : try await attempt(PlanChecks(), on: profile)
        for plan in rounds.idle { changed += try await attempt(StopChecks(), on: plan) }
        return changed
    }

    /// - Returns: 0 when someone else was there first.
    private func attempt(_ command: some Command, on matter: String) async throws -> Int {
        do {
            try await desk.perform(command, on: matter, by: .system)
            return 1
        } catch let refusal as Refusal where refusal.kind == .conflicting {
            return 0
        }
    }
}
