import Calendars
import RiskGrading
import SampleProvince
import Testing
import Workflows

/// A risk is assessed by one or more people, graded by another, kept under control at the level its grade asks for, and
/// looked at again.
@Suite(.serialized)
struct RiskPointTests {
    @Test func `who is not of the enterprise writes nothing in its profile, and sees nothing of it`() async throws {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        let again = try await world.refused { try await world.open(OpenRiskProfile("jinling-chemicals"), by: .li) }
        #expect(again?.problems["enterprise"]?.contains("已经有") == true)
        let strange = try await world.refused { try await world.open(OpenRiskProfile("jinling-chemicals"), by: .mei) }
        #expect(strange != nil)
        for (someone, code) in [
            (Someone.mei, "not-found"), (.zheng, "not-found"), (.sun, "not-permitted"), (.tang, "not-permitted"),
        ] {
            let refusal = try await world.refused {
                try await world.perform(AddPlace(.site, "东厂区"), on: profile, by: someone)
            }
            #expect(refusal?.code == code, "\(someone)")
        }
    }

    @Test func `places lie in each other from the site down to the task, and close from within`() async throws {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        let workshop = try await world.place("合成车间")
        let cases: [(AddPlace, String)] = [
            (AddPlace(.workshop, "包装车间"), "level"), (AddPlace(.site, "西厂区", in: workshop), "level"),
            (AddPlace(.device, "2号反应釜", in: workshop), "name"), (AddPlace(.device, "泵", in: "nowhere"), "parent"),
        ]
        for (command, field) in cases {
            let refusal = try await world.refused { try await world.perform(command, on: profile, by: .li) }
            #expect(refusal?.problems[field] != nil, "\(command.name)")
        }
        let close = ClosePlace(workshop, because: "拆除")
        #expect(
            try await world.refused { try await world.perform(close, on: profile, by: .li) }?.problems["place"] != nil)
        let reactor = try await world.place("2号反应釜")
        let point = try await world.identify(in: profile)
        let occupied = try await world.refused {
            try await world.perform(ClosePlace(reactor, because: "拆除"), on: profile, by: .li)
        }
        #expect(occupied?.problems["place"]?.contains("1 个") == true)
        try await world.perform(EliminateRisk("反应釜已拆除"), on: point, by: .tang)
        try await world.perform(ClosePlace(reactor, because: "拆除"), on: profile, by: .li)
        try await world.perform(close, on: profile, by: .li)
        #expect(try await world.profile(profile).places == 1)
    }

    @Test func `a risk point needs a place, and accident types of the standard in force`() async throws {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        let reactor = try await world.place("2号反应釜")
        func refused(_ place: String, _ types: [String]) async throws -> [String: String] {
            let command = IdentifyRisk("超压", at: place, hazard: "失控", accidentTypes: types)
            return try await world.refused { try await world.perform(command, on: profile, by: .li) }?.problems ?? [:]
        }
        #expect(try await refused("nowhere", ["08"])["place"] != nil)
        #expect(try await refused(reactor, ["WSA10014"])["accidentTypes"] != nil)
        world.clock.move(to: "2026-07-01")
        #expect(try await refused(reactor, ["08"])["accidentTypes"] != nil)
        #expect(try await refused(reactor, ["wsa10014"]).isEmpty)
    }

    @Test func `each line of chemicals that cannot be read says which and what to do`() async throws {
        let world = try await World.withRisks()
        let point = try await world.identify(in: try await world.worksProfile())
        let cases = [
            ("液氯", "名称 设计最大量"), ("液氯 十", "不是大于零的吨数"), ("液氯 5\n某溶剂 10", "第 2 行"), ("某溶剂 10 W99", "表2"),
            ("液氯 5\n液氯 6", "合在一行"), ("  \n ", "至少"),
        ]
        for (lines, words) in cases {
            let refusal = try await world.refused {
                try await world.perform(AssessMajorHazard(lines, people: 10), on: point, by: .li)
            }
            #expect(refusal?.problems["substances"]?.contains(words) == true, "\(lines): \(refusal?.problems ?? [:])")
        }
        try await world.perform(AssessMajorHazard("液氯 62.5\n氨 1 ", people: 100), on: point, by: .li)
        #expect(try await world.point(point).score == "R = 100.4，一级")
    }

    @Test func `whoever assessed does not confirm, and only what an assessment came to is confirmed`() async throws {
        let world = try await World.withRisks()
        let point = try await world.identify(in: try await world.worksProfile())
        let confirm = ConfirmGrade(.considerable, because: "按评估结果")
        let early = try await world.refused { try await world.perform(confirm, on: point, by: .tang) }
        #expect(early?.code == "wrong-state")
        try await world.perform(AssessByFactors.orange, on: point, by: .li)
        #expect(
            try await world.refused { try await world.perform(confirm, on: point, by: .li) }?.code == "not-permitted")
        let milder = ConfirmGrade(.low, because: "我看没事")
        let refused = try await world.refused { try await world.perform(milder, on: point, by: .tang) }
        #expect(refused?.problems["grade"]?.contains("较大风险") == true)
    }

    @Test func `two people's assessments stand side by side, and their difference is told`() async throws {
        let world = try await World.withRisks()
        let point = try await world.identify(in: try await world.worksProfile())
        try await world.perform(AssessByMatrix(likelihood: 5, severity: 4), on: point, by: .li)
        try await world.perform(AssessByFactors.orange, on: point, by: .yang)
        #expect(try await world.point(point).assessors == 2)
        #expect(try await world.notices(about: point).contains { $0.text.contains("两次评估不一致") })
        try await world.perform(AddControl.interlock, on: point, by: .li)
        try await world.perform(ConfirmGrade(.major, because: "就高"), on: point, by: .tang)
        #expect(try await world.count("risk_assessment") == 2)
        // The grade rests upon the assessment that was taken, though another came after it.
        let decided = try await world.point(point)
        #expect(decided.score == "R = 20" && decided.method == .matrix)
    }

    @Test func `a grade is confirmed only with a control that someone high enough owns`() async throws {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        let point = try await world.identify(in: profile)
        try await world.perform(AssessByFactors.red, on: point, by: .li)
        try await world.perform(AddControl.rounds, on: point, by: .li)
        let confirm = ConfirmGrade(.major, because: "按评估结果")
        let refused = try await world.refused { try await world.perform(confirm, on: point, by: .tang) }
        #expect(refused?.problems["grade"]?.contains("公司") == true)
        try await world.perform(AddControl.interlock, on: point, by: .li)
        try await world.perform(confirm, on: point, by: .tang)
        let interlock: String = try await world.database.rows("SELECT id FROM risk_control WHERE level = 'company'")[0][
            "id"]
        let end = try await world.refused {
            try await world.perform(EndControl(interlock, because: "嫌麻烦"), on: point, by: .li)
        }
        #expect(end?.problems["control"]?.contains("公司") == true)
    }

    @Test(arguments: Engine.all)
    func `a point is graded, controlled, assessed anew after a change, and at last eliminated`(engine: Engine)
        async throws
    {
        let world = try await World.withRisks(on: engine)
        let profile = try await world.worksProfile()
        let point = try await world.controlled(.considerable, by: AssessByFactors.orange, in: profile)
        var now = try await world.point(point)
        #expect(now.state == .controlled && now.grade == .considerable && now.round == 2)
        #expect(now.reviewOn == Day("2027-06-10") && now.header.actorOrganisation == nil)
        try await world.perform(ReportChange("改为连续硝化"), on: point, by: .li)
        try await world.perform(AssessByFactors.blue, on: point, by: .yang)
        try await world.perform(ConfirmGrade(.low, because: "微通道反应，存量极少"), on: point, by: .tang)
        now = try await world.point(point)
        #expect(now.grade == .low && now.reassessmentCause == nil)
        let ordered = try await world.refused {
            try await world.perform(OrderReassessment("别处发生事故"), on: point, by: .zheng)
        }
        #expect(ordered?.code == "not-found")
        try await world.perform(OrderReassessment("同类装置 6 月 9 日发生爆燃"), on: point, by: .sun)
        #expect(try await world.point(point).state == .reassessing)
        try await world.perform(EliminateRisk("装置拆除"), on: point, by: .tang)
        #expect(try await world.count("risk_control WHERE ended_at IS NULL") == 0)
        await #expect(throws: (any Error).self, "assessments are kept for ever") {
            try await world.database.commit([.any("DELETE FROM risk_assessment")])
        }
    }

    @Test(arguments: Engine.all)
    func `a year after it was graded a point is called up in time, and not before`(engine: Engine) async throws {
        let world = try await World.withRisks(on: engine)
        let point = try await world.controlled(
            .considerable, by: AssessByFactors.orange, in: try await world.worksProfile())
        try await world.watch.run()
        world.clock.move(to: "2027-05-25")
        #expect(try await world.watch.run() == 0)
        world.clock.move(to: "2027-05-26")
        #expect(try await world.watch.run() == 1)
        #expect(try await world.watch.run() == 0)
        let now = try await world.point(point)
        #expect(now.state == .reassessing && now.grade == .considerable && now.reassessmentCause == "定期复评")
        #expect(now.header.deadline?.dueOn == now.reviewOn)
    }
}
