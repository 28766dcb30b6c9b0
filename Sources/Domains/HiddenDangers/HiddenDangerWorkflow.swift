import Calendars
import Permissions
import Rules
import Workflows

extension HiddenDanger {
    public static let workflow = Workflow<HiddenDanger>(
        initial: .found,
        final: [.cleared, .dismissed],
        reading: .readDangers,
        openings: [
            .init(ReportDanger.self, by: .reportDangers),
            .init(SelfCheck.self, by: .checkOwnDangers),
        ],
        transitions: [
            .init(
                GradeDanger.self, from: [.found, .planning, .rectifying, .dismissed],
                toOneOf: [.planning, .rectifying],
                by: .gradeDangers, choosing: { $0.stateAfterGrading }
            ).requiringReason,
            .init(
                GradeOwnDanger.self, from: [.found], toOneOf: [.planning, .rectifying], by: .checkOwnDangers,
                as: .owner,
                choosing: { $0.stateAfterGrading }
            ).requiringReason,
            .init(DismissDanger.self, from: [.found], to: .dismissed, by: .gradeDangers)
                .requiringReason.separateFromOpener,
            .init(SecureRectification.self, from: [.planning], to: .rectifying, by: .rectifyDangers, as: .owner),
            .init(ReportRectified.self, from: [.rectifying], to: .rectified, by: .rectifyDangers, as: .owner),
            .init(AskExtension.self, from: [.rectifying], to: .extensionAsked, by: .rectifyDangers, as: .owner)
                .requiringReason,
            .init(GrantExtension.self, from: [.extensionAsked], to: .rectifying, by: .verifyDangers),
            .init(RefuseExtension.self, from: [.extensionAsked], to: .rectifying, by: .verifyDangers).requiringReason,
            .init(
                VerifyDanger.self, from: [.rectified], toOneOf: [.verified, .cleared], by: .verifyDangers,
                choosing: { $0.grade == .major ? .verified : .cleared }
            ).requiringReason
                .separate(from: GradeDanger.self, GradeOwnDanger.self, SecureRectification.self, ReportRectified.self)
                .separate(fromOpening: SelfCheck.self),
            .init(VerifyOwnDanger.self, from: [.rectified], to: .cleared, by: .verifyOwnDangers, as: .supervisor)
                .requiringReason.separate(from: GradeOwnDanger.self, ReportRectified.self)
                .separate(fromOpening: SelfCheck.self),
            .init(ReturnForRectification.self, from: [.rectified, .verified], to: .rectifying, by: .verifyDangers)
                .requiringReason.separate(from: ReportRectified.self),
            .init(ReturnOwnDanger.self, from: [.rectified], to: .rectifying, by: .verifyOwnDangers, as: .supervisor)
                .requiringReason.separate(from: ReportRectified.self),
            .init(ClearDanger.self, from: [.verified], to: .cleared, by: .verifyDangers)
                .requiringReason.separate(from: SecureRectification.self, ReportRectified.self).afterChildren,
            .init(ReopenDanger.self, from: [.cleared], to: .rectifying, by: .verifyDangers).requiringReason,
            .staying(ListDanger.self, in: [.planning, .rectifying, .extensionAsked, .rectified], by: .listDangers),
            .staying(OfferAnswerLink.self, in: [.rectifying], by: .gradeDangers),
            .staying(RewardFinder.self, in: Set(State.allCases), by: .rewardFinders),
            .staying(RaiseDanger.self, in: open, by: .superviseByPlatform).byPlatform,
            .staying(LinkRecurrence.self, in: open, by: .superviseByPlatform).byPlatform,
        ],
        awaits: { state in
            switch state {
            case .found: .by(.supervisor, within: .grading)
            case .planning: .by(.owner, within: .securing)
            case .rectifying: .by(.owner, .agreedDayOrRule(setBy: "整改决定") { $0.longestRectification })
            case .extensionAsked: .by(.supervisor, .running)
            case .rectified: .by(.supervisor, within: .verification)
            case .verified: .by(.supervisor, within: .clearing)
            case .cleared, .dismissed: .nothing
            }
        })

    /// The states in which someone still owes something.
    static let open = Set(State.allCases).subtracting([.cleared, .dismissed])

    var longestRectification: Rule<Term> {
        if grade == .major { return .majorRectification }
        return handling == .onTheSpot ? .rectificationOnTheSpot : .generalRectification
    }
}

extension Transition<HiddenDanger> {
    /// Something is noted, and the danger stays where it is.
    static func staying<C: Command<HiddenDanger>>(
        _ command: C.Type, in states: Set<HiddenDanger.State>, by permission: Permission
    ) -> Self {
        .init(
            command, from: states, toOneOf: HiddenDanger.State.allCases.filter(states.contains), by: permission,
            choosing: { $0.state })
    }
}

extension Permission {
    public static let readDangers = Permission("hidden-dangers.read")
    public static let reportDangers = Permission("hidden-dangers.report")
    public static let checkOwnDangers = Permission("hidden-dangers.self-check")
    public static let gradeDangers = Permission("hidden-dangers.grade")
    public static let rectifyDangers = Permission("hidden-dangers.rectify")
    public static let verifyDangers = Permission("hidden-dangers.verify")
    public static let verifyOwnDangers = Permission("hidden-dangers.verify-own")
    public static let listDangers = Permission("hidden-dangers.list")
    public static let rewardFinders = Permission("hidden-dangers.reward")
    /// Held by no role: what the platform itself notes.
    static let superviseByPlatform = Permission("hidden-dangers.platform")
}

extension Rule<Term> {
    /// 核定期限
    static let grading = Self("hidden-danger.grading")
    /// 五落实期限
    static let securing = Self("hidden-danger.securing")
    static let rectificationOnTheSpot = Self("hidden-danger.rectification.on-the-spot")
    /// 一般隐患最长整改期限
    static let generalRectification = Self("hidden-danger.rectification.general")
    /// 重大隐患最长整改期限
    static let majorRectification = Self("hidden-danger.rectification.major")
    /// 复查期限
    static let verification = Self("hidden-danger.verification")
    /// 销号期限
    static let clearing = Self("hidden-danger.clearing")
}

extension Rule<Int> {
    /// 治理有效期（日）
    static let effectivenessWindow = Self("hidden-danger.effectiveness-window")

    /// 超期多少日升级到该级
    static func raise(to level: SupervisionLevel) -> Self { Self("hidden-danger.raise.\(level.rawValue)") }
}
