import Calendars
import Facts
import Registry
import Workflows

/// 立项 — sets a task: what, who, by when.
public struct EstablishTask: Opening {
    public static let slug = "establish"
    public static let title = "立项"
    public static let fields: [Field] = [
        .text("title", "任务名称", limit: 200).holds(.taskTitle),
        .longText("requirement", "任务要求").holds(.taskRequirement),
        .choice("grade", "类别", of: SupervisedTask.Grade.self).holds(.taskGrade),
        .organisation("owner", "承办单位").holds(.taskOwner),
        .day("day", "完成时限").holds(.taskDay),
        .text("sourceDocument", "来源文件", limit: 300).optional.holds(.taskSource),
        .longText("sourceClause", "原文条款").optional.holds(.taskClause),
    ]

    public var title: String
    public var requirement: String
    public var grade: SupervisedTask.Grade
    public var owner: String
    public var day: Day
    public var sourceDocument: String?
    public var sourceClause: String?

    public init(
        title: String, requirement: String, grade: SupervisedTask.Grade, owner: String, day: Day,
        sourceDocument: String? = nil, sourceClause: String? = nil
    ) {
        self.title = title
        self.requirement = requirement
        self.grade = grade
        self.owner = owner
        self.day = day
        self.sourceDocument = sourceDocument
        self.sourceClause = sourceClause
    }

    public func open(in step: inout Step) throws(Refusal) -> SupervisedTask {
        let organisation = try step.organisation(owner, field: "owner")
        guard let supervisor = step.user.posts.first(where: { $0.role.permissions.contains(.establishTasks) }) else {
            throw Refusal.notPermitted(Self.title)
        }
        guard day >= step.today else { throw Refusal.fields(["day": "完成时限应不早于今天 \(step.today.chinese)。"]) }
        var header = MatterHeader(
            SupervisedTask.self, title: title, region: organisation.region, owner: organisation.id,
            supervisor: supervisor.organisation, issuer: supervisor.organisation, in: step)
        header.agreedDay = day
        var task = SupervisedTask(header: header, requirement: requirement)
        task.grade = grade
        task.firstDay = day
        task.sourceDocument = sourceDocument
        task.sourceClause = sourceClause
        return task
    }
}

extension Facts.Fact {
    static let taskTitle = Self("supervised-task.title")
    static let taskRequirement = Self("supervised-task.requirement")
    static let taskGrade = Self("supervised-task.grade")
    static let taskOwner = Self("supervised-task.owner")
    static let taskDay = Self("supervised-task.day")
    static let taskSource = Self("supervised-task.source-document")
    static let taskClause = Self("supervised-task.source-clause")
}

/// 修改立项 — mends what was set, before it is approved.
public struct Correct: Command {
    public static let slug = "correct"
    public static let title = "修改"
    public static let fields: [Field] = [
        .text("title", "任务名称", limit: 200).holds(.taskTitle, prefilled: true),
        .longText("requirement", "任务要求").holds(.taskRequirement, prefilled: true),
        .organisation("owner", "承办单位").holds(.taskOwner, prefilled: true),
        .day("day", "完成时限").holds(.taskDay, prefilled: true),
    ]

    public var title: String
    public var requirement: String
    public var owner: String
    public var day: Day

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        let organisation = try step.organisation(owner, field: "owner")
        guard day >= step.today else { throw Refusal.fields(["day": "完成时限应不早于今天 \(step.today.chinese)。"]) }
        task.header.title = title
        task.header.owner = organisation.id
        task.header.region = organisation.region
        task.header.agreedDay = day
        task.firstDay = day
        task.requirement = requirement
    }
}

/// 审核通过
public struct Approve: Command {
    public typealias Subject = SupervisedTask
    public static let slug = "approve"
    public static let title = "审核通过"
    public init() {}
    public func apply(to task: inout SupervisedTask, in step: inout Step) {}
}

/// 退回立项
public struct ReturnToDraft: Command {
    public static let slug = "return-to-draft"
    public static let title = "退回修改"
    public static let fields: [Field] = [.reason("退回原因")]

    public var reason: String
    public var remark: String? { reason }
    public func apply(to task: inout SupervisedTask, in step: inout Step) {}
}

/// 下发
public struct Issue: Command {
    public typealias Subject = SupervisedTask
    public static let slug = "issue"
    public static let title = "下发"
    public init() {}
    public func apply(to task: inout SupervisedTask, in step: inout Step) {}
}

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

/// 分解下达 — gives each unit its part; the parts' weights sum to the whole.
public struct Split: Command {
    public static let slug = "split"
    public static let title = "分解下达"
    public static let fields: [Field] = [
        .organisations("organisations", "分给"),
        .day("day", "分办时限"),
        .longText("requirement", "分办要求").optional.hint("不填则同本任务要求。"),
    ]

    public var organisations: [String]
    public var day: Day
    public var requirement: String?

