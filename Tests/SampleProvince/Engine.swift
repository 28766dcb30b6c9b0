import Foundation
import Storage
import StoragePostgres
import StorageSQLite

/// The databases on which the same tests run.
public enum Engine: String, Sendable, CaseIterable, CustomStringConvertible {
    case memory, file, postgres

    /// PostgreSQL only where there is one: `Scripts/postgres.sh run` names it in `ANLAN_TEST_POSTGRES`.
    public static let all: [Engine] = [.memory] + server

    /// Those on which several connections are open at once.
    public static let concurrent: [Engine] = [.file] + server

    public var description: String { rawValue }

    private static let address = ProcessInfo.processInfo.environment["ANLAN_TEST_POSTGRES"]
    private static let server: [Engine] = address == nil ? [] : [.postgres]

    /// An empty database that goes with the program.
    public static func databaseInMemory() throws -> any OperableDatabase { try SQLiteDatabase.inMemory() }

    /// Runs the work with an empty database that is gone afterwards.
    public func withEmptyDatabase<Answer>(_ work: (any OperableDatabase) async throws -> Answer) async throws -> Answer
    {
        let own = try await makeDatabase()
        return try await work(own.database)
    }

    /// An empty database of this engine's kind.
    func makeDatabase() async throws -> EphemeralDatabase {
        switch self {
        case .memory: return EphemeralDatabase(try SQLiteDatabase.inMemory())
        case .file:
            let folder = FileManager.default.temporaryDirectory.appending(path: "anlan-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return EphemeralDatabase(try SQLiteDatabase(path: folder.appending(path: "world.sqlite").path)) {
                // Absence is what is wanted; a temporary folder that stays behind fails no test.
                try? FileManager.default.removeItem(at: folder)
            }
        case .postgres: return try await Self.makeSchema(at: Self.address!)
        }
    }

    private static func makeSchema(at address: String) async throws -> EphemeralDatabase {
        let schema = "world_" + UUID().uuidString.lowercased().replacing("-", with: "_")
        let server = try PostgresDatabase(address, readers: 1, writers: 1)
        try await server.commit([.any(SQL(verbatim: "CREATE SCHEMA \(schema)"))])
        let separator = address.contains("?") ? "&" : "?"
        let own = try PostgresDatabase(
            "\(address)\(separator)options=-c%20search_path%3D\(schema)", readers: 4, writers: 2)
        return EphemeralDatabase(own) {
            // As above: a schema of a throw-away server.
            try? await server.commit([.any(SQL(verbatim: "DROP SCHEMA \(schema) CASCADE"))])
            try? await server.close()
        }
    }
}

/// A database that goes when nobody uses it any more.
final class EphemeralDatabase: Sendable {
    let database: any OperableDatabase
    private let remove: @Sendable () async -> Void

    init(_ database: any OperableDatabase, remove: @escaping @Sendable () async -> Void = {}) {
        self.database = database
        self.remove = remove
    }

    deinit {
        Task { [database, remove] in
            try? await database.close()
            await remove()
        }
    }
}
