import Calendars
import Storage

/// 账号: one person's way in.
public struct Account: Sendable {
    public let person: String
    public let login: String
    public let passwordSet: Instant
    /// The password was chosen by an administrator and has not been replaced yet.
    public let mustChangePassword: Bool
    public let isSuspended: Bool
    public let hasSecondFactor: Bool
    let passwordHash: String

    init(row: Row) throws {
        person = try row["person"]
        login = try row["login"]
        passwordHash = try row["password_hash"]
        passwordSet = try row["password_set"]
        mustChangePassword = try row["must_change"]
        isSuspended = try row["suspended"]
        hasSecondFactor = try row["has_factor"]
    }
}

extension Accounts {
    /// Lets a person in from now on, with a first password that they must replace.
    ///
    /// - Throws: ``SignInRefusal`` when the name is taken or unusable, or the password too weak.
    public func open(
        for person: String, login: String, initialPassword: String, mustChange: Bool = true, by actor: String,
        with others: [Change] = []
    ) async throws {
        let (now, name) = (clock(), normalisedLogin(login))
        guard isUsableLogin(name) else { throw SignInRefusal.unusableLogin }
        let hash = try await hashed(initialPassword, login: name)
        do {
            try await database.commit(
                [
                    .one(
                        """
                        INSERT INTO account (person, login, password_hash, password_set, must_change, suspended)
                        VALUES (\(person), \(name), \(hash), \(now), \(mustChange), 0)
                        """),
                    Self.event(.opened, at: now, person: person, actor: actor),
                ] + others)
        } catch is Conflict {
            throw SignInRefusal.loginTaken
        }
    }

    /// - Throws: ``SignInRefusal`` when the person has none.
    public func account(of person: String) async throws -> Account {
        guard let account = try await accounts(where: "person = \(person)").first else {
            throw SignInRefusal.noSuchAccount
        }
        return account
    }

    /// All accounts by login name, a page at a time; for the administrator.
    public func accounts(after login: String = "", limit: Int = 100) async throws -> [Account] {
        try await accounts(where: "login > \(login) ORDER BY login LIMIT \(limit)")
    }

    /// Accounts that nobody has used since that moment and that are still open.
    public func unusedAccounts(since: Instant, limit: Int = 1000) async throws -> [Account] {
        try await accounts(
            where: """
                suspended = 0 AND NOT EXISTS (SELECT 1 FROM account_event AS event WHERE event.person = account.person
                AND event.at >= \(since) AND event.kind IN \([AccountEvent.Kind.signedIn, .opened, .resumed]))
                ORDER BY login LIMIT \(limit)
                """)
    }

    /// Whether the password is older than the operator wants passwords to be.
    public func hasStalePassword(_ account: Account) -> Bool {
        account.passwordSet.distance(to: clock()) > settings.passwordAge
    }

    /// Closes the account and every session of it, at once.
    public func suspend(_ person: String, by actor: String) async throws {
        try await change(
            "UPDATE account SET suspended = 1 WHERE person = \(person)", .suspended, person: person, actor: actor,
            and: [Self.sessionsEnded(of: person)])
    }

    public func resume(_ person: String, by actor: String) async throws {
        try await change(
            "UPDATE account SET suspended = 0 WHERE person = \(person)", .resumed, person: person, actor: actor)
    }

    func change(
        _ statement: SQL, _ kind: AccountEvent.Kind, person: String, actor: String?, and others: [Change] = []
    ) async throws {
        do {
            try await database.commit(
                [.one(statement)] + others + [Self.event(kind, at: clock(), person: person, actor: actor)])
        } catch is Conflict {
            throw SignInRefusal.noSuchAccount
        }
    }

    func accounts(where condition: SQL) async throws -> [Account] {
        try await database.rows(
            """
            SELECT person, login, password_hash, password_set, must_change, suspended,
                CASE WHEN EXISTS (SELECT 1 FROM second_factor AS factor WHERE factor.person = account.person
                    AND factor.sealed IS NOT NULL) THEN 1 ELSE 0 END AS has_factor
            FROM account WHERE \(condition)
            """
        ).map(Account.init(row:))
    }
}
