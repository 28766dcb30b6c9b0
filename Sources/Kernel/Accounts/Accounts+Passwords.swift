import Calendars
import Storage

extension Accounts {
    /// The person replaces their password. All their sessions end; a new one begins in this browser.
    ///
    /// - Throws: ``SignInRefusal`` when the current password is wrong or the new one will not do.
    public func changePassword(
        in session: Session, from current: String, to new: String, origin: Origin
    ) async throws -> SignIn {
        if let refusal = session.stage.refusal, session.stage != .passwordChange { throw refusal }
        let account = try await account(of: session.person)
        let budget = try await budget(forLoginKey: loginKey(account.login), from: origin, at: clock())
        try await reserve(budget, at: clock())
        guard try await tried(current, account.passwordHash, within: budget) else {
            throw SignInRefusal.wrongPassword
        }
        if normalised(new) == normalised(current) { throw SignInRefusal.weakPassword([.unchanged]) }
        let hash = try await hashed(new, login: account.login)
        let now = clock()
        let replaced: [Change] = [
            session.ended,
            .one(
                """
                UPDATE account SET password_hash = \(hash), password_set = \(now), must_change = 0
                WHERE person = \(account.person)
                """),
            Self.sessionsEnded(of: account.person),
            Self.event(.passwordChanged, at: now, person: account.person, network: origin.network),
        ]
        do {
            return try await begin(.complete, for: account, from: origin, and: budget.refund + replaced)
        } catch is Conflict {
            throw SignInRefusal.notSignedIn
        }
    }

    /// The administrator sets a password that the person must replace. All sessions of the person end.
    public func resetPassword(of person: String, to initial: String, by actor: String) async throws {
        let account = try await account(of: person)
        let hash = try await hashed(initial, login: account.login)
        try await change(
            """
            UPDATE account SET password_hash = \(hash), password_set = \(clock()), must_change = 1
            WHERE person = \(person)
            """, .passwordReset, person: person, actor: actor, and: [Self.sessionsEnded(of: person)])
    }

    func hashed(_ password: String, login: String) async throws -> String {
        let problems = PasswordPolicy.problems(with: password, login: login)
        guard problems.isEmpty else { throw SignInRefusal.weakPassword(problems) }
        return try await hashing.hash(password)
    }
}
