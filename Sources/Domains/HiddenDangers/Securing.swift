import Calendars
import Storage
import Workflows

/// 五落实 — measures, money, a responsible person, a day and a contingency plan (措施、资金、责任、时限、预案).
public struct Securing: Decodable, Sendable, Hashable {
    static let fields: [Field] = [
        .longText("measures", "措施：怎样治理，治理期间怎样防范", limit: 2000),
        .number("money", "资金：安排多少", 0...10_000_000_000, unit: "元"),
        .text("responsible", "责任人：姓名和职务", limit: 60),
        .day("day", "时限：哪天前完成"),
        .longText("contingency", "预案：治理期间出现险情怎样处置", limit: 2000),
    ]

    public var measures: String
    public var money: Int
    public var responsible: String
    public var day: Day
    public var contingency: String

    public init(measures: String, money: Int, responsible: String, day: Day, contingency: String) {
        self.measures = measures
        self.money = money
        self.responsible = responsible
        self.day = day
        self.contingency = contingency
    }

    /// `nil` until all five are there; the table lets no part stand alone.
    init?(row: Row) throws {
        guard let measures = try row["measures"] as String? else { return nil }
        self.measures = measures
        money = try row["money"]
        responsible = try row["responsible"]
        day = try row["rectify_by"]
        contingency = try row["contingency"]
    }
}

/// 落实五项 — without it the rectification of a major danger does not start.
public struct SecureRectification: Command {
    public static let slug = "secure"
    public static let title = "五落实"
    public static let fields = Securing.fields + [Field.attachments("evidence", "治理方案", purpose: "文书")]

    public var securing: Securing
    public var evidence: [String]

    public init(_ securing: Securing, evidence: [String] = []) {
        self.securing = securing
        self.evidence = evidence
    }

    private enum CodingKeys: String, CodingKey { case evidence }

    public init(from decoder: any Decoder) throws {
        securing = try Securing(from: decoder)
        evidence = try decoder.container(keyedBy: CodingKeys.self).decode([String].self, forKey: .evidence)
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        try step.check(securing.day, within: .majorRectification, field: "day", called: "完成时限")
        danger.securing = securing
        danger.header.agreedDay = securing.day
    }
}
