import CPostgres
import Storage

/// A PostgreSQL server, for a province: several instances of the program share it.
///
/// Queries go over a pool of connections that refuse changes. The commits that wait are sent by each
/// writer as one transaction in one round trip.
public final class PostgresDatabase: OperableDatabase {
    private let address: String
    private let readers: Readers
    private let writers: [Writer]
    private let waiting: WaitingCommits
    private let bulletin: Bulletin

    /// Connects when it is first needed, and again whenever the connection was lost.
    ///
    /// - Parameters:
    ///   - address: `postgres://user:password@host:port/database?sslmode=verify-full`, or anything else
    ///     that PostgreSQL's own programs take.
    ///   - readers: connections for queries.
    ///   - writers: connections for commits.
    /// - Throws: ``FaultyStatement`` when the address cannot be understood.
    public init(_ address: String, readers: Int = 8, writers: Int = 2) throws {
        try Self.checkSyntax(of: address)
        self.address = address
        self.readers = Readers(address, count: readers)
        let writers = (0..<writers).map { _ in Writer(address) }
        self.writers = writers
        waiting = WaitingCommits(writers: writers.count) { waiting, number in
            Task { await writers[number].write(waiting, as: number) }
        }
        bulletin = Bulletin(address)
    }

    public func rows(_ query: SQL) async throws -> [Row] {
        try await readers.rows(query.form(in: .postgres))
    }

    public func commit(_ changes: [Change]) async throws {
        try await waiting.submit(changes)
    }

    public func migrate(_ migrations: [Migration]) async throws {
        try await SchemaConnection(address).migrate(migrations)
    }

    public func load(_ rows: [[SQLValue]], into table: String, columns: [String]) async throws {
        try await SchemaConnection(address).load(rows, into: table, columns: columns)
    }

    public func snapshot<Answer: Sendable>(
        _ work: @escaping @Sendable (any Snapshot) throws -> Answer
    ) async throws -> Answer {
        try await SchemaConnection(address).snapshot(work)
    }

    public func refill<Answer: Sendable>(
        _ work: @escaping @Sendable (any Refilling) throws -> Answer
    ) async throws -> Answer {
        try await SchemaConnection(address).refill(work)
    }

    public func probe() async throws {
        _ = try await rows("SELECT 1")
        try await writers[0].probe()
    }

    public func announce(_ message: String, on channel: String) async throws {
        try await bulletin.announce(message, on: channel)
    }

    /// What is announced while the connection is lost does not arrive.
    public func announcements(on channel: String) async throws -> AsyncStream<String> {
        try await bulletin.announcements(on: channel)
    }

    public func lead(_ name: String) async throws -> Bool {
        try await bulletin.lead(name)
    }

    public func close() async throws {
        await waiting.close()
        for writer in writers { await writer.close() }
        await readers.close()
        await bulletin.close()
    }

    private static func checkSyntax(of address: String) throws {
        var complaint: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(address, &complaint)
        defer {
            PQconninfoFree(options)
            PQfreemem(complaint)
        }
        // The complaint may repeat the password, so it is not passed on.
        if options == nil { throw FaultyStatement(text: "postgres://…", detail: "not a PostgreSQL address") }
    }
}
