import Calendars
import Storage

/// 安全审计事件: what happened to an account, for the security administrator (GB/T 22239-2019, 8.1.4.3).
public struct AccountEvent: Sendable {
    public enum Kind: String, Sendable, SQLConvertible {
        case signedIn = "signed-in"
        case failed = "failed"
        case opened = "opened"
        case passwordChanged = "password-changed"
        case passwordReset = "password-reset"
        case suspended = "suspended"
        case resumed = "resumed"
        case unlocked = "unlocked"
        case secondFactorEnrolled = "second-factor-enrolled"
        case secondFactorRemoved = "second-factor-removed"
        case secondFactorFailed = "second-factor-failed"
        case recoveryCodeUsed = "recovery-code-used"
        case sessionsRevoked = "sessions-revoked"
        case tokenIssued = "token-issued"
        case tokenRevoked = "token-revoked"
        case phoneRevoked = "phone-revoked"
    }

    public let at: Instant
    public let kind: Kind
    /// Whose account; `nil` when a sign-in named nobody who exists.
    public let person: String?
    /// Who did it, when that was somebody else.
    public let actor: String?
    public let address: String?
    public let detail: String?

    init(row: Row) throws {
        at = try row["at"]
        kind = try row["kind"]
        person = try row["person"]
        actor = try row["actor"]
        address = try row["address"]
        detail = try row["detail"]
    }
}

extension Accounts {
    /// The latest events of one person, or of everybody, before a moment; newest first.
    public func events(of person: String? = nil, before: Instant, limit: Int = 100) async throws -> [AccountEvent] {
        let whose: SQL = person.map { "person = \($0) AND " } ?? ""
        return try await database.rows(
            """
            SELECT at, kind, person, actor, address, detail FROM account_event
            WHERE \(whose)at < \(before) ORDER BY at DESC, id DESC LIMIT \(limit)
            """
        ).map(AccountEvent.init(row:))
    }

    /// An append to the audit. There is no statement in the program that changes or deletes one.
    static func event(
        _ kind: AccountEvent.Kind, at now: Instant, person: String?, loginKey: String? = nil, actor: String? = nil,
        network: String? = nil, detail: String? = nil
    ) -> Change {
        .one(
            """
            INSERT INTO account_event (id, at, kind, person, login_key, actor, address, detail)
            VALUES (\(timeOrderedID(at: now)), \(now), \(kind), \(person), \(loginKey), \(actor), \(network), \(detail))
            """)
    }
}

/// A UUID of version 7 (RFC 9562).
func timeOrderedID(at now: Instant) -> String {
    let high = UInt64(now.milliseconds) << 16 | 0x7000 | UInt64.random(in: 0..<0x1000)
    let low = UInt64.random(in: 0..<(1 << 62)) | 1 << 63
    let digits = Array(
        [high, low].flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) } }.hexadecimal)
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(digits[$0]) }.joined(separator: "-")
}
