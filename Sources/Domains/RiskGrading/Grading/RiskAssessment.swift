import Calendars
import Rules
import Workflows

/// 风险评估 — the inputs of one assessment, by one of three methods. What they amount to is worked out by the rules of a
/// day and never stored alone.
public enum RiskAssessment: Codable, Sendable, Hashable {
    /// 作业条件危险性评价法
    case likelihoodExposureConsequence(Likelihood, Exposure, Consequence)
    /// 风险矩阵法 — likelihood and severity, 1 to 5 each.
    case matrix(likelihood: Int, severity: Int)
    /// 重大危险源辨识与分级
    case majorHazard(MajorHazardUnit)

    public enum Method: String, Codable, CaseIterable, Sendable, Titled {
        case likelihoodExposureConsequence = "lec"
        case matrix = "ls"
        case majorHazard = "gb18218"

        public var title: String {
            switch self {
            case .likelihoodExposureConsequence: "作业条件危险性评价法（LEC）"
            case .matrix: "风险矩阵法（LS）"
            case .majorHazard: "重大危险源辨识与分级（GB 18218）"
            }
        }
    }

    public var method: Method {
        switch self {
        case .likelihoodExposureConsequence: .likelihoodExposureConsequence
        case .matrix: .matrix
        case .majorHazard: .majorHazard
        }
    }

    /// What the inputs amount to by the rules of that day.
    public func judged(by rules: RuleBook, on day: Day) throws(RuleMissing) -> RiskJudgement {
        switch self {
        case .likelihoodExposureConsequence(let likelihood, let exposure, let consequence):
            try judged(likelihood, exposure, consequence, by: rules, on: day)
        case .matrix(let likelihood, let severity): try judged(likelihood, severity, by: rules, on: day)
        case .majorHazard(let unit): try judged(unit, by: rules, on: day)
        }
    }

    private func judged(
        _ likelihood: Likelihood, _ exposure: Exposure, _ consequence: Consequence, by rules: RuleBook, on day: Day
    ) throws(RuleMissing) -> RiskJudgement {
        func value(_ factor: String, _ words: String) throws(RuleMissing) -> Reading<Figure> {
            try rules.reading(Rule<Figure>("risk.lec.\(factor)"), on: day, given: [factor: .text(words)])
        }
        let l = try value("likelihood", likelihood.title)
        let e = try value("exposure", exposure.title)
        let c = try value("consequence", consequence.title)
        let d = (Fraction(l.value) * Fraction(e.value) * Fraction(c.value)).figure
        let grade = try rules.reading(Rule<RiskGrade>("risk.lec.grade"), on: day, given: ["d": .number(d)])
        return RiskJudgement(
            grade: grade.value, score: "D = \(d)",
            workings: ["D = L \(l.value) × E \(e.value) × C \(c.value) = \(d)"],
            derivations: [l.derivation, e.derivation, c.derivation, grade.derivation])
    }

    private func judged(_ likelihood: Int, _ severity: Int, by rules: RuleBook, on day: Day) throws(RuleMissing)
        -> RiskJudgement
    {
        let r = likelihood * severity
        let grade = try rules.reading(Rule<RiskGrade>("risk.matrix.grade"), on: day, given: ["r": .number(r)])
        return RiskJudgement(
            grade: grade.value, score: "R = \(r)", workings: ["R = L \(likelihood) × S \(severity) = \(r)"],
            derivations: [grade.derivation])
    }

    private func judged(_ unit: MajorHazardUnit, by rules: RuleBook, on day: Day) throws(RuleMissing) -> RiskJudgement {
        let indices = try unit.indices(by: rules, on: day)
        let grade = try rules.reading(
            Rule<RiskGrade>("risk.major-hazard.grade"), on: day, given: ["level": .text(indices.level ?? "不构成")])
        return RiskJudgement(
            grade: grade.value,
            score: indices.r.map { "R = \($0)，\(indices.level ?? "")" } ?? "S = \(indices.s)",
            workings: indices.workings, derivations: indices.derivations + [grade.derivation])
    }

    /// The inputs as people read them.
    public var inputsInWords: [String] {
        switch self {
        case .likelihoodExposureConsequence(let likelihood, let exposure, let consequence):
            ["可能性：\(likelihood.title)", "暴露：\(exposure.title)", "后果：\(consequence.title)"]
        case .matrix(let likelihood, let severity): ["可能性 \(likelihood)", "严重性 \(severity)"]
        case .majorHazard(let unit):
            unit.substances.map { one in
                "\(one.name) \(one.amount) 吨" + (one.hazardClass.map { "（\($0)）" } ?? "")
            } + ["500米内常住 \(unit.people) 人"]
        }
    }
}

/// What an assessment amounts to, and how that was arrived at.
public struct RiskJudgement: Sendable, Hashable {
    public let grade: RiskGrade
    /// `D = 270`
    public let score: String
    /// The arithmetic, a line for each step.
    public let workings: [String]
    public let derivations: [Derivation]
}

extension Step {
    /// What the assessment amounts to today; a refusal when the rule book has no rule for it.
    func judged(_ assessment: RiskAssessment) throws(Refusal) -> RiskJudgement {
        do {
            return try assessment.judged(by: rules, on: today)
        } catch {
            throw Refusal(
                .conflicting, code: "rule-missing",
                message: "规则库中没有今天有效的规定（\(error.rule)），请联系系统管理员补充后再办理。")
        }
    }
}
