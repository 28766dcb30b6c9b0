import Calendars
import Registry
import Storage
import Workflows

/// 督办任务 — something a document or a leader asks for, with a unit that owes it, a day, and a unit that checks.
///
/// A task can be split into parts, one for each unit that takes its share; the parts are tasks themselves.
public struct SupervisedTask: Matter {
    public static let kind = "supervised-task"
    public static let title = "督办任务"
    public static let numberPrefix = "DB"

    public enum State: String, MatterState {
        case established, approved, issued, handling, extensionAsked, reported, closed, withdrawn

        public var title: String {
            switch self {
            case .established: "立项待审核"
            case .approved: "待下发"
            case .issued: "待签收"
            case .handling: "办理中"
            case .extensionAsked: "延期待批"
            case .reported: "已反馈待复核"
            case .closed: "已办结"
            case .withdrawn: "已撤销"
            }
        }
    }

    public enum Grade: String, MatterGrade {
        case routine, key, instruction

        public var title: String {
            switch self {
            case .routine: "一般任务"
            case .key: "重点任务"
            case .instruction: "领导批示"
            }
        }
    }

    /// The unit's part in the task: 牵头 or 配合.
    public enum Role: String, Sendable, CaseIterable, SQLConvertible, Titled {
        case lead, cooperate

