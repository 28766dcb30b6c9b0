import Markup
import OfficialDocuments
import Site
import Workflows

/// 稿次 — the text of one version, clause by clause.
struct VersionPage {
    let visit: Visit

    static func link(_ project: String, _ number: Int) -> Link {
        Link("drafting", project, "versions", String(number))
    }

    func answer() async throws -> Answer {
        let store = DraftingStore(visit: visit)
        let (matter, project) = try await store.found(DraftingProject.self)
        guard let number = Int(try visit.parameter("version")) else { throw Refusal.notFound("稿次") }
        let version = try await store.version(number, of: project.id)
        let clauses = version.clauses
        let frame = visit.page(
            Wording(verbatim: "\(matter.header.title)：\(version.title)"), section: DraftingProject.kind,
            breadcrumb: Self.breadcrumb(to: project)
        ) {
            p(.class("review-steps")) {
                Wording(zh: "发出于 \(version.issuedAt)", en: "Issued \(version.issuedAt)")
                if number > 1 {
                    a(.class("button plain"), .href(ComparisonPage.link(project.id, from: number - 1, to: number))) {
                        Wording(zh: "与上一稿比较", en: "Compare with the one before")
                    }
                }
            }
            div(.class("draft-text")) { for clause in clauses { ClauseText(clause: clause) } }
        }
        return .page(
            frame,
            json: .of(
                ("version", .number(number)), ("stage", .text(version.stage.rawValue)), ("text", .text(version.text))))
    }

    static func breadcrumb(to project: DraftingProject) -> [Crumb] {
        [
            Crumb(Wording(verbatim: DraftingProject.title), Link("l", DraftingProject.kind)),
            Crumb(Wording(verbatim: project.header.number), Link("m", DraftingProject.kind, project.id)),
        ]
    }
}

/// One clause with its paragraphs.
struct ClauseText: Component {
    let clause: Clause

    var body: HTML {
        div(.class("clause-text level-\(min(clause.level, 6))"), .id("c-\(clause.id)")) {
            for line in clause.text.split(separator: "\n") { p { String(line) } }
        }
    }
}
