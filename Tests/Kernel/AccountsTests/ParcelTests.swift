import Calendars
import Testing

@testable import Accounts

/// 封存的内容 — opened for one person, for a while, as it was packed or not at all.
struct ParcelTests {
    private static let words = "{\"outcome\":\"走访了十二户\"}"

    @Test func `a parcel opens for nobody else, not changed, and not as a key of another use`() async throws {
        let town = try await Town()
        let parcel = try town.accounts.parcel(Self.words, for: "王科长")
        func opened(_ parcel: String, for person: String = "王科长") -> String? {
            town.accounts.opened(parcel, for: person, within: .seconds(3600))?.words
        }
        #expect(opened(parcel) == Self.words)
        #expect(opened(parcel, for: "李安全员") == nil)
        #expect(opened(parcel, for: "") == nil)
        for place in [0, 20, parcel.count - 4] {
            var signs = Array(parcel)
            signs[place] = signs[place] == "A" ? "B" : "A"
            #expect(opened(String(signs)) == nil, "\(place)")
        }
        for nothing in ["", "A", "AAAA", "没有封存", String(parcel.dropLast(4))] { #expect(opened(nothing) == nil) }
        let elsewhere = try await Accounts(
            database: town.database, secret: Array(1..<33), needsSecondFactor: { _ in false }, clock: { town.now })
        #expect(elsewhere.opened(parcel, for: "王科长", within: .seconds(3600)) == nil)
    }

    @Test func `it says when it was packed, and does not open once that is too long ago`() async throws {
        let town = try await Town()
        let packed = town.now
        let parcel = try town.accounts.parcel(Self.words, for: "王科长")
        town.pass(.seconds(3599))
        #expect(town.accounts.opened(parcel, for: "王科长", within: .seconds(3600))?.packed == packed)
        town.pass(.seconds(1))
        #expect(town.accounts.opened(parcel, for: "王科长", within: .seconds(3600)) == nil)
    }

    @Test func `what it holds cannot be read off it, and the same words make another parcel each time`() async throws {
        let town = try await Town()
        let (one, two) = (try town.accounts.parcel("aaaa", for: "王科长"), try town.accounts.parcel("aaaa", for: "王科长"))
        #expect(one != two)
        #expect(!one.contains("aaaa") && !one.contains("YWFhYQ"))
    }
}
