import Markup
import Permissions
import Site
import Storage
import Workflows

/// The checklist to be filled in, on a phone as at a desk: three taps' width for each control, and a line for what is wrong.
struct ChecklistPage {
    let checklist: Checklist
    let items: [CheckItem]
    let visit: Visit

    static let routes: [Route] = [
        Route(.get, "/checklists/{id}/fill", "填写排查清单的表单", for: .holding(.readRisks)) { visit in
            let page = try await ChecklistPage(visit)
            return page.form(answers: try await visit.keptDraft()?.values ?? FieldValues())
        },
        Route(.post, "/checklists/{id}/fill", "填写排查清单", for: .holding(.readRisks), body: []) { visit in
            try await ChecklistPage(visit).perform()
        },
    ]

    private init(_ visit: Visit) async throws {
        guard let kind = visit.premises.kinds[Checklist.kind] else { throw Refusal.notFound("页面") }
        let id = try visit.parameter("id")
        let matter = try await kind.read(id, for: try visit.user(), at: visit.premises.desk)
        let store = RiskGradingStore(database: visit.premises.database)
        guard matter.commands.contains(where: { $0.slug == FillChecklist.slug }),
            let checklist = try await store.checklist(id)
        else { throw Refusal.notFound("办理动作") }
        self.checklist = checklist
        items = try await store.items(of: checklist)
        self.visit = visit
    }

    private func perform() async throws -> Answer {
        let lines = items.compactMap { item -> String? in
            let id = item.control.id
            guard let result = visit.form["result-\(id)"], !result.isEmpty else { return nil }
            let note = (visit.form["note-\(id)"] ?? "").split(whereSeparator: \.isNewline).joined(separator: "；")
            return "\(id) \(result) \(note)"
        }
        do {
            // Nothing ticked is said by the command itself, in its words.
            let answers = FieldValues(["answers": lines.isEmpty ? "—" : lines.joined(separator: "\n")])
            _ = try await visit.premises.kinds[Checklist.kind]!.perform(
                FillChecklist.slug, with: lines.isEmpty ? FieldValues() : answers, on: checklist.id,
                by: try visit.user(), in: try visit.envelope, at: visit.premises.desk)
        } catch let refusal as Refusal where refusal.isAboutTheForm && !visit.wantsJSON {
            return form(answers: visit.form, problems: refusal.shown)
                .status(refusal.kind == .invalid ? .badRequest : .conflict)
        }
        return .redirect(Link("m", Checklist.kind, checklist.id).setting("done", to: visit.now.clock))
    }

    private func form(answers: FieldValues, problems: [String: String] = [:]) -> Answer {
        let fields = items.flatMap { item in self.fields(of: item, answers, problems) }
        let page = Link("m", Checklist.kind, checklist.id)
        var form = CommandForm(
            Wording(zh: "提交排查结果", en: "Send"), to: Link("checklists", checklist.id, "fill"),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID, version: checklist.header.version),
            fields: fields)
        form.showsTitle = false
        form.cancel = page
        form.introduction = Wording(
            zh: "共 \(items.count) 项。不选的记为“未检查”；选“异常”的会登记为隐患，由本单位定级和整改。",
            en:
                "\(items.count) controls. What is left open counts as not checked; what is abnormal becomes a hidden danger."
        )
        form.keeping = visit.keeping(checklist.header.title, version: checklist.header.version)
        let whole = problems["answers"].map { [FormProblem(Wording(verbatim: $0))] } ?? []
        let title = Wording(verbatim: checklist.header.title)
        let frame = visit.page(
            title, section: "risks",
            breadcrumb: [
                Crumb(Wording(zh: "风险管控", en: "Risks"), Link("risks")),
                Crumb(Wording(verbatim: checklist.header.number), page),
            ],
            problems: whole + form.problems, content: { form })
        return .page(
            frame,
            json: .array(
                items.map {
                    .of(
                        ("control", .text($0.control.id)), ("point", .text($0.point)), ("place", .text($0.placePath)),
                        ("measure", .text($0.control.measure)))
                }))
    }

    private func fields(
        of item: CheckItem, _ answers: FieldValues, _ problems: [String: String]
    ) -> [Site.Field] {
        let (result, note) = ("result-\(item.control.id)", "note-\(item.control.id)")
        func problem(_ name: String) -> Wording? { problems[name].map { Wording(verbatim: $0) } }
        let choices = CheckResult.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) }
        return [
            Site.Field(result, Wording(verbatim: item.control.measure), .radios(choices)).optional
                .hint(Wording(verbatim: "\(item.placePath)　\(item.point)")).value(answers[result])
                .problem(problem(result)),
            Site.Field(note, Wording(zh: "异常情况", en: "What is wrong")).optional.value(answers[note])
                .problem(problem(note)).maxLength(200),
        ]
    }
}

/// What was found, and the dangers that came of it.
struct ChecklistFindings {
    let findings: [CheckFinding]

    @HTMLBuilder var body: HTML {
        if !findings.isEmpty {
            Register(
                Wording(zh: "检查结果", en: "Findings"), .init(findings, total: findings.count),
                state: RegisterState(Link()), identity: \.id,
                columns: [
                    Column("measure", Wording(zh: "措施", en: "Control"), onPhone: .title, room: .prose) { $0.measure },
                    Column("result", Wording(zh: "结果", en: "Result")) { one in
                        StateBadge(one.result == .normal ? .done : .overdue, Wording(verbatim: one.result.title))
                    },
                    Column("note", Wording(zh: "情况", en: "Note"), room: .prose) { $0.note ?? "—" },
                    Column("point", Wording(zh: "风险点", en: "Risk point")) { $0.point },
                    Column("place", Wording(zh: "场所", en: "Place"), room: .prose) { $0.placePath },
                ])
        }
    }
}
