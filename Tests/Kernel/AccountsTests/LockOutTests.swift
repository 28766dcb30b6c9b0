import Calendars
import Storage
import Testing

@testable import Accounts

/// Guessing gets nowhere, and nobody can close another person's door.
struct LockOutTests {
    @Test func `after five failures the right password no longer opens`() async throws {
        let town = try await Town.withWang()
        for _ in 0..<5 {
            #expect(try await town.refusal { try await town.signIn("wrong password") } == .wrongNameOrPassword)
        }

        let refusal = await #expect(throws: SignInRefusal.self) { try await town.signIn() }

        #expect(refusal?.code == .lockedOut)
        #expect(refusal?.message.contains("15 分钟") == true)
        #expect(refusal?.retryAfter == .seconds(15 * 60))
    }

    @Test func `the door opens again after a quarter of an hour, counted from the last failure`() async throws {
        let town = try await Town.withWang()
        for _ in 0..<4 { _ = try? await town.signIn("wrong password") }
        town.pass(.seconds(14 * 60))
        _ = try? await town.signIn("wrong password")

        town.pass(.seconds(15 * 60 - 1))
        #expect(try await town.refusal { try await town.signIn() } == .lockedOut)
        town.pass(.seconds(1))
        #expect(try await town.refusal { try await town.signIn() } == nil)
    }

    @Test func `a right password clears the failures before it`() async throws {
        let town = try await Town.withWang()
        for _ in 0..<3 {
            for _ in 0..<4 { _ = try? await town.signIn("wrong password") }
            #expect(try await town.refusal { try await town.signIn() } == nil)
        }
    }

    @Test func `an unknown name locks like a known one`() async throws {
        let town = try await Town.withWang()

        for _ in 0..<5 { _ = try? await town.signIn(as: "li.si") }

        #expect(try await town.refusal { try await town.signIn(as: "li.si") } == .lockedOut)
    }

    @Test func `a hundred guesses at once are no more than five in a row`() async throws {
        let town = try await Town.withWang()

        let refusals = await withTaskGroup(of: SignInRefusal.Code?.self) { group in
            for _ in 0..<100 {
                group.addTask { (try? await town.refusal { try await town.signIn("wrong password") }) ?? nil }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }

        #expect(refusals.count { $0 == .wrongNameOrPassword } == 5)
        #expect(refusals.count { $0 == .lockedOut } == 95)
    }

    @Test func `an attacker elsewhere does not lock the victim out`() async throws {
        let town = try await Town.withWang()
        for _ in 0..<20 { _ = try? await town.signIn("wrong password", from: Town.abroad) }

        #expect(try await town.refusal { try await town.signIn(from: Town.abroad) } == .lockedOut)
        #expect(try await town.refusal { try await town.signIn() } == nil)
    }

    @Test func `an attack from very many addresses closes the name to strangers, not to its owner's office`()
        async throws
    {
        let town = try await Town.withWang()
        try await town.signIn()
        for number in 0..<60 {
            _ = try? await town.signIn("wrong password", from: Origin(address: "198.51.100.\(number)"))
        }

        let stranger = Origin(address: "203.0.113.1")
        #expect(try await town.refusal { try await town.signIn("wrong password", from: stranger) } == .lockedOut)
        #expect(try await town.refusal { try await town.signIn() } == nil)
    }

    @Test func `one address cannot try every name`() async throws {
        let town = try await Town.withWang()

        var tried = 0
        for number in 0..<120 {
            let code = try await town.refusal { try await town.signIn(as: "name\(number)", from: Town.abroad) }
            if code == .wrongNameOrPassword { tried += 1 }
        }

        #expect(tried == 100)
        #expect(try await town.refusal { try await town.signIn() } == nil)
    }

    @Test func `an attacker with a whole network of IPv6 counts as one`() async throws {
        let town = try await Town.withWang()
        for number in 1...5 {
            _ = try? await town.signIn("wrong password", from: Origin(address: "2001:db8::\(number)"))
        }

        let sixth = Origin(address: "2001:db8::ffff")
        #expect(try await town.refusal { try await town.signIn(from: sixth) } == .lockedOut)
        let neighbour = Origin(address: "2001:db8:0:1::1")
        #expect(try await town.refusal { try await town.signIn(from: neighbour) } == nil)
        #expect(Origin(address: "::ffff:10.0.0.8").network == "10.0.0.8")
        #expect(Origin(address: "2001:db8::1").network == "2001:db8:0:0::/64")
    }

    @Test func `two hundred tries behind a closed door leave one row, which counts them`() async throws {
        let town = try await Town.withWang()
        for _ in 0..<5 { _ = try? await town.signIn("wrong password") }
        let before = try await town.count("SELECT COUNT(*) AS amount FROM account_event")

        for _ in 0..<200 { _ = try? await town.signIn("wrong password") }

        #expect(try await town.count("SELECT COUNT(*) AS amount FROM account_event") == before)
        let counted = try await town.accounts.refusedTries(on: town.now.day)
        #expect(counted.map(\.network) == ["10.0.0.8"])
        #expect(counted.map(\.amount) == [200])
    }

    @Test func `the administrator can unlock, and that is in the audit`() async throws {
        let town = try await Town.withWang()
        for _ in 0..<5 { _ = try? await town.signIn("wrong password") }

        try await town.accounts.unlock("王科长", by: "信息科刘")

        #expect(try await town.refusal { try await town.signIn() } == nil)
        let events = try await town.accounts.events(of: "王科长", before: town.now.adding(.seconds(1)))
        #expect(events.first { $0.kind == .unlocked }?.actor == "信息科刘")
    }

    @Test func `a lock written while the clock was a year ahead does not last a year`() async throws {
        let town = try await Town.withWang()
        town.pass(.seconds(365 * 86400))
        for _ in 0..<5 { _ = try? await town.signIn("wrong password") }
        town.pass(.seconds(-365 * 86400))

        #expect(try await town.refusal { try await town.signIn() } == nil)
    }
}
