import Markup
import OfficialDocuments
import Site
import Workflows

/// 提意见的页面 — the text of the version at the left, at the right the comment on the clause chosen and what the unit
/// has written so far.
struct ConsultationPage {
    let visit: Visit

    static func link(_ id: String) -> Link { Link("consultations", id) }

    func answer() async throws -> Answer {
        let store = DraftingStore(visit: visit)
        let (matter, consultation) = try await store.found(Consultation.self)
        let version = try await store.version(consultation.version, of: consultation.project)
        let clauses = version.clauses
        let mayComment = matter.commands.contains { $0.slug == AddComment.slug }
        let page = Self.link(consultation.id)
        let chosen = visit.address.first("clause")
        let frame = visit.page(
            Wording(verbatim: matter.header.title), section: Consultation.kind,
            breadcrumb: [
                Crumb(Wording(verbatim: Consultation.title), Link("l", Consultation.kind)),
                Crumb(Wording(verbatim: matter.header.number), Link("m", Consultation.kind, consultation.id)),
            ]
        ) {
            Columns {
                Panel(Wording(verbatim: version.title), id: "text") {
                    if let note = consultation.note { p(.class("requirement")) { note } }
                    div(.class("draft-text")) {
                        for clause in clauses {
                            ClauseText(clause: clause)
                            marks(on: clause, consultation, page: page, mayComment: mayComment)
                        }
                    }
                }
            } beside: {
                if mayComment { commentForm(on: clauses.first { $0.path == chosen }, of: consultation, page) }
                written(consultation, matter, page, mayComment: mayComment)
            }
        }
        return .page(frame, json: .array(consultation.comments.map(\.json)))
    }

    /// How many comments a clause has, and where to write one.
    @HTMLBuilder private func marks(
        on clause: Clause, _ consultation: Consultation, page: Link, mayComment: Bool
    ) -> HTML {
        let own = consultation.comments.filter { $0.clause == clause.path && !clause.path.isEmpty }
        if !clause.path.isEmpty, mayComment || !own.isEmpty {
            p(.class("clause-marks")) {
                for comment in own {
                    a(.class("button quiet"), .href(Anchor("comment-\(comment.id)"))) { "意见 \(comment.id)" }
                }
                if mayComment {
                    a(.class("button quiet"), .href(page.setting("clause", to: clause.path).at("write"))) {
                        Wording(zh: "提意见", en: "Comment")
                        span(.class("visually-hidden")) { clause.path }
                    }
                }
            }
        }
    }

    private func commentForm(on clause: Clause?, of consultation: Consultation, _ page: Link) -> HTML {
        let title = clause.map { "对 \($0.path) 的意见" } ?? "对全文的意见"
        let asked = FormFields(visit: visit).fields(AddComment.fields.filter { $0.name != "clause" })
        var form = CommandForm(
            Wording(zh: "记下这条意见", en: "Keep this comment"),
            to: Link("m", Consultation.kind, consultation.id, AddComment.slug),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID),
            fields: [
                Site.Field(FormFieldName.returnTo, Wording(verbatim: ""), .hidden).value(page.at("written").url),
                Site.Field("clause", Wording(verbatim: "条款"), .hidden).value(clause?.path ?? ""),
            ] + asked)
        form.showsTitle = false
        return Panel(Wording(verbatim: title), id: "write") {
            if let clause {
                p(.class("requirement")) { clause.text }
                p { a(.href(page.at("write"))) { Wording(zh: "改为对全文提意见", en: "On the whole text instead") } }
            } else {
                p(.class("hint")) { Wording(zh: "要对某一条提意见，请点该条下面的“提意见”。", en: "To comment on a clause, choose it.") }
            }
            form
        }.html
    }

    private func written(
        _ consultation: Consultation, _ matter: OpenMatter, _ page: Link, mayComment: Bool
    ) -> HTML {
        Panel(
            Wording(zh: "本单位的意见（\(consultation.comments.count)）", en: "Our comments (\(consultation.comments.count))"),
            id: "written"
        ) {
            if consultation.comments.isEmpty {
                EmptyState(Wording(zh: "还没有写下意见。", en: "No comment yet."))
            }
            for comment in consultation.comments {
                CommentCard(comment: comment, unit: nil, isLate: false) {
                    if mayComment {
                        ButtonForm(
                            title: Wording(zh: "删去", en: "Remove"),
                            action: Link("m", Consultation.kind, consultation.id, RemoveComment.slug),
                            formToken: visit.formToken, style: "quiet",
                            fields: [
                                .init("comment", String(comment.id)),
                                .init(FormFieldName.returnTo, page.at("written").url),
                            ])
                    }
                }
            }
            if mayComment {
                p(.class("draft-buttons")) {
                    a(
                        .class("button main"),
                        .href(
                            Link(
                                "m", Consultation.kind, consultation.id,
                                consultation.comments.isEmpty ? HaveNoComment.slug : SubmitComments.slug))
                    ) { consultation.comments.isEmpty ? HaveNoComment.title : SubmitComments.title }
                }
            }
        }.html
    }
}

/// One comment with what became of it.
struct CommentCard: Component {
    let comment: ClauseComment
    let unit: String?
    let isLate: Bool
    let controls: HTML

    init(comment: ClauseComment, unit: String?, isLate: Bool, @HTMLBuilder controls: () -> HTML) {
        self.comment = comment
        self.unit = unit
        self.isLate = isLate
        self.controls = controls()
    }

    var body: HTML {
        article(
            .class("draft \(comment.answer == nil ? "open" : "accepted")"),
            unit == nil ? .id("comment-\(comment.id)") : nil
        ) {
            h3 {
                unit.map { "\($0)：" } ?? ""
                "意见 \(comment.id)（\(comment.place)）"
                if isLate {
                    " "
                    span(.class("tag late")) { Wording(zh: "逾期提出", en: "Late") }
                }
            }
            p(.class("requirement")) { comment.text }
            if let proposal = comment.proposal { p { Wording(zh: "建议修改为：\(proposal)", en: "Proposed: \(proposal)") } }
            p {
                span(.class(comment.answer == nil ? "tag open" : "tag")) {
                    comment.answer?.title ?? "未答复"
                }
                if let reason = comment.reason { " \(reason)" }
            }
            controls
        }
    }
}

extension ClauseComment {
    var json: JSON {
        .of(
            ("comment", .number(id)), ("clause", .text(clause)), ("text", .text(text)), ("proposal", .text(proposal)),
            ("answer", .text(answer?.rawValue)), ("reason", .text(reason)))
    }
}
