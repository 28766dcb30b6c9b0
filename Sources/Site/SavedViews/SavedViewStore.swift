import Calendars
import Ledger
import Markup
import Storage
import Workflows

/// 保存的视图 — conditions of a register that a person gave a name; theirs alone.
struct KeptView: Sendable, Hashable {
    let id: String
    let name: String
    let address: Link

    static let longestName = 40
    static let longestAddress = 2000
    /// So many of one person.
    static let limit = 50
}

/// Every statement about saved views.
public struct SavedViewStore: Sendable {
    let database: any Database

    public static let migrations: [Migration] = [
        Migration(
            "saved-views", 1, "保存的视图",
            [
                """
                CREATE TABLE saved_view (
                    id TEXT PRIMARY KEY,
                    person TEXT NOT NULL,
                    register TEXT NOT NULL,
                    name TEXT NOT NULL,
                    address TEXT NOT NULL,
                    UNIQUE (person, register, name)
                )
                """
            ])
    ]

    /// The oldest first.
    func views(of person: String, on register: Link) async throws -> [KeptView] {
        try await database.rows(
            "SELECT * FROM saved_view WHERE person = \(person) AND register = \(register.withoutQuery.url) ORDER BY id"
        ).map { row in
            let address: String = try row["address"]
            return try KeptView(id: row["id"], name: row["name"], address: Link(parsing: address) ?? register)
        }
    }

    /// A name given before now leads to the new address.
    ///
    /// - Throws: ``Refusal`` when the person has too many.
    func save(_ name: String, at address: Link, of person: String, now: Instant) async throws {
        let amount: Int = try await database.rows(
            "SELECT count(*) AS amount FROM saved_view WHERE person = \(person)")[0]["amount"]
        guard amount < KeptView.limit else { throw Refusal.manyViews }
        try await database.commit([
            .one(
                """
                INSERT INTO saved_view (id, person, register, name, address)
                VALUES (\(UUIDv7.make(at: now)), \(person), \(address.withoutQuery.url), \(name), \(address.url))
                ON CONFLICT (person, register, name) DO UPDATE SET address = excluded.address
                """)
        ])
    }

    func delete(_ id: String, of person: String) async throws {
        try await database.commit([.any("DELETE FROM saved_view WHERE id = \(id) AND person = \(person)")])
    }
}

extension Refusal {
    static let manyViews = Refusal(
        .conflicting, code: "too-many-views", message: "您保存的视图已有 \(KeptView.limit) 个。请先删除不用的，再保存。")
}
