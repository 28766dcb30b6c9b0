import CPostgres
import Storage

/// A connection for one migration, load or look at everything, which may take long and must not hold up commits.
actor SchemaConnection {
    private nonisolated let executor = QueueExecutor(label: "postgres.schema")
    private let address: String

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(_ address: String) {
        self.address = address
    }

    /// Of several instances that start together, one migrates while the others wait for it.
    func migrate(_ migrations: [Migration]) throws {
        let session = try Session(address, for: .schema)
        try session.run("SELECT pg_advisory_lock(hashtextextended('schema_step ' || current_schema(), 0))")
        try session.run(SchemaSteps.table)
        let steps = try SchemaSteps(session.runOnce(SchemaSteps.query).rows())
        try steps.check(migrations)
        for migration in migrations where !steps.contains(migration) {
            try session.transaction {
                for statement in migration.statements where !statement.isEmpty(in: .postgres) {
                    try session.runOnce(statement.form(in: .postgres))
                }
                try session.runOnce(SchemaSteps.record(of: migration).form(in: .postgres))
            }
        }
    }

    func load(_ rows: [[SQLValue]], into table: String, columns: [String]) throws {
        var rest: [[SQLValue]]? = rows
        try Session(address, for: .schema).copy(into: table, columns: columns) {
            defer { rest = nil }
            return rest
        }
    }

    func snapshot<Answer: Sendable>(_ work: (any Snapshot) throws -> Answer) throws -> Answer {
        let session = try Session(address, for: .schema)
        try session.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        let moment = Moment(session: session)
        // The moment is that of the first read, so one is made before anybody is told.
        _ = try moment.rows("SELECT 1")
        return try work(moment)
    }

    func refill<Answer: Sendable>(_ work: (any Refilling) throws -> Answer) throws -> Answer {
        let session = try Session(address, for: .schema)
        return try session.transaction { try work(Refill(session: session)) }
    }
}

private struct Moment: Snapshot {
    let session: Session
    let dialect = Dialect.postgres

    func rows(_ query: SQL) throws -> [Row] { try session.rows(query.form(in: .postgres)) }
}

private struct Refill: Refilling {
    let session: Session
    let dialect = Dialect.postgres

    func rows(_ query: SQL) throws -> [Row] { try session.rows(query.form(in: .postgres)) }

    func fill(_ table: String, columns: [String], pages: () throws -> [[SQLValue]]?) throws {
        try session.copy(into: table, columns: columns, pages: pages)
    }
}

extension Session {
    fileprivate func transaction<Answer>(_ work: () throws -> Answer) throws -> Answer {
        try run("BEGIN")
        do {
            let answer = try work()
            try run("COMMIT")
            return answer
        } catch {
            if PQstatus(handle) == CONNECTION_OK { try run("ROLLBACK") }
            throw error
        }
    }

    /// One `COPY`, so that references within the table are looked at when all its rows are there.
    fileprivate func copy(into table: String, columns: [String], pages: () throws -> [[SQLValue]]?) throws {
        let command = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN"
        try check(ServerAnswer(PQexec(handle, command)), command)
        var failure: (any Error)?
        do {
            while let page = try pages() { try put(page) }
        } catch {
            failure = error
        }
        PQputCopyEnd(handle, failure == nil ? nil : "the row cannot be written")
        let answer = ServerAnswer(PQgetResult(handle))
        while ServerAnswer(PQgetResult(handle)) != nil {}
        if let failure { throw failure }
        try check(answer, command)
    }

    private func put(_ rows: [[SQLValue]]) throws {
        var lines = CopyLines()
        for row in rows {
            try lines.append(row)
            if lines.bytes.count > 1 << 18 { try put(&lines) }
        }
        try put(&lines)
    }

    private func put(_ lines: inout CopyLines) throws {
        let sent = lines.bytes.withUnsafeBytes {
            PQputCopyData(handle, $0.bindMemory(to: CChar.self).baseAddress, Int32($0.count))
        }
        if sent != 1 { throw lost }
        lines.removeAll()
    }
}
