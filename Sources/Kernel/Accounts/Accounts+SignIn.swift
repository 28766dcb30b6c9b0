import Calendars
import Storage

/// A session that has just begun, or taken its next step, with the token for the person's browser.
public struct SignIn: Sendable {
    /// For a cookie that is `Secure`, `HttpOnly`, `SameSite=Lax`. It is nowhere else.
    public let token: String
    public let session: Session
    /// The password is older than it should be: say so, gently.
    public let passwordIsStale: Bool
}

extension Accounts {
    /// Tries a login name and password. The cost and the answer are the same whether or not the name exists.
    ///
    /// - Returns: a session; its ``Session/stage`` says what is still missing.
    /// - Throws: ``SignInRefusal``.
    public func signIn(login: String, password: String, from origin: Origin) async throws -> SignIn {
        let (now, key) = (clock(), loginKey(login))
        let account = try await accounts(where: "login = \(isUsableLogin(login) ? normalisedLogin(login) : "")").first
        let budget = try await budget(forLoginKey: key, from: origin, at: now)
        try await reserve(budget, at: now)

        let isRight = try await tried(password, account?.passwordHash, within: budget)
        let failure = Self.event(.failed, at: now, person: account?.person, loginKey: key, network: origin.network)
        guard isRight, let account else {
            try await database.commit([failure])
            throw SignInRefusal.wrongNameOrPassword
        }
        guard !account.isSuspended else {
            try await database.commit(budget.refund + [failure])
            throw SignInRefusal.suspended
        }
        let (stage, rehashed) = try await (firstStage(of: account), rehashed(password, account))
        do {
            return try await begin(stage, for: account, from: origin, and: budget.refund + rehashed)
        } catch is Conflict {
            // The password was replaced, or the account closed, while it was tried.
            throw SignInRefusal.wrongNameOrPassword
        }
    }

    /// Tries a password that was paid for; the payment returns when it could not be tried at all.
    func tried(_ password: String, _ hash: String?, within budget: AttemptBudget) async throws -> Bool {
        guard password.utf8.count <= 4096 else { return false }
        do {
            return try await hashing.matches(password, hash)
        } catch {
            try await database.commit(budget.refund)
            throw error
        }
    }

    /// A password hashed with former parameters is hashed again while it is at hand.
    private func rehashed(_ password: String, _ account: Account) async throws -> [Change] {
        guard !hashing.isCurrent(account.passwordHash) else { return [] }
        let hash = try await hashing.hash(password)
        return [
            .any(
                """
                UPDATE account SET password_hash = \(hash)
                WHERE person = \(account.person) AND password_hash = \(account.passwordHash)
                """)
        ]
    }

    private func firstStage(of account: Account) async throws -> Session.Stage {
        if account.hasSecondFactor { return .secondFactor }
        if try await needsSecondFactor(account.person) { return .enrolment }
        return Session.Stage.afterSecondFactor(of: account)
    }

    /// Begins a session, unless the account was closed or its password replaced since it was read.
    func begin(
        _ stage: Session.Stage, for account: Account, from origin: Origin, and changes: [Change]
    ) async throws -> SignIn {
        let (now, token) = (clock(), SecretToken())
        let life = stage == .complete ? settings.sessionTime : settings.unfinishedTime
        let idle = stage == .complete ? settings.idleTime : settings.unfinishedTime
        let session = Session(
            token: token.text, person: account.person, stage: stage, begun: now, idleUntil: now.adding(min(idle, life)),
            absoluteUntil: now.adding(life), origin: origin)
        let unchanged: Change = .one(
            """
            UPDATE account SET suspended = 0
            WHERE person = \(account.person) AND suspended = 0 AND password_hash = \(account.passwordHash)
            """)
        let welcome = Self.event(
            .signedIn, at: now, person: account.person, loginKey: loginKey(account.login), network: origin.network)
        try await database.commit([unchanged] + changes + [session.insertion] + (stage == .complete ? [welcome] : []))
        return SignIn(token: token.text, session: session, passwordIsStale: hasStalePassword(account))
    }
}
