import Calendars
import Markup
import Permissions
import Site
import Storage
import Workflows

/// What projects, topics, rounds and consultations show beyond what every matter shows.
public enum DraftingPages {
    public static let pages: [KindPages] = [projects, topics, rounds, consultations]

    private static let projects: KindPages = {
        var pages = KindPages(DraftingProject.kind, Wording(zh: "起草项目", en: "Drafting projects"))
        pages.listsParts = false
        pages.answers = { _, given, visit in try await DocumentFile(visit: visit).answers(given) }
        pages.views = { _ in
            [
                (Wording(zh: "全部调研课题", en: "All research topics"), Link("l", ResearchTopic.kind)),
                (Wording(zh: "各轮征求意见", en: "Rounds of consultation"), Link("l", ConsultationRound.kind)),
            ]
        }
        pages.sections = { matter, visit in try await ProjectSections(matter, visit).html }
        return pages
    }()

    private static let topics = KindPages(ResearchTopic.kind, Wording(zh: "调研课题", en: "Research topics"))

    private static let rounds: KindPages = {
        var pages = KindPages(ConsultationRound.kind, Wording(zh: "征求意见", en: "Rounds of consultation"))
        pages.links = { matter, _ in
            [
                (Wording(zh: "意见与答复", en: "Comments and answers"), CommentsPage.link(matter.header.id)),
                (Wording(zh: "采纳情况表（可打印）", en: "Table, for print"), CommentTable.link(ofRound: matter.header.id)),
            ]
        }
        return pages
    }()

    private static let consultations: KindPages = {
        var pages = KindPages(Consultation.kind, Wording(zh: "意见反馈", en: "Consultations"))
        pages.formsElsewhere = [AddComment.slug, RemoveComment.slug, AnswerComment.slug]
        pages.links = { matter, _ in
            [
                (
                    matter.commands.contains { $0.slug == AddComment.slug }
                        ? Wording(zh: "对照稿件提意见", en: "Comment beside the text")
                        : Wording(zh: "对照稿件看意见", en: "Comments beside the text"),
                    ConsultationPage.link(matter.header.id)
                ),
                (
                    Wording(zh: "采纳情况表（可打印）", en: "Table, for print"),
                    CommentTable.link(seenFrom: matter.header.id)
                ),
            ]
        }
        return pages
    }()
}

/// How far a project has come: each number opens its rows.
struct ProjectSections {
    private let visit: Visit
    private let project: DraftingProject
    private let versions: [DraftVersion]
    private let topics: [MatterHeader]
    private let rounds: [MatterHeader]
    private let unanswered: Int

    init(_ matter: OpenMatter, _ visit: Visit) async throws {
        let store = DraftingStore(visit: visit)
        self.visit = visit
        project = try await store.subject(matter)
        versions = try await store.versions(of: project.id)
        topics = try await store.parts(ResearchTopic.self, of: project.id)
        rounds = try await store.parts(ConsultationRound.self, of: project.id)
        unanswered = try await store.unanswered(of: project.id)
    }

    @HTMLBuilder var html: HTML {
        Panel(Wording(zh: "进度", en: "Progress"), id: "progress") { NumberTiles(tiles) }
        Panel(Wording(zh: "稿次", en: "Versions"), id: "versions") { versionTable }
        if !rounds.isEmpty { Panel(Wording(zh: "征求意见", en: "Consultation"), id: "rounds") { roundTable } }
        if !topics.isEmpty {
            Panel(Wording(zh: "没有验收的调研课题", en: "Topics not accepted yet"), id: "topics") {
                if openTopics.isEmpty {
                    EmptyState(Wording(zh: "全部课题都已验收或取消。", en: "None is open."))
                } else {
                    topicTable
                }
                p {
                    a(.class("button plain"), .href(Link("l", ResearchTopic.kind).setting("parent", to: project.id))) {
                        Wording(zh: "全部 \(topics.count) 个课题", en: "All \(topics.count) topics")
                    }
                }
            }
        }
    }

