import Calendars
import Permissions
import Rules
import Workflows

extension RiskProfile {
    public static let workflow = Workflow<RiskProfile>(
        initial: .kept,
        final: [.ended],
        reading: .readRisks,
        openings: [.init(OpenRiskProfile.self, by: .manageRisks)],
        transitions: [
            .staying(AddPlace.self, in: open, by: .manageRisks, as: .owner),
            .staying(ClosePlace.self, in: open, by: .manageRisks, as: .owner).requiringReason,
            .staying(HandInPlan.self, in: open, by: .manageRisks, as: .owner),
            .staying(PutOnPlan.self, in: open, by: .manageRisks, as: .owner),
            .staying(IdentifyRisk.self, in: open, by: .manageRisks, as: .owner),
            .staying(SettleColour.self, in: open, by: .watchRisks).byPlatform,
            .staying(PlanChecks.self, in: open, by: .watchRisks).byPlatform,
            .staying(AdjustColour.self, in: open, by: .superviseRisks).requiringReason,
            .init(AppealColour.self, from: [.kept], to: .appealed, by: .manageRisks, as: .owner).requiringReason,
            .init(UpholdAppeal.self, from: [.appealed], to: .kept, by: .superviseRisks).requiringReason,
            .init(DeclineAppeal.self, from: [.appealed], to: .kept, by: .superviseRisks).requiringReason,
            .init(EndProfile.self, from: [.kept], to: .ended, by: .superviseRisks).requiringReason.afterChildren,
        ],
        recurring: recurring,
        awaits: { state in
            switch state {
            case .kept: .byPlatform(because: "长期管控，期限在各风险点上")
            case .appealed: .by(.supervisor, within: .answeringAppeal)
            case .ended: .nothing
            }
        })

    static let open: Set<State> = [.kept, .appealed]
}

extension Rule<Term> {
    /// 答复异议的期限
    static let answeringAppeal = Self("risk-appeal.answer")
}
