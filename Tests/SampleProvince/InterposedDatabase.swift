import Storage
import Synchronization
import Workflows

/// A database in front of which something happens just before the first commit: what another person does between
/// one's reading and one's writing.
private final class InterposedDatabase: Database {
    private let base: any Database
    private let happening: Mutex<(@Sendable () async throws -> Void)?>

    init(_ base: any Database, _ happening: @escaping @Sendable () async throws -> Void) {
        self.base = base
        self.happening = Mutex(happening)
    }

    func rows(_ query: SQL) async throws -> [Row] { try await base.rows(query) }

    func commit(_ changes: [Change]) async throws {
        let now = happening.withLock { happening in
            defer { happening = nil }
            return happening
        }
        try await now?()
        try await base.commit(changes)
    }
}

extension World {
    /// A desk at which this happens after the first command was checked and before it is committed.
    public func desk(interposing happening: @escaping @Sendable () async throws -> Void) -> CommandDesk {
        CommandDesk(
            database: InterposedDatabase(database, happening), rules: desk.rules, calendar: desk.calendar,
            registry: registry, delegation: Errand.delegation, channels: [.webhook], now: desk.now)
    }

    /// A further instance of the program on the same database.
    public var otherInstance: CommandDesk {
        CommandDesk(
            database: database, rules: desk.rules, calendar: desk.calendar, registry: registry,
            delegation: Errand.delegation, now: desk.now)
    }
}
