import Calendars
import Foundation
import Ledger
import Rules
import Storage
import Workflows

/// 评估记录 — one person's assessment of a risk point, with all its inputs; kept for ever.
public struct AssessmentRecord: Sendable, Hashable {
    public let id: String
    public let riskPoint: String
    public let round: Int
    public let at: Instant
    public let assessor: String
    public let assessment: RiskAssessment
    public let score: String
    public let grade: RiskGrade

    init(row: Row) throws {
        id = try row["id"]
        riskPoint = try row["risk_point"]
        round = try row["round"]
        at = try row["assessed_at"]
        assessor = try row["assessor"]
        let inputs: String = try row["inputs"]
        assessment = try JSONDecoder().decode(RiskAssessment.self, from: Data(inputs.utf8))
        score = try row["score"]
        grade = try row["grade"]
    }

    /// The last of each assessor in a round, in the order in which they assessed.
    static func all(of point: String, round: Int, in database: any Database) async throws -> [AssessmentRecord] {
        let records = try await database.rows(
            "SELECT * FROM risk_assessment WHERE risk_point = \(point) AND round = \(round) ORDER BY assessed_at, id"
        ).map(AssessmentRecord.init(row:))
        return records.filter { one in !records.contains { $0.assessor == one.assessor && $0.id > one.id } }
    }
}

extension RiskPoint {
    /// Keeps the assessment with all its inputs; the grade itself is for someone else to confirm.
    mutating func note(
        _ assessment: RiskAssessment, others: [AssessmentRecord], in step: inout Step
    ) throws(Refusal) {
        let judgement = try step.judged(assessment)
        // Numbers and text that were checked always encode.
        let inputs = String(decoding: try! JSONEncoder.sorted.encode(assessment), as: UTF8.self)
        step.register([
            .one(
                """
                INSERT INTO risk_assessment (id, risk_point, round, assessed_at, assessor, method, inputs, score, grade)
                VALUES (\(step.newID()), \(id), \(round), \(step.now), \(step.user.person.id), \(assessment.method),
                    \(inputs), \(judgement.score), \(judgement.grade))
                """)
        ])
        method = assessment.method
        score = judgement.score
        assessors = Set(others.map(\.assessor)).union([step.user.person.id]).count
        if let other = others.last(where: { $0.assessor != step.user.person.id }), other.grade != judgement.grade {
            step.tell(
                header.owner ?? "",
                "风险点“\(header.title)”的两次评估不一致：\(other.grade.title)（\(other.score)）与\(judgement.grade.title)（\(judgement.score)），请在确定等级时说明。"
            )
        }
    }
}

extension JSONEncoder {
    fileprivate static var sorted: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}

/// LEC 评估 — by likelihood, exposure and consequence.
public struct AssessByFactors: Command {
    public static let slug = "assess-lec"
    public static let title = "评估（LEC 法）"
    public static let fields: [Field] = [
        .choice("likelihood", "L 事故发生的可能性", of: Likelihood.self),
        .choice("exposure", "E 人员暴露于危险环境的频繁程度", of: Exposure.self),
        .choice("consequence", "C 事故可能造成的后果", of: Consequence.self),
    ]

    public var likelihood: Likelihood
    public var exposure: Exposure
    public var consequence: Consequence
    private var others: [AssessmentRecord] = []

    private enum CodingKeys: String, CodingKey { case likelihood, exposure, consequence }

    public init(_ likelihood: Likelihood, _ exposure: Exposure, _ consequence: Consequence) {
        self.likelihood = likelihood
        self.exposure = exposure
        self.consequence = consequence
    }

    public mutating func prepare(for point: RiskPoint, reading database: any Database) async throws {
        others = try await AssessmentRecord.all(of: point.id, round: point.round, in: database)
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) throws(Refusal) {
        try point.note(
            .likelihoodExposureConsequence(likelihood, exposure, consequence), others: others, in: &step)
    }
}

/// LS 评估 — by the matrix of likelihood and severity.
public struct AssessByMatrix: Command {
    public static let slug = "assess-ls"
    public static let title = "评估（风险矩阵法）"
    public static let fields: [Field] = [
        .number("likelihood", "L 可能性", 1...5, unit: "级").hint("1 极少发生，5 经常发生。"),
        .number("severity", "S 严重性", 1...5, unit: "级").hint("1 几乎没有伤害，5 可能造成多人死亡。"),
    ]

    public var likelihood: Int
    public var severity: Int
    private var others: [AssessmentRecord] = []

    private enum CodingKeys: String, CodingKey { case likelihood, severity }

    public init(likelihood: Int, severity: Int) {
        self.likelihood = likelihood
        self.severity = severity
    }

    public mutating func prepare(for point: RiskPoint, reading database: any Database) async throws {
        others = try await AssessmentRecord.all(of: point.id, round: point.round, in: database)
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) throws(Refusal) {
        try point.note(.matrix(likelihood: likelihood, severity: severity), others: others, in: &step)
    }
}

/// 重大危险源辨识 — by GB 18218: whether the unit is a major hazard source, and of which level.
public struct AssessMajorHazard: Command {
    public static let slug = "assess-gb18218"
    public static let title = "评估（重大危险源）"
    public static let fields: [Field] = [
        .longText("substances", "危险化学品和设计最大量（吨）", limit: 2000)
            .hint("每行一种：名称 吨数；标准没有列名的，后面写危险性类别符号。如“液氨 12.5”“某溶剂 200 W5.3”。数量按单元设计的最大量，不是当天的存量。"),
        .number("people", "厂区边界向外 500 米内常住人口", 0...1_000_000, unit: "人"),
    ]

    public var substances: String
    public var people: Int
    private var others: [AssessmentRecord] = []

    private enum CodingKeys: String, CodingKey { case substances, people }

    public init(_ substances: String, people: Int) {
        self.substances = substances
        self.people = people
    }

    public mutating func prepare(for point: RiskPoint, reading database: any Database) async throws {
        others = try await AssessmentRecord.all(of: point.id, round: point.round, in: database)
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) throws(Refusal) {
        let unit = try MajorHazardUnit(lines: substances, people: people, in: step)
        try point.note(.majorHazard(unit), others: others, in: &step)
    }
}
