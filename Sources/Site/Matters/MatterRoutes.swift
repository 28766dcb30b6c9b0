import Calendars
import Hummingbird
import Ledger
import Markup
import Permissions
import Registry
import Workflows

/// One matter: its page, its forms, and the commands on it. The same for every kind.
enum MatterRoutes {
    static let all: [Route] = [
        Route(.get, "/m/{kind}/new/{command}", "新建事项的表单", for: .signedIn) { visit in
            try await openingForm(visit)
        },
        repeating(
            Route(.post, "/m/{kind}/new/{command}", "新建事项", for: .signedIn, body: []) { try await open($0) }),
        Route(.get, "/m/{kind}/{id}", "事项", for: .signedIn) { visit in
            let (kind, matter) = try await found(visit)
            return try await MatterDetail(visit: visit, kind: kind, matter: matter).answer()
        },
        Route(.get, "/m/{kind}/{id}/history", "办理记录", for: .signedIn) { visit in
            let (kind, matter) = try await found(visit)
            let entries = try await visit.premises.ledger.entries(of: matter.header.id)
            return .json(.array(entries.map { LedgerWords(visit: visit).json($0, kind: kind) }))
        },
        Route(.get, "/m/{kind}/{id}/{command}", "办理表单", for: .signedIn) { visit in
            let (kind, matter) = try await found(visit)
            return try await commandForm(kind, matter, visit)
        },
        repeating(
            Route(.post, "/m/{kind}/{id}/{command}", "办理", for: .signedIn, body: []) { try await perform($0) }),
    ]

    private static func repeating(_ route: Route) -> Route {
        var route = route
        route.repeatsForm = true
        return route
    }

    private static func found(_ visit: Visit) async throws -> (KindOfMatter, OpenMatter) {
        let kind = try visit.kind()
        let matter = try await kind.read(try visit.parameter("id"), for: try visit.user(), at: visit.premises.desk)
        return (kind, matter)
    }

    // MARK: Opening

    private static func openingForm(_ visit: Visit) async throws -> Answer {
        let (kind, opening) = try shape(visit)
        let draft = try await visit.keptDraft()
        return try await form(
            opening, of: kind, fields: FormFields(visit: visit, values: draft?.values ?? visit.prefill), draft: draft,
            visit: visit)
    }

    private static func open(_ visit: Visit) async throws -> Answer {
        let (kind, opening) = try shape(visit)
        guard !visit.isLookingUp else {
            return try await form(opening, of: kind, fields: FormFields(visit: visit, values: visit.form), visit: visit)
        }
        do {
            try await visit.admitFiles(of: opening.fields)
            let answers = try await visit.naming(visit.answers, of: opening.fields)
            let pages = visit.premises.kindPages[kind.name]
            let receipt = try await kind.open(
                opening.slug, with: try await pages?.answers(opening.slug, answers, visit) ?? answers,
                by: try visit.user(), in: try visit.envelope, at: visit.premises.desk)
            return answer(receipt, visit: visit).status(visit.wantsJSON ? .created : .seeOther)
        } catch let refusal as Refusal where refusal.isAboutTheForm && !visit.wantsJSON {
            return try await form(
                opening, of: kind,
                fields: FormFields(visit: visit, values: visit.form, problems: refusal.shown), visit: visit
            ).status(.init(code: refusal.kind.rawValue))
        }
    }

    private static func shape(_ visit: Visit) throws -> (KindOfMatter, KindOfMatter.CommandShape) {
        let kind = try visit.kind()
        let slug = try visit.parameter("command")
        guard let opening = kind.openings.first(where: { $0.slug == slug }),
            try visit.user().holdsSomewhere(opening.permission)
        else { throw Refusal.notFound("页面") }
        return (kind, opening)
    }

    private static func form(
        _ opening: KindOfMatter.CommandShape, of kind: KindOfMatter, fields: FormFields, draft: FormDraft? = nil,
        visit: Visit
    ) async throws -> Answer {
        var fields = fields
        fields.files = try await visit.heldFiles(in: fields.values, of: opening.fields)
        fields.lookups = try await visit.lookups(in: fields.values, of: opening.fields)
        let target = Link("m", kind.name, "new", opening.slug)
        var form = CommandForm(
            Wording(verbatim: opening.title), to: target,
            seal: .init(formToken: visit.formToken, commandID: visit.commandID), fields: fields.fields(opening.fields))
        form.showsTitle = false
        form.cancel = Link("l", kind.name)
        form.keeping = visit.keeping("\(kind.title)：\(opening.title)", draft)
        let frame = visit.page(
            Wording(verbatim: opening.title), section: kind.name,
            breadcrumb: [Crumb(Wording(verbatim: kind.title), Link("l", kind.name))],
            problems: fields.all(form.problems), content: { form })
        return .page(frame, json: shape(opening, at: target))
    }

    // MARK: Commands

    private static func commandForm(_ kind: KindOfMatter, _ matter: OpenMatter, _ visit: Visit) async throws
        -> Answer
    {
        let slug = try visit.parameter("command")
        let draft = try await visit.keptDraft()
        guard let command = matter.commands.first(where: { $0.slug == slug }) else {
            guard let draft else { throw Refusal.notFound("办理动作") }
            // What was typed can still be read.
            return .redirect(Link("drafts", draft.id).setting("closed", to: "1"))
        }
        return try await form(
            command, on: matter, of: kind, fields: FormFields(visit: visit, values: draft?.values ?? visit.prefill),
            draft: draft, visit: visit)
    }

