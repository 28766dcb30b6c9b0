import Calendars
import Ledger
import SampleProvince
import Testing

/// Ids sort by the time they were made.
struct UUIDv7Tests {
    @Test func `ids made one after another sort so, also within a millisecond and when the clock steps back`() {
        let now = Instant.now
        let instants = Array(repeating: now, count: 3000) + (1...100).map { now.adding(.milliseconds(-$0)) }
        let ids = instants.map { UUIDv7.make(at: $0) }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test func `many made at once are all different`() async {
        let ids = await withTaskGroup(of: [String].self) { group in
            for _ in 0..<8 { group.addTask { (0..<2000).map { _ in UUIDv7.make() } } }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(Set(ids).count == 16_000)
    }

    @Test func `an id has the form, version and variant of its standard`() {
        let id = UUIDv7.make()
        #expect(UUIDv7.isWellFormed(id))
        #expect(id == id.lowercased())
        #expect(Array(id)[14] == "7")
        #expect("89ab".contains(Array(id)[19]))
    }

    @Test(arguments: [
        "", "x", "018f0000-0000-7000-8000-00000000000", "018f0000-0000-7000-8000-0000000000000",
        "018f0000000070008000000000000000", "018f0000-0000-7000-8000-00000000000g",
        "018f0000-0000-7000-8000_000000000000",
        "０18f0000-0000-7000-8000-000000000000", "018f0000-0000-7000-8000-000000000000\n",
    ])
    func `what a client sends must have the form`(text: String) {
        #expect(!UUIDv7.isWellFormed(text))
    }

    @Test func `any version in any case has the form`() {
        #expect(UUIDv7.isWellFormed("6BA7B810-9DAD-11D1-80B4-00C04FD430C8"))
    }
}
