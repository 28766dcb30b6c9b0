import Calendars
import Storage

/// A session as its owner sees it in the list of their sessions.
public struct SessionEntry: Sendable, Identifiable {
    /// Names the session in order to end it; opens nothing.
    public let id: String
    public let begun: Instant
    public let address: String
    public let device: String
    /// The one in which the question was asked.
    public let isCurrent: Bool
}

extension Accounts {
    /// The complete session of this token: one read by primary key.
    ///
    /// - Throws: ``SignInRefusal`` that says which step is missing.
    public func session(for token: String) async throws -> Session {
        let session = try await session(for: token, at: [.complete])
        try await keepAlive(session)
        return session
    }

    /// The session of this token when it stands at one of these steps.
    public func session(for token: String, at stages: Set<Session.Stage>) async throws -> Session {
        let now = clock()
        guard let session = try await found(token) else { throw SignInRefusal.notSignedIn }
        // A session from the future was begun while the clock was wrong; nobody can say how old it is.
        let began = session.begun <= now.adding(.seconds(300))
        guard began, now < session.idleUntil else { throw SignInRefusal.notSignedIn }
        guard stages.contains(session.stage) else { throw session.stage.refusal ?? .notSignedIn }
        return session
    }

    /// The complete session of this token that has run out, not long ago. It opens nothing: it says whose a form is that
    /// was filled in meanwhile.
    public func formerSession(for token: String) async throws -> Session? {
        let now = clock()
        guard let session = try await found(token), session.stage == .complete, session.idleUntil <= now,
            now < session.idleUntil.adding(settings.formerTime)
        else { return nil }
        return session
    }

    private func found(_ token: String) async throws -> Session? {
        let hash = SecretToken.hash(token)
        return try await database.rows(
            """
            SELECT person, stage, begun, idle_until, absolute_until, address, device
            FROM session WHERE token_hash = \(hash)
            """
        ).first.map { try Session(row: $0, token: token, hash: hash) }
    }

    /// Moves the idle limit, at most once a minute: a page view must not cost a write.
    private func keepAlive(_ session: Session) async throws {
        let until = min(clock().adding(settings.idleTime), session.absoluteUntil)
        guard session.idleUntil.distance(to: until) >= .seconds(60) else { return }
        do {
            try await database.commit([
                .any(
                    """
                    UPDATE session SET idle_until = \(until)
                    WHERE token_hash = \(session.tokenHash) AND idle_until < \(until)
                    """)
            ])
        } catch is DatabaseUnavailable {
            // Reading goes on while nothing can be written.
        }
    }

    /// 退出登录
    public func signOut(_ token: String) async throws {
        try await database.commit([.any("DELETE FROM session WHERE token_hash = \(SecretToken.hash(token))")])
    }

    /// Where this person is signed in now, newest first.
    public func sessions(of session: Session) async throws -> [SessionEntry] {
        let now = clock()
        return try await database.rows(
            """
            SELECT token_hash, begun, address, device FROM session
            WHERE person = \(session.person) AND idle_until > \(now) ORDER BY begun DESC
            """
        ).map { row in
            let id: String = try row["token_hash"]
            return try SessionEntry(
                id: id, begun: row["begun"], address: row["address"], device: row["device"],
                isCurrent: id == session.tokenHash)
        }
    }

    /// Ends one of the person's own sessions.
    public func endSession(_ id: SessionEntry.ID, of person: String) async throws {
        guard id.utf8.count == 64, id.allSatisfy(\.isHexDigit) else { return }
        try await database.commit([
            .any("DELETE FROM session WHERE token_hash = \(id) AND person = \(person)"),
            Self.event(.sessionsRevoked, at: clock(), person: person, actor: person),
        ])
    }

    /// Ends all sessions of a person.
    public func endSessions(of person: String, by actor: String) async throws {
        try await database.commit([
            Self.sessionsEnded(of: person), Self.event(.sessionsRevoked, at: clock(), person: person, actor: actor),
        ])
    }

    /// Removes sessions that ran out long enough ago, and budgets nobody needs any more. For a timer.
    public func tidy() async throws {
        let now = clock()
        try await database.commit([
            .any("DELETE FROM session WHERE idle_until <= \(now.adding(.zero - settings.formerTime))"),
            .any("DELETE FROM sign_in_budget WHERE window_ends <= \(now)"),
        ])
    }

    static func sessionsEnded(of person: String) -> Change {
        .any("DELETE FROM session WHERE person = \(person)")
    }
}
