import Calendars
import OfficialDocuments
import Registry
import Workflows

/// 布置课题 — gives one unit a question to look into, with the day of its report.
public struct AssignTopic: Command {
    public static let slug = "assign-topic"
    public static let title = "布置课题"
    public static let fields: [Field] = [
        .text("topic", "课题", limit: 200), .longText("requirement", "调研要求").optional.hint("不填则为课题名称。"),
        .organisation("unit", "承担单位"), .day("day", "报告时限"),
    ]

    public var topic: String
    public var requirement: String?
    public var unit: String
    public var day: Day

    public init(topic: String, requirement: String? = nil, unit: String, day: Day) {
        self.topic = topic
        self.requirement = requirement
        self.unit = unit
        self.day = day
    }

    public func apply(to project: inout DraftingProject, in step: inout Step) throws(Refusal) {
        guard day >= step.today else {
            throw Refusal.fields(["day": "报告时限应不早于今天 \(step.today.chinese)。"])
        }
        let unit = try step.organisation(unit, field: "unit")
        step.open(ResearchTopic(topic, requirement ?? topic, of: unit, by: day, for: project, in: step), under: project)
    }
}

/// 批量布置课题 — one line for each, as it is copied from a table.
public struct AssignTopics: Command {
    public static let slug = "assign-topics"
    public static let title = "批量布置课题"
    public static let fields: [Field] = [
        .longText("lines", "课题清单", limit: 20_000).hint(
            "每行一个：课题、承担单位、报告时限，用制表符或竖线 | 隔开，可从表格直接粘贴。如：小微企业隐患治理机制|省应急厅|2026-09-30")
    ]

    public var lines: String

    public init(lines: String) {
        self.lines = lines
    }

    public func apply(to project: inout DraftingProject, in step: inout Step) throws(Refusal) {
        let names = UnitNames(of: step.organisations, regions: step.regions, on: step.today)
        var topics: [ResearchTopic] = []
        var problems: [String] = []
        let given = lines.split(whereSeparator: \.isNewline).map(\.trimmed)
        for (index, line) in given.enumerated() where !line.isEmpty {
            do throws(TopicLine.Problem) {
                let read = try TopicLine(line, names, in: step)
                topics.append(
                    ResearchTopic(read.topic, read.topic, of: read.unit, by: read.day, for: project, in: step))
            } catch {
                problems.append("第 \(index + 1) 行：\(error.words)")
            }
        }
        guard problems.isEmpty else {
            let more = problems.count > 5 ? "；另有 \(problems.count - 5) 行" : ""
            throw Refusal.fields(["lines": problems.prefix(5).joined(separator: "；") + more + "。"])
        }
        for topic in topics { step.open(topic, under: project) }
    }
}

/// One line of the list: what, who, by when.
private struct TopicLine {
    struct Problem: Error {
        let words: String
    }

    let topic: String
    let unit: Organisation
    let day: Day

    init(_ line: String, _ names: UnitNames, in step: Step) throws(Problem) {
        let cells = line.split(omittingEmptySubsequences: false) { "\t|｜".contains($0) }.map(\.trimmed)
        guard cells.count == 3, !cells[0].isEmpty else { throw Problem(words: "应有课题、承担单位、报告时限三项") }
        guard cells[0].count <= 200 else { throw Problem(words: "课题最多 200 字") }
        let found = names.organisations(for: cells[1])
        guard found.count == 1, let unit = step.organisations[found[0]] else {
            throw Problem(words: "名录中没有“\(cells[1])”，请写单位全称或规范简称")
        }
        guard let day = Day(typed: cells[2], year: step.today.year) else {
            throw Problem(words: "日期“\(cells[2])”看不懂，请写成 2026-09-30 的样子")
        }
        guard day >= step.today else { throw Problem(words: "报告时限 \(day.chinese) 已过") }
        topic = cells[0]
        self.unit = unit
        self.day = day
    }
}

extension ResearchTopic {
    fileprivate init(
        _ topic: String, _ requirement: String, of unit: Organisation, by day: Day, for project: DraftingProject,
        in step: Step
    ) {
        var header = MatterHeader(
            ResearchTopic.self, title: topic, region: unit.region, owner: unit.id,
            supervisor: project.header.owner, issuer: project.header.owner, in: step)
        header.agreedDay = day
        self.init(header: header, requirement: requirement)
    }
}

/// 提交调研报告
public struct ReportFindings: Command {
    public static let slug = "report-findings"
    public static let title = "提交调研报告"
    public static let fields: [Field] = [
        .longText("findings", "主要结论和建议"), .attachments("evidence", "调研报告", purpose: "文书"),
    ]

    public var findings: String
    public var evidence: [String]

    public init(findings: String, evidence: [String] = []) {
        self.findings = findings
        self.evidence = evidence
    }

    public func apply(to topic: inout ResearchTopic, in step: inout Step) {
        topic.findings = findings
        topic.reportedOn = step.today
    }
}

/// 验收报告 — by the drafting group, not by whoever wrote it.
public struct AcceptFindings: Command {
    public static let slug = "accept-findings"
    public static let title = "验收报告"
    public static let fields: [Field] = [.reason("验收意见").optional]

    public var reason: String?
    public var remark: String? { reason }

    public init(reason: String? = nil) {
        self.reason = reason
    }

    public func apply(to topic: inout ResearchTopic, in step: inout Step) {}
}

/// 退回补充调研
public struct ReturnFindings: Command {
    public static let slug = "return-findings"
    public static let title = "退回补充"
    public static let fields: [Field] = [.reason("退回原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to topic: inout ResearchTopic, in step: inout Step) {
        topic.returns += 1
        topic.reportedOn = nil
    }
}

/// 课题延期 — the drafting group gives the unit more time; the earlier day stays in the timeline.
public struct PostponeTopic: Command {
    public static let slug = "postpone-topic"
    public static let title = "课题延期"
    public static let fields: [Field] = [.day("day", "延至"), .reason("延期原因")]

    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(day: Day, reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to topic: inout ResearchTopic, in step: inout Step) throws(Refusal) {
        let earliest = max(topic.header.agreedDay ?? step.today, step.today)
        guard day > earliest else {
            throw Refusal.fields(["day": "延至的日期应晚于 \(earliest.chinese)。"])
        }
        topic.header.agreedDay = day
    }
}

/// 取消课题
public struct DropTopic: Command {
    public static let slug = "drop-topic"
    public static let title = "取消课题"
    public static let fields: [Field] = [.reason("取消原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to topic: inout ResearchTopic, in step: inout Step) {}
}
