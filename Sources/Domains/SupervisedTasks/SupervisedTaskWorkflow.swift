import Calendars
import Permissions
import Rules
import Workflows

extension SupervisedTask {
    public static let workflow = Workflow<SupervisedTask>(
        initial: .established,
        final: [.closed, .withdrawn],
        reading: .readSupervisedTasks,
        openings: [
            .init(EstablishTask.self, by: .establishTasks),
            .init(Instruct.self, by: .instructTasks),
        ],
        transitions: [
            .init(Approve.self, from: [.established], to: .approved, by: .approveTasks, as: .supervisor)
                .separate(from: Correct.self),
            .init(Correct.self, from: [.established], to: .established, by: .establishTasks, as: .supervisor),
            .init(ReturnToDraft.self, from: [.approved], to: .established, by: .approveTasks, as: .supervisor)
                .requiringReason,
            .init(Issue.self, from: [.approved], to: .issued, by: .establishTasks, as: .supervisor),
            .init(SignFor.self, from: [.issued], to: .handling, by: .handleTasks, as: .owner),
            .init(Transfer<SupervisedTask>.self, from: [.issued, .handling], to: .issued, by: .handleTasks, as: .owner)
                .requiringReason,
            .init(Split.self, from: [.handling], to: .handling, by: .handleTasks, as: .owner),
            .init(Reweigh.self, from: [.handling], to: .handling, by: .handleTasks, as: .owner),
            .init(NoteProgress.self, from: [.handling], to: .handling, by: .handleTasks, as: .owner),
            .init(AskExtension.self, from: [.handling], to: .extensionAsked, by: .handleTasks, as: .owner)
                .requiringReason,
            .init(GrantExtension.self, from: [.extensionAsked], to: .handling, by: .verifyTasks, as: .supervisor),
            .init(RefuseExtension.self, from: [.extensionAsked], to: .handling, by: .verifyTasks, as: .supervisor)
                .requiringReason,
            .init(Report.self, from: [.handling], to: .reported, by: .handleTasks, as: .owner).afterChildren,
            .init(SendBack.self, from: [.reported], to: .handling, by: .verifyTasks, as: .supervisor).requiringReason,
            .init(Close.self, from: [.reported], to: .closed, by: .verifyTasks, as: .supervisor)
                .separate(from: Report.self, SignFor.self).afterChildren,
            .init(Reopen.self, from: [.closed], to: .handling, by: .verifyTasks, as: .supervisor).requiringReason,
            .init(Suspend<SupervisedTask>.self, from: [.handling], to: .handling, by: .verifyTasks, as: .supervisor)
                .requiringReason.suspending,
            .init(Resume<SupervisedTask>.self, from: [.handling], to: .handling, by: .verifyTasks, as: .supervisor)
                .requiringReason.resuming,
            .init(SetReportCycle.self, from: [.handling], to: .handling, by: .verifyTasks, as: .supervisor),
            .pressing(Remind.self), .pressing(SendLetter.self), .pressing(CallInterview.self),
            .init(
                Withdraw.self, from: [.established, .approved, .issued], to: .withdrawn, by: .establishTasks,
                as: .supervisor
            ).requiringReason,
            .init(Recall<SupervisedTask>.self, from: [.issued], to: .withdrawn, by: .establishTasks).byPlatform,
        ],
        recurring: SupervisedTask.recurring,
        awaits: { state in
            switch state {
            case .established: .by(.supervisor, within: .taskReview)
            case .approved: .by(.supervisor, within: .taskIssue)
            case .issued: .by(.owner, within: .taskSignFor)
            case .handling: .by(.owner, .agreedDay(setBy: "交办时指定"))
            case .extensionAsked: .by(.supervisor, .running)
            case .reported: .by(.supervisor, within: .taskVerification)
            case .closed, .withdrawn: .nothing
            }
        })
}

extension Transition<SupervisedTask> {
    /// 提醒、督办函、约谈 — leave the task where it is; the one who supervises gives them while something is owed.
    fileprivate static func pressing(_ command: (some Command<SupervisedTask>).Type) -> Self {
        let owed: [SupervisedTask.State] = [.issued, .handling, .extensionAsked]
        return Self(command, from: Set(owed), toOneOf: owed, by: .verifyTasks, as: .supervisor, choosing: \.state)
    }
}

extension Permission {
    public static let readSupervisedTasks = Permission("supervised-tasks.read")
    public static let establishTasks = Permission("supervised-tasks.establish")
    public static let instructTasks = Permission("supervised-tasks.instruct")
    public static let approveTasks = Permission("supervised-tasks.approve")
    public static let handleTasks = Permission("supervised-tasks.handle")
    public static let verifyTasks = Permission("supervised-tasks.verify")
}

extension Rule<Term> {
    /// 审核期限
    static let taskReview = Self("supervised-task.review")
    /// 下发期限
    static let taskIssue = Self("supervised-task.issue")
    /// 签收期限
    static let taskSignFor = Self("supervised-task.sign-for")
    /// 复核期限
    static let taskVerification = Self("supervised-task.verify")
}
