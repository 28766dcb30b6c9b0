import Calendars
import Permissions
import Registry
import SampleProvince
import Storage
import Testing
import Workflows

@testable import HiddenDangers

/// Every count equals a plain recount of the rows that the same person may see, on both databases.
@Suite(.serialized)
struct HiddenDangerStoreTests {
    private static let readers: [Someone] = [.yang, .sun, .zheng, .qian, .zhou, .li, .mei]

    /// Some weeks in which dangers are found, put right, returned, cleared, reopened and dismissed as chance has it.
    private static func busy(on engine: Engine, seed: UInt64, dangers: Int) async throws -> World {
        let world = try await World.withDangers(on: engine)
        var luck = Seeded(seed)
        let categories = Array(DangerCategory.allCases.prefix(3))
        for _ in 0..<dangers {
            let site = ["jinling-chemicals", "meiyuan-store"].randomElement(using: &luck)!
            let finding = Finding(
                at: site, categories.randomElement(using: &luck)!, in: .workshop, place: "3号反应釜",
                "平台护栏缺失", breach: .yes)
            let id = try await world.open(ReportDanger(finding), by: .yang).matter
            for _ in 0..<Int.random(in: 0...5, using: &luck) { try await step(id, in: world, &luck) }
            world.clock.advance(by: .seconds(Int.random(in: 1...4, using: &luck) * 86_400))
            try await Escalation(desk: world.desk, kinds: world.kinds).run()
            try await world.watch.run()
        }
        return world
    }

    /// What comes next for it, or nothing when the state lets nobody do what chance chose.
    private static func step(_ id: String, in world: World, _ luck: inout Seeded) async throws {
        let header = try await world.header(id)
        let officer: Someone = header.subject == "meiyuan-store" ? .mei : .li
        do {
            switch HiddenDanger.State(rawValue: header.state) {
            case .found where Bool.random(using: &luck):
                try await world.perform(
                    GradeDanger(Grading(Bool.random(using: &luck) ? .major : .general, because: "现场")), on: id,
                    by: .yang)
            case .found: try await world.perform(DismissDanger(reason: "不是隐患"), on: id, by: .sun)
            case .planning:
                var securing = Securing.sample
                securing.day = world.clock.now.day.adding(days: 10)
                try await world.perform(SecureRectification(securing), on: id, by: officer)
            case .rectifying:
                try await world.perform(ReportRectified("已改", evidence: [photograph]), on: id, by: officer)
            case .rectified:
                try await world.perform(VerifyDanger("看过"), on: id, by: .sun)
            case .verified: try await world.perform(ClearDanger("销号"), on: id, by: .sun)
            case .cleared where Bool.random(using: &luck):
                try await world.perform(
                    ReopenDanger(until: world.clock.now.day.adding(days: 5), because: "又有"), on: id, by: .qian)
            default: break
            }
        } catch is Refusal {
            // Chance chose what the rules do not allow.
        }
    }

    private static func visible(to user: User, in world: World) async throws -> [HiddenDanger] {
        try await world.database.rows(
            "SELECT matter.*, own.* FROM matter JOIN hidden_danger own ON own.id = matter.id"
        ).map { try HiddenDanger(header: MatterHeader(row: $0), details: $0) }.filter {
            user.holds(.readDangers, at: $0.header.place)
        }
    }

