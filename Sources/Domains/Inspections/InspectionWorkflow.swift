import Calendars
import Permissions
import Rules
import Workflows

extension Inspection {
    public static let workflow = Workflow<Inspection>(
        initial: .applied,
        final: [.concluded, .turnedDown, .calledOff],
        reading: .readInspections,
        openings: [.init(ApplyInspection.self, by: .conductInspections)],
        transitions: [
            .init(ApproveInspection.self, from: [.applied], to: .arranged, by: .approveInspections, as: .supervisor)
                .separate(fromOpening: ApplyInspection.self),
            .init(TurnDownInspection.self, from: [.applied], to: .turnedDown, by: .approveInspections, as: .supervisor)
                .requiringReason,
            .init(NotifyEnterprise.self, from: [.arranged], to: .notified, by: .conductInspections, as: .owner),
            .init(
                PostponeInspection.self, from: [.arranged, .notified], toOneOf: [.arranged, .notified],
                by: .conductInspections, as: .owner, choosing: { $0.state }
            ).requiringReason,
            .init(
                CallOffInspection.self, from: [.applied, .arranged, .notified], to: .calledOff,
                by: .conductInspections, as: .owner
            ).requiringReason,
            .init(RecordVisit.self, from: [.notified], to: .visited, by: .conductInspections, as: .owner),
            .init(NoteFinding.self, from: [.visited], to: .visited, by: .conductInspections, as: .owner),
            .init(ConcludeInspection.self, from: [.visited], to: .concluded, by: .conductInspections, as: .owner),
        ],
        awaits: { state in
            switch state {
            case .applied: .by(.supervisor, within: .approvingInspection)
            case .arranged, .notified: .by(.owner, .agreedDay(setBy: "检查日期"))
            case .visited: .by(.owner, within: .concludingInspection)
            case .concluded, .turnedDown, .calledOff: .nothing
            }
        })
}

extension Permission {
    public static let readInspections = Permission("inspections.read")
    public static let conductInspections = Permission("inspections.conduct")
    public static let approveInspections = Permission("inspections.approve")
    public static let publishCaps = Permission("inspection-caps.publish")
    /// Held by no role: what the platform itself ends.
    static let endCapsByPlatform = Permission("inspection-caps.platform")
}

extension Rule<Term> {
    /// 审批期限
    static let approvingInspection = Self("inspection.approval")
    /// 办结期限
    static let concludingInspection = Self("inspection.conclusion")
}

extension Rule<Int> {
    /// 检查人员最少人数
    static let fewestInspectors = Self("inspection.fewest-inspectors")
}

extension Rule<Bool> {
    /// 是否计入年度频次上限
    static let countsTowardsCap = Self("inspection.counts-towards-cap")
}
