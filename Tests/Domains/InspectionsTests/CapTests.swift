import Calendars
import Permissions
import RiskGrading
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Inspections

/// A cap is what the authority itself published, with the document it stands in; the closest one holds.
@Suite(.serialized)
struct CapTests {
    private func cap(
        _ most: Int = 2, in year: Int = 2026, sector: String? = nil, enterprise: String? = nil,
        on day: String = "2026-01-15"
    ) -> PublishCap {
        PublishCap(most, in: year, enterprise: enterprise, by: "玄应急〔2026〕3号", on: Day(day)!)
    }

    @Test func `an inspector, the enterprise, a committee, and a county for an enterprise of another publish none`()
        async throws
    {
        let world = try await World.withInspections()
        for someone in [Someone.sun, .li] {
            #expect(try await world.refused { try await world.open(cap(), by: someone) }?.code == "not-permitted")
        }
        #expect(try await world.refused { try await world.open(cap(), by: .wei) }?.code == "no-power-to-inspect")
        let elsewhere = cap(enterprise: "kunshan-precision")
        #expect(try await world.refused { try await world.open(elsewhere, by: .zhao) }?.code == "not-permitted")
    }

    @Test
    func `what is not published yet, a year gone by, two scopes at once and a second cap for the same are refused`()
        async throws
    {
        let world = try await World.withInspections()
        let both = PublishCap(
            2, in: 2026, sector: .chemicals, enterprise: "jinling-chemicals", by: "某文", on: Day("2026-01-15")!)
        for (opening, field) in [(cap(on: "2026-06-11"), "publishedOn"), (cap(in: 2025), "year"), (both, "enterprise")]
        {
            #expect(
                try await world.refused { try await world.open(opening, by: .zhao) }?.problems[field] != nil, "\(field)"
            )
        }
        let first = try await world.open(cap(), by: .zhao).matter
        let again = try await world.refused { try await world.open(cap(3), by: .zhao) }
        #expect(again?.problems["year"]?.contains("最多 2 次") == true)
        #expect(
            try await world.refused { try await world.perform(TakeBackCap(" "), on: first, by: .zhao) }?
                .problems["reason"] != nil)
        #expect(try await world.refused { try await world.perform(TakeBackCap("错"), on: first, by: .wang) } != nil)
        try await world.perform(TakeBackCap("重新公布"), on: first, by: .zhao)
        try await world.open(cap(3), by: .zhao)
    }

    @Test(arguments: Engine.all)
    func `what is said of one enterprise goes before its grade, its grade before all, and the lower of two as close`(
        engine: Engine
    ) async throws {
        let world = try await World.withInspections(on: engine)
        let store = InspectionStore(database: world.database)
        func most() async throws -> Int? {
            try await store.capRecord(of: "jinling-chemicals", in: 2026, by: ["xuanwu-bureau"])
                .standing(of: "xuanwu-bureau", at: "jinling-chemicals", sector: "chemicals").cap?.most
        }
        #expect(try await most() == nil)
        try await world.publish(1)
        #expect(try await most() == 1)
        try await world.publish(6, grade: .major)
        #expect(try await most() == 1, "the enterprise has no grade yet")
        let profile = try await world.open(OpenRiskProfile("jinling-chemicals"), by: .li).matter
        try await world.database.commit([.one("UPDATE matter SET grade = 'major' WHERE id = \(profile)")])
        #expect(try await most() == 6)
        try await world.publish(4, sector: .chemicals)
        #expect(try await most() == 4)
        try await world.publish(9, sector: .mines)
        #expect(try await most() == 4)
        let own = try await world.publish(3, enterprise: "jinling-chemicals")
        #expect(try await most() == 3)
        try await world.perform(TakeBackCap("重新公布"), on: own, by: .zhao)
        #expect(try await most() == 4)
    }

    @Test(arguments: Engine.all)
    func `the platform ends a cap when its year is over, once, and no person does`(engine: Engine) async throws {
        let world = try await World.withInspections(on: engine)
        let cap = try await world.publish(2)
        let watch = InspectionWatch(desk: world.desk)
        #expect(try await watch.run() == 0)
        #expect(try await world.refused { try await world.perform(RunOut(), on: cap, by: .zhao) } != nil)
        world.clock.move(to: "2027-01-01")
        #expect(try await watch.run() == 1)
        #expect(try await watch.run() == 0)
        #expect(try await world.header(cap).state == InspectionCap.State.runOut.rawValue)
    }
}
