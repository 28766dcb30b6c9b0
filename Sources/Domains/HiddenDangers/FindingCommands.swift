import Calendars
import Facts
import Permissions
import Workflows

/// 登记隐患 — an inspector, the hotline or a sensor writes down what was found; someone grades it within the term.
public struct ReportDanger: Opening {
    public static let slug = "report"
    public static let title = "登记隐患"
    public static let fields: [Field] =
        [
            Field(
                "source", "发现方式",
                .choice(DangerSource.allCases.filter { $0 != .selfCheck }.map { .init($0.rawValue, $0.title) }))
        ].holdingFacts(of: "hidden-danger") + Finding.fields.holdingFacts(of: "hidden-danger") + [photographs]

    static let photographs = Field.attachments("evidence", "现场照片", purpose: "证据")

    public var source: DangerSource
    public var finding: Finding
    public var evidence: [String]

    public init(_ finding: Finding, from source: DangerSource = .inspection, evidence: [String] = []) {
        self.source = source
        self.finding = finding
        self.evidence = evidence
    }

    private enum CodingKeys: String, CodingKey { case source, evidence }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        source = try container.decode(DangerSource.self, forKey: .source)
        finding = try Finding(from: decoder)
        evidence = try container.decode([String].self, forKey: .evidence)
    }

    public func open(in step: inout Step) throws(Refusal) -> HiddenDanger {
        let post = try step.post(for: .reportDangers, at: finding.enterprise)
        return try finding.danger(from: source, by: post, in: step)
    }
}

/// 企业自查登记 — the enterprise writes down what it found itself, grades it, and begins.
public struct SelfCheck: Opening {
    public static let slug = "self-check"
    public static let title = "企业自查登记"
    public static let fields: [Field] =
        (Finding.fields + Grading.fields.filter { $0.name != "reason" }).holdingFacts(of: "self-check")
        + [.reason("定级理由"), ReportDanger.photographs]

    public var finding: Finding
    public var grading: Grading
    public var evidence: [String]
    public var remark: String? { grading.reason }

    public init(_ finding: Finding, _ grading: Grading, evidence: [String] = []) {
        self.finding = finding
        self.grading = grading
        self.evidence = evidence
    }

    private enum CodingKeys: String, CodingKey { case evidence }

    public init(from decoder: any Decoder) throws {
        finding = try Finding(from: decoder)
        grading = try Grading(from: decoder)
        evidence = try decoder.container(keyedBy: CodingKeys.self).decode([String].self, forKey: .evidence)
    }

    public func open(in step: inout Step) throws(Refusal) -> HiddenDanger {
        let post = try step.post(for: .checkOwnDangers, at: finding.enterprise)
        var danger = try finding.danger(from: .selfCheck, by: post, in: step)
        try grading.record(on: &danger, in: step)
        danger.state = danger.stateAfterGrading
        return danger
    }
}

extension [Field] {
    /// Each holds the fact of its name. A danger is written down by one form or the other, so each form has its own.
    fileprivate func holdingFacts(of subject: String) -> [Field] {
        map { $0.holds(Facts.Fact("\(subject).\($0.name)")) }
    }
}
