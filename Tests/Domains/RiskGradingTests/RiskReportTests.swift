import Calendars
import SampleProvince
import Testing
import Workflows

@testable import RiskGrading

/// The authority hears of an enterprise's risks in time, and the enterprise writes only what has changed.
@Suite(.serialized)
struct RiskReportTests {
    private static let contents = ReportContents(
        Dictionary(uniqueKeysWithValues: ReportContents.fields.map { ($0.name, "如实填写") }))

    @Test func `the first report is owed thirty days after the works were accepted, late or not`() async throws {
        let world = try await World.withRisks()
        let tomorrow = OpenRiskProfile("jinling-chemicals", acceptedOn: Day("2026-06-11")!)
        #expect(try await world.refused { try await world.open(tomorrow, by: .li) }?.problems["acceptedOn"] != nil)
        try await world.open(OpenRiskProfile("jinling-chemicals", acceptedOn: Day("2026-05-20")!), by: .li)
        try await world.open(OpenRiskProfile("meiyuan-store"), by: .mei)
        let reports = try await world.reports()
        #expect(reports.map(\.header.deadline?.dueOn) == [Day("2026-06-19"), Day("2026-07-10")])
        #expect(reports.allSatisfy { $0.occasion == .first && $0.header.supervisor == "xuanwu-bureau" })
    }

    @Test func `nothing graded is nothing to report, and who supervises elsewhere or reported does not accept`()
        async throws
    {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        let report = try await world.reports()[0].id
        let submit = SubmitReport(Self.contents)
        #expect(try await world.refused { try await world.perform(submit, on: report, by: .li) }?.code == "no-risks")
        _ = try await world.controlled(.considerable, by: AssessByFactors.orange, in: profile)
        for someone in [Someone.tang, .sun, .mei] {
            #expect(try await world.refused { try await world.perform(submit, on: report, by: someone) } != nil)
        }
        try await world.perform(submit, on: report, by: .li)
        for someone in [Someone.li, .tang, .zheng] {
            #expect(try await world.refused { try await world.perform(AcceptReport(), on: report, by: someone) } != nil)
        }
        let wordless = ReturnReport(" ")
        #expect(
            try await world.refused { try await world.perform(wordless, on: report, by: .sun) }?.problems["reason"]
                != nil)
        try await world.perform(ReturnReport("缺平面布置"), on: report, by: .sun)
        try await world.perform(submit, on: report, by: .li)
        try await world.perform(AcceptReport(), on: report, by: .sun)
        let accepted = try await world.reports(.accepted)[0]
        #expect(accepted.points == [.major: 0, .considerable: 1, .general: 0, .low: 0])
        #expect(accepted.risks?.contains("超温超压联锁停车") == true)
    }

    @Test(arguments: Engine.all)
    func `each year a report is asked for and due on the last day of March, eight tenths of it filled in`(
        engine: Engine
    )
        async throws
    {
        let world = try await World.withRisks(on: engine)
        let profile = try await world.worksProfile()
        _ = try await world.controlled(.general, by: AssessByFactors.yellow, in: profile)
        let first = try await world.reports()[0].id
        try await world.perform(SubmitReport(Self.contents), on: first, by: .li)
        try await world.perform(AcceptReport(), on: first, by: .sun)
        world.clock.move(to: "2027-01-10")
        try await world.recurringMatters.run()
        let yearly = try #require(try await world.reports().first)
        #expect(yearly.occasion == .yearly && yearly.header.deadline?.dueOn == Day("2027-03-31"))
        #expect(yearly.header.title.hasPrefix("2027年定期"))

        let last = try await RiskGradingStore(database: world.database).contents(before: yearly)
        let known = Set(last?.contents?.repeated.keys.map { $0 } ?? [])
        let asked = SubmitReport.fields.map(\.name)
        let filled = asked.filter(known.contains)
        #expect(filled.count * 10 >= asked.count * 8, "\(filled.count) of \(asked.count)")
        #expect(!known.contains("changes"))
    }

    @Test func `a considerable risk that is new or changed is reported on within the term, a low one is not`()
        async throws
    {
        let world = try await World.withRisks()
        let profile = try await world.worksProfile()
        _ = try await world.controlled(.general, by: AssessByFactors.yellow, in: profile, named: "巡检坠落")
        let first = try await world.reports()[0].id
        // As long as the first report is owed it will tell of what is new.
        let grave = try await world.controlled(.considerable, by: AssessByFactors.orange, in: profile)
        #expect(try await world.reports().map(\.occasion) == [.first])
        try await world.perform(SubmitReport(Self.contents), on: first, by: .li)
        _ = try await world.controlled(.low, by: AssessByFactors.blue, in: profile, named: "滑倒")
        #expect(try await world.reports().isEmpty)
        try await world.perform(ReportChange("扩产"), on: grave, by: .li)
        try await world.perform(AssessByFactors.red, on: grave, by: .li)
        try await world.perform(ConfirmGrade(.major, because: "按评估结果"), on: grave, by: .tang)
        let change = try #require(try await world.reports().first)
        #expect(change.occasion == .change && change.cause?.contains("由较大风险变为重大风险") == true)
        #expect(change.header.deadline?.dueOn == Day("2026-06-25"))
    }
}
