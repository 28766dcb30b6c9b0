import Calendars
import RiskGrading
import SampleProvince
import Testing
import Workflows

/// The colour of an enterprise follows its points by itself; the enterprise may say that it is wrong.
@Suite(.serialized)
struct EnterpriseColourTests {
    @Test(arguments: Engine.all)
    func `the colour follows the points, once, and is counted by region`(engine: Engine) async throws {
        let world = try await World.withRisks(on: engine)
        let profile = try await world.worksProfile()
        #expect(try await world.watch.run() == 0)
        _ = try await world.controlled(.general, by: AssessByFactors.yellow, in: profile, named: "巡检坠落")
        let grave = try await world.controlled(.major, by: AssessByFactors.red, in: profile)
        #expect(try await world.watch.run() == 2)
        #expect(try await world.watch.run() == 0)
        #expect(try await world.header(profile).grade == "major")
        #expect(try await world.notices(about: profile).contains { $0.text.contains("重大风险（红色）") })
        let tally = try await world.database.rows(
            """
            SELECT amount FROM tally WHERE kind = 'risk-profile' AND grade = 'major'
                AND region = \(SampleProvince.jiangsu.rawValue) AND amount > 0
            """)
        #expect(tally.count == 1)
        try await world.perform(EliminateRisk("已拆除"), on: grave, by: .tang)
        #expect(try await world.watch.run() == 1)
        #expect(try await world.header(profile).grade == "general")
    }

    @Test func `there is no appeal against no colour, and the enterprise does not answer its own`() async throws {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        let appeal = AppealColour("储罐已停用")
        #expect(try await world.refused { try await world.perform(appeal, on: profile, by: .li) }?.code == "no-colour")
        _ = try await world.controlled(.considerable, by: AssessByFactors.orange, in: profile)
        try await world.watch.run()
        try await world.perform(appeal, on: profile, by: .li)
        #expect(try await world.profile(profile).header.deadline?.dueOn == Day("2026-06-17"))
        for someone in [Someone.li, .tang, .zheng] {
            let answer = UpholdAppeal(.low, because: "同意")
            #expect(try await world.refused { try await world.perform(answer, on: profile, by: someone) } != nil)
        }
        let same = UpholdAppeal(.considerable, because: "同意")
        #expect(
            try await world.refused { try await world.perform(same, on: profile, by: .sun) }?.problems["grade"] != nil)
    }

    @Test func `an appeal that is upheld holds until the authority takes it back`() async throws {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        let point = try await world.controlled(.considerable, by: AssessByFactors.orange, in: profile)
        try await world.watch.run()
        try await world.perform(AppealColour("已改用低浓度工艺"), on: profile, by: .li)
        try await world.perform(UpholdAppeal(.general, because: "现场核实"), on: profile, by: .sun)
        #expect(try await world.profile(profile).grade == .general)
        try await world.perform(EliminateRisk("停产"), on: point, by: .tang)
        try await world.watch.run()
        #expect(try await world.profile(profile).grade == .general)
        try await world.perform(AdjustColour(nil, because: "按风险点计"), on: profile, by: .sun)
        #expect(try await world.profile(profile).grade == nil)
    }

    @Test func `a profile with risks in it is not ended`() async throws {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        _ = try await world.identify(in: profile)
        let end = EndProfile("企业注销")
        #expect(
            try await world.refused { try await world.perform(end, on: profile, by: .sun) }?.code == "children-open")
    }
}
