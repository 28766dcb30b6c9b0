import Calendars
import Markup
import Site
import Workflows

/// One draft: put right, merged, split, or left out.
struct DraftPage {
    let visit: Visit
    let document: PolicyDocument
    let draft: DraftTask
    /// What this person typed before and has not sent.
    var kept: FormDraft?
    /// What was typed in a form that was refused, and why.
    var refused: (command: String, values: FieldValues, problems: [String: String])?

    static func link(_ document: String, _ draft: String) -> Link {
        Link("policy-documents", document, "drafts", draft)
    }

    private var page: Link { Self.link(document.id, draft.id) }
    private var review: Link { ReviewPage.link(document.id).at("draft-\(draft.id)") }

    func answer() -> Answer {
        let fields = fields(of: ReviseDraft.slug, ReviseDraft.fields, kept?.values ?? held)
        let revise = form(ReviseDraft.slug, Wording(zh: "保存并采纳", en: "Save and accept"), fields.shown)
        let problems = fields.asked.all(revise.problems)
        let frame = visit.page(
            Wording(zh: "修改草案：\(draft.title)", en: "Edit draft: \(draft.title)"), section: PolicyDocument.kind,
            breadcrumb: [
                Crumb(Wording(verbatim: PolicyDocument.title), Link("l", PolicyDocument.kind)),
                Crumb(Wording(verbatim: document.header.title), review),
                Crumb(Wording(verbatim: draft.clause.isEmpty ? "正文" : draft.clause)),
            ], problems: problems
        ) {
            Columns {
                if refused?.problems[""] != nil { present }
                revise
            } beside: {
                Panel(Wording(zh: "原文", en: "Original"), id: "original") {
                    p(.class("requirement")) { PlainText(document.text).words(draft.start..<draft.end) }
                    if let words = draft.deadlineWords { p { Wording(zh: "原文时限：\(words)", en: "Deadline: \(words)") } }
                    if !draft.unresolved.isEmpty {
                        p {
                            Wording(
                                zh: "未识别的单位：\(draft.unresolved.joined(separator: "、"))。保存后以您选的单位为准。",
                                en: "Unknown units: \(draft.unresolved.joined(separator: ", "))")
                        }
                    }
                }
                divide
                leaveOut
            }
        }
        return .page(frame, json: draft.json)
    }

    /// What the draft says now, when someone else has changed it meanwhile.
    private var present: HTML {
        Panel(Wording(zh: "这条草案现在的内容", en: "The draft as it is now"), id: "present") {
            DraftCard(draft: draft, document: document, visit: visit, mayReview: false)
        }.html
    }

    @HTMLBuilder private var divide: HTML {
        let starts = document.reading.sentences.filter { draft.start < $0.start && $0.end <= draft.end }
        let text = PlainText(document.text)
        let isLast = document.drafts.last?.id == draft.id
        Panel(Wording(zh: "拆分与合并", en: "Split or merge"), id: "divide") {
            if starts.isEmpty {
                p { Wording(zh: "这条草案只有一句，不能拆分。", en: "One sentence cannot be split.") }
            } else {
                form(
                    SplitDraft.slug, Wording(zh: "从所选的一句拆开", en: "Split there"),
                    sealed + [
                        Site.Field(
                            "at", Wording(zh: "下一条从哪一句开始", en: "Where the next one begins"),
                            .radios(
                                starts.map {
                                    Choice(String($0.start), Wording(verbatim: text.words($0.start..<$0.end)))
                                })
                        ).problem(refused?.command == SplitDraft.slug ? problem("at") : nil)
                            .hint(Wording(zh: "两条的要求都取自原文。", en: "Both take the words of the source."))
                    ])
            }
            if !isLast { form(MergeDrafts.slug, Wording(zh: "与下一条合并", en: "Merge with the next"), sealed) }
        }
    }

    private var leaveOut: HTML {
        let fields = fields(of: LeaveOutDraft.slug, LeaveOutDraft.fields, FieldValues())
        return Panel(Wording(zh: "不立项", en: "Leave out"), id: "leave-out") {
            form(LeaveOutDraft.slug, Wording(zh: "不立项", en: "Leave out"), fields.shown)
        }.html
    }

    // MARK: Forms

    private func form(_ command: String, _ title: Wording, _ fields: [Site.Field]) -> CommandForm {
        var form = CommandForm(
            title, to: page / command, seal: .init(formToken: visit.formToken, commandID: visit.commandID),
            fields: fields)
        form.showsTitle = false
        if command == ReviseDraft.slug {
            form.cancel = review
            form.keeping = visit.keeping("修改草案：\(draft.title)", kept)
        }
        return form
    }

    /// The fields of a command, with what was typed before when it was refused; which draft and which revision goes
    /// along unseen.
    private func fields(
        of command: String, _ fields: [Workflows.Field], _ held: FieldValues
    ) -> (asked: FormFields, shown: [Site.Field]) {
        let isRefused = refused?.command == command
        let asked = FormFields(
            visit: visit, values: isRefused ? refused!.values : held, problems: isRefused ? refused!.problems : [:])
        let own = fields.filter { $0.name != "draft" && $0.name != "revision" }
        return (asked, sealed + asked.fields(own))
    }

    private var sealed: [Site.Field] {
        [
            Site.Field("revision", Wording(zh: "所见的修改次数", en: "Revision seen"), .hidden).value(
                String(draft.revision))
        ]
    }

    private func problem(_ field: String) -> Wording? { refused?.problems[field].map { Wording(verbatim: $0) } }

    private var held: FieldValues {
        func one(_ value: String?) -> [String] { value.map { [$0] } ?? [] }
        return FieldValues([
            "title": [draft.title], "requirement": [draft.requirement], "lead": one(draft.lead),
            "cooperating": draft.cooperating, "day": one(draft.day?.description), "repetition": one(draft.repetition),
        ])
    }
}
