import Calendars
import Facts
import Registry
import Storage
import Workflows

/// 立起草项目 — says which document is to be written, on what ground, and by when it is to be handed in.
public struct StartDrafting: Opening {
    public static let slug = "start"
    public static let title = "立起草项目"
    public static let fields: [Field] = [
        .text("title", "文件名称", limit: 200).hint("如：关于加强冬季安全生产工作的意见。").holds(.draftingTitle),
        .longText("basis", "起草依据和要求").holds(.draftingBasis),
        .day("day", "形成送审稿的时限").holds(.draftingDay),
    ]

    public var title: String
    public var basis: String
    public var day: Day

    public init(title: String, basis: String, day: Day) {
        self.title = title
        self.basis = basis
        self.day = day
    }

    public func open(in step: inout Step) throws(Refusal) -> DraftingProject {
        guard let post = step.user.posts.first(where: { $0.role.permissions.contains(.manageDrafting) }) else {
            throw Refusal.notPermitted(Self.title)
        }
        guard day >= step.today else {
            throw Refusal.fields(["day": "时限应不早于今天 \(step.today.chinese)。"])
        }
        var header = MatterHeader(
            DraftingProject.self, title: title, region: post.region, owner: post.organisation,
            supervisor: post.organisation, issuer: post.organisation, in: step)
        header.agreedDay = day
        return DraftingProject(header: header, basis: basis)
    }
}

extension Facts.Fact {
    static let draftingTitle = Self("drafting-project.title")
    static let draftingBasis = Self("drafting-project.basis")
    static let draftingDay = Self("drafting-project.day")
}

/// 终止起草
public struct AbandonDrafting: Command {
    public static let slug = "abandon"
    public static let title = "终止起草"
    public static let fields: [Field] = [.reason("终止原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to project: inout DraftingProject, in step: inout Step) {}
}

/// 征求意见 — shows the present version to units, which say by a day what they think of its clauses.
public struct Consult: Command {
    public static let slug = "consult"
    public static let title = "征求意见"
    public static let fields: [Field] = [
        .organisations("units", "征求意见的单位"), .day("day", "反馈截止日期"),
        .longText("note", "说明", limit: 1000).optional.hint("如：请重点对第二部分提出意见。"),
    ]

    public var units: [String]
    public var day: Day
    public var note: String?
    private var hindrances: [DraftHindrance] = []

    private enum CodingKeys: CodingKey {
        case units, day, note
    }

    public init(units: [String], day: Day, note: String? = nil) {
        self.units = units
        self.day = day
        self.note = note
    }

    public mutating func prepare(for project: DraftingProject, reading database: any Database) async throws {
        hindrances = try await DraftHindrance.all(of: project.id, in: database)
    }

    public func apply(to project: inout DraftingProject, in step: inout Step) throws(Refusal) {
        guard let stage = project.stage else {
            throw Refusal(.conflicting, code: "no-version", message: "还没有稿子。请先“发出新一稿”，再征求意见。")
        }
        guard hindrances.isEmpty else { throw Refusal.hindered(hindrances, "开始新一轮征求意见") }
        guard day >= step.today else {
            throw Refusal.fields(["day": "截止日期应不早于今天 \(step.today.chinese)。"])
        }
        var asked: [Organisation] = []
        for unit in units.uniqued { asked.append(try step.organisation(unit, field: "units")) }
        project.rounds += 1
        let title = DraftVersion.title(project.versions, stage)
        var header = MatterHeader(
            ConsultationRound.self, title: "\(project.header.title)：第\(project.rounds)轮征求意见（\(title)）",
            region: project.header.region, owner: project.header.owner, supervisor: project.header.owner,
            issuer: project.header.owner, in: step)
        header.agreedDay = day
        let round = ConsultationRound(
            header: header, round: project.rounds, version: project.versions, note: note, asked: asked.count)
        step.open(round, under: project)
        for unit in asked { step.open(consultation(of: unit, about: project, in: step), under: round) }
    }

    private func consultation(
        of unit: Organisation, about project: DraftingProject, in step: Step
    ) -> Consultation {
        var header = MatterHeader(
            Consultation.self, title: "对《\(project.header.title)》第\(project.versions)稿的意见", region: unit.region,
            owner: unit.id, supervisor: project.header.owner, issuer: project.header.owner, in: step)
        header.agreedDay = day
        return Consultation(header: header, project: project.id, version: project.versions, note: note)
    }
}
