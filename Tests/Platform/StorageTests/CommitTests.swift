import Storage
import StorageTesting
import Testing

/// A commit is made whole or not at all, and says in our words why it was not.
@Suite struct CommitTests {
    private func withNotebook(_ engine: Engine, _ work: (any OperableDatabase) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            try await database.migrate(Notebook.migrations)
            try await database.commit([Notebook.add(1, "王科长"), Notebook.add(2, "李安全员")])
            try await work(database)
        }
    }

    @Test(arguments: Engine.available)
    func `nothing of a commit is kept when its last statement is refused`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            await #expect(throws: Conflict.self) {
                try await database.commit([
                    Notebook.add(3, "赵"), Notebook.count("people", 32, by: 1),
                    Notebook.rename(1, to: "王处长", version: 7),
                ])
            }
            let (names, tally) = (try await database.names(), try await database.tally("people", 32))
            #expect(names == ["王科长", "李安全员"])
            #expect(tally == nil)
        }
    }

    @Test(arguments: Engine.available)
    func `the second of two who read the same version is refused`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            try await database.commit([Notebook.rename(1, to: "王处长", version: 1)])
            await #expect(throws: Conflict(constraint: nil)) {
                try await database.commit([Notebook.rename(1, to: "王局长", version: 1)])
            }
            #expect(try await database.names()[0] == "王处长")
        }
    }

    @Test(arguments: Engine.available)
    func `a statement for one row may not change two`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            await #expect(throws: Conflict.self) { try await database.commit([.one("UPDATE person SET age = 40")]) }
            #expect(try await database.number("SELECT count(*) FROM person WHERE age = 40") == 0)
            try await database.commit([.any("UPDATE person SET age = 40")])
            #expect(try await database.number("SELECT count(*) FROM person WHERE age = 40") == 2)
        }
    }

    @Test(arguments: Engine.available)
    func `a conflict names the constraint alike on both databases`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            await #expect(throws: Conflict(constraint: "person_name")) {
                try await database.commit([Notebook.add(3, "王科长")])
            }
            await #expect(throws: Conflict(constraint: "person_pkey")) {
                try await database.commit([Notebook.add(1, "赵")])
            }
            await #expect(throws: Conflict(constraint: "tally_pkey")) {
                try await database.commit([
                    .any("INSERT INTO tally VALUES ('a', 1, 0)"), .any("INSERT INTO tally VALUES ('a', 1, 0)"),
                ])
            }
            await #expect(throws: Conflict(constraint: "note_number_key")) {
                try await database.commit([
                    .any("INSERT INTO note (id, person, words, number) VALUES ('a', 1, '', 9), ('b', 1, '', 9)")
                ])
            }
        }
    }

    @Test(arguments: Engine.available)
    func `checks, missing values and missing parents are told apart`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            func kind(_ change: Change) async -> ConstraintViolation.Kind? {
                await #expect(throws: ConstraintViolation.self) { try await database.commit([change]) }?.kind
            }
            #expect(await kind(.any("UPDATE person SET age = -1 WHERE id = 1")) == .check)
            #expect(await kind(.any("INSERT INTO person (id, name, version) VALUES (3, NULL, 1)")) == .notNull)
            #expect(await kind(Notebook.note("a", of: 99)) == .foreignKey)
            #expect(
                await kind(.any("INSERT INTO note (id, person, words, again) VALUES ('b', 1, '', 99)")) == .foreignKey)
            #expect(await kind(Notebook.add(4, "NUL\0")) == .value)
            let people = try await database.people()
            #expect(people == 2)
        }
    }

    @Test(arguments: Engine.available)
    func `a faulty statement is the program's fault and spoils nothing`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            await #expect(throws: FaultyStatement.self) {
                try await database.commit([Notebook.add(3, "赵"), .any("UPDATE persn SET age = 1")])
            }
            await #expect(throws: FaultyStatement.self) {
                try await database.commit([Notebook.add(3, "赵"), .any("UPDATE person SET age = 1; DELETE FROM note")])
            }
            try await database.commit([Notebook.add(3, "赵")])
            #expect(try await database.people() == 3)
        }
    }

    @Test(arguments: Engine.available)
    func `one row may be counted through a common table expression or a returning clause`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            try await database.commit([
                .one("WITH old AS (SELECT 1 AS id) UPDATE person SET age = 50 WHERE id IN (SELECT id FROM old)"),
                .one("UPDATE person SET age = age + 1 WHERE id = 1 RETURNING age"),
            ])
            await #expect(throws: Conflict.self) {
                try await database.commit([.one("UPDATE person SET age = age + 1 RETURNING age")])
            }
            await #expect(throws: Conflict.self) {
                try await database.commit([
                    .one("INSERT INTO person (id, name, version) VALUES (1, '王', 1) ON CONFLICT (id) DO NOTHING")
                ])
            }
            #expect(try await database.number("SELECT age FROM person WHERE id = 1") == 51)
        }
    }

    @Test(arguments: Engine.available)
    func `an empty commit is made at once`(engine: Engine) async throws {
        try await withNotebook(engine) { try await $0.commit([]) }
    }

    @Test(arguments: Engine.available)
    func `a closed database refuses clearly`(engine: Engine) async throws {
        try await engine.withPlace { place in
            let database = try engine.open(place)
            try await database.migrate(Notebook.migrations)
            try await database.close()
            await #expect(throws: DatabaseUnavailable.self) { try await database.commit([Notebook.add(1, "王")]) }
        }
    }
}
