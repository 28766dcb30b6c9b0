import Calendars
import Foundation
import Storage
import Testing

@testable import Accounts

/// A lost phone is told to forget everything by its own person, and by nobody else.
struct PhoneTests {
    private static let phone = "018f0000-0000-7000-8000-00000000000a"

    @Test func `nobody revokes another's phone, or one that is not known`() async throws {
        let town = try await Town.withWang()
        try await town.accounts.keepPhone(Self.phone, device: "Chrome", of: "王科长")
        #expect(try await !town.accounts.revokePhone(Self.phone, of: "李安全员"))
        #expect(try await !town.accounts.revokePhone("018f0000-0000-7000-8000-00000000000b", of: "王科长"))
        #expect(try await !town.accounts.isRevoked(phone: Self.phone))
        #expect(try await town.accounts.phones(of: "李安全员").isEmpty)
        #expect(
            try await town.accounts.events(before: town.now.adding(.seconds(9))).allSatisfy { $0.kind != .phoneRevoked }
        )
    }

    @Test func `once revoked it stays so, however often it is met again, and the audit says who did it`() async throws {
        let town = try await Town.withWang()
        for _ in 0..<2 { try await town.accounts.keepPhone(Self.phone, device: "Chrome", of: "王科长") }
        #expect(try await town.accounts.phones(of: "王科长").map(\.device) == ["Chrome"])
        #expect(try await town.accounts.revokePhone(Self.phone, of: "王科长"))
        #expect(try await !town.accounts.revokePhone(Self.phone, of: "王科长"))
        try await town.accounts.keepPhone(Self.phone, device: "Chrome", of: "王科长")
        #expect(try await town.accounts.isRevoked(phone: Self.phone))
        let events = try await town.accounts.events(of: "王科长", before: town.now.adding(.seconds(9)))
        #expect(events.count { $0.kind == .phoneRevoked && $0.detail == Self.phone } == 1)
    }

    @Test func `only so many are noted for one person`() async throws {
        let town = try await Town.withWang()
        for number in 0..<(Accounts.mostPhones + 3) {
            let id = "018f0000-0000-7000-8000-" + String(repeating: "0", count: 12 - "\(number)".count) + "\(number)"
            try await town.accounts.keepPhone(id, device: "Chrome", of: "王科长")
        }
        #expect(try await town.accounts.phones(of: "王科长").count == Accounts.mostPhones)
    }

    @Test func `the key told again is the one handed out, to that person alone, and no other parcel is one`()
        async throws
    {
        let town = try await Town()
        let (first, second) = (try town.accounts.fieldKey(for: "王科长"), try town.accounts.fieldKey(for: "王科长"))
        #expect(first.key != second.key && Data(base64Encoded: first.key)?.count == 32)
        #expect(!first.parcel.contains(first.key))
        #expect(town.accounts.fieldKey(in: first.parcel, of: "李安全员") == nil)
        let words = try town.accounts.parcel(first.key, for: "王科长")
        #expect(town.accounts.fieldKey(in: words, of: "王科长") == nil)
        town.pass(.seconds(400 * 86_400))
        #expect(town.accounts.fieldKey(in: first.parcel, of: "王科长") == first.key)
    }
}
