/// One step of the schema. Steps are numbered from 1 within a component and only ever added.
public struct Migration: Sendable {
    /// The part of the program that owns the tables, such as `workflows` or `supervised-tasks`.
    public let component: String
    public let number: Int
    /// What the step does, for the operator.
    public let title: String
    /// Carried out in order. Column types are `BIGINT`, `SMALLINT`, `TEXT`, `DOUBLE PRECISION` and `BYTEA`.
    public let statements: [SQL]

    public init(_ component: String, _ number: Int, _ title: String, _ statements: [SQL]) {
        self.component = component
        self.number = number
        self.title = title
        self.statements = statements
    }
}

/// The database was written by a later version of the program.
public struct DatabaseIsNewer: Error, Hashable, CustomStringConvertible {
    public var component: String
    public var known: Int
    public var found: Int

    public init(component: String, known: Int, found: Int) {
        self.component = component
        self.known = known
        self.found = found
    }

    public var description: String {
        "数据库中“\(component)”的结构是第 \(found) 版，本程序只认识到第 \(known) 版。请换用较新的程序，或恢复升级前的备份。"
    }
}

/// What a driver offers beyond ``Database``, to the composition root only.
public protocol OperableDatabase: Database {
    /// Brings the schema up to date, one transaction for each step.
    ///
    /// - Throws: ``DatabaseIsNewer`` when the database has steps that this program does not know.
    func migrate(_ migrations: [Migration]) async throws

    /// Loads many rows at once, in one transaction: `COPY` on PostgreSQL, prepared inserts on SQLite.
    func load(_ rows: [[SQLValue]], into table: String, columns: [String]) async throws

    /// Looks at the database as it is at this moment, while others go on writing.
    func snapshot<Answer: Sendable>(
        _ work: @escaping @Sendable (any Snapshot) throws -> Answer
    ) async throws -> Answer

    /// Fills a database that is empty, in one transaction.
    func refill<Answer: Sendable>(
        _ work: @escaping @Sendable (any Refilling) throws -> Answer
    ) async throws -> Answer

    /// Whether reads and writes are possible right now; for `/readyz`.
    func probe() async throws

    /// Tells the other instances on the same database; a no-op where there can be no other.
    func announce(_ message: String, on channel: String) async throws

    /// What other instances announce. Ends when the database is closed.
    func announcements(on channel: String) async throws -> AsyncStream<String>

    /// Whether this instance leads the work of this name, such as running timers: exactly one of the
    /// instances on the same database does, until it closes or loses its connection. To be asked again
    /// before each piece of work.
    func lead(_ name: String) async throws -> Bool

    /// Finishes what was accepted and releases the files or connections.
    func close() async throws
}
