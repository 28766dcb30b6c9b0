import Calendars
import Facts
import Registry
import Workflows

/// 批示 — a leader's words on any matter become a task with a person and a day. The leader's office sees to it.
public struct Instruct: Opening {
    public static let slug = "instruct"
    public static let title = "批示"
    public static let fields: [Field] = [
        .longText("requirement", "批示内容", limit: 2000).holds(.instruction),
        .organisation("owner", "承办单位").holds(.instructionOwner),
        .person("assignee", "责任人").optional.holds(.instructionAssignee),
        .day("day", "完成时限").holds(.instructionDay),
        .text("about", "所批事项编号", limit: 60).optional.hint("如 DB-2026-000118；从事项页面点“批示”时自动带出。")
            .holds(.instructionAbout),
    ]

    public var requirement: String
    public var owner: String
    public var assignee: String?
    public var day: Day
    public var about: String?

    public init(requirement: String, owner: String, assignee: String? = nil, day: Day, about: String? = nil) {
        self.requirement = requirement
        self.owner = owner
        self.assignee = assignee
        self.day = day
        self.about = about
    }

    public func open(in step: inout Step) throws(Refusal) -> SupervisedTask {
        let receiver = try step.organisation(owner, field: "owner")
        let post = try step.post(with: .instructTasks, over: receiver, for: Self.title)
        guard day >= step.today else { throw Refusal.fields(["day": "完成时限应不早于今天 \(step.today.chinese)。"]) }
        var header = MatterHeader(
            SupervisedTask.self, title: title, region: receiver.region, owner: receiver.id,
            supervisor: step.office(of: post.organisation), issuer: post.organisation, in: step)
        header.agreedDay = day
        header.assignee = assignee
        var task = SupervisedTask(header: header, requirement: requirement)
        task.grade = .instruction
        task.firstDay = day
        task.about = about
        task.instructedBy = step.user.person.id
        task.state = .issued
        return task
    }

    /// The first words of the instruction, up to the end of its first sentence.
    private var title: String {
        let first = requirement.prefix { !"。！？\n".contains($0) }
        return first.count <= 40 ? String(first) : first.prefix(40) + "…"
    }
}

extension Step {
    /// The committee's office, which does the committee's daily work; an organisation without one does its own.
    fileprivate func office(of organisation: String) -> String {
        organisations.all.first {
            $0.kind == .committeeOffice && $0.parent == organisation && $0.exists(on: today)
        }?.id ?? organisation
    }
}

extension Facts.Fact {
    static let instruction = Self("instruction.words")
    static let instructionOwner = Self("instruction.owner")
    static let instructionAssignee = Self("instruction.assignee")
    static let instructionAbout = Self("instruction.about")
    static let instructionDay = Self("instruction.day")
}
