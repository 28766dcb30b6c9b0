import Storage

extension SQLiteDatabase {
    public func migrate(_ migrations: [Migration]) async throws {
        try await writing { connection in
            try connection.run(SchemaSteps.table)
            try connection.transaction { try SchemaSteps(connection.rows(SchemaSteps.query)).check(migrations) }
            for migration in migrations { try connection.take(migration) }
        }
    }

    public func load(_ rows: [[SQLValue]], into table: String, columns: [String]) async throws {
        let places = repeatElement("?", count: columns.count).joined(separator: ", ")
        let text = "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places))"
        try await writing { connection in
            try connection.transaction {
                for row in rows { try connection.run(text, row) }
            }
        }
    }
}

extension Connection {
    /// Another program on the same file may have taken the step meanwhile, so it is looked up again.
    fileprivate func take(_ migration: Migration) throws {
        try transaction {
            guard try !SchemaSteps(rows(SchemaSteps.query)).contains(migration) else { return }
            for statement in migration.statements where !statement.isEmpty(in: .sqlite) {
                let form = statement.form(in: .sqlite)
                try run(form.text, form.values)
            }
            let record = SchemaSteps.record(of: migration).form(in: .sqlite)
            try run(record.text, record.values)
        }
    }
}
