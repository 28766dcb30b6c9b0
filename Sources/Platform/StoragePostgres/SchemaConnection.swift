import CPostgres
import Storage

/// A connection for one migration or one load, which may take long and must not hold up commits.
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
        let session = try Session(address, for: .schema)
        let command = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN"
        try session.check(ServerAnswer(PQexec(session.handle, command)), command)
        var failure: (any Error)?
        do {
            try session.copy(rows)
        } catch {
            failure = error
        }
        PQputCopyEnd(session.handle, failure == nil ? nil : "the row cannot be written")
        let answer = ServerAnswer(PQgetResult(session.handle))
        if let failure { throw failure }
        try session.check(answer, command)
    }
}

extension Session {
    fileprivate func transaction(_ work: () throws -> Void) throws {
        try run("BEGIN")
        do {
            try work()
            try run("COMMIT")
        } catch {
            if PQstatus(handle) == CONNECTION_OK { try run("ROLLBACK") }
            throw error
        }
    }

    fileprivate func copy(_ rows: [[SQLValue]]) throws {
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
