import Calendars
import HiddenDangers
import SampleProvince
import Testing
import Workflows

/// What is grave is listed in public; what is overdue goes up the levels; what comes back counts for whoever cleared it.
@Suite(.serialized)
struct SupervisionTests {
    private let day = Day("2026-08-01")!

    private func listing(of danger: String, in world: World) async throws -> String {
        try await world.perform(ListDanger(until: day, requiring: "限期治理，每周报告"), on: danger, by: .qian)
        return try await world.parts(of: danger).last!.id
    }

    // MARK: 挂牌督办

    @Test func `only a major danger is listed, by a county or higher, and once at each level`() async throws {
        let world = try await World.withDangers()
        let list = ListDanger(until: day, requiring: "限期治理")
        let general = try await world.danger(in: .rectifying)
        #expect(try await refusal { try await world.perform(list, on: general, by: .qian) }?.code == "not-major")

        let major = try await world.danger(in: .planning, .major)
        for someone in [Someone.yang, .li] {
            #expect(
                try await refusal { try await world.perform(list, on: major, by: someone) }?.code == "not-permitted")
        }
        let past = ListDanger(until: Day("2026-06-01")!, requiring: "限期治理")
        #expect(try await refusal { try await world.perform(past, on: major, by: .qian) }?.problems["day"] != nil)
        try await world.perform(list, on: major, by: .qian)
        for someone in [Someone.sun, .zhao] {
            #expect(
                try await refusal { try await world.perform(list, on: major, by: someone) }?.code == "already-listed")
        }
        try await world.perform(list, on: major, by: .zhou)
        #expect(try await world.parts(of: major).map(\.grade) == ["city", "province"])
        #expect(try await world.danger(major).listedLevel == .province)
    }

    @Test(arguments: Engine.all)
    func `a listing has a number and a day, is published, and is taken off only after the danger was found right`(
        engine: Engine
    ) async throws {
        let world = try await World.withDangers(on: engine)
        let danger = try await world.danger(in: .rectified, .major)
        let listing = try await listing(of: danger, in: world)
        let header = try await world.header(listing)
        #expect(header.number.hasPrefix("GP-2026-") && header.deadline?.dueOn == day)
        #expect(header.owner == "jinling-chemicals" && header.supervisor == "nanjing-bureau")

        let ask = AskDelisting("已治理", evidence: [photograph])
        #expect(try await refusal { try await world.perform(ask, on: listing, by: .li) }?.code == "not-verified")
        try await world.perform(VerifyDanger("已治理"), on: danger, by: .sun)
        let clear = ClearDanger("同意")
        #expect(try await refusal { try await world.perform(clear, on: danger, by: .sun) }?.code == "children-open")
        try await world.perform(ask, on: listing, by: .li)

        let delist = Delist("复查合格")
        #expect(try await refusal { try await world.perform(delist, on: listing, by: .qian) }?.code == "not-published")
        let tomorrow = PublishListing(in: "市政府网站", on: Day("2026-06-11")!)
        #expect(try await refusal { try await world.perform(tomorrow, on: listing, by: .qian) }?.problems["day"] != nil)
        try await world.perform(PublishListing(in: "市政府网站", on: Day("2026-06-10")!), on: listing, by: .qian)
        for someone in [Someone.sun, .zhou, .li] {
            #expect(
                try await refusal { try await world.perform(delist, on: listing, by: someone) }?.code
                    == "not-permitted",
                "\(someone.name)")
        }
        try await world.perform(delist, on: listing, by: .qian)
        try await world.perform(clear, on: danger, by: .sun)
        #expect(try await world.danger(danger).state == .cleared)
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test func `a danger found wrong again after it was verified keeps its listing`() async throws {
        let world = try await World.withDangers()
        let danger = try await world.danger(in: .rectified, .major)
        let listing = try await listing(of: danger, in: world)
        try await world.perform(VerifyDanger("已治理"), on: danger, by: .sun)
        try await world.perform(AskDelisting("已治理"), on: listing, by: .li)
        try await world.perform(PublishListing(in: "报纸", on: Day("2026-06-10")!), on: listing, by: .qian)
        try await world.perform(
            ReturnForRectification(until: Day("2026-06-30")!, because: "又松动"), on: danger, by: .lyu)
        let refused = try await refusal { try await world.perform(Delist("合格"), on: listing, by: .qian) }
        #expect(refused?.code == "not-verified")
        try await world.perform(RefuseDelisting(because: "仍在整改"), on: listing, by: .qian)
        try await world.perform(ExtendListing(until: Day("2026-08-20")!, because: "再治理"), on: listing, by: .qian)
        #expect(try await world.header(listing).deadline?.dueOn == Day("2026-08-20"))
    }

    // MARK: 超期升级

    @Test(arguments: Engine.all)
    func `what is overdue goes from the enterprise up to the province, one level at a time`(engine: Engine) async throws
    {
        let world = try await World.withDangers(on: engine)
        let id = try await world.open(SelfCheck(.guardrail, Grading(.general, because: "可以装")), by: .li).matter
        // Due on 25 June; the levels take over after 1, 3, 10 and 30 days.
        let steps: [(day: String, raised: Int, supervisor: String)] = [
            ("2026-06-25", 0, "jinling-chemicals"), ("2026-06-26", 1, "meiyuan-station"),
            ("2026-06-27", 0, "meiyuan-station"), ("2026-06-28", 1, "xuanwu-bureau"),
            ("2026-06-28", 0, "xuanwu-bureau"), ("2026-07-05", 1, "nanjing-bureau"),
            ("2026-07-25", 1, "province-office"), ("2026-12-25", 0, "province-office"),
        ]
        for step in steps {
            world.clock.move(to: step.day)
            try await world.escalation.run()
            #expect(try await world.watch.run() == step.raised, "\(step)")
            #expect(try await world.header(id).supervisor == step.supervisor, "\(step)")
        }
        #expect(try await world.danger(id).raisedLevel == .province)
        #expect(try await world.danger(id).state == .rectifying)
        #expect(try await world.header(id).deadline?.dueOn == Day("2026-06-25"))
        let told = try await world.notices(about: id).map(\.organisation)
        #expect(Set(told).isSuperset(of: ["meiyuan-station", "xuanwu-bureau", "nanjing-bureau", "province-office"]))
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test func `what is done in time is not raised, and no person can raise`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .rectifying)
        #expect(
            try await refusal { try await world.perform(RaiseDanger(), on: id, by: .zhou) }?.code == "not-permitted")
        #expect(
            try await refusal { try await world.performByPlatform(RaiseDanger(), on: id) }?.code == "not-to-be-raised")
        _ = try await world.danger(in: .cleared)
        world.clock.move(to: "2026-06-24")
        try await world.escalation.run()
        #expect(try await world.watch.run() == 0)
    }

    // MARK: 复发

    @Test(arguments: Engine.all)
    func `the same kind at the same place within the window is a recurrence of whoever cleared it, once`(
        engine: Engine
    ) async throws {
        let world = try await World.withDangers(on: engine)
        let first = try await world.danger(in: .cleared)
        world.clock.move(to: "2026-08-20")
        let again = try await world.danger(in: .found)
        #expect(try await world.watch.run() == 1)
        #expect(try await world.watch.run() == 0)
        let danger = try await world.danger(again)
        #expect(danger.recurrenceOf == first && danger.recurrenceFor == "xuanwu-bureau")
        #expect(try await world.notices(about: again).contains { $0.organisation == "xuanwu-bureau" })
        var counted = MatterQuery()
        (counted.kinds, counted.details) = ([HiddenDanger.kind], ["recurrence_for": "xuanwu-bureau"])
        #expect(try await world.list.headers(counted, for: world.user(.qian)).map(\.id) == [again])
        #expect(try await world.list.headers(counted, for: world.user(.zheng)).isEmpty)
    }

    @Test func `another place, another kind, another enterprise, or after the window is no recurrence`() async throws {
        let world = try await World.withDangers()
        _ = try await world.danger(in: .cleared)
        world.clock.move(to: "2026-09-08", hour: 8)
        var elsewhere = Finding.guardrail
        elsewhere.place = "4号反应釜"
        var other = Finding.guardrail
        other.category = .electrical
        var store = Finding.guardrail
        store.enterprise = "meiyuan-store"
        for finding in [elsewhere, other, store] { _ = try await world.danger(in: .found, .general, finding) }
        #expect(try await world.watch.run() == 0)

        world.clock.move(to: "2026-09-08", hour: 10)
        _ = try await world.danger(in: .found)
        #expect(try await world.watch.run() == 0)
    }

    @Test func `a spot check reopens what was cleared, and that counts as well`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .cleared)
        let reopen = ReopenDanger(until: Day("2026-06-20")!, because: "护栏又被拆除")
        #expect(try await refusal { try await world.perform(reopen, on: id, by: .li) }?.code == "not-permitted")
        #expect(
            try await refusal {
                try await world.perform(ReopenDanger(until: Day("2026-06-20")!, because: " "), on: id, by: .lyu)
            }?.problems["reason"] != nil)
        try await world.perform(reopen, on: id, by: .lyu)
        let danger = try await world.danger(id)
        #expect(danger.state == .rectifying && danger.reopenings == 1 && danger.recurrenceFor == "xuanwu-bureau")
    }

    // MARK: 奖励

    @Test func `a finder's reward is registered once, with its basis, and does not open what is closed`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .cleared)
        let closed = try await world.header(id).closedAt
        world.clock.advance(by: .seconds(86_400))
        let reward = RewardFinder(.team, "甲班", amount: 500, basis: "公司隐患奖励办法第三条")
        for someone in [Someone.li, .yang] {
            #expect(try await refusal { try await world.perform(reward, on: id, by: someone) }?.code == "not-permitted")
        }
        try await world.perform(reward, on: id, by: .tang)
        #expect(try await world.danger(id).reward?.amount == 500)
        #expect(try await world.header(id).closedAt == closed)
        #expect(try await refusal { try await world.perform(reward, on: id, by: .tang) }?.code == "already-rewarded")

        let none = try await world.danger(in: .dismissed)
        #expect(try await refusal { try await world.perform(reward, on: none, by: .sun) }?.code == "no-danger")
    }
}