    public init(organisations: [String], day: Day, requirement: String? = nil) {
        self.organisations = organisations
        self.day = day
        self.requirement = requirement
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard let owner = task.header.owner else { throw Refusal.notFound("承办单位") }
        guard let last = task.header.agreedDay, (step.today...max(step.today, last)).contains(day) else {
            throw Refusal.fields(["day": "分办时限应在今天和本任务时限（\(task.header.agreedDay?.chinese ?? "未定")）之间。"])
        }
        let weights = Self.weights(organisations.count)
        for (id, weight) in zip(organisations, weights) {
            let organisation = try step.organisation(id, field: "organisations")
            guard organisation.id != owner else {
                throw Refusal.fields(["organisations": "不能分给本单位自己：\(organisation.name)。"])
            }
            var header = MatterHeader(
                SupervisedTask.self, title: task.header.title, region: organisation.region,
                sector: task.header.sector, owner: organisation.id, supervisor: owner, issuer: task.header.issuer,
                in: step)
            header.agreedDay = day
            header.weight = weight
            var part = SupervisedTask(header: header, requirement: requirement ?? task.requirement, role: .cooperate)
            part.grade = task.grade
            part.firstDay = day
            part.sourceDocument = task.sourceDocument
            part.sourceClause = task.sourceClause
            part.state = .issued
            step.open(part, under: task)
        }
    }

    /// Thousandths that differ by at most one and sum to 1000.
    static func weights(_ count: Int) -> [Int] {
        guard count > 0 else { return [] }
        return (0..<count).map { 1000 * ($0 + 1) / count - 1000 * $0 / count }
    }
}

/// 填报进展
public struct NoteProgress: Command {
    public static let slug = "note-progress"
    public static let title = "填报进展"
    public static let fields: [Field] = [
        .longText("note", "进展情况"), .attachments("evidence", "佐证材料", purpose: "证据"),
    ]

    public var note: String
    public var evidence: [String]
    public var remark: String? { note }

    public init(note: String, evidence: [String] = []) {
        self.note = note
        self.evidence = evidence
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {
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

/// 同意延期 — the earlier day stays visible for good.
public struct GrantExtension: Command {
    public static let slug = "grant-extension"
    public static let title = "同意延期"
    public static let fields: [Field] = [.reason("审批意见").optional]

    public var reason: String?
    public var remark: String? { reason }

    public init(reason: String? = nil) {
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard let asked = task.askedDay else { throw Refusal.notFound("延期申请") }
        step.extendTerm(to: asked, because: reason ?? "经批准延期")
        task.header.agreedDay = asked
        task.extensions += 1
        task.askedDay = nil
    }
}

/// 不同意延期
public struct RefuseExtension: Command {
    public static let slug = "refuse-extension"
    public static let title = "不同意延期"
    public static let fields: [Field] = [.reason()]

    public var reason: String
    public var remark: String? { reason }
    public func apply(to task: inout SupervisedTask, in step: inout Step) { task.askedDay = nil }
}

/// 反馈 — says that the task is done, with evidence. What is entered late is late, whenever it happened.
public struct Report: Command {
    public static let slug = "report"
    public static let title = "反馈办结"
    public static let fields: [Field] = [
        .longText("note", "完成情况"), .attachments("evidence", "佐证材料", purpose: "证据"),
    ]

    public var note: String
    public var evidence: [String]
    public var remark: String? { note }

    public init(note: String, evidence: [String] = []) {
        self.note = note
        self.evidence = evidence
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {
        task.progressNote = note
        task.reportedOn = step.today
    }
}

/// 退回 — not done yet, and why.
public struct SendBack: Command {
    public static let slug = "send-back"
    public static let title = "退回重办"
    public static let fields: [Field] = [.reason("退回原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {
        task.returns += 1
        task.reportedOn = nil
    }
}

/// 复核办结 — by someone else than who reported.
public struct Close: Command {
    public static let slug = "close"
    public static let title = "复核办结"
    public static let fields: [Field] = [.reason("复核意见").optional]

    public var reason: String?
    public var remark: String? { reason }

    public init(reason: String? = nil) {
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {}
}

/// 抽查重开 — a spot check finds that it is not true after all.
public struct Reopen: Command {
    public static let slug = "reopen"
    public static let title = "抽查重开"
    public static let fields: [Field] = [.day("day", "整改时限"), .reason("抽查发现")]

    public var day: Day
    public var reason: String
    public var remark: String? { reason }

    public init(day: Day, reason: String) {
        self.day = day
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        guard day >= step.today else { throw Refusal.fields(["day": "整改时限应不早于今天。"]) }
        task.header.agreedDay = day
        task.reopenings += 1
        task.reportedOn = nil
    }
}

/// 撤销 — possible until someone has signed for it.
public struct Withdraw: Command {
    public static let slug = "withdraw"
    public static let title = "撤销"
    public static let fields: [Field] = [.reason("撤销原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {}
}