        public var title: String {
            switch self {
            case .lead: "牵头"
            case .cooperate: "配合"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("requirement", "任务要求"), DetailColumn("source_document", "来源文件"),
        DetailColumn("source_clause", "原文条款"), DetailColumn("role", "承担方式", of: Role.self),
        DetailColumn("progress_note", "进展", isPersonal: true), DetailColumn("reported_on", "反馈日期", .day),
        DetailColumn("first_day", "最初时限", .day), DetailColumn("asked_day", "申请延至", .day),
        DetailColumn("extensions", "延期次数", .count), DetailColumn("returns", "退回次数", .count),
        DetailColumn("reopenings", "抽查重开次数", .count),
        DetailColumn("cooperating", "配合单位", .organisations), DetailColumn("shares", "权重", .shares),
        DetailColumn("about", "所批事项"), DetailColumn("instructed_by", "批示人", .person),
        DetailColumn("reminders", "提醒次数", .count), DetailColumn("reminded_on", "最近提醒", .day),
        DetailColumn("letters", "督办函", .count), DetailColumn("interviews", "约谈", .count), DetailColumn("told", "告知"),
        DetailColumn("report_cycle", "定期报告", .cycle),
    ]

    public var header: MatterHeader
    /// What is to be done, in the words of the source or of whoever set it.
    public var requirement: String
    public var sourceDocument: String?
    public var sourceClause: String?
    public var role: Role
    public var progressNote: String?
    public var reportedOn: Day?
    /// The day first agreed; kept for good when the term is extended.
    public var firstDay: Day?
    public var askedDay: Day?
    public var extensions = 0
    public var returns = 0
    public var reopenings = 0
    /// 配合单位 — who gets a part when the task is issued.
    public var cooperating: [String] = []
    /// The share of each part, and of what the lead does itself.
    public var shares = Shares()
    /// The number of the matter that a leader wrote the instruction on.
    public var about: String?
    public var instructedBy: String?
    public var reminders = 0
    public var remindedOn: Day?
    public var letters = 0
    public var interviews = 0
    /// Who was told what by the last reminder, letter or call; the ledger keeps every one.
    public var told: String?
    /// How often it is reported on, beside its end.
    public var reportCycle: Cycle?

    public init(header: MatterHeader, requirement: String, role: Role = .lead) {
        self.header = header
        self.requirement = requirement
        self.role = role
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        requirement = try row["requirement"]
        sourceDocument = try row["source_document"]
        sourceClause = try row["source_clause"]
        role = try row["role"]
        progressNote = try row["progress_note"]
        reportedOn = try row["reported_on"]
        firstDay = try row["first_day"]
        askedDay = try row["asked_day"]
        extensions = try row["extensions"]
        returns = try row["returns"]
        reopenings = try row["reopenings"]
        cooperating = (try row["cooperating"] as String?).map { $0.split(separator: ",").map(String.init) } ?? []
        shares = try row["shares"] ?? Shares()
        about = try row["about"]
        instructedBy = try row["instructed_by"]
        reminders = try row["reminders"]
        remindedOn = try row["reminded_on"]
        letters = try row["letters"]
        interviews = try row["interviews"]
        told = try row["told"]
        reportCycle = try row["report_cycle"]
    }

    public var details: [SQLValue] {
        [
            requirement.sqlValue, value(sourceDocument), value(sourceClause), role.sqlValue, value(progressNote),
            value(reportedOn), value(firstDay), value(askedDay), extensions.sqlValue, returns.sqlValue,
            reopenings.sqlValue, value(cooperating.isEmpty ? nil : cooperating.joined(separator: ",")),
            value(shares.all.isEmpty ? nil : shares), value(about), value(instructedBy), reminders.sqlValue,
            value(remindedOn), letters.sqlValue, interviews.sqlValue, value(told),
            value(reportCycle),
        ]
    }

    private func value(_ optional: (some SQLConvertible)?) -> SQLValue { optional?.sqlValue ?? .null }

    public static let migrations: [Migration] = [
        Migration(
            "supervised-tasks", 1, "督办任务",
            [
                """
                CREATE TABLE supervised_task (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    requirement TEXT NOT NULL,
                    source_document TEXT,
                    source_clause TEXT,
                    role TEXT NOT NULL CHECK (role IN ('lead', 'cooperate')),
                    progress_note TEXT,
                    reported_on TEXT,
                    first_day TEXT,
                    asked_day TEXT,
                    extensions BIGINT NOT NULL,
                    returns BIGINT NOT NULL,
                    reopenings BIGINT NOT NULL
                )
                """
            ]),
        Migration(
            "supervised-tasks", 2, "牵头与配合、权重、批示、提醒、督办函、约谈",
            [
                "ALTER TABLE supervised_task ADD COLUMN cooperating TEXT",
                "ALTER TABLE supervised_task ADD COLUMN shares TEXT",
                "ALTER TABLE supervised_task ADD COLUMN about TEXT",
                "ALTER TABLE supervised_task ADD COLUMN instructed_by TEXT",
                "ALTER TABLE supervised_task ADD COLUMN reminders BIGINT NOT NULL DEFAULT 0",
                "ALTER TABLE supervised_task ADD COLUMN reminded_on TEXT",
                "ALTER TABLE supervised_task ADD COLUMN letters BIGINT NOT NULL DEFAULT 0",
                "ALTER TABLE supervised_task ADD COLUMN interviews BIGINT NOT NULL DEFAULT 0",
                "ALTER TABLE supervised_task ADD COLUMN told TEXT",
                "CREATE INDEX supervised_task_by_about ON supervised_task (about) WHERE about IS NOT NULL",
                """
                CREATE INDEX supervised_task_by_leader ON supervised_task (instructed_by, id)
                WHERE instructed_by IS NOT NULL
                """,
                """
                CREATE INDEX supervised_task_closing ON matter (kind, closed_at)
                WHERE closed_at IS NOT NULL
                """,
            ]),
        Migration(
            "supervised-tasks", 3, "定期报告", ["ALTER TABLE supervised_task ADD COLUMN report_cycle TEXT"]),
        Migration(
            "supervised-tasks", 4, "按灯、按状态、按办结日期查找",
            [
                "DROP INDEX supervised_task_closing",
                """
                CREATE INDEX supervised_task_closing ON matter (kind, closed_at, state, was_late, region)
                WHERE closed_at IS NOT NULL
                """,
                """
                CREATE INDEX supervised_task_by_light ON matter (kind, light, due_at, id) WHERE is_open = 1
                """,
                """
                CREATE INDEX supervised_task_by_state ON matter (kind, state, due_at, id) WHERE is_open = 1
                """,
            ]),
        // Those under a light are found by matter_warned_by_due, which has no entries for the many that are green.
        Migration("supervised-tasks", 5, "按灯查找的索引并入事项表", ["DROP INDEX supervised_task_by_light"]),
    ]
}
