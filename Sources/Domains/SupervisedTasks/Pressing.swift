import Calendars
import Registry
import Workflows

/// 提醒 — the first grade of escalation; once a day for each task at most.
public struct Remind: Command {
    public static let slug = "remind"
    public static let title = "提醒"
    public static let fields: [Field] = [
        .longText("message", "提醒内容", limit: 500).optional.hint("不填则为：请按时限抓紧办理，并反馈进展。")
    ]

    public var message: String?
    public var remark: String? { words }
    private var words: String { message ?? "请按时限抓紧办理，并反馈进展。" }

    public init(message: String? = nil) {
        self.message = message
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard task.remindedOn != step.today else { throw Refusal.remindedToday }
        let owner = try task.ownerToBeTold(in: step)
        task.reminders += 1
        task.remindedOn = step.today
        task.told = "提醒\(owner.name)：\(words)"
        step.tell(owner.id, "提醒：\(Self.subject(task))\(words)")
    }

    static func subject(_ task: SupervisedTask) -> String { "督办任务“\(task.header.title)”（\(task.header.number)）" }
}

/// 督办函 — the second grade: an official letter about a task that is overdue or was reminded of, to be signed for.
public struct SendLetter: Command {
    public static let slug = "send-letter"
    public static let title = "发督办函"
    public static let fields: [Field] = [
        .longText("demand", "督办要求", limit: 2000).optional
            .hint("不填则为：请立即查明原因，采取有效措施抓紧办理。文号、任务、时限、超期天数自动带出。")
    ]

    public var demand: String?
    public var remark: String? { demand }

    public init(demand: String? = nil) {
        self.demand = demand
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        let overdue = task.header.deadline?.isOverdue(at: step.now) ?? false
        guard overdue || task.reminders > 0 else { throw Refusal.notYetOverdue }
        let owner = try task.ownerToBeTold(in: step)
        let letter = try SupervisionLetter(about: task, to: owner, demand: demand, in: step)
        task.letters += 1
        task.told = "向\(owner.name)发出督办函"
        step.tell(owner.id, "督办函：关于\(Remind.subject(task))，请签收并按要求反馈。")
        step.open(letter)
    }
}

/// 约谈 — the third grade, after a letter.
public struct CallInterview: Command {
    public static let slug = "call-interview"
    public static let title = "约谈"
    public static let fields: [Field] = [
        .day("day", "约谈日期"), .text("place", "地点", limit: 100), .text("interviewee", "被约谈人", limit: 100),
        .reason("约谈事由").optional,
    ]

    public var day: Day
    public var place: String
    public var interviewee: String
    public var reason: String?
    public var remark: String? { reason }

    public init(day: Day, place: String, interviewee: String, reason: String? = nil) {
        self.day = day
        self.place = place
        self.interviewee = interviewee
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard task.letters > 0 else { throw Refusal.noLetterYet }
        guard day >= step.today else { throw Refusal.fields(["day": "约谈日期应不早于今天 \(step.today.chinese)。"]) }
        let owner = try task.ownerToBeTold(in: step)
        let interview = try Interview(about: task, with: owner, asked: self, in: step)
        task.interviews += 1
        task.told = "约谈\(owner.name)\(interviewee)：\(day.chinese)，\(place)"
        step.tell(owner.id, "约谈通知：请\(interviewee)于\(day.chinese)到\(place)，就\(Remind.subject(task))接受约谈。")
        step.open(interview)
    }
}

extension SupervisedTask {
    fileprivate func ownerToBeTold(in step: Step) throws(Refusal) -> Organisation {
        guard let owner = header.owner.flatMap({ step.organisations[$0] }) else { throw Refusal.notFound("承办单位") }
        return owner
    }
}

extension Refusal {
    fileprivate static let remindedToday = Self(
        .conflicting, code: "reminded-today", message: "今天已经提醒过，每件任务每天提醒一次。仍不办理的，可以发督办函。")

    fileprivate static let notYetOverdue = Self(
        .conflicting, code: "not-yet-overdue", message: "该任务没有超期，也没有提醒过。请先“提醒”，仍不办理的再发督办函。")

    fileprivate static let noLetterYet = Self(
        .conflicting, code: "no-letter-yet", message: "还没有为该任务发过督办函。请先“发督办函”，仍不办理的再约谈。")
}
