import Calendars
import Storage
import Testing

@testable import Accounts

/// A program may do what its token says, until its day, and no longer than its owner wants.
struct MachineTokenTests {
    @Test func `a token that was never issued, is cut short or changed opens nothing`() async throws {
        let town = try await Town.withWang()
        let token = try await town.issue()

        for text in ["", "anlan_", String(token.dropLast()), token + "A", token.uppercased()] {
            #expect(try await town.refusal { _ = try await town.accounts.machineToken(text) } == .badMachineToken)
        }
    }

    @Test func `a token says what it may do and where`() async throws {
        let town = try await Town.withWang()
        let token = try await town.issue()

        let read = try await town.accounts.machineToken(token)

        #expect(read.owner == "王科长")
        #expect(read.scopes == ["enterprises.read", "hidden-dangers.read"])
        #expect(read.region == "320100000000")
        #expect(token.hasPrefix(read.prefix))
        #expect(read.prefix.count == 12)
    }

    @Test func `an expired or revoked token opens nothing`() async throws {
        let town = try await Town.withWang()
        let short = try await town.issue()
        town.pass(.seconds(30 * 86400))
        #expect(try await town.refusal { _ = try await town.accounts.machineToken(short) } == .badMachineToken)

        let token = try await town.issue()
        let id = try await town.accounts.machineTokens(of: "王科长")[0].id
        try await town.accounts.revokeToken(id, by: "信息科刘")
        #expect(try await town.refusal { _ = try await town.accounts.machineToken(token) } == .badMachineToken)
        #expect(try await town.refusal { try await town.accounts.revokeToken(id, by: "信息科刘") } == .badMachineToken)
    }

    @Test func `the token is not in the database`() async throws {
        let town = try await Town.withWang()
        let token = try await town.issue()

        let stored = try await town.database.rows("SELECT * FROM machine_token").flatMap(\.values).map { "\($0)" }

        #expect(!stored.contains { $0.contains(token.dropFirst(12)) })
    }

    @Test func `use is remembered to the day only, and written once a day`() async throws {
        let town = try await Town.withWang()
        let token = try await town.issue()
        _ = try await town.accounts.machineToken(token)

        #expect(try await town.accounts.machineToken(token).lastUsed == town.now.day)
        town.pass(.seconds(86400))
        _ = try await town.accounts.machineToken(token)
        #expect(try await town.accounts.machineTokens(of: "王科长")[0].lastUsed == town.now.day)
    }

    @Test func `a token for ever, for everything or for nowhere is not issued`() async throws {
        let town = try await Town.withWang()
        func refusal(
            name: String = "数据共享", scopes: Set<String> = ["enterprises.read"], region: String = "320000000000",
            days: Int = 30
        ) async throws -> SignInRefusal.Code? {
            try await town.refusal {
                _ = try await town.accounts.issueToken(
                    name: name, owner: "王科长", scopes: scopes, region: region,
                    expires: town.now.adding(.seconds(days * 86400)), by: "信息科刘")
            }
        }

        #expect(try await refusal(days: 400) == .badTokenTerms)
        #expect(try await refusal(days: -1) == .badTokenTerms)
        #expect(try await refusal(scopes: []) == .badTokenTerms)
        #expect(try await refusal(scopes: ["enterprises.read all"]) == .badTokenTerms)
        #expect(try await refusal(region: "32") == .badTokenTerms)
        #expect(try await refusal(name: "") == .badTokenTerms)
        #expect(try await refusal() == nil)
    }
}

extension Town {
    fileprivate func issue() async throws -> String {
        try await accounts.issueToken(
            name: "数据共享", owner: "王科长", scopes: ["hidden-dangers.read", "enterprises.read"], region: "320100000000",
            expires: now.adding(.seconds(30 * 86400)), by: "信息科刘")
    }
}
