import Calendars
import PolicyDocuments
import SampleProvince
import SupervisedTasks
import Testing
import Workflows

@testable import App

/// 每季度末 — from the words of a clause to the first report that somebody owes, through the program as it is used.
struct RepetitionTests {
    @Test func `what a clause asks for each quarter is owed as a report at the end of the quarter`() async throws {
        let errand = try await Publishing(of: "（玄武区应急管理局负责，每季度末报送）")
        #expect(try await errand.reports(on: "2026-06-09") == [])
        let reports = try await errand.reports(on: "2026-06-20")
        #expect(reports.map(\.title) == ["组织隐患排查（2026年第二季度报告）"])
        #expect(reports.map(\.owner) == ["xuanwu-bureau"])
        #expect(reports.map(\.agreedDay) == [Day("2026-06-30")])
        #expect(try await errand.reports(on: "2026-09-25").count == 2)
    }

    @Test(arguments: [("每月", "2026-06-26", "2026年6月报告"), ("每年", "2026-12-20", "2026年度报告")])
    func `the words say how often`(words: String, day: String, title: String) async throws {
        let errand = try await Publishing(of: "（玄武区应急管理局负责，\(words)报送）")
        #expect(try await errand.reports(on: day).map(\.title).first == "组织隐患排查（\(title)）")
    }

    @Test func `a clause with a day and no repetition owes no report`() async throws {
        let errand = try await Publishing(of: "（玄武区应急管理局负责，2026年12月31日前完成）")
        #expect(try await errand.reports(on: "2026-12-31") == [])
    }
}

/// A document of one clause, published and signed for.
private struct Publishing {
    private let desk: CommandDesk
    private let clock = Clock(Instant(day: Day("2026-06-08")!, hour: 9))
    private let task: String

    init(of bracket: String) async throws {
        let office = try await Office()
        desk = try await office.composition.premises(office.premises.database, now: { [clock] in clock.now }).desk
        let clerk = office.user(.init(role: Roles.officer, standpoint: .own))
        let text = "关于加强冬季安全生产工作的意见\n一、压实责任\n（一）组织隐患排查。逐户排查，建立台账。\(bracket)"
        let document = try await desk.open(ReceiveDocument(text: text), by: clerk).matter
        try await desk.perform(AcceptReadyDrafts(), on: document, by: clerk)
        try await desk.perform(FinishReview(), on: document, by: clerk)
        try await desk.perform(PublishDocument(), on: document, by: clerk)
        task = try await desk.database.rows("SELECT id FROM matter WHERE parent = \(document)")[0]["id"]
        try await desk.perform(
            SupervisedTasks.SignFor(), on: task, by: office.user(.init(role: Roles.departmentOfficer, standpoint: .own))
        )
    }

    /// What the platform has asked for by that day.
    func reports(on day: String) async throws -> [MatterHeader] {
        clock.move(to: day)
        try await RecurringMatters(desk: desk, kinds: Composition.kinds).run()
        return try await desk.database.rows("SELECT * FROM matter WHERE parent = \(task) ORDER BY id")
            .map(MatterHeader.init(row:))
    }
}
