import Calendars
import Markup
import OfficialDocuments
import Registry
import Site
import Workflows

/// 审阅页 — the text at the left, what was made of it at the right.
struct ReviewPage {
    let visit: Visit
    let matter: OpenMatter
    let document: PolicyDocument

    static func link(_ id: String) -> Link { Link("policy-documents", id, "review") }

    private var page: Link { Self.link(document.id) }
    private var coverage: Coverage { Coverage(of: document) }
    private var mayReview: Bool { matter.commands.contains { $0.slug == ReviseDraft.slug } }

    func answer() -> Answer {
        let coverage = coverage
        let frame = visit.page(
            Wording(verbatim: document.header.title), section: PolicyDocument.kind,
            breadcrumb: [
                Crumb(Wording(verbatim: PolicyDocument.title), Link("l", PolicyDocument.kind)),
                Crumb(Wording(verbatim: document.header.number), Link("m", PolicyDocument.kind, document.id)),
                Crumb(Wording(zh: "审阅", en: "Review")),
            ]
        ) {
            CoverageMeter(coverage: coverage, page: page)
            steps(coverage)
            div(.class("review")) {
                section(.class("review-text"), .tabindex(0), .ariaLabel(Wording(zh: "原文", en: "Original text"))) {
                    SourceText(document: document)
                }
                section(.class("review-drafts"), .id("drafts"), .ariaLabel(Wording(zh: "任务草案", en: "Draft tasks"))) {
                    chosen(coverage)
                }
            }
        }
        return .page(frame, json: json(coverage))
    }

    /// What can be done with the whole document now, or what is still in the way.
    @HTMLBuilder private func steps(_ coverage: Coverage) -> HTML {
        div(.class("review-steps")) {
            if mayReview, !coverage.ready.isEmpty {
                button(
                    Wording(
                        zh: "采纳齐备的 \(coverage.ready.count) 条", en: "Accept the \(coverage.ready.count) complete ones"),
                    AcceptReadyDrafts.slug)
            }
            for command in matter.commands
            where command.slug == PublishDocument.slug
                || command.slug == FinishReview.slug && coverage.obstacles.isEmpty
            {
                a(.class("button main"), .href(Link("m", PolicyDocument.kind, document.id, command.slug))) {
                    command.title
                }
            }
            if document.state == .received, !coverage.obstacles.isEmpty {
                p(.class("hint")) {
                    Wording(
                        zh: "发布前还要处理：\(coverage.obstacles.joined(separator: "；"))。",
                        en:
                            "Before it can be published: \(coverage.open.count) to review, \(coverage.withoutOwner.count) without owner."
                    )
                }
            }
        }
    }

    private func button(_ title: Wording, _ command: String) -> HTML {
        ButtonForm(
            title: title, action: Link("m", PolicyDocument.kind, document.id, command), formToken: visit.formToken,
            fields: [
                .init(FormFieldName.returnTo, page.url), .init(FormFieldName.commandID, visit.commandID),
            ]
        ).html
    }

    // MARK: Drafts

    @HTMLBuilder private func chosen(_ coverage: Coverage) -> HTML {
        let show = visit.address.first("show")
        h2 { heading(show) }
        if show != nil { p { a(.href(page.at("drafts"))) { Wording(zh: "显示全部草案", en: "Show all drafts") } } }
        if show == "passed-over" {
            PassedOver(document: document, sentences: coverage.passedOver, visit: visit, mayTakeUp: mayReview)
        } else {
            let drafts = drafts(coverage, show)
            if drafts.isEmpty { EmptyState(Wording(zh: "没有这样的草案。", en: "There is none.")) }
            for draft in drafts { DraftCard(draft: draft, document: document, visit: visit, mayReview: mayReview) }
        }
    }

    private func drafts(_ coverage: Coverage, _ show: String?) -> [DraftTask] {
        switch show {
        case "open": coverage.open
        case "accepted": coverage.accepted
        case "no-owner": coverage.withoutOwner
        case "no-time": coverage.ownedWithoutTime
        case "unresolved": coverage.unresolved
        case "left-out": coverage.leftOut
        default: coverage.drafts
        }
    }

    private func heading(_ show: String?) -> Wording {
        switch show {
        case "open": Wording(zh: "待审的草案", en: "Drafts to review")
        case "accepted": Wording(zh: "已采纳的草案", en: "Accepted drafts")
        case "no-owner": Wording(zh: "没有牵头单位的草案", en: "Drafts without owner")
        case "no-time": Wording(zh: "有单位没有时限的草案", en: "Drafts with an owner but no day")
        case "unresolved": Wording(zh: "单位未识别的草案", en: "Drafts with unknown units")
        case "left-out": Wording(zh: "不立项的草案", en: "Drafts left out")
        case "passed-over": Wording(zh: "未列入任务的句子", en: "Sentences not taken up")
        default: Wording(zh: "任务草案", en: "Draft tasks")
        }
    }

