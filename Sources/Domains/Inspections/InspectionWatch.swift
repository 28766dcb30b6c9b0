import Storage
import Workflows

/// 频次上限值守 — ends caps whose year is over, each once.
public struct InspectionWatch: Sendable {
    private let desk: CommandDesk

    public init(desk: CommandDesk) {
        self.desk = desk
    }

    private static let atOnce = 500

    /// - Returns: how many were ended.
    @discardableResult
    public func run() async throws -> Int {
        let store = InspectionStore(database: desk.database)
        var ended = 0
        for cap in try await store.overdueCaps(before: desk.now().day.year, limit: Self.atOnce) {
            do {
                try await desk.perform(RunOut(), on: cap, by: .system)
                ended += 1
            } catch let refusal as Refusal where refusal.kind == .conflicting {
                continue  // Taken back just now.
            }
        }
        return ended
    }
}
