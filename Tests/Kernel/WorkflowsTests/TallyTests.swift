import Calendars
import Registry
import SampleProvince
import Storage
import Testing

@testable import Workflows

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
            let tallies = try await world.list.tallies(
                of: "errand",
                in: [
                    region, SampleProvince.nanjing, SampleProvince.suzhou, SampleProvince.xuanwu,
                    SampleProvince.kunshan,
                ].filter { $0.level.rawValue <= region.level.rawValue + 1 },
                within: region, for: world.user(someone))
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

    @Test(arguments: Engine.all)
    func `a count from the tallies is the count of the rows, whatever a list is narrowed by`(engine: Engine)
        async throws
    {
        let world = try await World(on: engine)
        for (state, grade) in [
            (Errand.State.working, Errand.Grade.urgent), (.working, .ordinary), (.handedOver, .urgent),
            (.closed, .ordinary),
        ] {
            _ = try await world.errand(in: state) { $0.grade = grade }
            world.clock.advance(by: .seconds(20 * 86_400))
        }
        try await world.open(HandOver { ($0.region, $0.owner) = (SampleProvince.kunshan, "kunshan-bureau") })
        try await Escalation(desk: world.desk, kinds: world.kinds).run()
        let errand = try #require(world.kinds["errand"])
        var counts: Set<Int> = []
        for (someone, region) in [
            (Someone.zhou, nil), (.zhou, SampleProvince.jiangsu), (.zhou, SampleProvince.kunshan),
            (.qian, SampleProvince.nanjing), (.sun, SampleProvince.xuanwu),
        ] {
            var query = MatterQuery()
            (query.kinds, query.region) = (["errand"], region)
            var narrowed = [query]
            func narrow(_ change: (inout MatterQuery) -> Void) {
                var one = query
                change(&one)
                narrowed.append(one)
            }
            for isOpen in [true, false] {
                narrow { $0.isOpen = isOpen }
                narrow { ($0.isOpen, $0.lights) = (isOpen, [.red]) }
                narrow { ($0.isOpen, $0.grades) = (isOpen, ["urgent"]) }
            }
            narrow { $0.states = ["working", "closed"] }
            narrow { ($0.openedFrom, $0.openedTo) = (Day("2026-07-01"), Day("2026-07-31")) }
            narrow { $0.openedTo = Day("2026-06-30") }
            for one in narrowed {
                #expect(one.tallied(in: region ?? SampleProvince.jiangsu, [errand]) != nil)
                let counted = try await world.list.count(one, for: world.user(someone))
                #expect(try await world.list.headers(one, for: world.user(someone)).count == counted, "\(one)")
                counts.insert(counted)
            }
            // Not of whole months, or of what the tallies do not keep: the rows themselves are counted.
            narrow { $0.openedFrom = Day("2026-07-02") }
            narrow { $0.wasLate = true }
            narrow { $0.text = "排查" }
            for one in narrowed.suffix(3) {
                #expect(one.tallied(in: region ?? SampleProvince.jiangsu, [errand]) == nil)
                #expect(
                    try await world.list.headers(one, for: world.user(someone)).count
                        == world.list.count(one, for: world.user(someone)))
            }
        }
        #expect(counts.count > 3)
    }

    @Test func `lists of what is open in a city or county are read in the order of an index, without sorting`()
        async throws
    {
        let world = try await World()
        for region in [SampleProvince.nanjing, SampleProvince.xuanwu] {
            for (lights, grades) in [([Light](), [String]()), ([.red], []), ([], ["urgent"])] {
                var query = MatterQuery()
                (query.kinds, query.isOpen, query.region) = (["errand"], true, region)
                (query.lights, query.grades) = (lights, grades)
                let condition = query.condition(for: world.user(.zhou), reading: [try #require(world.kinds["errand"])])
                let plan = try await world.database.rows(
                    "EXPLAIN QUERY PLAN SELECT matter.* FROM matter WHERE \(condition) ORDER BY \(query.ordering) LIMIT 50"
                ).map { try $0["detail"] as String }
                #expect(plan.count == 1 && plan[0].contains("matter_open_by_"), "\(plan)")
            }
        }
    }

    @Test func `what is open at one organisation is found by the organisation, not among all that is open`()
        async throws
    {
        let world = try await World()
        for region in [nil, SampleProvince.nanjing, SampleProvince.xuanwu] {
            for (owner, subject, index) in [
                ("xuanwu-bureau", nil, "matter_by_owner"), (nil, "jinling-chemicals", "matter_by_subject"),
            ] {
                var query = MatterQuery()
                (query.kinds, query.isOpen, query.region) = (["errand"], true, region)
                (query.owner, query.subject) = (owner, subject)
                let condition = query.condition(for: world.user(.zhou), reading: [try #require(world.kinds["errand"])])
                let plan = try await world.database.rows(
                    "EXPLAIN QUERY PLAN SELECT matter.* FROM matter WHERE \(condition) ORDER BY \(query.ordering) LIMIT 50"
                ).map { try $0["detail"] as String }
                #expect(!plan.contains { $0.contains("matter_open_by_") }, "\(plan)")
                if region == nil { #expect(plan[0].contains(index), "\(plan)") }
            }
        }
    }
}
