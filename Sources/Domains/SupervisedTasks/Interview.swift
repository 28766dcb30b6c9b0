import Calendars
import Registry
import Storage
import Workflows

/// 约谈 — whoever answers for a task that letters did not move is called in, and what was said is recorded.
public struct Interview: Matter {
    public static let kind = "interview"
    public static let title = "约谈"
    public static let numberPrefix = "YT"

    public enum State: String, MatterState {
        case called, held, calledOff

        public var title: String {
            switch self {
            case .called: "已通知待约谈"
            case .held: "已约谈"
            case .calledOff: "已取消"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("task", "督办任务", .hidden), DetailColumn("task_number", "任务编号"),
        DetailColumn("task_title", "任务名称"), DetailColumn("place", "地点"),
        DetailColumn("interviewee", "被约谈人", isPersonal: true), DetailColumn("held_on", "实际约谈日期", .day),
        DetailColumn("participants", "参加人员", isPersonal: true), DetailColumn("minutes", "约谈记录", isPersonal: true),
        DetailColumn("promise", "整改承诺", isPersonal: true),
    ]

    public var header: MatterHeader
    /// The task's id.
    public let task: String
    public let taskNumber: String
    public let taskTitle: String
    public let place: String
    public let interviewee: String
    public var heldOn: Day?
    public var participants: String?
    /// What was said.
    public var minutes: String?
    public var promise: String?

    init(
        about task: SupervisedTask, with owner: Organisation, asked: CallInterview, in step: Step
    ) throws(Refusal) {
        guard let caller = step.post?.organisation ?? task.header.supervisor else { throw Refusal.notFound("督办单位") }
        header = MatterHeader(
            Self.self, title: "就“\(task.header.title)”约谈\(owner.name)", region: task.header.region,
            sector: task.header.sector, owner: owner.id, supervisor: caller, issuer: caller, in: step)
        header.agreedDay = asked.day
        self.task = task.id
        taskNumber = task.header.number
        taskTitle = task.header.title
        place = asked.place
        interviewee = asked.interviewee
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        task = try row["task"]
        taskNumber = try row["task_number"]
        taskTitle = try row["task_title"]
        place = try row["place"]
        interviewee = try row["interviewee"]
        heldOn = try row["held_on"]
        participants = try row["participants"]
        minutes = try row["minutes"]
        promise = try row["promise"]
    }

    public var details: [SQLValue] {
        [
            task.sqlValue, taskNumber.sqlValue, taskTitle.sqlValue, place.sqlValue, interviewee.sqlValue,
            heldOn?.sqlValue ?? .null, participants?.sqlValue ?? .null, minutes?.sqlValue ?? .null,
            promise?.sqlValue ?? .null,
        ]
    }

    public static let migrations: [Migration] = [
        Migration(
            "interviews", 1, "约谈",
            [
                """
                CREATE TABLE interview (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    task TEXT NOT NULL REFERENCES matter (id),
                    task_number TEXT NOT NULL,
                    task_title TEXT NOT NULL,
                    place TEXT NOT NULL,
                    interviewee TEXT NOT NULL,
                    held_on TEXT,
                    participants TEXT,
                    minutes TEXT,
                    promise TEXT
                )
                """,
                "CREATE INDEX interview_by_task ON interview (task)",
            ])
    ]

    public static let workflow = Workflow<Interview>(
        initial: .called,
        final: [.held, .calledOff],
        reading: .readSupervisedTasks,
        openings: [],
        transitions: [
            .init(RecordInterview.self, from: [.called], to: .held, by: .verifyTasks, as: .supervisor),
            .init(CallOff.self, from: [.called], to: .calledOff, by: .verifyTasks, as: .supervisor).requiringReason,
        ],
        awaits: { state in
            switch state {
            case .called: .by(.supervisor, .agreedDay(setBy: "约谈通知"))
            case .held, .calledOff: .nothing
            }
        })
}

/// 记录约谈
public struct RecordInterview: Command {
    public static let slug = "record"
    public static let title = "记录约谈"
    public static let fields: [Field] = [
        .day("heldOn", "约谈日期"), .text("participants", "参加人员", limit: 500), .longText("minutes", "约谈记录"),
        .longText("promise", "整改承诺").optional, .attachments("evidence", "签字的记录", purpose: "文书"),
    ]

    public var heldOn: Day
    public var participants: String
    public var minutes: String
    public var promise: String?
    public var evidence: [String]
    public var happened: Instant? { Instant(day: heldOn) }

    public init(heldOn: Day, participants: String, minutes: String, promise: String? = nil, evidence: [String] = []) {
        self.heldOn = heldOn
        self.participants = participants
        self.minutes = minutes
        self.promise = promise
        self.evidence = evidence
    }

    public func apply(to interview: inout Interview, in step: inout Step) throws(Refusal) {
        let called = interview.header.openedAt.day
        guard (called...max(called, step.today)).contains(heldOn) else {
            throw Refusal.fields(["heldOn": "约谈日期应在通知之日（\(called.chinese)）和今天之间。"])
        }
        interview.heldOn = heldOn
        interview.participants = participants
        interview.minutes = minutes
        interview.promise = promise
    }
}

/// 取消约谈
public struct CallOff: Command {
    public static let slug = "call-off"
    public static let title = "取消约谈"
    public static let fields: [Field] = [.reason("取消原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to interview: inout Interview, in step: inout Step) {}
}
