import Calendars
import Registry
import SampleProvince
import Storage
import Testing
import Workflows

/// Counts change with the matter in the same commit, and a recount agrees.
@Suite(.serialized)
struct TallyTests {
    private func amounts(in world: World, _ condition: SQL) async throws -> [String: Int] {
        let rows = try await world.database.rows("SELECT region, amount FROM tally WHERE amount <> 0 AND \(condition)")
        return try rows.reduce(into: [:]) { sums, row in
            let (region, amount): (RegionCode, Int) = (try row["region"], try row["amount"])
            sums[region.prefix, default: 0] += amount
        }
    }

    @Test(arguments: Engine.all)
    func `a matter counts in its region and every one above`(engine: Engine) async throws {
        let world = try await World(on: engine)
        for region in [
            SampleProvince.jiangsu, SampleProvince.nanjing, SampleProvince.xuanwu, SampleProvince.meiyuan,
            RegionCode("320102002001")!,
        ] {
            try await world.open(HandOver { $0.region = region })
        }
        #expect(
            try await amounts(in: world, "state = 'handedOver'") == ["32": 5, "3201": 4, "320102": 3, "320102002": 2])
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test func `a township right below its city counts once in the city`() async throws {
        let world = try await World()
        let dongguan = RegionCode("441900003")!
        try await world.open(HandOver { $0.region = dongguan })
        #expect(try await amounts(in: world, "1 = 1") == ["44": 1, "4419": 1, "441900003": 1])
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test(arguments: Engine.all)
    func `moving takes from one count and gives to another`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working) { $0.grade = .urgent }
        _ = try await world.errand(in: .working)
        try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun)

        #expect(try await amounts(in: world, "state = 'reported' AND grade = 'urgent'")["32"] == 1)
        #expect(try await amounts(in: world, "state = 'working' AND grade = 'ordinary'")["32"] == 1)
        #expect(try await amounts(in: world, "state = 'handedOver'") == [:])
        #expect(try await amounts(in: world, "month = '2026-06'")["320102"] == 2)
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test(arguments: Engine.all)
    func `a matter counts for whoever carries it out, wherever it is moved`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        try await world.open(HandOver { ($0.region, $0.owner) = (SampleProvince.kunshan, "kunshan-bureau") })
        let owners = ["xuanwu-bureau", "gulou-bureau", "kunshan-bureau"]
        func open(for someone: Someone) async throws -> [String: Int] {
            try await world.list.lights(
                of: "errand", carriedOutBy: owners, in: SampleProvince.jiangsu, for: world.user(someone)
            ).mapValues(\.all)
        }
        #expect(try await open(for: .zhou) == ["xuanwu-bureau": 1, "kunshan-bureau": 1])
        #expect(try await open(for: .qian) == [:])

        try await world.perform(
            Transfer<Errand>(organisation: "gulou-bureau", reason: "属地在鼓楼"), on: errand, by: .sun)

        #expect(try await open(for: .zhou) == ["gulou-bureau": 1, "kunshan-bureau": 1])
        #expect(try await Recount(database: world.database).differences() == [])
        try await world.database.commit([.any("UPDATE owner_tally SET amount = 5 WHERE owner = 'gulou-bureau'")])
        #expect(try await Recount(database: world.database).differences().map(\.kept) == [5])
    }

    @Test(arguments: Engine.all)
    func `a recount reports a count that is wrong, missing or too many`(engine: Engine) async throws {
        let world = try await World(on: engine)
        try await world.open(HandOver())
        try await world.database.commit([
            .any("UPDATE tally SET amount = 7 WHERE region = \(SampleProvince.nanjing)"),
            .any("DELETE FROM tally WHERE region = \(SampleProvince.xuanwu)"),
            .any(
                """
                INSERT INTO tally (kind, state, grade, light, region, sector, month, amount)
                VALUES ('errand', 'closed', 'ordinary', 'green', \(SampleProvince.suzhou), '', '2026-06', 3)
                """),
        ])

        let differences = try await Recount(database: world.database).differences()

        let found = Dictionary(uniqueKeysWithValues: differences.map { ($0.key[4], [$0.kept, $0.counted]) })
        #expect(found == ["320100000000": [7, 1], "320102000000": [0, 1], "320500000000": [3, 0]])
    }

    @Test func `the board shows the divisions right below to those who see the whole region`() async throws {
        let world = try await World()
        try await world.open(HandOver())
        try await world.open(HandOver { ($0.region, $0.owner) = (SampleProvince.kunshan, "kunshan-bureau") })
        func board(for someone: Someone, _ region: RegionCode) async throws -> [String: Int] {
            let tallies = try await world.list.tallies(of: "errand", below: region, for: world.user(someone))
            return tallies.reduce(into: [:]) { $0[$1.region.prefix, default: 0] += $1.amount }
        }

        #expect(try await board(for: .zhou, SampleProvince.jiangsu) == ["32": 2, "3201": 1, "3205": 1])
        #expect(try await board(for: .qian, SampleProvince.nanjing) == ["3201": 1, "320102": 1])
        let divisions = [SampleProvince.jiangsu, SampleProvince.nanjing, SampleProvince.suzhou]
        let lights = try await world.list.lights(
            of: "errand", in: divisions, within: SampleProvince.jiangsu, for: world.user(.zhou))
        #expect(
            lights.mapValues(\.all) == [
                SampleProvince.jiangsu: 2, SampleProvince.nanjing: 1, SampleProvince.suzhou: 1,
            ])
        #expect(
            try await world.list.lights(
                of: "errand", in: divisions, within: SampleProvince.jiangsu, for: world.user(.qian)) == [:])
        #expect(
            try await world.list.lights(
                of: "errand", in: divisions, within: SampleProvince.nanjing, for: world.user(.qian)
            ).keys.map(\.prefix) == ["3201"])
        // Not the province for a city, nothing for a post limited to sectors, nor for those who read no errands.
        #expect(try await board(for: .qian, SampleProvince.jiangsu) == [:])
        #expect(try await board(for: .jiang, SampleProvince.jiangsu) == [:])
        #expect(try await board(for: .shi, SampleProvince.jiangsu) == [:])
        #expect(try await board(for: .chen, SampleProvince.jiangsu) == [:])
    }
}
