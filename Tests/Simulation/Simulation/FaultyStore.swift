import Storage
import Synchronization

/// The store as a bad day shows it: refuses a commit, loses its answer, or lets others in just before it. One thing
/// runs at a time, so that the same seed leads to the same history.
final class FaultyStore: Database {
    enum Fault: @unchecked Sendable {
        /// Nothing of the commit is kept.
        case refuses
        /// The commit is kept and the program ends before it hears of it.
        case losesAnswer
        /// Something else happens between what was read and what is written.
        case letsIn(() async throws -> Void)
    }

    private struct Coming: @unchecked Sendable {
        var fault: Fault?
        /// Whether a command's own commit was kept since this was last set.
        var hasKept = false
    }

    private let base: any Database
    private let coming = Mutex(Coming())

    init(_ base: any Database) {
        self.base = base
    }

    /// What happens at the next command's commit.
    func expect(_ fault: Fault?) {
        let next = Coming(fault: fault)
        coming.withLock { $0 = next }
    }

    var hasKept: Bool { coming.withLock { $0.hasKept } }

    func rows(_ query: SQL) async throws -> [Row] { try await base.rows(query) }

    func commit(_ changes: [Change]) async throws {
        // Running numbers are taken in commits of one change, and are no command.
        guard changes.count > 1 else { return try await base.commit(changes) }
        let now = coming.withLock { coming in
            let taken = coming
            coming.fault = nil
            return taken
        }
        switch now.fault {
        case .refuses: throw DatabaseUnavailable(.diskFull, detail: "simulated")
        case .losesAnswer:
            try await base.commit(changes)
            coming.withLock { $0.hasKept = true }
            throw DatabaseUnavailable(.connectionLost, detail: "simulated", outcomeUnknown: true)
        case .letsIn(let others):
            try await others()
            try await base.commit(changes)
        case nil: try await base.commit(changes)
        }
        coming.withLock { $0.hasKept = true }
    }
}
