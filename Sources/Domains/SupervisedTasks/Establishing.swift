import Calendars
import Facts
import Permissions
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
        .organisation("owner", "牵头单位").holds(.taskOwner),
        .organisations("cooperating", "配合单位").optional.hint("下发时各得一份，由牵头单位复核。").holds(.taskCooperating),
        .day("day", "完成时限").optional.hint("长期坚持的任务不填，每年评估一次。").holds(.taskDay),
        .cycle("reportCycle", "定期报告", of: SupervisedTask.reportCycles).optional.holds(.taskReportCycle),
        .text("sourceDocument", "来源文件", limit: 300).optional.holds(.taskSource),
        .longText("sourceClause", "原文条款").optional.holds(.taskClause),
    ]

    public var title: String
    public var requirement: String
    public var grade: SupervisedTask.Grade
    public var owner: String
    public var cooperating: [String]?
    public var day: Day?
    public var reportCycle: Cycle?
    public var sourceDocument: String?
    public var sourceClause: String?

    public init(
        title: String, requirement: String, grade: SupervisedTask.Grade, owner: String,
        cooperating: [String]? = nil, day: Day?, reportCycle: Cycle? = nil, sourceDocument: String? = nil,
        sourceClause: String? = nil
    ) {
        self.title = title
        self.requirement = requirement
        self.grade = grade
        self.owner = owner
        self.cooperating = cooperating
        self.day = day
        self.reportCycle = reportCycle
        self.sourceDocument = sourceDocument
        self.sourceClause = sourceClause
    }

    public func open(in step: inout Step) throws(Refusal) -> SupervisedTask {
        let organisation = try step.organisation(owner, field: "owner")
        let supervisor = try step.post(with: .establishTasks, over: organisation, for: Self.title)
        try step.check(day: day)
        var header = MatterHeader(
            SupervisedTask.self, title: title, region: organisation.region, owner: organisation.id,
            supervisor: supervisor.organisation, issuer: supervisor.organisation, in: step)
        header.agreedDay = day
        var task = SupervisedTask(header: header, requirement: requirement)
        task.grade = grade
        task.firstDay = day
        task.reportCycle = reportCycle
        task.sourceDocument = sourceDocument
        task.sourceClause = sourceClause
        task.cooperating = try step.cooperating(cooperating, with: organisation)
        return task
    }
}

extension Facts.Fact {
    static let taskTitle = Self("supervised-task.title")
    static let taskRequirement = Self("supervised-task.requirement")
    static let taskGrade = Self("supervised-task.grade")
    static let taskOwner = Self("supervised-task.owner")
    static let taskCooperating = Self("supervised-task.cooperating")
    static let taskReportCycle = Self("supervised-task.report-cycle")
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
        .organisation("owner", "牵头单位").holds(.taskOwner, prefilled: true),
        .organisations("cooperating", "配合单位").optional.holds(.taskCooperating, prefilled: true),
        .day("day", "完成时限").optional.hint("长期坚持的任务不填。").holds(.taskDay, prefilled: true),
    ]

    public var title: String
    public var requirement: String
    public var owner: String
    public var cooperating: [String]?
    public var day: Day?

    public init(title: String, requirement: String, owner: String, cooperating: [String]? = nil, day: Day?) {
        self.title = title
        self.requirement = requirement
        self.owner = owner
        self.cooperating = cooperating
        self.day = day
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        let organisation = try step.organisation(owner, field: "owner")
        _ = try step.post(with: .establishTasks, over: organisation, for: Self.title)
        try step.check(day: day)
        task.header.title = title
        task.header.owner = organisation.id
        task.header.region = organisation.region
        task.header.agreedDay = day
        task.firstDay = day
        task.requirement = requirement
        task.cooperating = try step.cooperating(cooperating, with: organisation)
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

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {}
}

/// 下发 — to the lead unit; each co-operating unit gets its part at the same time.
public struct Issue: Command {
    public typealias Subject = SupervisedTask
    public static let slug = "issue"
    public static let title = "下发"
    public init() {}

    public func apply(to task: inout SupervisedTask, in step: inout Step) throws(Refusal) {
        try task.openCooperatingParts(in: &step)
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

extension Step {
    func check(day: Day?) throws(Refusal) {
        guard day.map({ $0 >= today }) ?? true else {
            throw Refusal.fields(["day": "完成时限应不早于今天 \(today.chinese)。"])
        }
    }

    /// The post by which the user may lay something on a unit: one whose own region holds the unit's. Having a part in
    /// the task, as whoever sets it always has, is not enough.
    func post(
        with permission: Permission, over organisation: Organisation, for title: String
    ) throws(Refusal) -> Post {
        let posts = user.posts.filter { $0.role.permissions.contains(permission) }
        guard let post = posts.first(where: { $0.region.contains(organisation.region) }) else {
            throw Refusal.notPermitted(title, because: "没有岗位的辖区包括\(organisation.name)。")
        }
        return post
    }
}
