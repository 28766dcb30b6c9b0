import Calendars
import Workflows

extension HiddenDanger {
    /// 异常转隐患 — takes over what an enterprise found wrong when it checked its controls, to be graded by itself; or what an
    /// authority found in an inspection, to be graded by authorities.
    public static let anomalies: Delegation.Note = { anomaly, source, step throws(Refusal) in
        let site = try step.enterprise(anomaly.subject)
        let finding = Finding(
            at: site.id, DangerCategory(nature: anomaly.nature), in: .workshop, place: String(anomaly.place.suffix(60)),
            anomaly.what, harm: .unsure, breach: .unsure)
        let header = MatterHeader(
            HiddenDanger.self, title: finding.title, region: site.region, sector: site.sectors.first, owner: site.id,
            supervisor: anomaly.inspectedBy ?? site.id, issuer: anomaly.inspectedBy ?? site.id, subject: site.id,
            in: step)
        let found: DangerSource = anomaly.inspectedBy == nil ? .selfCheck : .inspection
        step.open(HiddenDanger(header: header, finding: finding, source: found), under: source)
    }
}

extension DangerCategory {
    /// By the kind of control that failed, or by what whoever found it calls it.
    fileprivate init(nature: String) {
        self =
            switch nature {
            case "engineering": .equipment
            case "training": .training
            case "protection": .protection
            case "emergency": .emergency
            default: DangerCategory(rawValue: nature) ?? .management
            }
    }
}

/// 企业自行定级 — the enterprise says how grave is what its own check found, and how it is put right.
public struct GradeOwnDanger: Command {
    public static let slug = "grade-own"
    public static let title = "企业自行定级"
    public static let fields = Grading.fields

    public var grading: Grading
    public var remark: String? { grading.reason }

    public init(_ grading: Grading) {
        self.grading = grading
    }

    public init(from decoder: any Decoder) throws {
        grading = try Grading(from: decoder)
    }

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        guard danger.source == .selfCheck else {
            throw Refusal(
                .conflicting, code: "not-own-find", message: "这条隐患是监管部门登记的，由其核定等级，企业不自行定级。")
        }
        try grading.record(on: &danger, in: step)
    }
}
