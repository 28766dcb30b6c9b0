import CSQLite
import GRDB
import Storage
import Synchronization

/// The open connections with their prepared statements, by the address of what GRDB lends out.
final class Connections: Sendable {
    private let open = Mutex<[Int: Connection]>([:])

    /// SQLite counts the memory it uses under a lock that all connections share, and takes it for each of the many small
    /// pieces of a statement. Nobody reads the count. To be said once, before the first connection is opened.
    private static let countsNoMemory: Void = { _ = anlan_sqlite_count_no_memory() }()

    var configuration: Configuration {
        Self.countsNoMemory
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(5)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { [self] database in
            // No mmap: on mapped memory a disk error would end the program instead of being reported.
            // With recursive triggers, INSERT OR REPLACE does not get round the delete triggers.
            try database.execute(
                sql: """
                    PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA recursive_triggers = ON;
                    PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000
                    """)
            guard let handle = database.sqliteConnection else { return }
            adopt(Connection(handle))
        }
        return configuration
    }

    subscript(_ database: GRDB.Database) -> Connection {
        get throws {
            let address = Int(bitPattern: database.sqliteConnection)
            guard let connection = open.withLock({ $0[address] }) else {
                throw DatabaseUnavailable(.connectionLost, detail: "closed")
            }
            return connection
        }
    }

    private func adopt(_ connection: Connection) {
        open.withLock { $0[connection.address] = connection }
    }

    /// Lets go of all statements, so that the connections can be closed. Nobody may be using one.
    func finish() {
        open.withLock { connections in
            for connection in connections.values { connection.statements.removeAll() }
            connections = [:]
        }
    }
}
