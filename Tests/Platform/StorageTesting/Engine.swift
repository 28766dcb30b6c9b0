import Foundation
import Storage
import StoragePostgres
import StorageSQLite

/// The databases that every test of stored things runs on: `@Test(arguments: Engine.available)`.
public enum Engine: String, CaseIterable, Sendable {
    case sqlite, postgres

    /// Both, where a PostgreSQL server is given by `ANLAN_TEST_POSTGRES` or can be started.
    public static let available: [Engine] = TestServer.shared == nil ? [.sqlite] : allCases

    /// Runs the work with an empty database of its own, which is gone afterwards.
    public func withDatabase<Answer>(_ work: (any OperableDatabase) async throws -> Answer) async throws -> Answer {
        try await withPlace { place in
            let database = try open(place)
            let answer = try await work(database)
            try await database.close()
            return answer
        }
    }

    /// Runs the work with the path or address of an empty database, to be opened more than once.
    public func withPlace<Answer>(_ work: (String) async throws -> Answer) async throws -> Answer {
        switch self {
        case .sqlite: return try await withFolder { try await work($0 + "/test.db") }
        case .postgres:
            guard let server = TestServer.shared else { throw DatabaseUnavailable(.connectionLost, detail: "none") }
            return try await server.withSchema(work)
        }
    }

    public func open(_ place: String) throws -> any OperableDatabase {
        switch self {
        case .sqlite: try SQLiteDatabase(path: place)
        case .postgres: try PostgresDatabase(place, readers: 3)
        }
    }
}

/// Runs the work with the path of an empty folder, which is gone afterwards.
public func withFolder<Answer>(_ work: (String) async throws -> Answer) async throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(path: "anlan-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }  // What is left over is the system's to clear.
    return try await work(folder)
}
