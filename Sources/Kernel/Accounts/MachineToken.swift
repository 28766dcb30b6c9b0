import Calendars
import Storage

/// 接口令牌: lets a program act, within what it was given, until a day.
public struct MachineToken: Sendable, Identifiable {
    public let id: String
    public let name: String
    /// The person who answers for what the program does.
    public let owner: String
    /// The beginning of the token, by which its owner knows it again.
    public let prefix: String
    /// Names of permissions, such as `hidden-dangers.read`.
    public let scopes: Set<String>
    /// The 12-figure code of the region below which it reaches.
    public let region: String
    public let created: Instant
    public let expires: Instant
    /// To the day: enough to find tokens that nobody uses.
    public let lastUsed: Day?
    public let revoked: Instant?

    init(row: Row) throws {
        id = try row["id"]
        name = try row["name"]
        owner = try row["owner"]
        prefix = try row["prefix"]
        let names: String = try row["scopes"]
        scopes = Set(names.split(separator: " ").map(String.init))
        region = try row["region"]
        created = try row["created"]
        expires = try row["expires"]
        lastUsed = try row["last_used"]
        revoked = try row["revoked"]
    }
}

extension Accounts {
    /// Makes a token.
    ///
    /// - Returns: the token itself. It is shown this once and cannot be read again.
    public func issueToken(
        name: String, owner: String, scopes: Set<String>, region: String, expires: Instant, by actor: String
    ) async throws -> String {
        let now = clock()
        try check(name: name, scopes: scopes, region: region, expires: expires, at: now)
        let (token, id) = (SecretToken(prefix: Self.tokenMark), timeOrderedID(at: now))
        try await database.commit([
            .one(
                """
                INSERT INTO machine_token (token_hash, id, name, owner, prefix, scopes, region, created, expires)
                VALUES (\(token.hash), \(id), \(name), \(owner), \(String(token.text.prefix(12))),
                        \(scopes.sorted().joined(separator: " ")), \(region), \(now), \(expires))
                """),
            Self.event(.tokenIssued, at: now, person: owner, actor: actor, detail: id),
        ])
        return token.text
    }

    /// What a program may do that shows this token: one read by primary key.
    public func machineToken(_ text: String) async throws -> MachineToken {
        let now = clock()
        let found = try await tokens(where: "token_hash = \(SecretToken.hash(text))").first
        guard let token = found, token.revoked == nil, now < token.expires else { throw SignInRefusal.badMachineToken }
        if token.lastUsed != now.day { try await note(token, usedOn: now.day) }
        return token
    }

    /// The tokens one person answers for, newest first.
    public func machineTokens(of owner: String) async throws -> [MachineToken] {
        try await tokens(where: "owner = \(owner) ORDER BY created DESC")
    }

    /// All tokens, newest first; for the security administrator.
    public func machineTokens(limit: Int = 1000) async throws -> [MachineToken] {
        try await tokens(where: "revoked IS NULL OR revoked IS NOT NULL ORDER BY created DESC LIMIT \(limit)")
    }

    /// From now on the token opens nothing.
    public func revokeToken(_ id: MachineToken.ID, by actor: String) async throws {
        let now = clock()
        guard let token = try await tokens(where: "id = \(id)").first, token.revoked == nil else {
            throw SignInRefusal.badMachineToken
        }
        try await database.commit([
            .any("UPDATE machine_token SET revoked = \(now) WHERE id = \(id) AND revoked IS NULL"),
            Self.event(.tokenRevoked, at: now, person: token.owner, actor: actor, detail: id),
        ])
    }

    /// What every token begins with, so that a leaked one is recognised.
    static let tokenMark = "anlan_"

    private func check(name: String, scopes: Set<String>, region: String, expires: Instant, at now: Instant) throws {
        guard !name.isEmpty, name.count <= 60 else {
            throw SignInRefusal.badTokenTerms("请写明令牌的用途，不超过 60 个字。")
        }
        guard !scopes.isEmpty, scopes.allSatisfy({ !$0.isEmpty && !$0.contains(" ") }) else {
            throw SignInRefusal.badTokenTerms("请至少选择一项权限，只选接口确实需要的。")
        }
        guard region.count == 12, region.allSatisfy({ ("0"..."9").contains($0) }) else {
            throw SignInRefusal.badTokenTerms("请选择令牌适用的行政区划。")
        }
        guard now < expires, now.distance(to: expires) <= settings.machineTokenTime else {
            throw SignInRefusal.badTokenTerms("令牌的有效期须在今后一年之内，请重新选择到期日。")
        }
    }

    private func note(_ token: MachineToken, usedOn day: Day) async throws {
        do {
            try await database.commit([.any("UPDATE machine_token SET last_used = \(day) WHERE id = \(token.id)")])
        } catch is DatabaseUnavailable {
            // Reading goes on while nothing can be written.
        }
    }

    private func tokens(where condition: SQL) async throws -> [MachineToken] {
        try await database.rows(
            """
            SELECT id, name, owner, prefix, scopes, region, created, expires, last_used, revoked
            FROM machine_token WHERE \(condition)
            """
        ).map(MachineToken.init(row:))
    }
}
