import Storage

extension SQLiteDatabase {
    public func snapshot<Answer: Sendable>(
        _ work: @escaping @Sendable (any Snapshot) throws -> Answer
    ) async throws -> Answer {
        try await SQLiteFailure.translating {
            try await files.unsafeRead { [connections] database in
                let connection = try connections[database]
                let isOurs = !connection.isInTransaction
                if isOurs { try connection.run("BEGIN") }
                defer { if isOurs { connection.rollBack() } }
                let moment = Moment(connection: connection)
                // The moment is that of the first read, so one is made before anybody is told.
                _ = try moment.rows("SELECT count(*) AS amount FROM sqlite_master")
                return try work(moment)
            }
        }
    }

    public func refill<Answer: Sendable>(
        _ work: @escaping @Sendable (any Refilling) throws -> Answer
    ) async throws -> Answer {
        try await writing { connection in
            try connection.transaction {
                try connection.run("PRAGMA defer_foreign_keys = ON")
                return try work(Refill(connection: connection))
            }
        }
    }
}

private struct Moment: Snapshot {
    let connection: Connection
    let dialect = Dialect.sqlite

    func rows(_ query: SQL) throws -> [Row] { try connection.rows(query.form(in: .sqlite)) }
}

private struct Refill: Refilling {
    let connection: Connection
    let dialect = Dialect.sqlite

    func rows(_ query: SQL) throws -> [Row] { try connection.rows(query.form(in: .sqlite)) }

    func fill(_ table: String, columns: [String], pages: () throws -> [[SQLValue]]?) throws {
        let places = repeatElement("?", count: columns.count).joined(separator: ", ")
        let text = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
        while let page = try pages() {
            for row in page { try connection.run(text, row) }
        }
    }
}