    private var tiles: [NumberTiles.Tile] {
        let list = Link("l", ResearchTopic.kind).setting("parent", to: project.id)
        func tile(
            _ state: ResearchTopic.State, _ title: Wording, _ light: Site.Light? = nil
        ) -> NumberTiles.Tile {
            .init(
                state.rawValue, title, topics.count { $0.state == state.rawValue },
                list.setting("state", to: state.rawValue), light: light)
        }
        var tiles = [
            NumberTiles.Tile("topics", Wording(zh: "调研课题", en: "Topics"), topics.count, list),
            tile(.accepted, Wording(zh: "课题已验收", en: "Accepted")),
            tile(.reported, Wording(zh: "课题待验收", en: "To be accepted"), .yellow),
            .init(
                "late", Wording(zh: "课题超期", en: "Overdue"), topics.count { $0.isOpen && $0.light == .red },
                list.setting("light", to: "red"), light: .red),
            .init(
                "versions", Wording(zh: "稿次", en: "Versions"), versions.count,
                Link("m", DraftingProject.kind, project.id).at("versions")),
        ]
        if let round = rounds.last {
            tiles.append(
                .init(
                    "unanswered", Wording(zh: "意见待答复", en: "Comments to answer"), unanswered,
                    CommentsPage.link(round.id), light: .yellow))
        }
        return tiles
    }

    @HTMLBuilder private var versionTable: HTML {
        if versions.isEmpty {
            EmptyState(Wording(zh: "还没有稿子。点“发出新一稿”上传或粘贴。", en: "No version yet: issue the first one."))
        } else {
            ShortTable(
                Wording(zh: "稿次", en: "Versions"), versions.reversed(),
                columns: [
                    Column("version", Wording(zh: "稿次", en: "Version"), onPhone: .title) { version in
                        a(.href(VersionPage.link(project.id, version.number))) { version.title }
                    },
                    Column("issued", Wording(zh: "发出", en: "Issued")) { $0.issuedAt.description },
                    Column("by", Wording(zh: "发出人", en: "By")) { version in
                        visit.premises.people.person(version.issuedBy)?.name ?? version.issuedBy
                    },
                    Column("compare", Wording(zh: "比较", en: "Compare")) { version in
                        if version.number > 1 {
                            a(
                                .href(
                                    ComparisonPage.link(project.id, from: version.number - 1, to: version.number))
                            ) { Wording(zh: "与上一稿比较", en: "With the one before") }
                        } else {
                            "—"
                        }
                    },
                ])
        }
        if let document = project.policyDocument {
            p {
                a(.class("button plain"), .href(Link("m", PolicyDocument.kind, document))) {
                    Wording(zh: "打开已转入分解的文件", en: "The document taken apart")
                }
            }
        }
    }

    private var roundTable: HTML {
        table(
            rounds, Wording(zh: "各轮征求意见", en: "Rounds"),
            own: Column("comments", Wording(zh: "意见", en: "Comments")) { round in
                a(.href(CommentsPage.link(round.id))) { Wording(zh: "意见与答复", en: "Comments and answers") }
            })
    }

    /// As many as one reads at a glance, the worst first; all of them are a register of their own.
    private static let topicsShown = 12

    private var openTopics: [MatterHeader] {
        let worst: [Calendars.Light] = [.red, .yellow, .green]
        return topics.filter(\.isOpen).sorted { one, other in
            (worst.firstIndex(of: one.light)!, one.agreedDay?.description ?? "")
                < (worst.firstIndex(of: other.light)!, other.agreedDay?.description ?? "")
        }
    }

    private var topicTable: HTML {
        table(
            Array(openTopics.prefix(Self.topicsShown)), Wording(zh: "调研课题", en: "Research topics"),
            own: Column("unit", Wording(zh: "承担单位", en: "Unit")) { topic in
                topic.owner.map { visit.premises.registry.organisations.name($0) } ?? "—"
            })
    }

    private func table(_ rows: [MatterHeader], _ title: Wording, own: Column<MatterHeader>) -> HTML {
        ShortTable(
            title, rows,
            columns: [
                Column("title", title, onPhone: .title, room: .prose) { row in
                    a(.href(Link("m", row.kind, row.id))) { row.title }
                },
                own,
                Column("day", Wording(zh: "时限", en: "Day")) { $0.agreedDay?.chinese ?? "—" },
                Column("light", Wording(zh: "灯", en: "Light")) { row in
                    if row.isOpen { LightBadge(Light(row.light)) } else { "—" }
                },
                Column("state", Wording(zh: "状态", en: "State")) { row in
                    visit.premises.kinds[row.kind]?.title(ofState: row.state) ?? row.state
                    if row.wasLate { Wording(zh: "（曾逾期）", en: " (was late)") }
                },
            ]
        ).html
    }
}
