import Calendars
import HiddenDangers
import Rules
import SampleProvince
import Testing
import Workflows

/// General or major is decided by a person, for a reason; where the law names the case, it leaves no choice.
@Suite(.serialized)
struct GradingTests {
    private func refused(_ grading: Grading) async throws -> [String: String] {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .found)
        return try await refusal { try await world.perform(GradeDanger(grading), on: id, by: .yang) }?.problems ?? [:]
    }

    @Test func `what does not fit together is refused by its field, and says what to do`() async throws {
        let day = Day("2026-06-12")!
        let cases: [(Grading, field: String, words: String)] = [
            (Grading(.general, by: "WH-07", because: "充装无万向管道"), "grade", "就是重大隐患"),
            (Grading(.major, by: "WH-99", because: "充装无万向管道"), "criterion", "判定标准"),
            (Grading(.major, .onTheSpot, because: "马上修"), "handling", "限期整改"),
            (Grading(.major, until: day, because: "严重"), "day", "五落实"),
            (Grading(.general, .onTheSpot, until: day, because: "马上修"), "day", "当日"),
            (Grading(.general, until: Day("2026-06-09")!, because: "轻微"), "day", "早于今天"),
            (Grading(.general, until: Day("2026-06-26")!, because: "轻微"), "day", "2026年6月25日"),
        ]
        for (grading, field, words) in cases {
            let problems = try await refused(grading)
            #expect(problems[field]?.contains(words) == true, "\(field): \(problems)")
        }
    }

    @Test func `a criterion counts from the day it is in force to the day it is replaced`() async throws {
        let world = try await World.withDangers()
        let coal2020 = Grading(.major, by: "MK20-02", because: "瓦斯超限")
        let first = try await world.danger(in: .found)
        try await world.perform(GradeDanger(coal2020), on: first, by: .yang)
        #expect(try await world.danger(first).criterion == "MK20-02")

        world.clock.move(to: "2026-07-01")
        let second = try await world.danger(in: .found)
        let late = try await refusal { try await world.perform(GradeDanger(coal2020), on: second, by: .yang) }
        #expect(late?.problems["criterion"] != nil)
    }

    @Test func `without a reason, out of the region, or by the enterprise nothing is graded`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .found)
        let grading = GradeDanger(Grading(.general, because: "  "))
        #expect(try await refusal { try await world.perform(grading, on: id, by: .yang) }?.problems["reason"] != nil)
        let reasoned = GradeDanger(Grading(.general, because: "轻微"))
        #expect(try await refusal { try await world.perform(reasoned, on: id, by: .zheng) }?.code == "not-found")
        for someone in [Someone.li, .tang] {
            #expect(
                try await refusal { try await world.perform(reasoned, on: id, by: someone) }?.code == "not-permitted")
        }
    }

    @Test func `the same grade again is no way to a later day, and a listed danger stays major`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .rectifying)
        let again = GradeDanger(Grading(.general, because: "再给几天"))
        #expect(try await refusal { try await world.perform(again, on: id, by: .yang) }?.problems["grade"] != nil)

        let listed = try await world.danger(in: .planning, .major)
        try await world.perform(ListDanger(until: Day("2026-08-01")!, requiring: "限期治理"), on: listed, by: .qian)
        let milder = GradeDanger(Grading(.general, because: "其实不重"))
        let refused = try await refusal { try await world.perform(milder, on: listed, by: .yang) }
        #expect(refused?.problems["grade"]?.contains("摘牌") == true)
    }

    @Test func `an inspector finds that what an enterprise called general is major`() async throws {
        let world = try await World.withDangers()
        let id = try await world.open(SelfCheck(.guardrail, Grading(.general, because: "小事")), by: .li).matter
        try await world.perform(GradeDanger(Grading(.major, because: "整层平台无护栏")), on: id, by: .yang)
        let danger = try await world.danger(id)
        #expect(danger.state == .planning && danger.header.supervisor == "meiyuan-station")
        #expect(try await world.notices(about: id).contains { $0.organisation == "jinling-chemicals" })
    }

    @Test func `each way of putting right has its own term`() async throws {
        let world = try await World.withDangers()
        func due(_ grading: Grading) async throws -> Day? {
            let id = try await world.danger(in: .found)
            try await world.perform(GradeDanger(grading), on: id, by: .yang)
            return try await world.header(id).deadline?.dueOn
        }
        #expect(try await due(Grading(.general, .onTheSpot, because: "当场复位")) == Day("2026-06-10"))
        #expect(try await due(Grading(.general, because: "轻微")) == Day("2026-06-25"))
        #expect(try await due(Grading(.general, until: Day("2026-06-12")!, because: "轻微")) == Day("2026-06-12"))
        #expect(try await due(Grading(.major, because: "严重")) == Day("2026-06-17"))
    }

    @Test func `criteria close to what was seen are suggested with their source, those not compared are marked`() throws
    {
        let book = try RuleBook(parsing: try World.rules())
        let today = Day("2026-06-10")!
        let criteria = book.criteria(on: today)
        #expect(criteria.count == 20 + 20 + 64 + 15)
        let suggested = criteria.suggested(for: "有限空间作业前没有通风检测，现场无监护人员")
        #expect(suggested.first?.code == "GM23-13-02")
        #expect(suggested.first?.isVerified == false)
        #expect(suggested.first?.article == "第十三条第二项")
        #expect(criteria.suggested(for: "特种作业人员未持证上岗").contains { $0.code == "WH-02" && $0.isVerified })
        #expect(criteria.suggested(for: "窗帘颜色发旧") == [])
        #expect(criteria.suggested(for: "") == [])
    }
}
