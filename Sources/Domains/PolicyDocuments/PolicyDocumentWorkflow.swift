import Calendars
import Permissions
import Rules
import Workflows

extension PolicyDocument {
    public static let workflow = Workflow<PolicyDocument>(
        initial: .received,
        final: [.implemented, .withdrawn],
        reading: .readPolicyDocuments,
        openings: [.init(ReceiveDocument.self, by: .reviewPolicyDocuments)],
        transitions: [
            .init(ReviseDraft.self, from: [.received], to: .received, by: .reviewPolicyDocuments, as: .owner),
            .init(AcceptDraft.self, from: [.received], to: .received, by: .reviewPolicyDocuments, as: .owner),
            .init(AcceptReadyDrafts.self, from: [.received], to: .received, by: .reviewPolicyDocuments, as: .owner),
            .init(LeaveOutDraft.self, from: [.received], to: .received, by: .reviewPolicyDocuments, as: .owner)
                .requiringReason,
            .init(MergeDrafts.self, from: [.received], to: .received, by: .reviewPolicyDocuments, as: .owner),
            .init(SplitDraft.self, from: [.received], to: .received, by: .reviewPolicyDocuments, as: .owner),
            .init(TakeUpSentence.self, from: [.received], to: .received, by: .reviewPolicyDocuments, as: .owner),
            .init(FinishReview.self, from: [.received], to: .reviewed, by: .reviewPolicyDocuments, as: .owner),
            .init(ReturnToReview.self, from: [.reviewed], to: .received, by: .publishPolicyDocuments, as: .owner)
                .requiringReason,
            .init(PublishDocument.self, from: [.reviewed], to: .published, by: .publishPolicyDocuments, as: .owner),
            .init(
                WithdrawDocument.self, from: [.received, .reviewed, .published], to: .withdrawn,
                by: .publishPolicyDocuments, as: .owner
            ).requiringReason.recallingParts,
            .init(
                ConfirmImplemented.self, from: [.published], to: .implemented, by: .publishPolicyDocuments, as: .owner
            ).afterChildren,
        ],
        awaits: { state in
            switch state {
            case .received: .by(.owner, within: .documentReview)
            case .reviewed: .by(.owner, within: .documentPublication)
            case .published: .by(.owner, .none(because: "随文件所列各项任务的时限办理"))
            case .implemented, .withdrawn: .nothing
            }
        })
}

extension Permission {
    public static let readPolicyDocuments = Permission("policy-documents.read")
    public static let reviewPolicyDocuments = Permission("policy-documents.review")
    public static let publishPolicyDocuments = Permission("policy-documents.publish")
}

extension Rule<Term> {
    /// 审阅期限
    static let documentReview = Self("policy-document.review")
    /// 发布期限
    static let documentPublication = Self("policy-document.publish")
}
