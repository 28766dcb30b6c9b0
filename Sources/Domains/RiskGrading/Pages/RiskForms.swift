import Calendars
import Markup
import Permissions
import Registry
import Site
import Storage
import Workflows

/// Forms whose choices are the enterprise's own: its places, a point's controls, the accident types of the day.
struct RiskForms {
    let kind: String
    /// The first part of the form's address.
    let folder: String
    let visit: Visit

    static let routes: [Route] = [
        (RiskProfile.kind, "risk-profiles"), (RiskPoint.kind, "risk-points"), (RiskReport.kind, "risk-reports"),
    ].flatMap {
        kind, folder in
        [
            Route(.get, "/\(folder)/{id}/forms/{command}", "办理表单（\(folder)）", for: .holding(.readRisks)) { visit in
                try await RiskForms(kind: kind, folder: folder, visit: visit).show()
            },
            Route(.post, "/\(folder)/{id}/forms/{command}", "办理（\(folder)）", for: .holding(.readRisks), body: []) {
                visit in try await RiskForms(kind: kind, folder: folder, visit: visit).perform()
            },
        ]
    }

    static func link(_ folder: String, _ matter: String, _ command: String) -> Link {
        Link(folder, matter, "forms", command)
    }

    private func found() async throws -> (OpenMatter, KindOfMatter.CommandShape) {
        guard let kind = visit.premises.kinds[kind] else { throw Refusal.notFound("页面") }
        let matter = try await kind.read(try visit.parameter("id"), for: try visit.user(), at: visit.premises.desk)
        let slug = try visit.parameter("command")
        guard let command = matter.commands.first(where: { $0.slug == slug }) else { throw Refusal.notFound("办理动作") }
        return (matter, command)
    }

    func show() async throws -> Answer {
        let (matter, command) = try await found()
        let draft = try await visit.keptDraft()
        let former = try await lastAnswers(of: matter)
        let values = draft?.values ?? former?.values ?? visit.prefill
        return try await form(command, on: matter, values: values, draft: draft, introduction: former?.words)
    }

    func perform() async throws -> Answer {
        let (matter, command) = try await found()
        do {
            _ = try await visit.premises.kinds[kind]!.perform(
                command.slug, with: answers, on: matter.header.id, by: try visit.user(), in: try visit.envelope,
                at: visit.premises.desk)
        } catch let refusal as Refusal where refusal.isAboutTheForm && !visit.wantsJSON {
            return try await form(command, on: matter, values: visit.form, problems: refusal.shown)
                .status(refusal.kind == .invalid ? .badRequest : .conflict)
        }
        let back = visit.form[FormFieldName.returnTo].flatMap { Link(parsing: $0) }
        return .redirect((back ?? Link("m", kind, matter.header.id)).setting("done", to: visit.now.clock))
    }

    /// A report begins with what the enterprise wrote last time.
    private func lastAnswers(of matter: OpenMatter) async throws -> (values: FieldValues, words: Wording)? {
        let store = RiskGradingStore(database: visit.premises.database)
        guard kind == RiskReport.kind, let report = try await store.report(matter.header.id),
            let last = try await store.contents(before: report), let contents = last.contents
        else { return nil }
        let isOwn = last.id == report.id
        return (
            FieldValues(isOwn ? contents.answers : contents.repeated),
            Wording(
                zh: "已按\(isOwn ? "上次提交" : "上次报告（\(last.header.number)）")填好，只改有变化的地方。风险和措施由平台从风险清单取得，不用填。",
                en:
                    "Filled in as in \(last.header.number); change what has changed. Risks and controls are taken from the register."
            )
        )
    }

    /// Boxes that were ticked become one text; a click on the plan becomes two numbers.
    private var answers: FieldValues {
        var values = visit.answers.values
        if let types = values["accidentTypes"] { values["accidentTypes"] = [types.joined(separator: ",")] }
        for (axis, clicked) in [("x", "spot.x"), ("y", "spot.y")] {
            if let place = values.removeValue(forKey: clicked) { values[axis] = place }
        }
        return FieldValues(values)
    }

    private func form(
        _ command: KindOfMatter.CommandShape, on matter: OpenMatter, values: FieldValues,
        problems: [String: String] = [:], draft: FormDraft? = nil, introduction: Wording? = nil
    ) async throws -> Answer {
        let page = Link("m", kind, matter.header.id)
        let fields = FormFields(visit: visit, values: values, problems: problems)
        let choices = try await self.choices(on: matter)
        let shown = zip(command.fields, fields.fields(command.fields)).map { field, usual in
            offering(choices[field.name], field, usual, values)
        }
        var form = CommandForm(
            Wording(verbatim: command.title), to: Self.link(folder, matter.header.id, command.slug),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID, version: matter.header.version),
            fields: shown)
        form.showsTitle = false
        form.introduction = introduction
        form.cancel = page
        form.keeping = visit.keeping(
            "\(command.title)：\(matter.header.title)", draft, version: matter.header.version)
        let frame = visit.page(
            Wording(verbatim: "\(command.title)：\(matter.header.title)"), section: "risks",
            breadcrumb: [
                Crumb(Wording(zh: "风险管控", en: "Risks"), Link("risks")),
                Crumb(Wording(verbatim: matter.header.number), page),
            ],
            problems: fields.all(form.problems), content: { form })
        return .page(
            frame,
            json: .array(command.fields.map { .of(("name", .text($0.name)), ("label", .text($0.label))) }))
    }

    private func offering(
        _ choices: [Choice]?, _ field: Workflows.Field, _ usual: Site.Field, _ values: FieldValues
    ) -> Site.Field {
        guard let choices else { return usual }
        let several = field.name == "accidentTypes"
        var shown = Site.Field(field.name, usual.label, several ? .checkboxes(choices) : .list(choices))
            .values(values.all(field.name)).problem(usual.problem)
        if let hint = usual.hint, !several { shown = shown.hint(hint) }
        return field.isOptional ? shown.optional : shown
    }

    private func choices(on matter: OpenMatter) async throws -> [String: [Choice]] {
        let database = visit.premises.database
        if kind == RiskPoint.kind {
            let controls = try await RiskControl.all(of: [matter.header.id], in: database)
            return [
                "control": controls.map { Choice($0.id, Wording(verbatim: "\($0.kind.title)：\($0.measure)")) }
            ]
        }
        let places = try await RiskPlace.all(of: matter.header.subject ?? "", in: database).map {
            Choice($0.id, Wording(verbatim: $0.path))
        }
        let types = visit.premises.rules.accidentTypes(on: visit.today).map {
            Choice($0.code, Wording(verbatim: $0.title))
        }
        return ["place": places, "parent": places, "accidentTypes": types]
    }
}
