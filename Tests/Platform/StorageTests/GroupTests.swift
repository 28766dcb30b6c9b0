import Storage
import StorageTesting
import Testing

/// Commits that are written together do not notice each other.
@Suite struct GroupTests {
    private func withNotebook(_ engine: Engine, _ work: (any OperableDatabase) async throws -> Void) async throws {
        try await engine.withDatabase { database in
            try await database.migrate(Notebook.migrations)
            try await work(database)
        }
    }

    @Test(arguments: Engine.available)
    func `a thousand people counting at once lose no count`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            let commits = (0..<1_000).map { number in
                [Notebook.count("all", 0, by: 1), Notebook.count("some", number % 7, by: number)]
            }
            let failures = await outcomes(of: commits, on: database).compactMap(\.failure)
            #expect(failures.isEmpty)
            let all = try await database.tally("all", 0)
            #expect(all == 1_000)
            let sums = (0..<7).map { rest in (0..<1_000).filter { $0 % 7 == rest }.reduce(0, +) }
            for (region, sum) in sums.enumerated() { #expect(try await database.tally("some", region) == sum) }
        }
    }

    @Test(arguments: Engine.available)
    func `those who fail do not harm those who do not`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            try await database.commit([Notebook.add(-1, "先到")])
            let commits = (0..<200).map { number -> [Change] in
                let honest = [Notebook.add(number, "名\(number)"), Notebook.count("people", 32, by: 1)]
                return switch number % 10 {
                case 1: honest + [Notebook.add(number + 1_000, "先到")]
                case 3: honest + [Notebook.rename(-1, to: "后到", version: 99)]
                case 5: honest + [.any("UPDATE person SET age = -5 WHERE id = \(number)")]
                case 7:
                    honest + [
                        .any("INSERT INTO note (id, person, words, again) VALUES (\("n\(number)"), -1, '', 77777)")
                    ]
                case 9: honest + [.any("UPDATE nowhere SET nothing = 1")]
                default: honest
                }
            }
            let outcomes = await outcomes(of: commits, on: database)
            for (number, outcome) in outcomes.enumerated() {
                switch number % 10 {
                case 1: #expect(outcome.failure as? Conflict == Conflict(constraint: "person_name"))
                case 3: #expect(outcome.failure as? Conflict == Conflict())
                case 5: #expect((outcome.failure as? ConstraintViolation)?.kind == .check)
                case 7: #expect((outcome.failure as? ConstraintViolation)?.kind == .foreignKey)
                case 9: #expect(outcome.failure is FaultyStatement)
                default: #expect(outcome.failure == nil)
                }
            }
            let kept = try await database.rows("SELECT id FROM person WHERE id >= 0 ORDER BY id").map {
                try $0["id"] as Int
            }
            #expect(kept == Array(stride(from: 0, to: 200, by: 2)))
            #expect(try await database.tally("people", 32) == 100)
            #expect(try await database.number("SELECT count(*) FROM note") == 0)
        }
    }

    @Test(arguments: Engine.available)
    func `of many who take the same version exactly one succeeds`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            try await database.commit([Notebook.add(1, "无主")])
            let commits = (0..<50).map {
                [Notebook.rename(1, to: "归\($0)", version: 1), Notebook.count("won", 0, by: 1)]
            }
            let outcomes = await outcomes(of: commits, on: database)
            let winners = outcomes.indices.filter { outcomes[$0].failure == nil }
            #expect(winners.count == 1)
            #expect(outcomes.compactMap(\.failure).allSatisfy { $0 is Conflict })
            #expect(try await database.names() == ["归\(winners.first ?? -1)"])
            #expect(try await database.tally("won", 0) == 1)
        }
    }

    @Test(arguments: Engine.available)
    func `people who change the same rows in opposite order all get through`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            try await database.commit([Notebook.add(1, "一"), Notebook.add(2, "二")])
            let commits = (0..<300).map { number -> [Change] in
                let (first, second) = number % 2 == 0 ? (1, 2) : (2, 1)
                return [first, second].map { .one("UPDATE person SET version = version + 1 WHERE id = \($0)") }
            }
            let failures = await outcomes(of: commits, on: database).compactMap(\.failure)
            #expect(failures.isEmpty)
            #expect(try await database.number("SELECT version FROM person WHERE id = 1") == 301)
            #expect(try await database.number("SELECT version FROM person WHERE id = 2") == 301)
        }
    }

    @Test(arguments: Engine.available)
    func `a counter that may not fall below nought is refused only to those who would lower it`(engine: Engine)
        async throws
    {
        try await withNotebook(engine) { database in
            try await database.migrate(
                Notebook.migrations + [
                    Migration(
                        "stock", 1, "a counter with a floor",
                        ["CREATE TABLE stock (kind TEXT PRIMARY KEY, amount BIGINT NOT NULL CHECK (amount >= 0))"])
                ])
            func take(_ kind: String, _ amount: Int) -> [Change] {
                [.increment(Increment(.init(table: "stock", columns: ["kind"], values: [.text(kind)]), by: amount))]
            }
            let outcomes = await outcomes(of: [take("a", 3), take("b", -1), take("c", 2)], on: database)
            #expect(outcomes[0].failure == nil)
            #expect((outcomes[1].failure as? ConstraintViolation)?.kind == .check)
            #expect(outcomes[2].failure == nil)
            #expect(try await database.number("SELECT CAST(sum(amount) AS BIGINT) FROM stock") == 5)
        }
    }

    @Test(arguments: Engine.available)
    func `whoever stops waiting still learns that the commit was made`(engine: Engine) async throws {
        try await withNotebook(engine) { database in
            let tasks = (0..<100).map { number in
                Task { try await database.commit([Notebook.add(number, "名\(number)")]) }
            }
            for task in tasks { task.cancel() }
            for task in tasks { await #expect(throws: Never.self) { try await task.value } }
            let people = try await database.people()
            #expect(people == 100)
        }
    }

    @Test(arguments: Engine.available)
    func `closing finishes what was accepted`(engine: Engine) async throws {
        try await engine.withPlace { place in
            let database = try engine.open(place)
            try await database.migrate(Notebook.migrations)
            let tasks = (0..<300).map { number in
                Task { try await database.commit([Notebook.add(number, "名\(number)")]) }
            }
            try await database.close()
            var kept = 0
            for task in tasks {
                do {
                    try await task.value
                    kept += 1
                } catch let error as DatabaseUnavailable {
                    #expect(error.outcomeUnknown == false)
                }
            }
            let reopened = try engine.open(place)
            #expect(try await reopened.people() == kept)
            try await reopened.close()
        }
    }
}
