import Calendars
import Registry
import Workflows

/// 拟下达任务 — what a reviewed document asks of one lead unit, before it is a task.
public struct PlannedTask: Sendable, Hashable {
    public var title: String
    public var requirement: String
    public var grade: SupervisedTask.Grade
    /// 牵头单位
    public var lead: String
    /// 配合单位 — each gets a part, and the lead keeps a share of its own.
    public var cooperating: [String]
    /// 各地 — each gets a part that is its own to do; the lead keeps none of it.
    public var divided: [String]
    /// The last day; absent for what is to be kept up without one.
    public var day: Day?
    /// 每季度末 and the like: how often it is reported on.
    public var reportCycle: Cycle?
    public var sourceDocument: String?
    public var sourceClause: String?

    public init(
        title: String, requirement: String, grade: SupervisedTask.Grade = .routine, lead: String,
        cooperating: [String] = [], divided: [String] = [], day: Day?, reportCycle: Cycle? = nil,
        sourceDocument: String? = nil, sourceClause: String? = nil
    ) {
        self.title = title
        self.requirement = requirement
        self.grade = grade
        self.lead = lead
        self.cooperating = cooperating
        self.divided = divided
        self.day = day
        self.reportCycle = reportCycle
        self.sourceDocument = sourceDocument
        self.sourceClause = sourceClause
    }
}

/// 批量下达 — the whole tree of a document's tasks in the one commit of the command that publishes it.
///
/// Called from the publishing command's `apply`. The tasks go out at once, to be signed for: setting and approving them
/// was the review of the document. Each has its own number, term and ledger entry.
public struct EstablishTree: Sendable {
    public let tasks: [PlannedTask]
    /// 督办单位 — who checks what the leads report.
    public let supervisor: String

    public init(_ tasks: [PlannedTask], supervisor: String) {
        self.tasks = tasks
        self.supervisor = supervisor
    }

    /// Opens every task under the document, with the parts of its co-operating units under it.
    ///
    /// - Returns: the id of each task, in the order planned.
    /// - Throws: ``Refusal`` when a unit is not in the register or a day has passed; nothing is opened then.
    @discardableResult
    public func open(under document: some Matter, in step: inout Step) throws(Refusal) -> [String] {
        var ids: [String] = []
        for planned in tasks { ids.append(try open(planned, under: document, in: &step)) }
        return ids
    }

    private func open(
        _ planned: PlannedTask, under document: some Matter, in step: inout Step
    ) throws(Refusal) -> String {
        let lead = try step.organisation(planned.lead, field: "lead")
        if let day = planned.day, day < step.today {
            throw Refusal.fields(["day": "“\(planned.title)”的完成时限 \(day.chinese) 已经过了，请改期后再发布。"])
        }
        var header = MatterHeader(
            SupervisedTask.self, title: planned.title, region: lead.region, sector: document.header.sector,
            owner: lead.id, supervisor: supervisor, issuer: supervisor, in: step)
        header.agreedDay = planned.day
        var task = SupervisedTask(header: header, requirement: planned.requirement)
        task.grade = planned.grade
        task.firstDay = planned.day
        task.reportCycle = planned.reportCycle
        task.sourceDocument = planned.sourceDocument
        task.sourceClause = planned.sourceClause
        task.cooperating = try step.cooperating(planned.cooperating, with: lead)
        task.state = .issued
        try task.openCooperatingParts(in: &step)
        var units: [Organisation] = []
        for id in planned.divided where id != lead.id { units.append(try step.organisation(id, field: "divided")) }
        task.shares.add(task.openParts(for: units, under: task, in: &step))
        step.open(task, under: document)
        return task.id
    }
}
