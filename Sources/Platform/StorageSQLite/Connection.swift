import GRDBSQLite
import Storage

/// One SQLite connection with the statements it has prepared.
///
/// GRDB runs at most one piece of work at a time on a connection, which is what makes sharing it safe.
final class Connection: @unchecked Sendable {
    let handle: OpaquePointer
    let statements: StatementCache

    init(_ handle: OpaquePointer) {
        self.handle = handle
        statements = StatementCache(handle)
    }

    var address: Int { Int(bitPattern: handle) }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    var isReadOnly: Bool { sqlite3_db_readonly(handle, "main") == 1 }

    func rows(_ query: SQL.Form) throws -> [Row] {
        let statement = try statements[query.text]
        guard statement.onlyReads else {
            throw FaultyStatement(text: query.text, detail: "a query may not change anything")
        }
        let wasInTransaction = isInTransaction
        defer { if !wasInTransaction { rollBack() } }
        return try statement.rows(query.values)
    }

    /// Carries out a statement that is not a query, and returns how many rows it changed.
    @discardableResult
    func run(_ text: String, _ values: [SQLValue] = []) throws -> Int {
        try statements[text].run(values)
    }

    func transaction<Answer>(_ work: () throws -> Answer) throws -> Answer {
        try run("BEGIN IMMEDIATE")
        do {
            let answer = try work()
            try run("COMMIT")
            return answer
        } catch {
            rollBack()
            throw error
        }
    }

    /// SQLite has rolled back by itself after some failures; then there is nothing left to do.
    func rollBack() {
        if isInTransaction { _ = sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
    }

    /// GRDB leaves a writer at NORMAL, which loses commits at a power cut.
    func syncEveryCommit() throws {
        try run("PRAGMA synchronous = FULL")
        let level: Int = try rows(SQL("PRAGMA synchronous").form(in: .sqlite))[0]["synchronous"]
        guard level == 2 else {
            throw DatabaseUnavailable(.other, detail: "synchronous is \(level) instead of FULL")
        }
    }

    /// Reads a page and writes it back durably.
    func probe() throws {
        let version: Int = try rows(SQL("PRAGMA user_version").form(in: .sqlite))[0]["user_version"]
        try run("PRAGMA user_version = \(version)")
    }
}
