import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// What supervised tasks, letters and interviews show beyond what every matter shows.
public enum SupervisedTaskPages {
    public static let pages: [KindPages] = [tasks, letters, interviews]

    private static let tasks: KindPages = {
        var pages = KindPages(SupervisedTask.kind, Wording(zh: "督办任务", en: "Supervised tasks"))
        pages.listsParts = false
        pages.head = { matter, visit in
            let entries = try await visit.premises.ledger.entries(of: matter.header.id)
            return try TaskNodes(header: matter.header, entries: entries, visit: visit).indicator().html
        }
        pages.sections = { matter, visit in
            .pieces([
                try await progress(of: matter, visit), try await escalations(of: matter, visit),
                try await source(of: matter, visit),
            ])
        }
        pages.ledger = TaskLedger.ledger
        pages.views = { visit in
            guard let unit = visit.signedIn?.posts.first?.organisation else { return [] }
            let mine = Link("l", SupervisedTask.kind).setting("owner", to: unit)
            return [
                (Wording(zh: "我单位承办", en: "Ours"), mine.setting("open", to: "1").setting("sort", to: "due")),
                (Wording(zh: "我单位曾逾期", en: "Ours, once late"), mine.setting("late", to: "1")),
                (
                    Wording(zh: "领导批示", en: "Instructions"),
                    Link("l", SupervisedTask.kind).setting("grade", to: SupervisedTask.Grade.instruction.rawValue)
                ),
            ]
        }
        pages.forms = [Reweigh.slug: { Link("tasks", $0.header.id, "weights") }]
        return pages
    }()

    private static let letters: KindPages = {
        var pages = KindPages(SupervisionLetter.kind, Wording(zh: "督办函", en: "Supervision letters"))
        pages.links = { matter, _ in
            [(Wording(zh: "函件（可打印）", en: "The letter, for print"), Link("letters", matter.header.id))]
        }
        pages.sections = { matter, visit in try await aboutTask(matter, visit) }
        return pages
    }()

    private static let interviews: KindPages = {
        var pages = KindPages(Interview.kind, Wording(zh: "约谈", en: "Interviews"))
        pages.sections = { matter, visit in try await aboutTask(matter, visit) }
        return pages
    }()

    /// 批示 on any matter, whatever its kind.
    public static let instructions = MatterAnnex(
        links: { matter, visit in
            guard matter.header.isOpen, visit.signedIn?.holds(.instructTasks, at: matter.header.place) == true else {
                return []
            }
            return [(Wording(zh: "批示", en: "Instruct"), InstructionForm.link(about: matter.header, visit))]
        },
        sections: { matter, visit in
            let ids = try await TaskStore(visit.premises.database).instructions(about: matter.header.number)
            return try await list(ids, Wording(zh: "领导批示", en: "Instructions"), id: "instructions", visit)
        })

    public static let entries: [Premises.Entry] = [
        .init("l", Wording(zh: "督办任务", en: "Tasks"), Link("l", SupervisedTask.kind), for: .readSupervisedTasks),
        .init("d", Wording(zh: "红黄绿灯", en: "Lights"), Link("lights"), for: .readSupervisedTasks),
        .init("i", Wording(zh: "我批示的", en: "My instructions"), Link("instructions"), for: .instructTasks),
    ]

    // MARK: Sections

    /// How far the parts have come; computed, never typed.
    private static func progress(of matter: OpenMatter, _ visit: Visit) async throws -> HTML {
        let tree = try await TaskTree.read(matter.header, visit)
        guard !tree.parts.isEmpty else { return .empty }
        return Panel(Wording(zh: "进度与分办", en: "Progress and parts"), id: "parts") {
            ProgressBar(percent: tree.percent)
            if let own = tree.shares[Shares.own], own > 0 {
                p { Wording(zh: "牵头单位自办部分占 \(Double(own) / 10)%。", en: "The lead's own share: \(Double(own) / 10)%.") }
            }
            TreeTable(Wording(zh: "分办", en: "Parts"), tree.nodes(visit))
        }.html
    }

    private static func escalations(of matter: OpenMatter, _ visit: Visit) async throws -> HTML {
        let ids = try await TaskStore(visit.premises.database).escalations(of: matter.header.id)
        return try await list(ids, Wording(zh: "督办函与约谈", en: "Letters and interviews"), id: "escalations", visit)
    }

    /// The matter on which a leader wrote the instruction.
    private static func source(of matter: OpenMatter, _ visit: Visit) async throws -> HTML {
        guard case .text(let number) = matter.details.first(where: { $0.column.name == "about" })?.value,
            let id = try await TaskStore(visit.premises.database).matter(numbered: number)
        else { return .empty }
        return try await list([id], Wording(zh: "所批事项", en: "Instruction on"), id: "source", visit)
    }

    private static func aboutTask(_ matter: OpenMatter, _ visit: Visit) async throws -> HTML {
        guard case .text(let task) = matter.details.first(where: { $0.column.name == "task" })?.value else {
            return .empty
        }
        return try await list([task], Wording(zh: "督办任务", en: "The task"), id: "task", visit)
    }

    /// Those of the matters that the user may see, as a short list; nothing when there are none.
    private static func list(_ ids: [String], _ title: Wording, id: String, _ visit: Visit) async throws -> HTML {
        var query = MatterQuery()
        query.ids = ids
        let matters = try await visit.premises.lists.headers(query, for: try visit.user())
        guard !matters.isEmpty else { return .empty }
        return Panel(title, id: id) {
            ul(.class("matters")) { for matter in matters { li { line(matter, visit) } } }
        }.html
    }

    @HTMLBuilder private static func line(_ matter: MatterHeader, _ visit: Visit) -> HTML {
        let kind = visit.premises.kinds[matter.kind]
        if matter.isOpen { LightBadge(Light(matter.light)) }
        span(.class("tree-number")) { matter.number }
        a(.href(Link("m", matter.kind, matter.id))) { matter.title }
        span { kind?.title(ofState: matter.state) ?? matter.state }
        if matter.kind == SupervisionLetter.kind {
            a(.href(Link("letters", matter.id))) { Wording(zh: "打印函件", en: "Print") }
        }
    }
}
