import Markup
import OfficialDocuments
import Site
import Workflows

/// 稿件比较 — two versions beside each other: each clause with what became of it, in words and marks and not by colour
/// alone.
struct ComparisonPage {
    let visit: Visit

    static func link(_ project: String, from old: Int, to new: Int) -> Link {
        Link("drafting", project, "compare").setting("from", to: String(old)).setting("to", to: String(new))
    }

    func answer() async throws -> Answer {
        let store = DraftingStore(visit: visit)
        let (matter, project) = try await store.found(DraftingProject.self)
        let versions = try await store.versions(of: project.id)
        let to = try number("to") ?? versions.last?.number ?? 1
        let from = try number("from") ?? max(1, to - 1)
        let (old, new) = (
            try await store.version(from, of: project.id), try await store.version(to, of: project.id)
        )
        let comparison = ClauseComparison(from: old.clauses, to: new.clauses)
        let showsAll = visit.address.first("show") == "all"
        let lines = comparison.lines.filter { showsAll || !$0.isUnchanged }
        let frame = visit.page(
            Wording(verbatim: "\(matter.header.title)：\(old.title)与\(new.title)比较"), section: DraftingProject.kind,
            breadcrumb: VersionPage.breadcrumb(to: project)
        ) {
            choice(versions, from, to)
            summary(comparison, from: from, to: to, showsAll: showsAll)
            if lines.isEmpty { EmptyState(Wording(zh: "两稿逐字相同。", en: "The two versions are the same.")) }
            for line in lines { ComparedClause(line: line) }
        }
        return .page(frame, json: json(comparison))
    }

    private func number(_ name: String) throws(Refusal) -> Int? {
        guard let given = visit.address.first(name), !given.isEmpty else { return nil }
        guard let number = Int(given) else { throw Refusal.notFound("稿次") }
        return number
    }

    private func choice(_ versions: [DraftVersion], _ from: Int, _ to: Int) -> HTML {
        func list(_ name: String, _ title: Wording, _ chosen: Int) -> HTML {
            div(.class("field")) {
                label(.for("compare-\(name)")) { title }
                select(.id("compare-\(name)"), .name(name)) {
                    for version in versions {
                        option(.value(String(version.number)), version.number == chosen ? .selected : nil) {
                            version.title
                        }
                    }
                }
            }
        }
        return form(.get, .action(visit.address.withoutQuery), .class("compare-form")) {
            list("from", Wording(zh: "从", en: "From"), from)
            list("to", Wording(zh: "到", en: "To"), to)
            button(.class("button plain")) { Wording(zh: "比较", en: "Compare") }
        }
    }

    private func summary(_ comparison: ClauseComparison, from: Int, to: Int, showsAll: Bool) -> HTML {
        let page = visit.address
        return p(.class("review-steps")) {
            Wording(
                zh:
                    "新增 \(comparison.count(.added)) 条，删去 \(comparison.count(.removed)) 条，修改 \(comparison.count(.changed)) 条，移动 \(comparison.moved) 条，未变 \(comparison.lines.count(where: \.isUnchanged)) 条。",
                en:
                    "\(comparison.count(.added)) added, \(comparison.count(.removed)) removed, \(comparison.count(.changed)) changed, \(comparison.moved) moved."
            )
            a(.class("button quiet"), .href(page.setting("show", to: showsAll ? nil : "all"))) {
                showsAll
                    ? Wording(zh: "只看有变化的", en: "Only what differs") : Wording(zh: "也显示未变的", en: "Show all clauses")
            }
        }
    }

    private func json(_ comparison: ClauseComparison) -> JSON {
        .array(
            comparison.lines.filter { !$0.isUnchanged }.map { line in
                .of(
                    ("kind", .text(line.kind.rawValue)), ("moved", .bool(line.isMoved)),
                    ("before", .text(line.before?.path)), ("after", .text(line.after?.path)),
                    ("removed", .array(words(.removed, in: line))), ("added", .array(words(.added, in: line))))
            })
    }

    private func words(_ kind: WordComparison.Passage.Kind, in line: ClauseComparison.Line) -> [JSON] {
        line.words.filter { $0.kind == kind }.map { .text($0.text) }
    }
}

/// One clause of two versions.
struct ComparedClause: Component {
    let line: ClauseComparison.Line

    var body: HTML {
        article(.class("compared \(line.kind.rawValue)")) {
            p(.class("compared-head")) {
                span(.class(line.isUnchanged ? "tag" : "tag open")) { title }
                if line.isMoved {
                    " "
                    span(.class("tag open")) { Wording(zh: "移动", en: "Moved") }
                }
                " "
                (line.after ?? line.before)?.path ?? ""
                if let before = line.before, let after = line.after, before.path != after.path, !before.path.isEmpty {
                    small { Wording(zh: "（原为 \(before.path)）", en: " (was \(before.path))") }
                }
            }
            p(.class("compared-words")) { for passage in line.words { words(passage) } }
        }
    }

    private var title: Wording {
        switch line.kind {
        case .added: Wording(zh: "新增", en: "Added")
        case .removed: Wording(zh: "删去", en: "Removed")
        case .changed: Wording(zh: "修改", en: "Changed")
        case .same: Wording(zh: "未改字句", en: "Same words")
        }
    }

    /// A line under what came, a line through what went: they are told apart without colour.
    @HTMLBuilder private func words(_ passage: WordComparison.Passage) -> HTML {
        switch passage.kind {
        case .same: passage.text
        case .added:
            ins {
                span(.class("visually-hidden")) { Wording(zh: "〔新增〕", en: "[added]") }
                passage.text
            }
        case .removed:
            del {
                span(.class("visually-hidden")) { Wording(zh: "〔删去〕", en: "[removed]") }
                passage.text
            }
        }
    }
}