    private static func perform(_ visit: Visit) async throws -> Answer {
        let kind = try visit.kind()
        let (id, slug) = (try visit.parameter("id"), try visit.parameter("command"))
        do {
            let fields = kind.commands.first { $0.slug == slug }?.fields ?? []
            try await visit.admitFiles(of: fields)
            let answers = try await visit.naming(visit.answers, of: fields)
            let pages = visit.premises.kindPages[kind.name]
            let receipt = try await kind.perform(
                slug, with: try await pages?.answers(slug, answers, visit) ?? answers, on: id, by: try visit.user(),
                in: try visit.envelope, at: visit.premises.desk)
            return answer(receipt, visit: visit)
        } catch let refusal as Refusal where refusal.isAboutTheForm {
            // Said only to those whose matter it is: to others a bad form is like a good one.
            try await kind.admit(try visit.user(), to: slug, on: id, at: visit.premises.desk)
            guard !visit.wantsJSON else { throw refusal }
            // What was typed is shown again beside what is wrong with it, on the matter as it is now.
            let matter = try await kind.read(id, for: try visit.user(), at: visit.premises.desk)
            guard let command = kind.commands.first(where: { $0.slug == slug }) else { throw refusal }
            return try await form(
                command, on: matter, of: kind,
                fields: FormFields(visit: visit, values: visit.form, problems: refusal.shown), visit: visit
            ).status(.init(code: refusal.kind.rawValue))
        }
    }

    private static func form(
        _ command: KindOfMatter.CommandShape, on matter: OpenMatter, of kind: KindOfMatter, fields: FormFields,
        draft: FormDraft? = nil, visit: Visit
    ) async throws -> Answer {
        var fields = fields
        fields.files = try await visit.heldFiles(in: fields.values, of: command.fields)
        fields.lookups = try await visit.lookups(in: fields.values, of: command.fields)
        let page = Link("m", kind.name, matter.header.id)
        var form = CommandForm(
            Wording(verbatim: command.title), to: page / command.slug,
            seal: .init(formToken: visit.formToken, commandID: visit.commandID, version: matter.header.version),
            fields: fields.fields(command.fields))
        form.showsTitle = false
        form.cancel = page
        form.keeping = visit.keeping("\(command.title)：\(matter.header.title)", draft, version: matter.header.version)
        let frame = visit.page(
            Wording(verbatim: "\(command.title)：\(matter.header.title)"), section: kind.name,
            breadcrumb: [
                Crumb(Wording(verbatim: kind.title), Link("l", kind.name)),
                Crumb(Wording(verbatim: matter.header.number), page),
            ],
            problems: fields.all(form.problems), content: { form })
        return .page(frame, json: shape(command, at: page / command.slug))
    }

    private static func answer(_ receipt: Receipt, visit: Visit) -> Answer {
        let page = Link("m", receipt.kind, receipt.matter)
        guard visit.wantsJSON else {
            let back = visit.form[FormFieldName.returnTo].flatMap { Link(parsing: $0) }
            return .redirect(
                (back ?? page).setting("done", to: receipt.matter == "" ? nil : visit.doneWords).setting(
                    "entry", to: receipt.entry))
        }
        return .json(
            .of(
                ("matter", .text(receipt.matter)), ("kind", .text(receipt.kind)), ("state", .text(receipt.state)),
                ("version", .number(receipt.version)), ("entry", .text(receipt.entry)),
                ("digest", .text(receipt.digest)), ("proof", .text(Link("log", "proof", receipt.entry).url)),
                ("repeated", .bool(receipt.isRepeated)), ("page", .text(page.url))))
    }

    /// What a program must send.
    private static func shape(_ command: KindOfMatter.CommandShape, at link: Link) -> JSON {
        .of(
            ("action", .text(link.url)), ("title", .text(command.title)),
            (
                "fields",
                .array(
                    command.fields.map { field in
                        .of(
                            ("name", .text(field.name)), ("label", .text(field.label)),
                            ("optional", .bool(field.isOptional)), ("several", .bool(field.takesSeveral)))
                    })
            ))
    }
}

extension Visit {
    /// A fresh name for this filling-in of the form; the one sent before when the form is shown again.
    public var commandID: String { form[FormFieldName.commandID] ?? UUIDv7.make(at: now) }

    /// What the address fills in beforehand: `?title=…`.
    public var prefill: FieldValues {
        FieldValues(Dictionary(grouping: address.query, by: \.name).mapValues { $0.map(\.value) })
    }

    fileprivate var doneWords: String { now.clock }
}

extension Refusal {
    /// The person can put it right on the same form.
    public var isAboutTheForm: Bool { kind == .invalid || kind == .conflicting }

    /// The problems by field; what concerns the whole form stands under an empty name.
    public var shown: [String: String] { problems.isEmpty ? ["": message] : problems }
}

extension FormFields {
    /// What is wrong with fields, and what is wrong with the form as a whole.
    public func all(_ ofFields: [FormProblem]) -> [FormProblem] {
        let whole = problems.filter { name, _ in
            !ofFields.contains { $0.fieldID?.contains(name) == true } || name.isEmpty
        }
        let known = Set(ofFields.map(\.message))
        return whole.sorted { $0.key < $1.key }.map { FormProblem(fieldID: nil, Wording(verbatim: $0.value)) }
            .filter { !known.contains($0.message) } + ofFields
    }
}
