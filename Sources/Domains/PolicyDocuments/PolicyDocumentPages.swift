import Calendars
import Markup
import Permissions
import Site
import Storage
import Workflows

/// What a policy document shows beyond what every matter shows.
public enum PolicyDocumentPages {
    public static let pages: KindPages = {
        var pages = KindPages(PolicyDocument.kind, Wording(zh: "政策文件", en: "Policy documents"))
        pages.formsElsewhere = [
            ReviseDraft.slug, AcceptDraft.slug, AcceptReadyDrafts.slug, LeaveOutDraft.slug, MergeDrafts.slug,
            SplitDraft.slug, TakeUpSentence.slug,
        ]
        pages.listsParts = false
        pages.answers = { _, given, visit in try await DocumentFile(visit: visit).answers(given) }
        pages.sections = { matter, visit in try await sections(of: matter, visit) }
        pages.views = { visit in
            guard visit.signedIn?.holdsSomewhere(.readDrafting) == true else { return [] }
            return [(Wording(zh: "文件起草", en: "Drafting"), Link("l", DraftingProject.kind))]
        }
        return pages
    }()

    public static let entries: [Premises.Entry] = [
        .init(
            "w", Wording(zh: "政策文件", en: "Documents"), Link("l", PolicyDocument.kind), for: .readPolicyDocuments)
    ]

    private static func sections(of matter: OpenMatter, _ visit: Visit) async throws -> HTML {
        let document = try await PolicyDocumentStore(visit: visit).document(matter)
        let tasks = try await PolicyDocumentStore(visit: visit).tasks(of: matter.header)
        return .pieces([
            Panel(Wording(zh: "分解审阅", en: "Review"), id: "review") {
                CoverageMeter(coverage: Coverage(of: document), page: ReviewPage.link(matter.header.id))
                p {
                    a(.class("button main"), .href(ReviewPage.link(matter.header.id))) {
                        document.state == .received
                            ? Wording(zh: "打开审阅页", en: "Open the review") : Wording(zh: "查看原文与任务", en: "Text and tasks")
                    }
                }
            }.html,
            tasks.isEmpty ? .empty : ImplementationTree(document: document, tasks: tasks, visit: visit).html,
        ])
    }
}

/// Reads documents and what was made of them, never more than the user may see.
struct PolicyDocumentStore {
    let visit: Visit

    /// The document in the address, as this user may see it.
    func found() async throws -> (matter: OpenMatter, document: PolicyDocument) {
        let premises = visit.premises
        guard let kind = premises.kinds[PolicyDocument.kind] else { throw Refusal.notFound(PolicyDocument.title) }
        let matter = try await kind.read(try visit.parameter("id"), for: try visit.user(), at: premises.desk)
        return (matter, try await document(matter))
    }

    func document(_ matter: OpenMatter) async throws -> PolicyDocument {
        let row = try await visit.premises.database.rows(
            "SELECT * FROM policy_document WHERE id = \(matter.header.id)")[0]
        return try PolicyDocument(header: matter.header, details: row)
    }

    /// The tasks right under the document, in the order of its clauses.
    func tasks(of header: MatterHeader) async throws -> [MatterHeader] {
        var query = MatterQuery()
        query.parent = header.id
        query.order = .oldest
        query.limit = 2000
        return try await visit.premises.lists.headers(query, for: try visit.user())
    }
}

/// 覆盖情况 — how much of the text has become a task; each number opens what it counts.
struct CoverageMeter: Component {
    let coverage: Coverage
    let page: Link

    var body: HTML {
        NumberTiles([
            tile("all", Wording(zh: "草案", en: "Drafts"), coverage.drafts.count),
            tile("open", Wording(zh: "待审", en: "To review"), coverage.open.count, .yellow),
            tile("accepted", Wording(zh: "已采纳", en: "Accepted"), coverage.accepted.count),
            tile("no-owner", Wording(zh: "没有牵头单位", en: "No owner"), coverage.withoutOwner.count, .red),
            tile("no-time", Wording(zh: "有单位没有时限", en: "Owner, no day"), coverage.ownedWithoutTime.count, .yellow),
            tile("unresolved", Wording(zh: "单位未识别", en: "Unit unknown"), coverage.unresolved.count, .red),
            tile("left-out", Wording(zh: "不立项", en: "Left out"), coverage.leftOut.count),
            tile("passed-over", Wording(zh: "未列入的句子", en: "Sentences not taken up"), coverage.passedOver.count),
        ])
    }

    private func tile(_ key: String, _ title: Wording, _ number: Int, _ light: Site.Light? = nil) -> NumberTiles.Tile {
        .init(key, title, number, page.setting("show", to: key == "all" ? nil : key).at("drafts"), light: light)
    }
}

/// 落实情况 — document, clause, task: how far each is.
struct ImplementationTree: Component {
    let document: PolicyDocument
    let tasks: [MatterHeader]
    let visit: Visit

    var body: HTML {
        Panel(Wording(zh: "落实情况", en: "Implementation"), id: "implementation") {
            p {
                Wording(
                    zh: "共 \(tasks.count) 项任务，办结 \(done) 项。", en: "\(tasks.count) tasks, \(done) closed.")
            }
            ProgressBar(percent: tasks.isEmpty ? 0 : done * 100 / tasks.count)
            TreeTable(Wording(zh: "条款与任务", en: "Clauses and tasks"), clauses)
        }
    }

    private var done: Int { tasks.filter { !$0.isOpen }.count }

    /// Tasks were opened in the order of the drafts that were accepted.
    private var clauses: [TreeTable.Node] {
        let accepted = Coverage(of: document).accepted
        guard accepted.count == tasks.count else { return tasks.map(node) }
        var groups: [(clause: String, tasks: [MatterHeader])] = []
        for (draft, task) in zip(accepted, tasks) {
            let part = String(draft.clause.prefix { $0 != "（" && $0 != "(" })
            if groups.last?.clause == part {
                groups[groups.count - 1].tasks.append(task)
            } else {
                groups.append((part, [task]))
            }
        }
        guard groups.count > 1 else { return tasks.map(node) }
        return groups.map { group in
            let closed = group.tasks.filter { !$0.isOpen }.count
            return TreeTable.Node(
                number: group.clause, title: "\(group.tasks.count) 项任务", link: ReviewPage.link(document.id), owner: "—",
                percent: closed * 100 / group.tasks.count, children: group.tasks.map(node))
        }
    }

    private func node(_ task: MatterHeader) -> TreeTable.Node {
        TreeTable.Node(
            number: task.number, title: task.title, link: Link("m", task.kind, task.id),
            owner: task.owner.map { visit.premises.registry.organisations.name($0) } ?? "—",
            due: span { task.deadline?.remaining(at: visit.now, calendar: visit.premises.desk.calendar) ?? "—" },
            state: span { visit.premises.kinds[task.kind]?.title(ofState: task.state) ?? task.state },
            percent: task.isOpen ? 0 : 100)
    }
}
