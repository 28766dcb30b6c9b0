import Storage

/// The tables of these tests: people with a unique name, their notes, and counters.
enum Notebook {
    static let migrations = [
        Migration(
            "notebook", 1, "people and notes",
            [
                """
                CREATE TABLE person (
                    id BIGINT PRIMARY KEY, name TEXT NOT NULL, age BIGINT CHECK (age >= 0), version BIGINT NOT NULL)
                """,
                "CREATE UNIQUE INDEX person_name ON person (name)",
                """
                CREATE TABLE note (
                    id TEXT PRIMARY KEY, person BIGINT NOT NULL REFERENCES person (id), words TEXT NOT NULL,
                    number BIGINT UNIQUE,
                    again BIGINT REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED)
                """,
                """
                CREATE TABLE tally (
                    kind TEXT NOT NULL, region BIGINT NOT NULL, amount BIGINT NOT NULL, PRIMARY KEY (kind, region))
                """,
            ])
    ]

    static func add(_ id: Int, _ name: String) -> Change {
        .one("INSERT INTO person (id, name, version) VALUES (\(id), \(name), 1)")
    }

    static func note(_ id: String, of person: Int) -> Change {
        .one("INSERT INTO note (id, person, words) VALUES (\(id), \(person), '记录')")
    }

    static func rename(_ id: Int, to name: String, version: Int) -> Change {
        .one("UPDATE person SET name = \(name), version = version + 1 WHERE id = \(id) AND version = \(version)")
    }

    static func count(_ kind: String, _ region: Int, by amount: Int) -> Change {
        .increment(
            Increment(
                .init(table: "tally", columns: ["kind", "region"], values: [.text(kind), region.sqlValue]), by: amount))
    }
}

extension Database {
    func names() async throws -> [String] {
        try await rows("SELECT name FROM person ORDER BY id").map { try $0["name"] }
    }

    func number(_ query: SQL) async throws -> Int {
        try await rows("SELECT (\(query)) AS number")[0]["number"]
    }

    func people() async throws -> Int { try await number("SELECT count(*) FROM person") }

    func tally(_ kind: String, _ region: Int) async throws -> Int? {
        try await rows("SELECT amount FROM tally WHERE kind = \(kind) AND region = \(region)").first.map {
            try $0["amount"]
        }
    }
}

/// What came of each of the commits, made at the same time.
func outcomes(of commits: [[Change]], on database: any Database) async -> [Result<Void, any Error>] {
    await withTaskGroup(of: (Int, Result<Void, any Error>).self) { group in
        for (number, commit) in commits.enumerated() {
            group.addTask {
                do {
                    return (number, .success(try await database.commit(commit)))
                } catch {
                    return (number, .failure(error))
                }
            }
        }
        var outcomes = [Result<Void, any Error>](repeating: .success(()), count: commits.count)
        for await (number, outcome) in group { outcomes[number] = outcome }
        return outcomes
    }
}

extension Result {
    var failure: (any Error)? {
        if case .failure(let error) = self { error } else { nil }
    }
}
