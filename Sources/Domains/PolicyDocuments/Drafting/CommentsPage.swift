import Markup
import OfficialDocuments
import Site
import Workflows

/// 意见与答复 — what all units said in a round, clause by clause, and the answer to the next one that has none.
struct CommentsPage {
    let visit: Visit

    static func link(_ round: String) -> Link { Link("consultation-rounds", round, "comments") }

    func answer() async throws -> Answer {
        let store = DraftingStore(visit: visit)
        let (matter, round) = try await store.found(ConsultationRound.self)
        let comments = try await store.comments(inRound: round.id)
        let units = try await store.parts(Consultation.self, of: round.id)
        let clauses = try await store.version(round.version, of: matter.header.parent ?? "").clauses
        let mayAnswer =
            round.state == .consulting
            && visit.signedIn?.holds(.manageDrafting, at: matter.header.place) == true
        let chosen =
            comments.first { $0.id == visit.address.first("answer") }
            ?? comments.first { $0.comment.answer == nil }
        let frame = visit.page(
            Wording(verbatim: matter.header.title), section: DraftingProject.kind,
            breadcrumb: [
                Crumb(Wording(verbatim: ConsultationRound.title), Link("l", ConsultationRound.kind)),
                Crumb(Wording(verbatim: matter.header.number), Link("m", ConsultationRound.kind, round.id)),
            ]
        ) {
            NumberTiles(tiles(units, comments, round))
            Columns {
                Panel(Wording(zh: "各条意见", en: "Comments"), id: "comments") {
                    if comments.isEmpty { EmptyState(Wording(zh: "还没有单位提交意见。", en: "No comment has come in.")) }
                    byClause(comments, clauses, round, mayAnswer: mayAnswer)
                }
            } beside: {
                if mayAnswer, let chosen { answerForm(chosen, round) }
                silent(units)
            }
        }
        return .page(
            frame,
            json: .array(
                comments.map {
                    .of(("unit", .text($0.unit)), ("late", .bool($0.isLate)), ("comment", $0.comment.json))
                }))
    }

    private func tiles(
        _ units: [MatterHeader], _ comments: [UnitComment], _ round: ConsultationRound
    ) -> [NumberTiles.Tile] {
        let list = Link("l", Consultation.kind).setting("parent", to: round.id)
        func tile(_ state: Consultation.State, _ light: Site.Light? = nil) -> NumberTiles.Tile {
            .init(
                state.rawValue, Wording(verbatim: state.title), units.count { $0.state == state.rawValue },
                list.setting("state", to: state.rawValue), light: light)
        }
        return [
            .init("asked", Wording(zh: "征求单位", en: "Units asked"), round.asked, list),
            tile(.awaitingComments, .yellow), tile(.withoutComment), tile(.lapsed),
            .init("comments", Wording(zh: "意见", en: "Comments"), comments.count, Self.link(round.id).at("comments")),
            .init(
                "unanswered", Wording(zh: "未答复", en: "Unanswered"), comments.count { $0.comment.answer == nil },
                Self.link(round.id).at("comments"), light: .yellow),
        ]
    }

    /// In the order of the text, what concerns all of it first.
    @HTMLBuilder private func byClause(
        _ comments: [UnitComment], _ clauses: [Clause], _ round: ConsultationRound, mayAnswer: Bool
    ) -> HTML {
        for comment in comments where comment.comment.clause.isEmpty { card(comment, round, mayAnswer) }
        for clause in clauses where !clause.path.isEmpty {
            let own = comments.filter { $0.comment.clause == clause.path }
            if !own.isEmpty {
                h3(.class("clause-head")) { clause.path }
                ClauseText(clause: clause)
                for comment in own { card(comment, round, mayAnswer) }
            }
        }
    }

    private func card(_ comment: UnitComment, _ round: ConsultationRound, _ mayAnswer: Bool) -> HTML {
        CommentCard(
            comment: comment.comment, unit: visit.premises.registry.organisations.name(comment.unit),
            isLate: comment.isLate
        ) {
            if mayAnswer {
                p {
                    a(
                        .class("button plain"),
                        .href(Self.link(round.id).setting("answer", to: comment.id).at("answer"))
                    ) {
                        comment.comment.answer == nil
                            ? Wording(zh: "答复", en: "Answer") : Wording(zh: "改答复", en: "Change the answer")
                    }
                }
            }
        }.html
    }

    private func answerForm(_ chosen: UnitComment, _ round: ConsultationRound) -> HTML {
        let held = FieldValues([
            "answer": chosen.comment.answer.map { [$0.rawValue] } ?? [],
            "reason": chosen.comment.reason.map { [$0] } ?? [],
        ])
        let asked = FormFields(visit: visit, values: held).fields(
            AnswerComment.fields.filter { $0.name != "comment" })
        var form = CommandForm(
            Wording(zh: "答复这条意见", en: "Answer this comment"),
            to: Link("m", Consultation.kind, chosen.consultation, AnswerComment.slug),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID),
            fields: [
                Site.Field(FormFieldName.returnTo, Wording(verbatim: ""), .hidden).value(
                    Self.link(round.id).at("answer").url),
                Site.Field("comment", Wording(verbatim: "意见序号"), .hidden).value(String(chosen.comment.id)),
            ] + asked)
        form.showsTitle = false
        let unit = visit.premises.registry.organisations.name(chosen.unit)
        return Panel(Wording(zh: "答复：\(unit)的意见 \(chosen.comment.id)", en: "Answer"), id: "answer") {
            p(.class("hint")) { chosen.comment.place }
            p(.class("requirement")) { chosen.comment.text }
            if let proposal = chosen.comment.proposal { p { "建议修改为：\(proposal)" } }
            form
        }.html
    }

    @HTMLBuilder private func silent(_ units: [MatterHeader]) -> HTML {
        let waiting = units.filter { $0.state == Consultation.State.awaitingComments.rawValue }
        if !waiting.isEmpty {
            Panel(Wording(zh: "还没有反馈的单位（\(waiting.count)）", en: "Silent (\(waiting.count))"), id: "silent") {
                ul(.class("matters")) {
                    for unit in waiting {
                        li {
                            LightBadge(Light(unit.light))
                            a(.href(Link("m", unit.kind, unit.id))) {
                                unit.owner.map { visit.premises.registry.organisations.name($0) } ?? unit.title
                            }
                        }
                    }
                }
            }
        }
    }
}
