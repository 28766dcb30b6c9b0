import Hummingbird
import Markup
import Permissions
import Workflows

/// 草稿 — kept by the button of the form and while typing; each person's own.
enum DraftRoutes {
    static let all: [Route] = [
        own(
            Route(
                .post, "/drafts", "存草稿", for: .signedIn,
                body: [.init(FormFieldName.draftOf, "表单的地址"), .init(FormFieldName.draftTitle, "表单的名称")]
            ) { visit in try await save(visit) }),
        own(
            Route(
                .post, "/drafts/discard", "丢弃草稿", for: .signedIn,
                body: [.init(FormFieldName.draftOf, "表单的地址"), .init(FormFieldName.returnTo, "丢弃后转到哪里")]
            ) { visit in try await discard(visit) }),
        Route(.get, "/drafts/{id}", "草稿的内容", for: .signedIn) { visit in try await show(visit) },
    ]

    private static func own(_ route: Route) -> Route {
        var route = route
        route.repeatsForm = true
        route.finishesForm = false
        return route
    }

    private static func save(_ visit: Visit) async throws -> Answer {
        let person = try visit.user().person.id
        guard let sheet = visit.sheet else { throw Refusal.nothingToKeep }
        try await visit.premises.drafts.save(sheet, of: person, at: visit.now)
        guard visit.fileProblems.isEmpty else {
            throw Refusal(
                .invalid, code: "files-not-kept", message: "草稿已保存，但有文件没有收下。请打开表单重新选择文件。",
                problems: visit.fileProblems)
        }
        guard !visit.wantsJSON else { return .json(.of(("savedAt", .number(visit.now.milliseconds)))) }
        return .redirect(sheet.place)
    }

    private static func discard(_ visit: Visit) async throws -> Answer {
        let person = try visit.user().person.id
        guard let sheet = visit.sheet else { throw Refusal.nothingToKeep }
        try await visit.premises.drafts.remove(at: sheet.place, of: person)
        guard !visit.wantsJSON else { return .json(.of(("place", .text(sheet.place.url)))) }
        return .redirect(visit.form[FormFieldName.returnTo].flatMap { Link(parsing: $0) } ?? sheet.place)
    }

    /// What was typed, for when the form itself is no longer offered.
    private static func show(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        guard let draft = try await visit.premises.drafts.draft(try visit.parameter("id"), of: user.person.id) else {
            throw Refusal.notFound("草稿")
        }
        let labels = labels(of: draft, visit)
        let typed = draft.values.values.filter { labels[$0.key] != nil || !BatchPage.unseen.contains($0.key) }
        let told = typed.sorted { $0.key < $1.key }.map { (labels[$0.key] ?? $0.key, $0.value) }
        let closed = Notice(
            .warning, Wording(zh: "这张表单现在不能办理。填写的内容还在下面，可以复制后另行使用。", en: "The form is closed; what was typed is below.")
        )
        let frame = visit.page(
            Wording(zh: "草稿：\(draft.title)", en: "Draft: \(draft.title)"), section: "t",
            breadcrumb: [Crumb(Wording(zh: "草稿", en: "Drafts"), WorkbenchRoutes.drafts)],
            notices: visit.address.first("closed") == "1" ? [closed] : []
        ) {
            Facts(told.map { Fact(Wording(verbatim: $0.0), $0.1.joined(separator: "；")) })
            p { a(.class("button"), .href(draft.place)) { Wording(zh: "打开表单", en: "Open the form") } }
            ButtonForm(
                title: Wording(zh: "丢弃草稿", en: "Discard"), action: Link("drafts", "discard"),
                formToken: visit.formToken, fields: discarding(draft))
        }
        return .page(frame, json: json(draft))
    }

    /// The labels of the fields, for forms of matters.
    private static func labels(of draft: FormDraft, _ visit: Visit) -> [String: String] {
        let parts = draft.place.segments
        guard parts.count > 2, ["m", "l"].contains(parts[0]), let kind = visit.premises.kinds[parts[1]] else {
            return [:]
        }
        let slug = parts.count > 3 ? parts[3] : draft.place.first("action")
        let shape = (parts[2] == "new" ? kind.openings : kind.commands).first { $0.slug == slug }
        return Dictionary(
            (shape?.fields ?? []).map { ($0.name, $0.label) }, uniquingKeysWith: { first, _ in first })
    }

    static func json(_ draft: FormDraft) -> JSON {
        .of(
            ("id", .text(draft.id)), ("place", .text(draft.place.url)), ("title", .text(draft.title)),
            ("savedAt", .number(draft.savedAt.milliseconds)),
            (
                "values",
                .object(
                    draft.values.values.sorted { $0.key < $1.key }.map {
                        .init($0.key, .array($0.value.map { .text($0) }))
                    })
            ))
    }

    private static func discarding(_ draft: FormDraft) -> [Link.Parameter] {
        [.init(FormFieldName.draftOf, draft.place.url), .init(FormFieldName.returnTo, WorkbenchRoutes.drafts.url)]
    }

    /// The list of them on the workbench.
    static func register(_ drafts: [FormDraft], total: Int, state: RegisterState, visit: Visit) -> Register<FormDraft> {
        var register = Register(
            Wording(zh: "草稿", en: "Drafts"), .init(drafts, total: total), state: state, identity: \.id,
            columns: [
                Column("title", Wording(zh: "表单", en: "Form"), onPhone: .title, room: .prose) { draft in
                    a(.href(draft.place)) { draft.title.isEmpty ? draft.place.url : draft.title }
                },
                Column("saved", Wording(zh: "存于", en: "Saved")) { $0.savedAt.description },
                Column("until", Wording(zh: "保留到", en: "Kept until")) { $0.keptUntil.day.description },
                Column("content", Wording(zh: "内容", en: "Content")) { draft in
                    a(.href(Link("drafts", draft.id))) { Wording(zh: "查看", en: "Show") }
                },
                Column("discard", Wording(zh: "操作", en: "Action")) { draft in
                    ButtonForm(
                        title: Wording(zh: "删除", en: "Delete"), action: Link("drafts", "discard"),
                        formToken: visit.formToken, fields: discarding(draft))
                },
            ])
        register.whenEmpty = EmptyState(
            Wording(zh: "没有草稿。填写表单时会自动保存，也可以点“存草稿”。", en: "No drafts. Forms are kept while you type."))
        return register
    }
}
