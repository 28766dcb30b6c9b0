import Calendars
import Workflows

/// 审阅完成 — every measure has an owner, or a reason why it becomes no task.
public struct FinishReview: Command {
    public static let slug = "finish-review"
    public static let title = "审阅完成"
    public init() {}

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        try document.refuseUnlessCovered()
    }
}

/// 退回审阅
public struct ReturnToReview: Command {
    public static let slug = "return-to-review"
    public static let title = "退回审阅"
    public static let fields: [Field] = [.reason("退回原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) {}
}

/// 发布 — every accepted draft becomes a task with its parts, all at once.
public struct PublishDocument: Command {
    public static let slug = "publish"
    public static let title = "发布"
    public static let fields: [Field] = [
        .day("day", "未写明时限的任务的完成时限").optional.hint("文件中没有写明时限的任务都用这一天；长期和定期任务不填则到今年年底。")
    ]

    public var day: Day?

    public init(day: Day? = nil) {
        self.day = day
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        try document.refuseUnlessCovered()
        let accepted = Coverage(of: document).accepted
        let timeless = accepted.filter { !$0.hasTime }
        guard timeless.isEmpty || day != nil else {
            throw Refusal.fields(["day": "有 \(timeless.count) 条任务没有写明时限，请填写它们的完成时限。"])
        }
        if let day, day < step.today { throw Refusal.fields(["day": "完成时限应不早于今天 \(step.today.chinese)。"]) }
        if let late = accepted.first(where: { $0.day.map { $0 < step.today } ?? false }) {
            throw Refusal.draft("“\(late.title)”的时限 \(late.day?.chinese ?? "") 已过。请退回审阅，改定时限后再发布。")
        }
        let source = document.number.map { "\(document.header.title)（\($0)）" } ?? document.header.title
        for draft in accepted {
            try step.assign(assignment(of: draft, from: source, on: step.today), under: document)
        }
    }

    private func assignment(of draft: DraftTask, from source: String, on today: Day) -> Assignment {
        Assignment(
            title: draft.title, requirement: draft.requirement,
            from: .init(document: source, clause: draft.clause.isEmpty ? "正文" : draft.clause),
            lead: draft.lead ?? "", cooperating: draft.cooperating,
            by: draft.day ?? day ?? Day(year: today.year, month: 12, day: 31)!, repetition: draft.repetition)
    }
}

/// 撤销文件 — takes the document back with all its tasks, until someone has signed for one of them.
public struct WithdrawDocument: Command {
    public static let slug = "withdraw"
    public static let title = "撤销"
    public static let fields: [Field] = [.reason("撤销原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) {}
}

/// 全部落实 — the document is done when all its tasks are.
public struct ConfirmImplemented: Command {
    public static let slug = "confirm-implemented"
    public static let title = "确认全部落实"
    public static let fields: [Field] = [.reason("落实情况").optional]

    public var reason: String?
    public var remark: String? { reason }

    public init(reason: String? = nil) {
        self.reason = reason
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) {}
}

extension PolicyDocument {
    fileprivate func refuseUnlessCovered() throws(Refusal) {
        let obstacles = Coverage(of: self).obstacles
        guard obstacles.isEmpty else {
            throw Refusal(
                .conflicting, code: "not-covered",
                message: "还不能完成：\(obstacles.joined(separator: "；"))。请在审阅页逐条处理。")
        }
    }
}
