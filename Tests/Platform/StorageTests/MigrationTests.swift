import Glibc
import Storage
import StorageTesting
import Testing

/// The schema only moves forward, once, and never under a program that does not know it.
@Suite struct MigrationTests {
    private let later = Migration("notebook", 2, "a column more", ["ALTER TABLE person ADD COLUMN post TEXT"])

    @Test(arguments: Engine.available)
    func `a step is taken once however often the program starts`(engine: Engine) async throws {
        try await engine.withPlace { place in
            for migrations in [Notebook.migrations, Notebook.migrations, Notebook.migrations + [later]] {
                let database = try engine.open(place)
                try await database.migrate(migrations)
                try await database.migrate(migrations)
                try await database.close()
            }
            let database = try engine.open(place)
            let steps = try await database.rows("SELECT component, number, title FROM schema_step ORDER BY number")
            #expect(steps.map(\.values).map { $0[1] } == [.integer(1), .integer(2)])
            let now = try await database.number("SELECT max(applied_at) FROM schema_step")
            #expect(abs(Double(now) / 1000 - ContinuousClock.secondsSince1970) < 600)
            try await database.close()
        }
    }

    @Test(arguments: Engine.available)
    func `an older program refuses a newer database and leaves it alone`(engine: Engine) async throws {
        try await engine.withDatabase { database in
            try await database.migrate(Notebook.migrations + [later])
            let more = Migration("other", 1, "elsewhere", ["CREATE TABLE elsewhere (id BIGINT)"])
            await #expect(throws: DatabaseIsNewer(component: "notebook", known: 1, found: 2)) {
                try await database.migrate(Notebook.migrations + [more])
            }
            await #expect(throws: DatabaseIsNewer(component: "notebook", known: 0, found: 2)) {
                try await database.migrate([more])
            }
            await #expect(throws: FaultyStatement.self) { _ = try await database.rows("SELECT * FROM elsewhere") }
        }
    }

    @Test(arguments: Engine.available)
    func `a step that fails leaves nothing behind and can be taken later`(engine: Engine) async throws {
        let broken = Migration(
            "notebook", 2, "broken", ["CREATE TABLE half (id BIGINT)", "CREATE INDEX nothing ON nowhere (id)"])
        try await engine.withDatabase { database in
            await #expect(throws: FaultyStatement.self) { try await database.migrate(Notebook.migrations + [broken]) }
            #expect(try await database.people() == 0)
            await #expect(throws: FaultyStatement.self) { _ = try await database.rows("SELECT * FROM half") }
            try await database.migrate(Notebook.migrations + [later])
            #expect(try await database.number("SELECT count(*) FROM schema_step") == 2)
        }
    }

    @Test(arguments: Engine.available)
    func `instances that start together take each step once`(engine: Engine) async throws {
        try await engine.withPlace { place in
            let steps = (1...12).map { number in
                Migration("many", number, "table \(number)", [SQL(verbatim: "CREATE TABLE t\(number) (id BIGINT)")])
            }
            let instances = try (0..<4).map { _ in try engine.open(place) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for instance in instances { group.addTask { try await instance.migrate(steps) } }
                try await group.waitForAll()
            }
            #expect(try await instances[0].number("SELECT count(*) FROM schema_step") == 12)
            for instance in instances { try await instance.close() }
        }
    }

    @Test(
        arguments: Engine.available,
        [
            "UPDATE entry SET words = '改'", "DELETE FROM entry", "DELETE FROM entry WHERE id = 1",
            "INSERT INTO entry (id, words) VALUES (1, '改') ON CONFLICT (id) DO UPDATE SET words = excluded.words",
            SQL(sqlite: "INSERT OR REPLACE INTO entry (id, words) VALUES (1, '改')", postgres: "TRUNCATE entry"),
        ] as [SQL])
    func `a table that only grows refuses to change`(engine: Engine, statement: SQL) async throws {
        let table: SQL = "CREATE TABLE entry (id BIGINT PRIMARY KEY, words TEXT NOT NULL)"
        try await engine.withDatabase { database in
            try await database.migrate([
                Migration("entries", 1, "a ledger", [table] + Migration.appendOnly("entry")),
                Migration("others", 1, "another", ["CREATE TABLE other (id BIGINT)"] + Migration.appendOnly("other")),
            ])
            try await database.commit([.one("INSERT INTO entry (id, words) VALUES (1, '原文')")])
            let refusal = await #expect(throws: ConstraintViolation.self) {
                try await database.commit([.any(statement)])
            }
            #expect(refusal?.kind == .trigger)
            #expect(try await database.rows("SELECT words FROM entry").map(\.values) == [[.text("原文")]])
            try await database.commit([.any("UPDATE entry SET words = '无' WHERE id = 2")])
        }
    }
}

extension ContinuousClock {
    fileprivate static var secondsSince1970: Double {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Double(now.tv_sec)
    }
}
