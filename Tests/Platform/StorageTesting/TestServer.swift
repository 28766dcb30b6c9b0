import Foundation
import Storage
import StoragePostgres

/// A PostgreSQL server for tests.
public struct TestServer: Sendable {
    /// The server of `ANLAN_TEST_POSTGRES`, or one started for this run; nil where there is no PostgreSQL.
    public static let shared: TestServer? =
        if let address = ProcessInfo.processInfo.environment["ANLAN_TEST_POSTGRES"], !address.isEmpty {
            TestServer(address: address, folder: nil)
        } else {
            try? start()  // The suite then reports PostgreSQL's tests as skipped.
        }

    public let address: String
    /// The folder by which the server is stopped, where it was started here.
    public let folder: String?

    /// Starts a server that ends with this process.
    public static func start() throws -> TestServer {
        let lines = try script("start", String(ProcessInfo.processInfo.processIdentifier)).split(separator: "\n")
        guard lines.count == 2 else { throw DatabaseUnavailable(.connectionLost, detail: "no server started") }
        return TestServer(address: String(lines[1]), folder: String(lines[0]))
    }

    /// Stops the server as a crash would.
    public func halt() throws { try control("halt") }

    public func resume() throws { try control("resume") }

    public func remove() throws { try control("stop") }

    /// Runs the work with the address of an empty schema, which is gone afterwards.
    public func withSchema<Answer>(_ work: (String) async throws -> Answer) async throws -> Answer {
        let schema = "test_" + UUID().uuidString.lowercased().filter(\.isLetterOrDigit)
        try await administer(SQL(verbatim: "CREATE SCHEMA \(schema)"))
        let separator = address.contains("?") ? "&" : "?"
        let result: Result<Answer, any Error>
        do {
            result = .success(try await work("\(address)\(separator)options=-csearch_path%3D\(schema)"))
        } catch {
            result = .failure(error)
        }
        try await administer(SQL(verbatim: "DROP SCHEMA \(schema) CASCADE"))
        return try result.get()
    }

    private func administer(_ statement: SQL) async throws {
        let database = try PostgresDatabase(address, readers: 1, writers: 1)
        try await database.commit([.any(statement)])
        try await database.close()
    }

    private func control(_ verb: String) throws {
        guard let folder else { throw DatabaseUnavailable(.other, detail: "not started here") }
        _ = try Self.script(verb, folder)
    }

    /// Not by Foundation's `Process`: it waits until every descendant has let go of what it inherited,
    /// and the server goes on.
    private static func script(_ arguments: String...) throws -> String {
        let checkout = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").path
        let command = (["\(checkout)/Scripts/postgres.sh"] + arguments).map { "'\($0)'" }.joined(separator: " ")
        guard let output = popen("exec bash " + command, "r") else {
            throw DatabaseUnavailable(.other, detail: "bash did not start")
        }
        var bytes: [UInt8] = []
        while case let byte = fgetc(output), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
        let status = pclose(output)
        guard status == 0 else { throw DatabaseUnavailable(.other, detail: "postgres.sh ended with \(status)") }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Character {
    fileprivate var isLetterOrDigit: Bool { isLetter || isNumber }
}
