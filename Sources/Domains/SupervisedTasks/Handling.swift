import Calendars
import Workflows

/// 签收
public struct SignFor: Command {
    public static let slug = "sign-for"
    public static let title = "签收"
    public static let fields: [Field] = [.person("assignee", "承办人").optional]

    public var assignee: String?

    public init(assignee: String? = nil) {
        self.assignee = assignee
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {
        task.header.assignee = assignee ?? step.user.person.id
    }
}

/// 填报进展
public struct NoteProgress: Command {
    public static let slug = "note-progress"
    public static let title = "填报进展"
    public static let fields: [Field] = [
        .longText("note", "进展情况"), .happenedOn("发生日期"), .attachments("evidence", "佐证材料", purpose: "证据"),
    ]

    public var note: String
    public var happenedOn: Day?
    public var evidence: [String]
    public var remark: String? { note }
    public var happened: Instant? { happenedOn.map { Instant(day: $0) } }

    public init(note: String, happenedOn: Day? = nil, evidence: [String] = []) {
        self.note = note
        self.happenedOn = happenedOn
        self.evidence = evidence
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        try task.check(happenedOn: happenedOn, in: step)
        task.progressNote = note
    }
}

/// 申请延期
public struct AskExtension: Command {
    public static let slug = "ask-extension"
    public static let title = "申请延期"
    public static let fields: [Field] = [.day("day", "申请延至"), .reason("延期原因")]

    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(day: Day, reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard let agreed = task.header.agreedDay, day > agreed else {
            throw Refusal.fields(["day": "申请的日期应晚于现在的时限 \(task.header.agreedDay?.chinese ?? "")。"])
        }
        task.askedDay = day
    }
}

/// 反馈 — says that the task is done, with evidence. What is entered late is late, whenever it happened.
public struct Report: Command {
    public static let slug = "report"
    public static let title = "反馈办结"
    public static let fields: [Field] = [
        .longText("note", "完成情况"), .happenedOn("实际完成日期"), .attachments("evidence", "佐证材料", purpose: "证据"),
    ]

    public var note: String
    public var happenedOn: Day?
    public var evidence: [String]
    public var remark: String? { note }
    public var happened: Instant? { happenedOn.map { Instant(day: $0) } }

    public init(note: String, happenedOn: Day? = nil, evidence: [String] = []) {
        self.note = note
        self.happenedOn = happenedOn
        self.evidence = evidence
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        try task.check(happenedOn: happenedOn, in: step)
        task.progressNote = note
        task.reportedOn = step.today
    }
}

extension Field {
    /// 发生日期 — asked where something is entered after it happened.
    static func happenedOn(_ label: String) -> Field {
        .day("happenedOn", label).optional.hint("当天填报的不填。补录的两个日期都会留下，是否按时以填报时间为准。")
    }
}

extension SupervisedTask {
    func check(happenedOn day: Day?, in step: Step) throws(Refusal) {
        guard let day else { return }
        guard (header.openedAt.day...max(step.today, header.openedAt.day)).contains(day) else {
            throw Refusal.fields([
                "happenedOn": "日期应在任务下达（\(header.openedAt.day.chinese)）和今天之间，不能填还没有到的日子。"
            ])
        }
    }
}
