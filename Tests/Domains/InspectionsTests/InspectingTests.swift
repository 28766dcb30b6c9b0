import Calendars
import HiddenDangers
import Permissions
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Inspections

/// An inspection is approved by somebody else, announced, recorded, and what it finds is followed until it is right.
@Suite(.serialized)
struct InspectingTests {
    @Test func `whoever applied does not approve, nor does another authority or the enterprise`() async throws {
        let world = try await World.withInspections()
        let own = try await world.apply(by: .zhao)
        #expect(
            try await world.refused { try await world.perform(ApproveInspection(), on: own, by: .zhao) }?.code
                == "own-work")
        let id = try await world.apply()
        for someone in [Someone.sun, .lyu, .wang, .zheng, .li] {
            #expect(
                try await world.refused { try await world.perform(ApproveInspection(), on: id, by: someone) } != nil,
                "\(someone)")
        }
        let wordless = TurnDownInspection(" ")
        #expect(
            try await world.refused { try await world.perform(wordless, on: id, by: .zhao) }?.problems["reason"] != nil)
        try await world.perform(ApproveInspection("同意"), on: id, by: .zhao)
        #expect(try await world.header(id).deadline?.dueOn == world.soon)
    }

    @Test func `a cap that became lower meanwhile, or a day that passed, stops the approval`() async throws {
        let world = try await World.withInspections()
        _ = try await world.apply()
        let second = try await world.apply()
        try await world.publish(1)
        #expect(
            try await world.refused { try await world.perform(ApproveInspection(), on: second, by: .zhao) }?.code
                == "cap-reached")
        let third = try await world.apply(.monitoring, clue: "储罐液位报警 2026-06-09")
        try await world.perform(ApproveInspection(), on: third, by: .zhao)
        let fourth = try await world.apply(.requested, clue: "企业 6月8日来函")
        world.clock.advance(by: .seconds(3 * 86_400))
        #expect(
            try await world.refused { try await world.perform(ApproveInspection(), on: fourth, by: .zhao) }?.code
                == "day-passed")
    }

    @Test func `the enterprise sees nothing of it before it is notified, and then all of it`() async throws {
        let world = try await World.withInspections()
        let id = try await world.apply()
        try await world.perform(ApproveInspection(), on: id, by: .zhao)
        var query = MatterQuery()
        query.kinds = [Inspection.kind]
        let list = world.list
        #expect(try await list.headers(query, for: world.user(.li)).isEmpty)
        #expect(try await list.headers(query, for: world.user(.sun)).count == 1)
        let store = InspectionStore(database: world.database)
        #expect(try await store.counts(at: ["jinling-chemicals"], in: 2026, for: world.user(.li)).isEmpty)
        let early = NotifyEnterprise(.onArrival)
        #expect(
            try await world.refused { try await world.perform(early, on: id, by: .sun) }?.problems["manner"] != nil)
        try await world.perform(NotifyEnterprise(.beforehand), on: id, by: .sun)
        #expect(try await list.headers(query, for: world.user(.li)).map(\.id) == [id])
        #expect(try await list.headers(query, for: world.user(.mei)).isEmpty)
        let notice = try #require(try await world.notices(about: id).first { $0.organisation == "jinling-chemicals" })
        #expect(["2026年6月12日", "第 1 次", "没有公布上限", "孙一"].allSatisfy(notice.text.contains), "\(notice.text)")
    }

    @Test func `it can be put off within its year, the enterprise is told, and not recorded before it was applied for`()
        async throws
    {
        let world = try await World.withInspections()
        let id = try await world.notified()
        for day in ["2026-06-09", "2026-06-12", "2027-01-04"] {
            let refusal = try await world.refused {
                try await world.perform(PostponeInspection(to: Day(day)!, because: "企业检修"), on: id, by: .sun)
            }
            #expect(refusal?.problems["day"] != nil, "\(day)")
        }
        try await world.perform(PostponeInspection(to: Day("2026-06-20")!, because: "企业检修"), on: id, by: .sun)
        #expect(try await world.header(id).deadline?.dueOn == Day("2026-06-20"))
        #expect(try await world.notices(about: id).contains { $0.text.contains("改到2026年6月20日：企业检修") })
        for day in ["2026-06-09", "2026-06-11"] {
            let visit = RecordVisit(on: Day(day)!, .clean, record: "好", with: "李某")
            #expect(
                try await world.refused { try await world.perform(visit, on: id, by: .sun) }?.problems["visitedOn"]
                    != nil)
        }
        world.clock.move(to: "2026-06-20")
        let visit = RecordVisit(on: Day("2026-06-20")!, .clean, record: "好", with: "李某")
        #expect(try await world.refused { try await world.perform(visit, on: id, by: .li) } != nil)
        try await world.perform(visit, on: id, by: .sun)
        #expect(
            try await world.refused {
                try await world.perform(NoteFinding("护栏缺失", at: "二楼", .engineering), on: id, by: .sun)
            }?.code == "nothing-found")
        try await world.perform(ConcludeInspection("未发现问题，归档"), on: id, by: .sun)
        #expect(try await world.header(id).isOpen == false)
    }

    @Test(arguments: Engine.all)
    func `each problem found becomes a hidden danger that names its inspection and is graded by authorities`(
        engine: Engine
    ) async throws {
        let world = try await World.withInspections(on: engine)
        let id = try await world.visited(.problems)
        #expect(
            try await world.refused { try await world.perform(ConcludeInspection("限期整改"), on: id, by: .sun) }?.code
                == "findings-missing")
        try await world.perform(NoteFinding("安全阀未校验", at: "3号罐", .engineering), on: id, by: .sun)
        try await world.perform(NoteFinding("灭火器过期", at: "仓库", .fire), on: id, by: .sun)
        let dangers = try await world.parts(of: id)
        #expect(dangers.map(\.kind) == [HiddenDanger.kind, HiddenDanger.kind])
        #expect(dangers.allSatisfy { $0.supervisor == "xuanwu-bureau" && $0.owner == "jinling-chemicals" })
        let rows = try await world.database.rows("SELECT source, category FROM hidden_danger ORDER BY id")
        #expect(try rows.map { try $0["source"] as String } == ["inspection", "inspection"])
        #expect(try rows.map { try $0["category"] as String } == ["equipment", "fire"])
        let dismissal = DismissDanger(reason: "不属于隐患")
        #expect(
            try await world.refused { try await world.perform(dismissal, on: dangers[0].id, by: .sun) }?.code
                == "own-work")
        try await world.perform(dismissal, on: dangers[1].id, by: .lyu)
        // The dangers go their own way: the inspection ends while they are put right.
        try await world.perform(ConcludeInspection("责令限期整改"), on: id, by: .sun)
        #expect(try await world.inspection(id).findings == 2)
        #expect(try await world.header(dangers[0].id).isOpen)
    }

    @Test(arguments: Engine.all)
    func `the counts of a year tell what counts, what was done and what went beside the cap`(engine: Engine)
        async throws
    {
        let world = try await World.withInspections(on: engine)
        _ = try await world.visited(.clean)
        _ = try await world.apply()
        _ = try await world.apply(.assigned, clue: "市局转办函 12号")
        let gone = try await world.apply()
        try await world.perform(CallOffInspection("重复"), on: gone, by: .sun)
        let store = InspectionStore(database: world.database)
        func counts(_ someone: Someone) async throws -> [InspectionStore.YearCount]? {
            try await store.counts(at: ["jinling-chemicals", "meiyuan-store"], in: 2026, for: world.user(someone))[
                "jinling-chemicals"]
        }
        #expect(
            try await counts(.sun) == [
                InspectionStore.YearCount(authority: "xuanwu-bureau", counted: 2, carriedOut: 1, exempt: 1)
            ])
        #expect(try await counts(.zheng) == nil)
        #expect(try await counts(.li)?.map(\.counted) == [1])
        try await world.publish(5)
        try await world.publish(9, by: .wang)
        let caps = try await store.caps(over: Set(SampleProvince.meiyuan.lineage), in: 2026)
        #expect(caps.map(\.authority) == ["xuanwu-bureau", "nanjing-bureau"] && caps.map(\.most) == [5, 9])
        #expect(try await store.caps(over: Set(SampleProvince.kunshan.lineage), in: 2026).isEmpty)
        #expect(try await store.latest(at: "jinling-chemicals", limit: 10, for: world.user(.sun)).count == 4)
    }
}
