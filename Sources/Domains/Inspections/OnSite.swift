import Calendars
import Storage
import Workflows

/// 记录现场检查 — what was found there, and who of the enterprise was present.
public struct RecordVisit: Command {
    public static let slug = "record-visit"
    public static let title = "记录现场检查"
    public static let fields: [Field] = [
        .day("visitedOn", "检查日期"), .choice("result", "检查结果", of: InspectionResult.self),
        .longText("record", "检查情况", limit: 4000),
        .text("representative", "企业在场人员（姓名和职务）", limit: 100),
        .attachments("evidence", "现场检查笔录", purpose: "文书"),
    ]

    public var visitedOn: Day
    public var result: InspectionResult
    public var record: String
    public var representative: String
    public var evidence: [String]
    public var happened: Instant? { Instant(day: visitedOn) }

    public init(
        on day: Day, _ result: InspectionResult, record: String, with representative: String, evidence: [String] = []
    ) {
        visitedOn = day
        self.result = result
        self.record = record
        self.representative = representative
        self.evidence = evidence
    }

    public func apply(to inspection: inout Inspection, in step: inout Step) throws(Refusal) {
        let applied = inspection.header.openedAt.day
        guard (applied...max(applied, step.today)).contains(visitedOn) else {
            throw Refusal.fields(["visitedOn": "检查日期应在申请之日（\(applied.chinese)）和今天之间。"])
        }
        guard visitedOn.year == inspection.year else {
            throw Refusal.fields(["visitedOn": "这次检查批准在 \(inspection.year) 年度。跨年度的请撤回后重新申请。"])
        }
        inspection.visitedOn = visitedOn
        inspection.result = result
        inspection.record = record
        inspection.representative = representative
        step.tell(inspection.enterprise, "行政检查结果：\(result.title)。")
    }
}

/// 登记发现的问题 — each becomes a hidden danger of its own in the same commit, and names the inspection.
public struct NoteFinding: Command {
    public static let slug = "note-finding"
    public static let title = "登记发现的问题"
    public static let fields: [Field] = [
        .text("place", "具体位置", limit: 60), .choice("nature", "问题类别", of: FindingNature.self),
        .longText("what", "发现了什么", limit: 1000), .attachments("evidence", "现场照片", purpose: "证据"),
    ]

    public var place: String
    public var nature: FindingNature
    public var what: String
    public var evidence: [String]
    public var remark: String? { "\(place)：\(what)" }

    public init(_ what: String, at place: String, _ nature: FindingNature, evidence: [String] = []) {
        self.place = place
        self.nature = nature
        self.what = what
        self.evidence = evidence
    }

    public func apply(to inspection: inout Inspection, in step: inout Step) throws(Refusal) {
        guard inspection.result == .problems else {
            throw Refusal(
                .conflicting, code: "nothing-found", message: "这次检查记录的结果是“未发现问题”，不能登记问题。检查之外发现的隐患请到“登记隐患”。")
        }
        inspection.findings += 1
        var anomaly = Anomaly(at: inspection.enterprise, place: place, what: what, nature: nature.rawValue)
        anomaly.inspectedBy = inspection.authority
        try step.report(anomaly, under: inspection)
    }
}

/// 办结检查 — with what follows from it. The dangers found go their own way.
public struct ConcludeInspection: Command {
    public static let slug = "conclude"
    public static let title = "办结"
    public static let fields: [Field] = [.longText("conclusion", "处理意见", limit: 1000)]

    public var conclusion: String
    public var remark: String? { conclusion }

    public init(_ conclusion: String) {
        self.conclusion = conclusion
    }

    public func apply(to inspection: inout Inspection, in step: inout Step) throws(Refusal) {
        guard inspection.result != .problems || inspection.findings > 0 else {
            throw Refusal(
                .conflicting, code: "findings-missing", message: "检查结果是“发现问题”，还没有登记任何问题。请先用“登记发现的问题”逐条登记，再办结。")
        }
        inspection.conclusion = conclusion
    }
}