    private func json(_ coverage: Coverage) -> JSON {
        .of(
            ("document", .text(document.id)), ("state", .text(document.state.rawValue)),
            (
                "coverage",
                .of(
                    ("drafts", .number(coverage.drafts.count)), ("open", .number(coverage.open.count)),
                    ("accepted", .number(coverage.accepted.count)), ("leftOut", .number(coverage.leftOut.count)),
                    ("withoutOwner", .number(coverage.withoutOwner.count)),
                    ("withoutTime", .number(coverage.ownedWithoutTime.count)),
                    ("unresolved", .number(coverage.unresolved.count)),
                    ("passedOver", .number(coverage.passedOver.count)))
            ), ("drafts", .array(document.drafts.map(\.json))))
    }
}

extension DraftTask {
    var json: JSON {
        .of(
            ("id", .text(id)), ("revision", .number(revision)), ("clause", .text(clause)), ("start", .number(start)),
            ("end", .number(end)), ("title", .text(title)), ("requirement", .text(requirement)), ("lead", .text(lead)),
            ("cooperating", .array(cooperating.map { .text($0) })),
            ("unresolved", .array(unresolved.map { .text($0) })), ("day", .text(day?.description)),
            ("deadline", .text(deadlineWords)), ("repetition", .text(repetition)),
            ("decision", .text(decision.rawValue)), ("reason", .text(reason)))
    }
}

/// One draft with what can be done about it.
struct DraftCard: Component {
    let draft: DraftTask
    let document: PolicyDocument
    let visit: Visit
    let mayReview: Bool

    var body: HTML {
        article(.class("draft \(draft.decision.rawValue)"), .id("draft-\(draft.id)")) {
            h3 {
                a(.class("clause"), .href(Anchor("s-\(draft.start)"))) { draft.clause.isEmpty ? "正文" : draft.clause }
                " "
                draft.title
                " "
                span(.class(draft.decision == .open ? "tag open" : "tag")) { draft.decision.title }
            }
            p(.class("requirement")) { draft.requirement }
            Facts(facts)
            if mayReview { buttons }
        }
    }

    private var facts: [Fact] {
        let names = visit.premises.registry.organisations
        var facts = [
            Fact(Wording(zh: "牵头单位", en: "Lead unit")) {
                if let lead = draft.lead {
                    names.name(lead)
                } else {
                    span(.class("tag late")) { Wording(zh: "没有", en: "None") }
                }
            }
        ]
        if !draft.cooperating.isEmpty {
            facts.append(
                Fact(
                    Wording(zh: "配合单位（\(draft.cooperating.count)）", en: "Co-operating (\(draft.cooperating.count))"),
                    draft.cooperating.map { names.name($0) }.joined(separator: "、")))
        }
        if !draft.unresolved.isEmpty {
            facts.append(
                Fact(Wording(zh: "未识别，请人工确定", en: "Unknown, to be settled")) {
                    span(.class("tag late")) { draft.unresolved.joined(separator: "、") }
                })
        }
        facts.append(
            Fact(Wording(zh: "时限", en: "Day")) {
                if draft.hasTime {
                    [draft.day?.chinese, draft.repetition].compactMap { $0 }.joined(separator: "，")
                } else {
                    span(.class("tag late")) { Wording(zh: "没有", en: "None") }
                }
                if let words = draft.deadlineWords { small { "原文：\(words)" } }
            })
        if let reason = draft.reason { facts.append(Fact(Wording(zh: "不立项原因", en: "Why not"), reason)) }
        return facts
    }

    private var buttons: HTML {
        div(.class("draft-buttons")) {
            if draft.decision != .accepted, draft.hasOwner, draft.unresolved.isEmpty {
                ButtonForm(
                    title: Wording(zh: "采纳", en: "Accept"),
                    action: DraftPage.link(document.id, draft.id) / AcceptDraft.slug, formToken: visit.formToken,
                    style: "main", fields: [.init("revision", String(draft.revision))])
            }
            a(.class("button plain"), .href(DraftPage.link(document.id, draft.id))) { Wording(zh: "修改", en: "Edit") }
            a(.class("button plain"), .href(DraftPage.link(document.id, draft.id).at("divide"))) {
                Wording(zh: "拆分合并", en: "Split or merge")
            }
            if draft.decision != .leftOut {
                a(.class("button quiet"), .href(DraftPage.link(document.id, draft.id).at("leave-out"))) {
                    Wording(zh: "不立项", en: "Leave out")
                }
            }
        }
    }
}

/// The sentences that became no task, each with what it was taken for, and a button to take it up after all.
struct PassedOver: Component {
    let document: PolicyDocument
    let sentences: [DocumentReading.Sentence]
    let visit: Visit
    let mayTakeUp: Bool

    var body: HTML {
        let text = PlainText(document.text)
        ul(.class("passed-over")) {
            for sentence in sentences {
                li {
                    span(.class("tag")) { sentence.kind.title }
                    " "
                    a(.href(Anchor("s-\(sentence.start)"))) { text.words(sentence.start..<sentence.end) }
                    if mayTakeUp {
                        ButtonForm(
                            title: Wording(zh: "选为任务", en: "Make it a task"),
                            action: Link("m", PolicyDocument.kind, document.id, TakeUpSentence.slug),
                            formToken: visit.formToken, style: "quiet",
                            fields: [
                                .init("at", String(sentence.start)),
                                .init(
                                    FormFieldName.returnTo,
                                    ReviewPage.link(document.id).setting("show", to: "open").url),
                            ])
                    }
                }
            }
        }
    }
}
