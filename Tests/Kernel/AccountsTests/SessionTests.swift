import Calendars
import Storage
import Testing

@testable import Accounts

/// A session ends when it should, and what the database holds opens nothing.
struct SessionTests {
    @Test func `an invented token and an empty one open nothing`() async throws {
        let town = try await Town.withWang()
        try await town.signIn()

        for token in ["", "x", String(repeating: "A", count: 43), "' OR '1'='1"] {
            #expect(try await town.refusal { _ = try await town.accounts.session(for: token) } == .notSignedIn)
        }
    }

    @Test func `a token read from the database opens nothing`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()
        let stored: String = try await town.database.rows("SELECT token_hash FROM session")[0]["token_hash"]

        #expect(stored != signIn.token)
        #expect(try await town.refusal { _ = try await town.accounts.session(for: stored) } == .notSignedIn)
    }

    @Test func `an idle session ends, a used one does not`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()

        for _ in 0..<5 {
            town.pass(.seconds(19 * 60))
            _ = try await town.accounts.session(for: signIn.token)
        }
        town.pass(.seconds(20 * 60))
        #expect(try await town.refusal { _ = try await town.accounts.session(for: signIn.token) } == .notSignedIn)
    }

    @Test func `no session lives longer than eight hours, however busy`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()

        for _ in 0..<47 {
            town.pass(.seconds(600))
            _ = try await town.accounts.session(for: signIn.token)
        }
        town.pass(.seconds(600))
        #expect(try await town.refusal { _ = try await town.accounts.session(for: signIn.token) } == .notSignedIn)
    }

    @Test func `looking at pages writes at most once a minute`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()
        func idleUntil() async throws -> Int { try await town.count("SELECT idle_until AS amount FROM session") }
        let first = try await idleUntil()

        town.pass(.seconds(59))
        _ = try await town.accounts.session(for: signIn.token)
        #expect(try await idleUntil() == first)
        town.pass(.seconds(1))
        _ = try await town.accounts.session(for: signIn.token)
        #expect(try await idleUntil() == first + 60_000)
    }

    @Test func `a session from the future is not believed`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()

        town.pass(.seconds(-3600))

        #expect(try await town.refusal { _ = try await town.accounts.session(for: signIn.token) } == .notSignedIn)
    }

    @Test func `changing the password ends every other session and this one's token`() async throws {
        let town = try await Town.withWang()
        let home = try await town.signIn(from: Town.abroad)
        let office = try await town.signIn()

        let fresh = try await town.accounts.changePassword(
            in: office.session, from: Town.password, to: "潮平两岸阔 feng zheng", origin: Town.office)

        for token in [home.token, office.token] {
            #expect(try await town.refusal { _ = try await town.accounts.session(for: token) } == .notSignedIn)
        }
        #expect(try await town.accounts.session(for: fresh.token).person == "王科长")
        #expect(try await town.refusal { try await town.signIn() } == .wrongNameOrPassword)
    }

    @Test func `a hijacked session cannot guess the password`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()
        func guess(_ password: String) async throws -> SignInRefusal.Code? {
            try await town.refusal {
                _ = try await town.accounts.changePassword(
                    in: signIn.session, from: password, to: "潮平两岸阔 feng zheng", origin: Town.office)
            }
        }

        for _ in 0..<5 { #expect(try await guess("guess") == .wrongPassword) }

        #expect(try await guess(Town.password) == .lockedOut)
    }

    @Test func `a password replaced or an account closed while a sign-in is under way leaves no session`() async throws
    {
        let town = try await Town.withWang()
        let read = try await town.accounts.account(of: "王科长")

        try await town.accounts.suspend("王科长", by: "信息科刘")
        await #expect(throws: Conflict.self) {
            _ = try await town.accounts.begin(.complete, for: read, from: Town.office, and: [])
        }
        try await town.accounts.resume("王科长", by: "信息科刘")
        try await town.accounts.resetPassword(of: "王科长", to: "临时口令 zai jian 42", by: "信息科刘")
        await #expect(throws: Conflict.self) {
            _ = try await town.accounts.begin(.complete, for: read, from: Town.office, and: [])
        }

        #expect(try await town.count("SELECT COUNT(*) AS amount FROM session") == 0)
    }

    @Test func `two who change the password at once do not both succeed`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()
        func change(to password: String) async throws -> SignInRefusal.Code? {
            try await town.refusal {
                _ = try await town.accounts.changePassword(
                    in: signIn.session, from: Town.password, to: password, origin: Town.office)
            }
        }

        async let one = change(to: "潮平两岸阔 feng zheng")
        async let other = change(to: "海日生残夜 jiang chun")
        let refusals = try await [one, other]

        #expect(refusals.count { $0 == nil } == 1)
    }

    @Test func `a reset by the administrator ends the sessions and must be replaced`() async throws {
        let town = try await Town.withWang()
        let before = try await town.signIn()

        try await town.accounts.resetPassword(of: "王科长", to: "临时口令 zai jian 42", by: "信息科刘")

        #expect(try await town.refusal { _ = try await town.accounts.session(for: before.token) } == .notSignedIn)
        #expect(try await town.signIn("临时口令 zai jian 42").session.stage == .passwordChange)
        let nobody = try await town.refusal {
            try await town.accounts.resetPassword(of: "某人", to: "临时口令 zai jian 42", by: "信息科刘")
        }
        #expect(nobody == .noSuchAccount)
    }

    @Test func `people see their sessions and end only their own`() async throws {
        let town = try await Town.withWang()
        try await town.accounts.open(
            for: "安全员李", login: "li.an", initialPassword: Town.password, mustChange: false, by: "信息科刘")
        let li = try await town.signIn(as: "li.an")
        let home = try await town.signIn(from: Town.abroad)
        town.pass(.seconds(1))
        let office = try await town.signIn()

        let list = try await town.accounts.sessions(of: office.session)
        #expect(list.map(\.address) == ["10.0.0.8", "198.51.100.7"])
        #expect(list.map(\.isCurrent) == [true, false])
        let lis = try await town.accounts.sessions(of: li.session)
        try await town.accounts.endSession(lis[0].id, of: "王科长")
        try await town.accounts.endSession(list[1].id, of: "王科长")

        #expect(try await town.accounts.session(for: li.token).person == "安全员李")
        #expect(try await town.refusal { _ = try await town.accounts.session(for: home.token) } == .notSignedIn)
        #expect(try await town.accounts.session(for: office.token).person == "王科长")
    }

    @Test func `signing out ends the session for good`() async throws {
        let town = try await Town.withWang()
        let signIn = try await town.signIn()

        try await town.accounts.signOut(signIn.token)

        #expect(try await town.refusal { _ = try await town.accounts.session(for: signIn.token) } == .notSignedIn)
        #expect(try await town.count("SELECT COUNT(*) AS amount FROM session") == 0)
    }

    @Test func `a form of another session is not accepted`() async throws {
        let town = try await Town.withWang()
        let one = try await town.signIn()
        let other = try await town.signIn()

        let read = try await town.accounts.session(for: one.token)

        #expect(read.accepts(csrfToken: one.session.csrfToken))
        #expect(!read.accepts(csrfToken: other.session.csrfToken))
        #expect(!read.accepts(csrfToken: ""))
        #expect(!read.accepts(csrfToken: one.token))
    }

    @Test func `a session that has run out opens nothing and says for a day whose it was`() async throws {
        let town = try await Town.withWang()
        let session = try await town.signIn()
        #expect(try await town.accounts.formerSession(for: session.token) == nil)
        town.pass(.seconds(21 * 60))

        await #expect(throws: SignInRefusal.notSignedIn) { try await town.accounts.session(for: session.token) }
        let former = try #require(try await town.accounts.formerSession(for: session.token))
        #expect(former.person == "王科长" && former.accepts(csrfToken: session.session.csrfToken))
        #expect(try await town.accounts.formerSession(for: "x") == nil)

        town.pass(.seconds(24 * 3600))
        #expect(try await town.accounts.formerSession(for: session.token) == nil)
    }

    @Test func `sessions long expired are tidied away, living ones stay`() async throws {
        let town = try await Town.withWang()
        try await town.signIn()
        town.pass(.seconds(25 * 3600))
        let living = try await town.signIn()

        try await town.accounts.tidy()

        #expect(try await town.count("SELECT COUNT(*) AS amount FROM session") == 1)
        #expect(try await town.accounts.session(for: living.token).person == "王科长")
    }

    @Test func `a session is found by the primary key`() async throws {
        let town = try await Town.withWang()

        let plan = try await town.database.rows("EXPLAIN QUERY PLAN SELECT person FROM session WHERE token_hash = 'x'")

        let detail: String = try plan[0]["detail"]
        #expect(plan.count == 1)
        #expect(detail.contains("SEARCH session USING INDEX sqlite_autoindex_session_1"))
    }
}