    @Test(arguments: Engine.all, [UInt64(1), 7])
    func `categories, recurrences and the worst enterprises equal a plain recount`(
        engine: Engine, seed: UInt64
    ) async throws {
        let world = try await Self.busy(on: engine, seed: seed, dangers: 14)
        let store = HiddenDangerStore(database: world.database)
        let days = world.clock.now.day.adding(days: -12)...world.clock.now.day
        var seen = 0
        for someone in Self.readers {
            let user = world.user(someone)
            let rows = try await Self.visible(to: user, in: world)
            seen += rows.count

            let counted = try await store.categories(found: days, within: nil, for: user)
            let recounted = Dictionary(grouping: rows.filter { days.contains($0.header.openedAt.day) }) {
                "\($0.finding.category) \($0.grade?.rawValue ?? "")"
            }
            #expect(counted.count == recounted.count, "\(someone)")
            for one in counted {
                let plain = recounted["\(one.category) \(one.grade?.rawValue ?? "")"] ?? []
                #expect(one.found == plain.count, "\(someone) \(one)")
                #expect(one.cleared == plain.count { $0.state == .cleared }, "\(someone) \(one)")
            }

            let recurring = Dictionary(grouping: rows.filter { $0.recurrenceFor != nil }) { $0.recurrenceFor! }
            let recurrences = try await store.recurrences(within: nil, for: user)
            #expect(
                Dictionary(uniqueKeysWithValues: recurrences.map { ($0.organisation, $0.amount) })
                    == recurring.mapValues(\.count), "\(someone)")

            let open = rows.filter(\.header.isOpen)
            let worst = try await store.worst(within: nil, for: user)
            for one in worst {
                let own = open.filter { $0.header.subject == one.subject }
                #expect(one.major == own.count { $0.grade == .major }, "\(someone)")
                #expect(one.overdue == own.count { $0.header.light == .red }, "\(someone)")
            }
            let named = Set(open.filter { $0.grade == .major || $0.header.light == .red }.compactMap(\.header.subject))
            #expect(Set(worst.map(\.subject)) == named, "\(someone)")
        }
        #expect(seen > 0)
    }

    @Test(arguments: Engine.all)
    func `the figures of a division equal a plain recount, and nobody gets them who does not read all of it`(
        engine: Engine
    ) async throws {
        let world = try await Self.busy(on: engine, seed: 3, dangers: 16)
        let lists = MatterList(database: world.database, kinds: world.kinds)
        for (someone, region) in [
            (Someone.zhou, SampleProvince.jiangsu), (.qian, SampleProvince.nanjing), (.sun, SampleProvince.xuanwu),
        ] {
            let user = world.user(someone)
            let tallies = try await lists.tallies(of: HiddenDanger.kind, at: region, for: user)
            let division = DivisionCount(region, "", tallies)
            let rows = try await Self.visible(to: user, in: world).filter { region.contains($0.header.region) }
            let open = rows.filter(\.header.isOpen)
            #expect(division.total == rows.count)
            #expect(division.open == open.count)
            #expect(division.majorOpen == open.count { $0.grade == .major })
            #expect(division.overdue == open.count { $0.header.light == .red })
            #expect(division.cleared == rows.count { $0.state == .cleared })
            #expect(division.total > 0)
        }
        for someone in [Someone.yang, .li, .zheng] {
            #expect(
                try await lists.tallies(
                    of: HiddenDanger.kind, at: SampleProvince.nanjing, for: world.user(someone)
                ).isEmpty)
        }
    }

    @Test(arguments: Engine.all)
    func `categories of a month are tallied as the rows have them, and a recount says where they are not`(
        engine: Engine
    ) async throws {
        let world = try await Self.busy(on: engine, seed: 5, dangers: 16)
        let store = HiddenDangerStore(database: world.database)
        let month = Month(of: world.clock.now.day)
        for (someone, region) in [
            (Someone.zhou, SampleProvince.jiangsu), (.qian, SampleProvince.nanjing), (.sun, SampleProvince.xuanwu),
            (.yang, SampleProvince.meiyuan), (.zheng, SampleProvince.jiangsu),
        ] {
            for month in month.andBefore(3) {
                #expect(
                    try await store.categories(found: month, within: region, for: world.user(someone))
                        == store.categories(
                            found: month.firstDay...month.lastDay, within: region, for: world.user(someone)),
                    "\(someone) \(month)")
            }
        }
        #expect(try await !DangerTally(database: world.database).counts(of: month, in: SampleProvince.jiangsu).isEmpty)
        #expect(try await DangerTally(database: world.database).differences() == [])
        try await world.database.commit([
            .any(
                "UPDATE danger_tally SET amount = 77 WHERE region = \(SampleProvince.jiangsu) AND month = \("\(month)")"
            )
        ])
        #expect(try await DangerTally(database: world.database).differences().allSatisfy { $0.kept == 77 })
        #expect(try await !DangerTally(database: world.database).differences().isEmpty)
    }

    @Test func `what is overdue in a county is read in the order of the list`() async throws {
        let world = try await World.withDangers()
        for (column, index) in [("light = 'red'", "hidden_danger_late"), ("grade = 'major'", "hidden_danger_major")] {
            let plan = try await world.database.rows(
                """
                EXPLAIN QUERY PLAN SELECT * FROM matter WHERE county = '320102' AND kind = 'hidden-danger'
                    AND is_open = 1 AND \(SQL(verbatim: column)) ORDER BY id DESC LIMIT 50
                """
            ).map { try $0["detail"] as String }
            #expect(plan.count == 1 && plan[0].contains("USING INDEX \(index)"), "\(plan)")
        }
    }

    @Test(arguments: Engine.all)
    func `what waits for an inspector leaves out what they graded themselves`(engine: Engine) async throws {
        let world = try await World.withDangers(on: engine)
        let own = try await world.danger(in: .rectified)
        let other = try await world.open(ReportDanger(.guardrail), by: .lyu).matter
        try await world.perform(GradeDanger(Grading(.general, because: "现场")), on: other, by: .lyu)
        let store = HiddenDangerStore(database: world.database)
        let by = HiddenDanger.workflow.transition(VerifyDanger.slug)!.separateFrom
        #expect(try await store.acted(on: [own, other], person: Someone.yang.rawValue, by: by) == [own])
        #expect(try await store.acted(on: [own, other], person: Someone.lyu.rawValue, by: by) == [other])
        #expect(try await store.acted(on: [], person: Someone.yang.rawValue, by: by) == [])
        #expect(try await store.told(of: [own])[own]?.rectification == "已装好护栏")
    }

    @Test func `the worst enterprises are found by an index of what is open`() async throws {
        let world = try await World.withDangers()
        for (what, index) in [
            ("matter.grade = 'major'", "hidden_danger_major"), ("matter.light = 'red'", "hidden_danger_late"),
        ] {
            for region in [
                SampleProvince.jiangsu, SampleProvince.nanjing, SampleProvince.xuanwu, SampleProvince.meiyuan,
            ] {
                let visible: SQL =
                    "\(HiddenDangerStore.counties(of: region)) AND \(region.condition(on: "matter.region"))"
                let plan = try await world.database.rows(
                    "EXPLAIN QUERY PLAN \(HiddenDangerStore.worst(SQL(verbatim: what), visible))"
                ).map { try $0["detail"] as String }
                #expect(plan.contains { $0.contains("COVERING INDEX \(index)") && $0.contains("county>?") }, "\(plan)")
                #expect(!plan.contains { $0.hasPrefix("SCAN matter") && !$0.contains("INDEX") }, "\(plan)")
            }
        }
    }
}
