import Calendars
import Storage

/// 离线手机 — a phone on which a person keeps work that is not sent yet, so that it can be told to forget it.
public struct FieldPhone: Sendable, Identifiable {
    /// Made up on the phone; opens nothing.
    public let id: String
    /// What the browser calls itself.
    public let device: String
    public let since: Instant
    public let revoked: Instant?

    init(row: Row) throws {
        id = try row["id"]
        device = try row["device"]
        since = try row["since"]
        revoked = try row["revoked"]
    }
}

extension Accounts {
    /// As many as one person has; more are not noted.
    static let mostPhones = 50

    /// Notes that the person keeps work on this phone. One that is known already stays as it was, revoked or not.
    public func keepPhone(_ id: FieldPhone.ID, device: String, of person: String) async throws {
        let known: Int = try await database.rows(
            "SELECT count(*) AS amount FROM field_phone WHERE person = \(person)")[0]["amount"]
        guard known < Self.mostPhones else { return }
        try await database.commit([
            .any(
                """
                INSERT INTO field_phone (id, person, device, since) VALUES (\(id), \(person), \(device), \(clock()))
                ON CONFLICT (id, person) DO NOTHING
                """)
        ])
    }

    /// The person's own, the newest first.
    public func phones(of person: String) async throws -> [FieldPhone] {
        try await database.rows(
            "SELECT id, device, since, revoked FROM field_phone WHERE person = \(person) ORDER BY since DESC, id"
        ).map(FieldPhone.init(row:))
    }

    /// Whether one of the people who use this phone has declared it lost. Whoever found it need not be signed in to ask.
    public func isRevoked(phone id: FieldPhone.ID) async throws -> Bool {
        try await !database.rows("SELECT 1 FROM field_phone WHERE id = \(id) AND revoked IS NOT NULL LIMIT 1").isEmpty
    }

    /// 作废 — the phone forgets everything as soon as it next reaches the platform.
    ///
    /// - Returns: `false` when the person has no such phone, or had revoked it before.
    @discardableResult
    public func revokePhone(_ id: FieldPhone.ID, of person: String) async throws -> Bool {
        let now = clock()
        guard try await phones(of: person).contains(where: { $0.id == id && $0.revoked == nil }) else { return false }
        try await database.commit([
            .any(
                """
                UPDATE field_phone SET revoked = \(now)
                WHERE id = \(id) AND person = \(person) AND revoked IS NULL
                """),
            Self.event(.phoneRevoked, at: now, person: person, actor: person, detail: id),
        ])
        return true
    }
}
