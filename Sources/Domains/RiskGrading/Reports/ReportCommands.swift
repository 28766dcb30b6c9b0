import Calendars
import Rules
import Storage
import Workflows

extension RiskReport.Occasion {
    var rule: Rule<Term> {
        switch self {
        case .first, .yearly: .firstReport
        case .change: .changeReport
        }
    }
}

extension Rule<Term> {
    /// 首次报告期限
    static let firstReport = Self("jiangsu.risk-report.first")
    /// 变更报告期限
    static let changeReport = Self("risk-report.change")
    /// 接收报告期限
    static let acceptingReport = Self("risk-report.receive")
}

extension Rule<String> {
    /// 定期报告的最后一日，如 03-31
    static let yearlyReportBy = Self("jiangsu.risk-report.yearly-by")
}

/// 提交风险报告 — with the risks as they stand at that moment.
public struct SubmitReport: Command {
    public static let slug = "submit"
    public static let title = "提交风险报告"
    public static let fields = ReportContents.fields

    public var contents: ReportContents
    private var points: [RiskPoint] = []
    private var controls: [String: [RiskControl]] = [:]

    public init(_ contents: ReportContents) {
        self.contents = contents
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        var answers: [String: String] = [:]
        for field in ReportContents.fields {
            answers[field.name] = try container.decode(String.self, forKey: Key(stringValue: field.name))
        }
        contents = ReportContents(answers)
    }

    public mutating func prepare(for report: RiskReport, reading database: any Database) async throws {
        points = try await RiskGradingStore(database: database).points(of: report.profile)
        let found = try await RiskControl.all(of: points.map(\.id), in: database)
        controls = Dictionary(grouping: found, by: \.riskPoint)
    }

    public func apply(to report: inout RiskReport, in step: inout Step) throws(Refusal) {
        let graded = Dictionary(grouping: points.filter { $0.grade != nil }, by: { $0.grade! })
        guard !graded.isEmpty else {
            throw Refusal(
                .conflicting, code: "no-risks", message: "还没有确定等级的风险点。请先登记、评估并确定风险点的等级，再提交报告。")
        }
        report.contents = contents
        report.points = graded.mapValues(\.count)
        let lines = points.filter { $0.grade?.isConsiderableOrWorse ?? false }.map { point in
            let measures = (controls[point.id] ?? []).map(\.measure).joined(separator: "；")
            return
                "\(point.grade?.title ?? "")：\(point.header.title)（\(point.placePath)，\(point.score ?? "")）。措施：\(measures)"
        }
        report.risks = lines.isEmpty ? "无" : lines.joined(separator: "\n")
    }
}

/// 接收报告
public struct AcceptReport: Command {
    public static let slug = "accept"
    public static let title = "接收报告"

    public init() {}

    public func apply(to report: inout RiskReport, in step: inout Step) {}
}

/// 退回补正 — what is missing, and the enterprise reports again.
public struct ReturnReport: Command {
    public static let slug = "return"
    public static let title = "退回补正"
    public static let fields: [Field] = [.reason("需要补正什么")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to report: inout RiskReport, in step: inout Step) {}
}

extension RiskProfile {
    /// 首次报告 — within the term from the day on which the completed works were accepted, or from today where that day is
    /// not known.
    func firstReport(in step: borrowing Step) throws(Refusal) -> RiskReport {
        var day: Day?
        if let acceptedOn {
            day = try step.lastDay(.firstReport, from: Instant(day: acceptedOn))
        }
        return RiskReport(
            .first, of: id, like: header, title: "首次安全风险报告（\(header.title)）",
            because: acceptedOn.map { "\($0.chinese) 竣工验收合格" } ?? "建立风险档案", by: day, in: step)
    }

    static let recurring: [Recurring<RiskProfile>] = [
        Recurring(
            "yearly-report", "每年定期报告", every: { _ in Cycle(.yearly, by: .dayAfter(90), notice: 60) },
            open: { profile, period, step throws(Refusal) in
                let year = period.from.year + 1
                return RiskReport(
                    .yearly, of: profile.id, like: profile.header,
                    title: "\(year)年定期安全风险报告（\(profile.header.title)）", because: "\(year)年第一季度定期报告",
                    by: try step.yearlyReportDay(in: year), in: step)
            })
    ]
}

extension Step {
    fileprivate func yearlyReportDay(in year: Int) throws(Refusal) -> Day {
        let reading = try? rules.reading(.yearlyReportBy, on: today)
        // Without the rule there is no report to open: the recurrence waits and says why.
        guard let reading, let day = Day("\(year)-\(reading.value)") else {
            throw Refusal(.conflicting, code: "rule-missing", message: "规则库中没有今天有效的定期报告期限，请联系系统管理员补充。")
        }
        return day
    }
}
