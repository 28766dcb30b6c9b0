import Calendars
import Permissions
import Registry
import Rules
import Storage
import Workflows

/// 督办函 — an official letter about a task, numbered by its issuer and year, delivered here and signed for.
public struct SupervisionLetter: Matter {
    public static let kind = "supervision-letter"
    public static let title = "督办函"
    public static let numberPrefix = "DBH"
    public static let isNumberedWithoutGaps = true

    public enum State: String, MatterState {
        case delivered, signed, withdrawn

        public var title: String {
            switch self {
            case .delivered: "已送达待签收"
            case .signed: "已签收"
            case .withdrawn: "已撤回"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("task", "督办任务", .hidden), DetailColumn("task_number", "任务编号"),
        DetailColumn("task_title", "任务名称"), DetailColumn("task_day", "任务时限", .day),
        DetailColumn("overdue_days", "发函时超期（天）"), DetailColumn("demand", "督办要求"), DetailColumn("sign", "发文字号"),
        DetailColumn("sender", "发函人", .person),
    ]

    public var header: MatterHeader
    /// The task's id.
    public let task: String
    public let taskNumber: String
    public let taskTitle: String
    public let taskDay: Day?
    public let overdueDays: Int
    public let demand: String
    /// 机关代字, by which its letters are numbered.
    public let sign: String
    public let sender: String

    static let usualDemand = "请立即查明原因，采取有效措施抓紧办理。"

    init(
        about task: SupervisedTask, to owner: Organisation, demand: String?, in step: Step
    ) throws(Refusal) {
        guard let issuer = (step.post?.organisation ?? task.header.supervisor).flatMap({ step.organisations[$0] })
        else { throw Refusal.notFound("督办单位") }
        header = MatterHeader(
            Self.self, title: "关于督促办理“\(task.header.title)”的函", region: task.header.region,
            sector: task.header.sector, owner: owner.id, supervisor: issuer.id, issuer: issuer.id, in: step)
        self.task = task.id
        taskNumber = task.header.number
        taskTitle = task.header.title
        taskDay = task.header.agreedDay
        overdueDays = max(0, task.header.deadline.map { $0.dueOn.distance(to: step.today) } ?? 0)
        self.demand = demand ?? Self.usualDemand
        sign = (issuer.aliases.first ?? issuer.name) + "督"
        sender = step.user.person.id
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        task = try row["task"]
        taskNumber = try row["task_number"]
        taskTitle = try row["task_title"]
        taskDay = try row["task_day"]
        overdueDays = try row["overdue_days"]
        demand = try row["demand"]
        sign = try row["sign"]
        sender = try row["sender"]
    }

    public var details: [SQLValue] {
        [
            task.sqlValue, taskNumber.sqlValue, taskTitle.sqlValue, taskDay?.sqlValue ?? .null, overdueDays.sqlValue,
            demand.sqlValue, sign.sqlValue, sender.sqlValue,
        ]
    }

    public var numberSeries: String { sign }

    /// 省安委办督〔2026〕12号 (GB/T 9704-2012, 7.2.5: six-cornered brackets, no leading zero, no 第).
    public func number(_ serial: Int, of year: Int) -> String { "\(sign)〔\(year)〕\(serial)号" }

    public static let migrations: [Migration] = [
        Migration(
            "supervision-letters", 1, "督办函",
            [
                """
                CREATE TABLE supervision_letter (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    task TEXT NOT NULL REFERENCES matter (id),
                    task_number TEXT NOT NULL,
                    task_title TEXT NOT NULL,
                    task_day TEXT,
                    overdue_days BIGINT NOT NULL CHECK (overdue_days >= 0),
                    demand TEXT NOT NULL,
                    sign TEXT NOT NULL,
                    sender TEXT NOT NULL
                )
                """,
                "CREATE INDEX supervision_letter_by_task ON supervision_letter (task)",
            ])
    ]

    public static let workflow = Workflow<SupervisionLetter>(
        initial: .delivered,
        final: [.signed, .withdrawn],
        reading: .readSupervisedTasks,
        openings: [],
        transitions: [
            .init(SignForLetter.self, from: [.delivered], to: .signed, by: .handleTasks, as: .owner),
            .init(WithdrawLetter.self, from: [.delivered], to: .withdrawn, by: .verifyTasks, as: .supervisor)
                .requiringReason,
        ],
        awaits: { state in
            switch state {
            case .delivered: .by(.owner, within: .letterSignFor)
            case .signed, .withdrawn: .nothing
            }
        })
}

/// 签收督办函
public struct SignForLetter: Command {
    public typealias Subject = SupervisionLetter
    public static let slug = "sign-for"
    public static let title = "签收"

    public init() {}

    public func apply(to letter: inout SupervisionLetter, in step: inout Step) {
        letter.header.assignee = step.user.person.id
    }
}

/// 撤回督办函 — sent by mistake; its number stays used.
public struct WithdrawLetter: Command {
    public static let slug = "withdraw"
    public static let title = "撤回"
    public static let fields: [Field] = [.reason("撤回原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to letter: inout SupervisionLetter, in step: inout Step) {}
}

extension Rule<Term> {
    /// 督办函签收期限
    static let letterSignFor = Self("supervision-letter.sign-for")
    /// 督办函要求反馈的期限
    static let letterReply = Self("supervision-letter.reply")
}
