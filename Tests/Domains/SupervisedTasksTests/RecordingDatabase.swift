import Storage
import Synchronization

/// Lets everything through and remembers it: which queries a page asks, and how often something is committed.
final class RecordingDatabase: Database {
    private let base: any Database
    private let heard = Mutex<(queries: [SQL], commits: Int)>(([], 0))

    init(_ base: any Database) { self.base = base }

    var queries: [SQL] { heard.withLock { $0.queries } }
    var commits: Int { heard.withLock { $0.commits } }

    func rows(_ query: SQL) async throws -> [Row] {
        heard.withLock { $0.queries.append(query) }
        return try await base.rows(query)
    }

    func commit(_ changes: [Change]) async throws {
        heard.withLock { $0.commits += 1 }
        try await base.commit(changes)
    }
}
