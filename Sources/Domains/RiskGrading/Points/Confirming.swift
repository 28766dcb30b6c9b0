import Calendars
import Rules
import Storage
import Workflows

/// 确定风险等级 — by someone who did not assess it: one of the grades that the assessments came to, with the reason, and with
/// controls that reach high enough.
public struct ConfirmGrade: Command {
    public static let slug = "confirm"
    public static let title = "确定风险等级"
    public static let fields: [Field] = [.choice("grade", "风险等级", of: RiskGrade.self), .reason("确定理由")]

    public var grade: RiskGrade
    public var reason: String
    public var remark: String? { reason }
    private var assessments: [AssessmentRecord] = []
    private var levels: [RiskControl.Level] = []
    private var isReportOwed = false

    private enum CodingKeys: String, CodingKey { case grade, reason }

    public init(_ grade: RiskGrade, because reason: String) {
        self.grade = grade
        self.reason = reason
    }

    public mutating func prepare(for point: RiskPoint, reading database: any Database) async throws {
        assessments = try await AssessmentRecord.all(of: point.id, round: point.round, in: database)
        levels = try await RiskControl.all(of: [point.id], in: database).map(\.level)
        isReportOwed = try await RiskGradingStore(database: database).isReportOwed(by: point.header.subject ?? "")
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) throws(Refusal) {
        var grades: [RiskGrade] = []
        for record in assessments {
            let today = try step.judged(record.assessment)
            guard today.grade == record.grade else {
                throw Refusal(
                    .conflicting, code: "rule-changed",
                    message: "评估之后分级规定变了：按评估那天是\(record.grade.title)，按今天的规定是\(today.grade.title)。请重新评估后再确定。")
            }
            grades.append(today.grade)
        }
        guard grades.contains(grade) else {
            let found = grades.map(\.title).joined(separator: "、")
            throw Refusal.fields(["grade": "评估得出的是\(found)，不能确定为\(grade.title)。认为评估有误的，请先重新评估。"])
        }
        try step.check(levels: levels, for: grade, field: "grade")
        // The assessment that is taken, not the one that came last, is what the grade rests upon from now on.
        if let taken = assessments.last(where: { $0.grade == grade }) {
            point.method = taken.assessment.method
            point.score = taken.score
        }
        if grade != point.grade { reportChange(of: point, in: &step) }
        point.grade = grade
        point.gradingReason = reason
        point.reassessmentCause = nil
        point.reviewOn = try step.lastDay(.reviewing)
        point.round += 1
        point.assessors = 0
    }

    /// 变更报告 — of a considerable risk that is new or changed, unless a report is owed that will tell of it.
    private func reportChange(of point: RiskPoint, in step: inout Step) {
        guard grade.isConsiderableOrWorse || point.grade?.isConsiderableOrWorse == true, !isReportOwed,
            let profile = point.header.parent
        else { return }
        let change = point.grade.map { "由\($0.title)变为\(grade.title)" } ?? "新增\(grade.title)"
        step.open(
            RiskReport(
                .change, of: profile, like: point.header, title: "安全风险变更报告（\(point.header.title)）",
                because: "\(point.header.title)：\(change)", by: nil, in: step))
    }
}

extension Step {
    /// The last day of a term that begins now, or then.
    func lastDay(_ rule: Rule<Term>, from start: Instant? = nil) throws(Refusal) -> Day {
        do {
            return calendar.deadline(from: start ?? now, term: try rules.reading(rule, on: today).value).dueOn
        } catch {
            throw Refusal(
                .conflicting, code: "rule-missing",
                message: "规则库中没有今天有效的规定（\(rule.name)），请联系系统管理员补充后再办理。")
        }
    }
}

/// 提请复评 — the platform, in time for the assessment to be done by the day of review.
struct CallReview: Command {
    static let slug = "call-review"
    static let title = "提请定期复评"

    func apply(to point: inout RiskPoint, in step: inout Step) {
        point.reassessmentCause = "定期复评"
    }
}

/// 报告变更 — process, material, device or people changed, so the risk is assessed anew.
public struct ReportChange: Command {
    public static let slug = "report-change"
    public static let title = "发生变更，重新评估"
    public static let fields: [Field] = [.reason("变更内容").hint("工艺、物料、设备、人员、作业方式等变了什么。")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) {
        point.reassessmentCause = reason
    }
}

/// 要求重新评估 — the authority asks for it, after an accident or on what it saw.
public struct OrderReassessment: Command {
    public static let slug = "order-reassessment"
    public static let title = "要求重新评估"
    public static let fields: [Field] = [.reason("原因").hint("如发生了事故，写明时间和经过。")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) {
        point.reassessmentCause = reason
    }
}

/// 消除 — the risk is gone: the device is dismantled, the substance replaced.
public struct EliminateRisk: Command {
    public static let slug = "eliminate"
    public static let title = "风险已消除"
    public static let fields: [Field] = [.reason("怎样消除的")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) {
        step.register([
            .any("UPDATE risk_control SET ended_at = \(step.now) WHERE risk_point = \(point.id) AND ended_at IS NULL")
        ])
        point.controls = 0
    }
}
