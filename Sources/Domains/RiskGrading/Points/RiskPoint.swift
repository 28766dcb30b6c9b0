import Calendars
import Registry
import Storage
import Workflows

/// 风险点 — a place, device or task at an enterprise where something can go wrong; assessed, graded, kept under control, and
/// assessed anew each year, on change and after an accident.
public struct RiskPoint: Matter {
    public static let kind = "risk-point"
    public static let title = "风险点"
    public static let numberPrefix = "FX"

    public enum State: String, MatterState {
        case identified, assessed, controlled, reassessing, eliminated

        public var title: String {
            switch self {
            case .identified: "待评估"
            case .assessed: "待确定等级"
            case .controlled: "管控中"
            case .reassessing: "待重新评估"
            case .eliminated: "已消除"
            }
        }
    }

    public typealias Grade = RiskGrade

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("place", "场所编号", .hidden), DetailColumn("place_path", "场所"),
        DetailColumn("hazard", "危险源和危险有害因素", isPersonal: true), DetailColumn("accident_types", "事故类别", .hidden),
        DetailColumn("harm", "可能的后果", isPersonal: true), DetailColumn("method", "评估方法", of: RiskAssessment.Method.self),
        DetailColumn("score", "评估值"), DetailColumn("round", "评估轮次", .hidden),
        DetailColumn("assessors", "本轮评估人数", .hidden),
        DetailColumn("controls", "在用管控措施"), DetailColumn("grading_reason", "定级理由", isPersonal: true),
        DetailColumn("reassessment_cause", "重新评估原因", isPersonal: true), DetailColumn("review_on", "复评日期", .day),
    ]

    public var header: MatterHeader
    public let place: String
    /// 厂区 / 合成车间 / 2号反应釜, as it was called when the point was written down.
    public let placePath: String
    public let hazard: String
    /// Codes of GB 6441 as it stood that day.
    public let accidentTypes: [String]
    public let harm: String?
    public var method: RiskAssessment.Method?
    public var score: String?
    /// Counts the gradings; assessments before a grading belong to its round.
    public var round = 1
    /// How many people have assessed it in this round.
    public var assessors = 0
    public var controls = 0
    public var gradingReason: String?
    public var reassessmentCause: String?
    /// By when it is to be assessed again, if nothing happens before.
    public var reviewOn: Day?

    init(
        header: MatterHeader, at place: RiskPlace, hazard: String, accidentTypes: [String], harm: String?
    ) {
        self.header = header
        self.place = place.id
        placePath = place.path
        self.hazard = hazard
        self.accidentTypes = accidentTypes
        self.harm = harm
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        place = try row["place"]
        placePath = try row["place_path"]
        hazard = try row["hazard"]
        accidentTypes = (try row["accident_types"] as String).split(separator: ",").map(String.init)
        harm = try row["harm"]
        method = try row["method"]
        score = try row["score"]
        round = try row["round"]
        assessors = try row["assessors"]
        controls = try row["controls"]
        gradingReason = try row["grading_reason"]
        reassessmentCause = try row["reassessment_cause"]
        reviewOn = try row["review_on"]
    }

    public var details: [SQLValue] {
        [
            place.sqlValue, placePath.sqlValue, hazard.sqlValue, accidentTypes.joined(separator: ",").sqlValue,
            value(harm), value(method), value(score), round.sqlValue, assessors.sqlValue, controls.sqlValue,
            value(gradingReason), value(reassessmentCause), value(reviewOn),
        ]
    }

    private func value(_ optional: (some SQLConvertible)?) -> SQLValue { optional?.sqlValue ?? .null }
}

extension RiskAssessment.Method: SQLConvertible {}
