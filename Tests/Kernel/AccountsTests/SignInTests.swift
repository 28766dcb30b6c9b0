import Calendars
import Storage
import Testing

@testable import Accounts

/// Only the right name with the right password opens the door, and the door tells nobody which of the two was wrong.
struct SignInTests {
    @Test func `a wrong password and an unknown name get the same answer`() async throws {
        let town = try await Town.withWang()

        let wrongPassword = await #expect(throws: SignInRefusal.self) { try await town.signIn("not the password") }
        let unknownName = await #expect(throws: SignInRefusal.self) { try await town.signIn(as: "li.si") }

        #expect(wrongPassword == unknownName)
        #expect(wrongPassword?.code == .wrongNameOrPassword)
        #expect(try await town.count("SELECT COUNT(*) AS amount FROM session") == 0)
    }

    @Test func `an unknown name costs as much to answer as a wrong password`() async throws {
        // What else the machine does may slow one of them down in one round; a cost that is spared is spared in each.
        var rounds: [(known: Duration, unknown: Duration)] = []
        var areAlike = false
        while rounds.count < 4, !areAlike {
            let (known, unknown) = try await quickest()
            rounds.append((known, unknown))
            areAlike = unknown > known * 0.4 && known > unknown * 0.4
        }
        #expect(areAlike, "\(rounds)")
    }

    /// The quickest of several tries by turns.
    private func quickest() async throws -> (known: Duration, unknown: Duration) {
        let town = try await Town.withWang { $0.passwordCost.kibibytes = 19 * 1024 }
        var known: [Duration] = []
        var unknown: [Duration] = []
        for number in 0..<6 {
            let origin = Origin(address: "10.0.1.\(number)")
            known.append(await ContinuousClock().measure { _ = try? await town.signIn("wrong password", from: origin) })
            unknown.append(await ContinuousClock().measure { _ = try? await town.signIn(as: "li.si", from: origin) })
        }
        return (known.min()!, unknown.min()!)
    }

    @Test func `the right password opens, however its keys were typed`() async throws {
        let town = try await Town.withWang()

        let signIn = try await town.signIn("春江潮水 ｈａｉ lian ７", as: "  ＷＡＮＧ.ke ")

        #expect(signIn.session.person == "王科长")
        #expect(signIn.session.stage == .complete)
        #expect(try await town.accounts.session(for: signIn.token).person == "王科长")
    }

    @Test func `names and passwords that no column can hold are refused like wrong ones`() async throws {
        let town = try await Town.withWang()

        for login in ["", "wang\u{0}ke", "' OR 1=1 --", String(repeating: "长", count: 9000)] {
            #expect(try await town.refusal { try await town.signIn(as: login) } == .wrongNameOrPassword)
        }
        let endless = String(repeating: "x", count: 100_000)
        #expect(try await town.refusal { try await town.signIn(endless) } == .wrongNameOrPassword)
    }

    @Test func `a suspended account does not open, and its sessions end at once`() async throws {
        let town = try await Town.withWang()
        let before = try await town.signIn()

        try await town.accounts.suspend("王科长", by: "信息科刘")

        #expect(try await town.refusal { _ = try await town.accounts.session(for: before.token) } == .notSignedIn)
        #expect(try await town.refusal { try await town.signIn() } == .suspended)
        #expect(try await town.refusal { try await town.signIn("not the password") } == .wrongNameOrPassword)
        try await town.accounts.resume("王科长", by: "信息科刘")
        #expect(try await town.refusal { try await town.signIn() } == nil)
    }

    @Test func `a password set by the administrator opens nothing until it is replaced`() async throws {
        let town = try await Town()
        try await town.accounts.open(for: "安全员李", login: "li.an", initialPassword: Town.password, by: "信息科刘")

        let first = try await town.signIn(as: "li.an")

        #expect(first.session.stage == .passwordChange)
        #expect(
            try await town.refusal { _ = try await town.accounts.session(for: first.token) } == .passwordChangeNeeded)
        let second = try await town.accounts.changePassword(
            in: first.session, from: Town.password, to: "潮平两岸阔 feng zheng", origin: Town.office)
        #expect(try await town.accounts.session(for: second.token).person == "安全员李")
        #expect(try await town.signIn("潮平两岸阔 feng zheng", as: "li.an").session.stage == .complete)
    }

    @Test func `two people cannot have one login name, nor one person two accounts`() async throws {
        let town = try await Town.withWang()

        for (person, login) in [("安全员李", "WANG.ke"), ("王科长", "wang.two")] {
            let refusal = try await town.refusal {
                try await town.accounts.open(for: person, login: login, initialPassword: Town.password, by: "信息科刘")
            }
            #expect(refusal == .loginTaken)
        }
        let spaced = try await town.refusal {
            try await town.accounts.open(for: "赵", login: "zhao liu", initialPassword: Town.password, by: "信息科刘")
        }
        #expect(spaced == .unusableLogin)
    }

    @Test func `every try is in the audit, and nothing in it shows what was typed`() async throws {
        let town = try await Town.withWang()
        _ = try? await town.signIn("not the password")
        _ = try? await town.signIn(as: "MySecretPassw0rdInTheWrongField")
        try await town.signIn()

        let events = try await town.accounts.events(before: town.now.adding(.seconds(1)))

        #expect(events.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.failed, .failed, .opened, .signedIn])
        #expect(events.count { $0.kind == .failed && $0.person == "王科长" } == 1)
        let rows = try await town.database.rows("SELECT * FROM account_event")
        #expect(!rows.flatMap(\.values).contains { "\($0)".lowercased().contains("secret") })
    }

    @Test func `the audit only grows`() async throws {
        let town = try await Town.withWang()

        await #expect(throws: ConstraintViolation.self) {
            try await town.database.commit([.any("DELETE FROM account_event")])
        }
        await #expect(throws: ConstraintViolation.self) {
            try await town.database.commit([.any("UPDATE account_event SET person = 'nobody'")])
        }
    }

    @Test func `no table measures how people work`() async throws {
        let town = try await Town.withWang()
        let names = try await town.database.rows("SELECT sql AS text FROM sqlite_master WHERE sql IS NOT NULL")

        for row in names {
            let text: String = try row["text"]
            for forbidden in ["duration", "streak", "login_count", "online", "hours", "views", "last_seen"] {
                #expect(!text.contains(forbidden))
            }
        }
    }

    @Test func `an account that nobody used for ninety days is reported, and a stale password too`() async throws {
        let town = try await Town.withWang()
        try await town.accounts.open(for: "安全员李", login: "li.an", initialPassword: Town.password, by: "信息科刘")
        town.pass(.seconds(91 * 86400))
        let signIn = try await town.signIn()

        let unused = try await town.accounts.unusedAccounts(since: town.now.adding(.seconds(-90 * 86400)))

        #expect(unused.map(\.person) == ["安全员李"])
        #expect(signIn.passwordIsStale)
    }
}
