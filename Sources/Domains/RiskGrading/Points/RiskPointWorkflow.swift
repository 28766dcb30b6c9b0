import Calendars
import Permissions
import Rules
import Workflows

extension RiskPoint {
    public static let workflow = Workflow<RiskPoint>(
        initial: .identified,
        final: [.eliminated],
        reading: .readRisks,
        openings: [],
        transitions: [
            .init(AssessByFactors.self, from: open, to: .assessed, by: .manageRisks, as: .owner),
            .init(AssessByMatrix.self, from: open, to: .assessed, by: .manageRisks, as: .owner),
            .init(AssessMajorHazard.self, from: open, to: .assessed, by: .manageRisks, as: .owner),
            .init(ConfirmGrade.self, from: [.assessed], to: .controlled, by: .confirmRisks, as: .owner)
                .requiringReason.separate(from: AssessByFactors.self, AssessByMatrix.self, AssessMajorHazard.self),
            .staying(AddControl.self, in: open, by: .manageRisks, as: .owner),
            .staying(EndControl.self, in: open, by: .manageRisks, as: .owner).requiringReason,
            .init(ReportChange.self, from: [.controlled], to: .reassessing, by: .manageRisks, as: .owner)
                .requiringReason,
            .init(OrderReassessment.self, from: [.controlled], to: .reassessing, by: .superviseRisks)
                .requiringReason,
            .init(CallReview.self, from: [.controlled], to: .reassessing, by: .watchRisks).byPlatform,
            .init(EliminateRisk.self, from: open, to: .eliminated, by: .confirmRisks, as: .owner).requiringReason,
        ],
        awaits: { state in
            switch state {
            case .identified: .by(.owner, within: .assessing)
            case .assessed: .by(.owner, within: .confirming)
            case .controlled: .byPlatform(because: "到复评日期前由平台提请重新评估")
            case .reassessing: .by(.owner, within: .reassessing)
            case .eliminated: .nothing
            }
        })

    /// The states in which the risk is there.
    static let open = Set(State.allCases).subtracting([.eliminated])
}

extension Transition {
    /// Something is noted, and the matter stays where it is.
    static func staying<C: Command<Subject>>(
        _ command: C.Type, in states: Set<Subject.State>, by permission: Permission, as party: Party? = nil
    ) -> Self {
        .init(
            command, from: states, toOneOf: Subject.State.allCases.filter(states.contains), by: permission, as: party,
            choosing: { $0.state })
    }
}

extension Permission {
    public static let readRisks = Permission("risks.read")
    public static let manageRisks = Permission("risks.manage")
    public static let confirmRisks = Permission("risks.confirm")
    public static let superviseRisks = Permission("risks.supervise")
    /// Held by no role: what the platform itself notes.
    static let watchRisks = Permission("risks.platform")
}

extension Rule<Term> {
    static let assessing = Self("risk-point.assess")
    static let confirming = Self("risk-point.confirm")
    /// 复评期限
    static let reviewing = Self("risk-point.review")
    static let reassessing = Self("risk-point.reassess")
}
