import Calendars
import PolicyDocuments
import SampleProvince
import Testing
import Workflows

/// 调研课题 — each with a unit and a day of its own; who wrote the report does not accept it.
struct TopicTests {
    @Test func `a list with a line that cannot be read assigns nothing, and says which lines`() async throws {
        let room = try await DraftingRoom()
        let project = try await room.project()
        let lines = """
            小微企业隐患治理机制|省工信厅|2026-08-31
            有限空间作业监管|某某协会|2026-08-31
            举报奖励办法|玄武区应急管理局|下个月
            缺项的一行|省工信厅
            过期的课题|省工信厅|2026-01-31
            """
        let refused = try await refusal {
            try await room.world.perform(AssignTopics(lines: lines), on: project, by: .zhou)
        }
        let words = refused?.problems["lines"] ?? ""
        for line in [2, 3, 4, 5] { #expect(words.contains("第 \(line) 行")) }
        #expect(!words.contains("第 1 行"))
        #expect(words.contains("某某协会"))
        #expect(try await room.world.parts(of: project).isEmpty)
    }

    @Test func `neither a unit asked nor someone elsewhere assigns topics`() async throws {
        let room = try await DraftingRoom()
        let project = try await room.project()
        let topic = AssignTopic(topic: "举报奖励", unit: "industry", day: Day("2026-08-31")!)
        for someone in [Someone.jiang, .sun] {
            let refused = try await refusal { try await room.world.perform(topic, on: project, by: someone) }
            #expect(refused?.code == "not-found")
        }
    }

    @Test(arguments: Engine.all)
    func `thirty-eight topics pasted from a table are thirty-eight matters, each on its unit's list`(
        engine: Engine
    ) async throws {
        let room = try await DraftingRoom(on: engine)
        let project = try await room.project()
        let lines = (1...38).map { "课题\($0)\t\($0 % 2 == 0 ? "省工信厅" : "玄武区应急管理局")\t2026年8月\($0 % 28 + 1)日" }
        try await room.world.perform(AssignTopics(lines: lines.joined(separator: "\n")), on: project, by: .zhou)
        let topics = try await room.world.parts(of: project)
        #expect(topics.count == 38)
        #expect(topics.map(\.owner).filter { $0 == "industry" }.count == 19)
        #expect(topics[0].agreedDay == Day("2026-08-02"))
        #expect(topics.allSatisfy { $0.actorOrganisation == $0.owner && $0.supervisor == "province-office" })
    }

    @Test(arguments: Engine.all)
    func `a report is returned with the reason, and accepted by someone who did not write it`(
        engine: Engine
    ) async throws {
        let room = try await DraftingRoom(on: engine)
        let project = try await room.project()
        try await room.world.perform(
            AssignTopic(topic: "动火作业", unit: "province-office", day: Day("2026-08-31")!), on: project, by: .zhou)
        let topic = try await room.world.parts(of: project)[0].id
        try await room.world.perform(ReportFindings(findings: "建议统一样式。"), on: topic, by: .zhou)
        let own = try await refusal { try await room.world.perform(AcceptFindings(), on: topic, by: .zhou) }
        #expect(own?.code == "own-work")
        let silent = try await refusal {
            try await room.world.perform(ReturnFindings(reason: " "), on: topic, by: .shen)
        }
        #expect(silent?.problems["reason"] != nil)
        try await room.world.perform(ReturnFindings(reason: "缺少外省比较"), on: topic, by: .shen)
        #expect(try await room.world.header(topic).state == "researching")
        try await room.world.perform(ReportFindings(findings: "建议统一样式，外省已有先例。"), on: topic, by: .zhou)
        try await room.world.perform(AcceptFindings(), on: topic, by: .shen)
        #expect(try await room.world.header(topic).state == "accepted")
    }

    @Test(arguments: Engine.all)
    func `a topic is given more time and passed on by the drafting group alone`(engine: Engine) async throws {
        let room = try await DraftingRoom(on: engine)
        let project = try await room.project()
        try await room.world.perform(
            AssignTopic(topic: "动火作业", unit: "industry", day: Day("2026-08-31")!), on: project, by: .zhou)
        let topic = try await room.world.parts(of: project)[0].id
        let same = try await refusal {
            try await room.world.perform(
                PostponeTopic(day: Day("2026-08-31")!, reason: "调研对象停产"), on: topic, by: .zhou)
        }
        #expect(same?.problems["day"]?.contains("8月31日") == true)
        let own = try await refusal {
            try await room.world.perform(
                PostponeTopic(day: Day("2026-09-30")!, reason: "调研对象停产"), on: topic, by: .jiang)
        }
        #expect(own != nil)
        try await room.world.perform(
            PostponeTopic(day: Day("2026-09-30")!, reason: "调研对象停产"), on: topic, by: .zhou)
        let later = try await room.world.header(topic)
        #expect(later.agreedDay == Day("2026-09-30"))
        #expect(later.deadline?.due == Instant(day: Day("2026-10-01")!))
        try await room.world.perform(
            Transfer<ResearchTopic>(organisation: "xuanwu-bureau", reason: "由属地承担"), on: topic, by: .zhou)
        #expect(try await room.world.header(topic).owner == "xuanwu-bureau")
        #expect(try await room.world.header(topic).actorOrganisation == "xuanwu-bureau")
    }

    @Test func `the draft is not handed in while a topic is open`() async throws {
        let room = try await DraftingRoom()
        let project = try await room.project()
        try await room.world.perform(
            AssignTopic(topic: "动火作业", unit: "industry", day: Day("2026-08-31")!), on: project, by: .zhou)
        try await room.world.perform(IssueVersion(stage: .discussion, text: "一、压实责任。"), on: project, by: .zhou)
        let refused = try await refusal { try await room.world.perform(FinaliseDraft(), on: project, by: .zhou) }
        #expect(refused?.code == "children-open")
    }
}
