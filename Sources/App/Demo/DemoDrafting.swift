import Calendars
import Foundation
import Permissions
import PolicyDocuments
import Site
import Workflows

/// 演示起草 — a document being written: 38 topics, two versions, and a round of consultation under way.
struct DemoDrafting {
    let premises: Premises
    let clock: DemoClock
    let people: [String: User]

    private var clerk: User { people["zhou"]! }
    private var desk: CommandDesk { premises.desk }

    func run(home: String) async throws {
        let day = clock.now.day
        let project = try await desk.open(
            StartDrafting(
                title: "（样例）关于健全安全生产长效机制的意见", basis: "样例：按年度立法和文件计划起草，先调研、后起草，征求各部门意见。",
                day: day.adding(days: 180)), by: clerk
        ).matter
        try await desk.perform(AssignTopics(lines: try lines(home: home, from: day)), on: project, by: clerk)
        clock.advance(by: .seconds(70 * 86_400))
        try await research(for: project)
        try await draft(project, home: home)
        // The lights stand as they do today when the first page is opened.
        clock.advance(by: clock.now.distance(to: .now))
        try await Escalation(desk: desk, kinds: premises.kinds).run()
    }

    /// Which unit looks into what: the departments in turn, two days apart.
    private func lines(home: String, from day: Day) throws -> String {
        let departments = premises.registry.organisations.all.filter {
            $0.kind == .department && $0.region.level == .province
        }
        let topics = try String(contentsOfFile: home + "/Resources/demo/research-topics.txt", encoding: .utf8)
            .split(separator: "\n")
        return topics.enumerated().map { index, topic in
            let unit = departments[index % departments.count].name
            return "（样例）\(topic)|\(unit)|\(day.adding(days: 75 + index * 2 + (index < 34 ? 0 : 20)))"
        }.joined(separator: "\n")
    }

    /// Most have reported, some were accepted, one was sent back, some are late.
    private func research(for project: String) async throws {
        var query = MatterQuery()
        query.kinds = [ResearchTopic.kind]
        query.parent = project
        query.order = .oldest
        for (index, topic) in try await premises.lists.headers(query, for: clerk).enumerated() where index % 9 != 8 {
            guard index < 30, let officer = officer(of: topic.owner) else { continue }
            try await desk.perform(
                ReportFindings(findings: "样例：走访企业和基层单位，梳理问题并提出建议，报告另附。"), on: topic.id, by: officer)
            if index == 3 {
                try await desk.perform(ReturnFindings(reason: "缺少外省做法的比较，请补充。"), on: topic.id, by: clerk)
            } else if index % 4 != 1 {
                try await desk.perform(AcceptFindings(), on: topic.id, by: clerk)
            }
        }
    }

    /// The second version goes to eight departments; some have spoken, one comment is answered.
    private func draft(_ project: String, home: String) async throws {
        let text = try String(contentsOfFile: home + "/Resources/demo/draft-opinion.txt", encoding: .utf8)
        let versions = text.components(separatedBy: "\n======\n")
        try await desk.perform(IssueVersion(stage: .discussion, text: versions[0]), on: project, by: clerk)
        clock.advance(by: .seconds(10 * 86_400))
        try await desk.perform(IssueVersion(stage: .forComment, text: versions[1]), on: project, by: clerk)
        clock.advance(by: .seconds(55 * 86_400))
        let today = clock.now.day
        try await desk.perform(
            Consult(
                units: (1...8).map { "dept-32-\($0)" }, day: today.adding(days: 20), note: "请重点对第二部分提出意见。"),
            on: project, by: clerk)
        clock.advance(by: .seconds(5 * 86_400))
        try await comment(on: project)
    }

    private func comment(on project: String) async throws {
        var query = MatterQuery()
        query.kinds = [Consultation.kind]
        query.isOpen = true
        query.order = .oldest
        let asked = try await premises.lists.headers(query, for: clerk)
        for (index, consultation) in asked.prefix(4).enumerated() {
            guard let officer = officer(of: consultation.owner) else { continue }
            guard index != 2 else {
                try await desk.perform(HaveNoComment(), on: consultation.id, by: officer)
                continue
            }
            try await desk.perform(
                AddComment(on: "二、（一）", "台账的格式应当全省统一，避免重复填报。", proposal: "由省统一台账格式，各地不再另行制发。"),
                on: consultation.id, by: officer)
            if index == 0 {
                try await desk.perform(AddComment(on: "三、（二）", "资金来源请予明确。"), on: consultation.id, by: officer)
            }
            try await desk.perform(SubmitComments(), on: consultation.id, by: officer)
        }
        try await desk.perform(AnswerComment(1, .adopted), on: asked[0].id, by: clerk)
    }

    private func officer(of unit: String?) -> User? {
        people.values.first { $0.posts.first?.organisation == unit }
    }
}
