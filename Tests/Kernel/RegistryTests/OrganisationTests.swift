import Calendars
import SampleProvince
import Testing

@testable import Registry

struct OrganisationDirectoryTests {
    private let directory = OrganisationDirectory(SampleProvince.organisations)
    private let today = SampleProvince.beginning.day
    private let before = Day("2018-10-30")!

    @Test func `a dissolved body leads to its successor`() {
        #expect(directory.named("省安监局", on: today).map(\.id) == ["emergency"])
        #expect(directory.named("省安监局", on: before).map(\.id) == ["work-safety"])
    }

    @Test func `a body is not there before it was set up`() {
        #expect(directory.named("江苏省应急管理厅", on: before) == [])
        #expect(directory.named("江苏省应急管理厅", on: today).map(\.id) == ["emergency"])
    }

    @Test func `names and aliases lead to the same body, unknown names to none`() {
        #expect(directory.named("省工信厅", on: today).map(\.id) == ["industry"])
        #expect(directory.named("工信", on: today) == [])
    }

    @Test func `a succession that goes in a circle ends`() {
        let gone = Day("2000-01-01")
        let circle = OrganisationDirectory([
            Organisation(
                id: "a", name: "甲", kind: .department, region: SampleProvince.jiangsu, to: gone, successor: "b"),
            Organisation(
                id: "b", name: "乙", kind: .department, region: SampleProvince.jiangsu, to: gone, successor: "a"),
        ])
        #expect(circle.named("甲", on: today) == [])
    }

    @Test func `a search stays in its scope`() {
        #expect(
            directory.search("应急管理局", in: SampleProvince.nanjing).map(\.id) == [
                "nanjing-bureau", "xuanwu-bureau", "gulou-bureau",
            ])
        #expect(directory.search("安监局", in: SampleProvince.nanjing) == [])
        #expect(directory.search(" ", in: SampleProvince.jiangsu) == [])
    }
}

/// The register survives the way into the database and back.
@Suite(.serialized)
struct RegistryTests {
    @Test(arguments: Engine.all)
    func `what was written is read back`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let known = world.registry
        #expect(known.regions.all == RegionTree(SampleProvince.regions).all)
        let enterprises = SampleProvince.organisations.filter { $0.kind == .enterprise }
        #expect(Set(known.organisations.all) == Set(SampleProvince.organisations).subtracting(enterprises))
        #expect(enterprises.allSatisfy { known.organisations[$0.id] == nil })
        let asked = try await known.acquaint(enterprises.map(\.id))
        #expect(enterprises.allSatisfy { asked[$0.id] == $0 })
    }

    @Test(arguments: Engine.all)
    func `the enterprises of a region are read by name, so many and no more`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let inNanjing = SampleProvince.organisations
            .filter { $0.kind == .enterprise && SampleProvince.nanjing.contains($0.region) }.map(\.name).sorted()
        #expect(inNanjing.count > 1)
        // What others asked about meanwhile does not get among them.
        try await world.registry.acquaint(SampleProvince.organisations.map(\.id))
        let read = try await world.registry.enterprises(within: [SampleProvince.nanjing], limit: 100)
        #expect(read.map(\.name) == inNanjing)
        #expect(try await world.registry.enterprises(within: [SampleProvince.nanjing], limit: 1).count == 1)
        #expect(try await world.registry.enterprises(within: [], limit: 100) == [])
        #expect(world.registry.organisations[read[0].id] == read[0])
    }

    @Test(arguments: Engine.all)
    func `a changed body is seen after reloading, under the same id`(engine: Engine) async throws {
        let world = try await World(on: engine)
        var bureau = try #require(world.registry.organisations["xuanwu-bureau"])
        bureau.to = Day("2026-06-30")
        bureau.successor = "gulou-bureau"
        bureau.aliases = ["玄武应急局", "区应急局"]
        try await world.database.commit([RegistryStore.save(bureau)])
        #expect(world.registry.organisations["xuanwu-bureau"]?.to == nil)

        try await world.registry.reload()

        #expect(world.registry.organisations["xuanwu-bureau"] == bureau)
        let later = try #require(Day("2026-07-01"))
        #expect(world.registry.organisations.named("区应急局", on: later).map(\.id) == ["gulou-bureau"])
    }

    @Test(arguments: Engine.all)
    func `the whole list of Jiangsu goes in and comes out again`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let list = try RegionList.load(from: Checkout.path("Resources/regions/jiangsu.csv"))
        let further = list.regions.filter { region in !SampleProvince.regions.contains { $0.code == region.code } }

        try await world.database.commit(further.map(RegistryStore.insert))
        try await world.registry.reload()

        #expect(Set(world.registry.regions.all) == Set(SampleProvince.regions + further))
    }
}

struct AcquaintancesTests {
    private func some(_ range: Range<Int>) -> [Organisation] {
        range.map { Organisation(id: "e\($0)", name: "企业\($0)", kind: .enterprise, region: SampleProvince.jiangsu) }
    }

    private func known(_ acquaintances: Acquaintances) -> Set<String> {
        Set(acquaintances.organisations.flatMap(\.keys))
    }

    @Test func `whoever was just asked about is known while others fill the memory`() {
        var acquaintances = Acquaintances(capacity: 10)
        acquaintances.remember(some(0..<1))
        acquaintances.remember(some(1..<10))
        acquaintances.remember(some(10..<19))
        #expect(known(acquaintances).contains("e0"))
        // Asked about again, it stays for a generation more.
        #expect(acquaintances.unread(of: ["e0"]) == [])
        acquaintances.remember(some(20..<30))
        #expect(known(acquaintances).contains("e0"))
        acquaintances.remember(some(30..<40))
        acquaintances.remember(some(40..<50))
        #expect(!known(acquaintances).contains("e0"))
        #expect(acquaintances.unread(of: ["e0"]) == ["e0"])
        #expect(known(acquaintances).count <= 20)
    }

    @Test func `after a change of the register those known are read again, and known meanwhile`() {
        var acquaintances = Acquaintances(capacity: 10)
        acquaintances.remember(some(0..<2))
        #expect(acquaintances.unread(of: ["e0", "e9"]) == ["e9"])
        acquaintances.growOld()
        #expect(known(acquaintances) == ["e0", "e1"])
        #expect(Set(acquaintances.unread(of: ["e0", "e1"])) == ["e0", "e1"])
    }

    @Test func `what was read later counts`() {
        var acquaintances = Acquaintances(capacity: 2)
        acquaintances.remember(some(0..<2))
        acquaintances.remember([
            Organisation(id: "e0", name: "更名后的企业", kind: .enterprise, region: SampleProvince.jiangsu)
        ])
        let directory = OrganisationDirectory([]).knowing(acquaintances.organisations)
        #expect(directory["e0"]?.name == "更名后的企业")
        #expect(directory["e1"]?.name == "企业1")
    }
}
