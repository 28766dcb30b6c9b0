import Calendars
import Storage

/// 按期开立 — opens the matters of every period that has come, see ``Recurring``. Run by a timer.
public struct RecurringMatters: Sendable {
    private let desk: CommandDesk
    private let kinds: KindCatalogue
    private let batch: Int

    public init(desk: CommandDesk, kinds: KindCatalogue, batch: Int = 500) {
        self.desk = desk
        self.kinds = kinds
        self.batch = batch
    }

    /// Opens everything that is due by now; safe to be run by several instances at once.
    ///
    /// - Returns: how many matters were opened.
    @discardableResult
    public func run() async throws -> Int {
        let names = kinds.all.filter { !$0.recurring.isEmpty }.map(\.name)
        guard !names.isEmpty else { return 0 }
        var opened = 0
        while true {
            // Each of them moves on: to its next period, to tomorrow, or to rest.
            let due = try await RecurrenceTable.due(
                on: desk.now().day, kinds: names, limit: batch, in: desk.database)
            guard !due.isEmpty else { return opened }
            for recurrence in due { opened += try await kinds[recurrence.kind]!.open(recurrence, at: desk) }
        }
    }
}
