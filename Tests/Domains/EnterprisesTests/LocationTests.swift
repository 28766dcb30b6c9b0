import Calendars
import Permissions
import Registry
import SampleProvince
import Spreadsheets
import Storage
import Testing
import Workflows

@testable import Enterprises

/// Where an enterprise stands is a fact like others, and lies in its county.
struct LocationTests {
    private static func isRefused(_ error: any Error, _ field: String, naming words: String) -> Bool {
        (error as? Refusal)?.problems[field]?.contains(words) ?? false
    }

    @Test func `another county, swapped figures and nonsense are refused, each with what to do`() async throws {
        let bureau = try await Bureau()
        for (typed, words) in [
            ("118.70, 32.05", "而在南京市鼓楼区"), ("32.05, 118.80", "118.80000,32.05000"), ("在路口", "先写经度"),
        ] {
            var facts = Bureau.jinling
            facts[.location] = typed
            await #expect { try await bureau.enter(facts) } throws: { Self.isRefused($0, "location", naming: words) }
        }
        #expect(try await bureau.world.count("enterprise") == 0)
    }

    @Test(arguments: Engine.all)
    func `it is kept with source and day, and everybody who is asked about the enterprise knows it`(
        engine: Engine
    ) async throws {
        let bureau = try await Bureau(on: engine)
        let one = try await bureau.enter()
        try await bureau.register.say(
            [.location: "118°48′00″，32°3′0″"], from: .enterprise, about: one.key, by: Bureau.sun)
        let record = try #require(try await bureau.register.store.record(one.key, for: Bureau.sun))
        #expect(record.enterprise[.location] == "118.80000,32.05000")
        #expect(record.holding[.location]?.held.source == .enterprise)
        #expect(record.holding[.location]?.held.on == bureau.world.clock.now.day)
        let changes = try await bureau.register.store.changes(of: one.id)
        #expect(changes.contains { $0.fact == .location && $0.new == "118.80000,32.05000" })
        let known = try await bureau.world.registry.acquaint([one.id])
        #expect(known[one.id]?.location == Coordinates(longitude: 118.8, latitude: 32.05))
        #expect(
            EnterpriseTemplate.cells(of: record.enterprise, bureau.register.reading).contains(
                .text("118.80000,32.05000")))
    }

    @Test func `where no outline is known nothing is held against it`() async throws {
        let bureau = try await Bureau()
        var facts = Bureau.gulouMachinery
        facts[.region] = "320583"
        facts[.location] = "118.80, 32.05"
        let one = try await bureau.enter(facts, by: Bureau.wu)
        #expect(one[.location] == "118.80000,32.05000")
    }

    @Test func `a correction of it is refused when asked for and not first when granted`() async throws {
        let bureau = try await Bureau()
        let one = try await bureau.enter()
        let li = Bureau.officer(of: one)
        func ask(_ value: String) async throws -> Receipt {
            try await bureau.desk.open(
                AskCorrection(enterprise: one.key, fact: .location, proposed: value, ground: "实地核对"), by: li)
        }
        await #expect { try await ask("118.70, 32.05") } throws: { Self.isRefused($0, "proposed", naming: "鼓楼区") }
        let asked = try await ask("东经118.81，北纬32.06")
        try await bureau.desk.perform(CorrectFact(), on: asked.matter, by: Bureau.sun)
        let record = try #require(try await bureau.register.store.record(one.key, for: Bureau.sun))
        #expect(record.enterprise[.location] == "118.81000,32.06000")
        // Others remember an enterprise for a moment.
        try await bureau.world.registry.reload()
        let known = try await bureau.world.registry.acquaint([one.id])
        #expect(known[one.id]?.location == Coordinates(longitude: 118.81, latitude: 32.06))
    }

    @Test func `made-up enterprises stand near their township, inside their county`() async throws {
        let list = try RegionList.load(from: Checkout.path("Resources/regions/jiangsu.csv"))
        let boundaries = try Boundaries.load(from: Checkout.path("Resources/boundaries/jiangsu-counties-2022.geojson"))
        let industries = try IndustryTree.load(from: Checkout.path("Resources/industries/gbt4754-2017.csv"))
        let generator = MadeUpEnterprises(
            in: RegionTree(list.regions, boundaries: boundaries), industries: industries, on: Day("2026-06-10")!)
        var placed = 0
        for index in 0..<300 {
            let facts = generator.facts(of: index)
            guard let place = facts[.location].flatMap(Coordinates.init(text:)) else { continue }
            placed += 1
            let region = try #require(facts[.region].flatMap { RegionCode($0) })
            #expect(boundaries.misplacement(of: place, in: region) == nil, "\(index) \(place.text)")
        }
        #expect(placed > 280)
    }
}
