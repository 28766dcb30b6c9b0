import Storage
import StorageTesting
import Testing

/// What is stored comes back as it was, and asking changes nothing.
@Suite struct QueryTests {
    private func withValues(_ engine: Engine, _ work: (any OperableDatabase) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            try await database.migrate([
                Migration(
                    "values", 1, "one column of each type",
                    [
                        """
                        CREATE TABLE thing (id BIGINT PRIMARY KEY, whole BIGINT, small SMALLINT, number DOUBLE PRECISION,
                        words TEXT, bytes BYTEA)
                        """
                    ])
            ])
            try await work(database)
        }
    }

    @Test(arguments: Engine.available)
    func `every kind of value comes back as it was`(engine: Engine) async throws {
        let things: [[SQLValue]] = [
            [
                .integer(1), .integer(.max), .integer(-32_768), .real(0.1), .text("储罐压力‘高’\"\\\n\t🛢"),
                .blob([0, 255, 92]),
            ],
            [.integer(2), .integer(.min), .integer(32_767), .real(-1.7976931348623157e308), .text(""), .blob([])],
            [.integer(3), .null, .null, .null, .null, .null],
            [.integer(4), .integer(0), .integer(0), .real(5), .text("\\N"), .blob(Array(0...255))],
        ]
        try await withValues(engine) { database in
            for thing in things {
                try await database.commit([
                    .one(
                        """
                        INSERT INTO thing VALUES (\(thing[0]), \(thing[1]), \(thing[2]), \(thing[3]), \(thing[4]), \(thing[5]))
                        """)
                ])
            }
            let read = try await database.rows("SELECT * FROM thing ORDER BY id")
            #expect(read.map(\.values) == things)
            #expect(read[0].columns.names == ["id", "whole", "small", "number", "words", "bytes"])
        }
    }

    @Test(arguments: Engine.available)
    func `loaded rows come back as they were`(engine: Engine) async throws {
        let things: [[SQLValue]] = [
            [.integer(1), .text("制表\t换行\n回车\r反斜\\ \\N"), .blob([0, 9, 10, 92])], [.integer(2), .null, .null],
            [.integer(3), .text(""), .blob([])],
        ]
        try await withValues(engine) { database in
            try await database.load(things, into: "thing", columns: ["id", "words", "bytes"])
            #expect(try await database.rows("SELECT id, words, bytes FROM thing ORDER BY id").map(\.values) == things)
        }
    }

    @Test(arguments: Engine.available)
    func `a hundred thousand rows are loaded, or none of them`(engine: Engine) async throws {
        let rows = (0..<100_000).map { [SQLValue.integer(Int64($0)), .text("企业\($0)")] }
        try await withValues(engine) { database in
            await #expect(throws: (any Error).self) {
                try await database.load(rows + [rows[0]], into: "thing", columns: ["id", "words"])
            }
            #expect(try await database.number("SELECT count(*) FROM thing") == 0)
            try await database.load(rows, into: "thing", columns: ["id", "words"])
            #expect(try await database.number("SELECT count(*) FROM thing") == 100_000)
            #expect(try await database.number("SELECT CAST(sum(id) AS BIGINT) FROM thing") == 4_999_950_000)
        }
    }

    @Test(
        arguments: Engine.available,
        [
            "DELETE FROM thing", "INSERT INTO thing (id) VALUES (9)", "UPDATE thing SET id = 9 RETURNING id",
            "DROP TABLE thing", "CREATE TABLE other (id BIGINT)",
        ] as [SQL])
    func `a query that would change something is refused`(engine: Engine, query: SQL) async throws {
        try await withValues(engine) { database in
            try await database.commit([.one("INSERT INTO thing (id) VALUES (1)")])
            await #expect(throws: FaultyStatement.self) { _ = try await database.rows(query) }
            #expect(try await database.rows("SELECT id FROM thing").map(\.values) == [[.integer(1)]])
        }
    }

    @Test(
        arguments: Engine.available,
        ["'; DROP TABLE thing; --", "' OR '1'='1", "?", "$1", "\\'", "%", "\"", "$$; DELETE FROM thing; $$"])
    func `what people type is never taken for a statement`(engine: Engine, typed: String) async throws {
        try await withValues(engine) { database in
            try await database.commit([
                .one("INSERT INTO thing (id, words) VALUES (1, \(typed))"),
                .one("INSERT INTO thing (id, words) VALUES (2, '别的?')"),
            ])
            let found = try await database.rows(
                "SELECT id FROM thing WHERE words = \(typed) AND words <> '?-' ORDER BY id")
            #expect(found.map(\.values) == [[.integer(1)]])
            #expect(try await database.number("SELECT count(*) FROM thing") == 2)
        }
    }

    @Test(arguments: Engine.available)
    func `a list is searched value by value and an empty list finds nothing`(engine: Engine) async throws {
        try await withValues(engine) { database in
            try await database.load((1...5).map { [.integer($0)] }, into: "thing", columns: ["id"])
            let found = try await database.rows("SELECT id FROM thing WHERE id IN \([2, 4, 9]) ORDER BY id")
            #expect(found.map(\.values) == [[.integer(2)], [.integer(4)]])
            #expect(try await database.rows("SELECT id FROM thing WHERE id IN \([Int]())").isEmpty)
        }
    }

    @Test(arguments: Engine.available)
    func `a misspelt query is the program's fault`(engine: Engine) async throws {
        try await withValues(engine) { database in
            await #expect(throws: FaultyStatement.self) { _ = try await database.rows("SELECT nothing FROM thing") }
            await #expect(throws: FaultyStatement.self) { _ = try await database.rows("SELECT 1; SELECT 2") }
            let one = try await database.number("SELECT 1")
            #expect(one == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `more different queries than are kept prepared all work, also twice`(engine: Engine) async throws {
        try await withValues(engine) { database in
            for round in 0..<2 {
                for number in 0..<600 {
                    let query = SQL(verbatim: "SELECT \(number) AS number")
                    #expect(try await database.rows(query)[0]["number"] as Int == number, "round \(round)")
                    if number % 20 == 0 {
                        try await database.commit([
                            .any(SQL(verbatim: "UPDATE thing SET whole = \(number) WHERE id = -1"))
                        ])
                    }
                }
            }
        }
    }

    @Test(arguments: Engine.available)
    func `a query sees columns that were added after it was prepared`(engine: Engine) async throws {
        try await withValues(engine) { database in
            try await database.commit([.one("INSERT INTO thing (id) VALUES (1)")])
            for _ in 0..<6 { #expect(try await database.rows("SELECT * FROM thing")[0].values.count == 6) }
            try await database.commit([.any("ALTER TABLE thing ADD COLUMN later BIGINT")])
            for _ in 0..<6 {
                let row = try await database.rows("SELECT * FROM thing")[0]
                #expect(row.columns.names.last == "later")
                #expect(row.values.count == 7)
            }
        }
    }

    @Test(arguments: Engine.available)
    func `many ask at the same time as others write`(engine: Engine) async throws {
        try await withValues(engine) { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask { try await database.commit([.one("INSERT INTO thing (id) VALUES (\(number))")]) }
                    group.addTask {
                        let count = try await database.number("SELECT count(*) FROM thing")
                        #expect((0...40).contains(count))
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.number("SELECT count(*) FROM thing") == 40)
        }
    }
}
