import Calendars
import Ledger
import Markup
import Permissions
import Storage
import Workflows

/// 提请抹除 — the audit administrator's part: which text of which matter should go, by which law.
enum ErasureRequestRoutes {
    static let all: [Route] = [
        Route(
            .get, "/audit/erasures", "提请抹除个人信息", for: .holding(.readAudit), query: [.init("matter", "事项编号")]
        ) { visit in try await page(visit) },
        Route(
            .post, "/audit/erasures", "提请抹除一段内容", for: .holding(.readAudit),
            body: [
                .init("matter", "事项编号"), .init("text", "要抹除的内容所在：留痕编号、空格、栏"), .init("document", "依据的法律或文件"),
                .init("article", "条款"), .init("reason", "为什么应当抹除"),
            ]
        ) { visit in try await ask(visit) },
    ]

    private static func page(_ visit: Visit, problems: [String: String] = [:]) async throws -> Answer {
        let user = try visit.user()
        let (desk, kinds) = (visit.premises.desk, visit.premises.kinds)
        let named = (visit.form["matter"] ?? visit.address.first("matter") ?? "").filter { !$0.isWhitespace }
        let waiting = try await desk.erasureRequests(for: user, in: kinds)
        var (matter, problems) = (nil as ErasableMatter?, problems)
        if !named.isEmpty {
            do {
                matter = try await desk.erasable(named, for: user, in: kinds)
            } catch let refusal as Refusal where refusal.kind == .missing {
                problems["matter"] = refusal.message
            }
        }
        let json = JSON.of(
            ("waiting", .array(waiting.map(ErasureWords.json))),
            ("texts", .array((matter?.words ?? []).map { text($0, of: matter!) })))
        let form = matter.flatMap { askForm($0, visit, problems) }
        let finder = finder(named, visit)
        let frame = visit.page(
            Wording(zh: "抹除个人信息", en: "Erasing personal data"), section: "audit", problems: form?.problems ?? []
        ) {
            AuditRoutes.tabs(visit)
            p {
                Wording(
                    zh: "办理记录里的原因、意见和涉及个人的内容，可依法抹除。由审计管理员提请，安全管理员确认后立即抹除，不能恢复；台账的每一条和存证仍然有效。备份中的旧内容随备份到期清理。",
                    en: "Remarks and what is about people can be erased by law: asked for here, confirmed by the "
                        + "security administrator. Entries and proofs stay valid. Backups keep it until they expire.")
            }
            finder
            if let problem = problems["matter"] { p(.role("alert")) { problem } }
            if let matter {
                h2 { "\(matter.header.number) \(matter.header.title)" }
                if let form {
                    form
                } else {
                    EmptyState(Wording(zh: "这件事项没有可以抹除的内容。", en: "Nothing of this matter can be erased."))
                }
            }
            h2 { Wording(zh: "等待确认的提请", en: "Waiting for a decision") }
            ErasureWords.register(waiting, visit) { _ in nil }
            p {
                a(.href(Link("audit").setting("command", to: Inscription.erasure))) {
                    Wording(zh: "查看已经抹除的", en: "What was erased")
                }
            }
        }
        return .page(frame, json: json)
    }

    private static func finder(_ named: String, _ visit: Visit) -> HTML {
        form(.get, .action(Link("audit", "erasures")), .class("filters")) {
            div(.class("filter")) {
                label(.for("erasure-matter")) { Wording(zh: "事项编号", en: "Number of the matter") }
                input(.id("erasure-matter"), .name("matter"), .value(named), .autocomplete("off"))
            }
            button(.class("button")) { Wording(zh: "列出可抹除的内容", en: "List its texts") }
        }
    }

    /// `nil` when there is nothing to choose.
    private static func askForm(_ matter: ErasableMatter, _ visit: Visit, _ problems: [String: String]) -> CommandForm?
    {
        guard !matter.words.isEmpty else { return nil }
        let choices = matter.words.map { words in
            Choice(
                words.id,
                Wording(verbatim: "\(matter.titles(of: words).joined(separator: "、"))　\(words.text.prefix(60))"))
        }
        let fields = [
            Field("matter", Wording(verbatim: ""), .hidden).value(matter.header.number),
            Field("text", Wording(zh: "抹除哪一段", en: "Which text"), .radios(choices)).hint(
                Wording(zh: "同一段文字在这件事项中出现的各处一并抹除。", en: "It goes wherever in this matter it stands.")),
            Field("document", Wording(zh: "依据的法律或文件", en: "Law or document")).maxLength(200),
            Field("article", Wording(zh: "条款", en: "Article")).maxLength(200),
            Field("reason", Wording(zh: "为什么应当抹除", en: "Why"), .longText()).maxLength(1_000).hint(
                Wording(zh: "会留在台账里，请不要抄写要抹除的内容。", en: "It stays in the ledger: do not repeat the text.")),
        ].map { field in
            (visit.form[field.name].map { field.value($0) } ?? field)
                .problem(problems[field.name].map { Wording(verbatim: $0) })
        }
        return CommandForm(
            Wording(zh: "提请抹除", en: "Ask for erasure"), to: Link("audit", "erasures"),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID), fields: fields)
    }

    private static func ask(_ visit: Visit) async throws -> Answer {
        do {
            let user = try visit.user()
            let (desk, kinds) = (visit.premises.desk, visit.premises.kinds)
            guard let named = visit.form["matter"], !named.isEmpty else {
                throw Refusal.fields(["matter": "请填写事项编号。"])
            }
            let matter = try await desk.erasable(named, for: user, in: kinds)
            let place = visit.form["text"] ?? ""
            let ground = try ground(visit, hasText: matter[place] != nil)
            try await desk.askErasure(
                of: place, in: matter, on: ground, by: user,
                noting: AdministrationStore.note(
                    "ask-erasure", on: matter.header.id, by: user.person.id, at: visit.now,
                    "\(matter.header.number) \(matter[place].map { matter.titles(of: $0).joined(separator: "、") } ?? "")"
                ))
            return .redirect(
                Link("audit", "erasures").setting("done", to: "\(matter.header.number) 提请抹除"))
        } catch let refusal as Refusal where refusal.kind == .invalid && !visit.wantsJSON {
            return try await page(visit, problems: refusal.problems).status(.unprocessableContent)
        }
    }

    /// - Throws: ``Refusal`` that names the text too when none was chosen.
    private static func ground(_ visit: Visit, hasText: Bool) throws(Refusal) -> ErasureGround {
        do {
            return try ErasureGround(
                document: visit.form["document"] ?? "", article: visit.form["article"] ?? "",
                reason: visit.form["reason"] ?? "")
        } catch {
            guard !hasText else { throw error }
            throw .fields(error.problems.merging(Refusal.noTextChosen.problems) { own, _ in own })
        }
    }

    private static func text(_ words: ErasableMatter.Words, of matter: ErasableMatter) -> JSON {
        .of(
            ("place", .text(words.id)), ("text", .text(words.text)),
            ("places", .array(matter.titles(of: words).map { .text($0) })))
    }
}

/// What both administrations see of an erasure that waits.
enum ErasureWords {
    typealias Waiting = (request: ErasureRequest, matter: ErasableMatter)

    static func json(_ waiting: Waiting) -> JSON {
        let (request, matter) = waiting
        let words = matter[request.place]
        return .of(
            ("id", .text(request.id)), ("matter", .text(request.matter)), ("kind", .text(matter.kind.name)),
            ("number", .text(matter.header.number)), ("title", .text(matter.header.title)),
            ("text", .text(words?.text)),
            ("places", .array(words.map { matter.titles(of: $0).map { .text($0) } } ?? [])),
            ("document", .text(request.ground.document)), ("article", .text(request.ground.article)),
            ("reason", .text(request.ground.reason)), ("askedBy", .text(request.askedBy)),
            ("askedAt", .number(request.askedAt.milliseconds)))
    }

    /// - Parameter link: where a line leads to.
    static func register(_ waiting: [Waiting], _ visit: Visit, link: @escaping @Sendable (Waiting) -> Link?)
        -> Register<Waiting>
    {
        let people = visit.premises.people
        var register = Register(
            Wording(zh: "等待确认的提请", en: "Waiting for a decision"), .init(waiting, total: waiting.count),
            state: RegisterState(visit.address.withoutQuery), identity: { $0.request.id },
            columns: [
                Column("number", Wording(zh: "事项", en: "Matter"), onPhone: .title) { line in
                    if let link = link(line) {
                        a(.href(link)) { line.matter.header.number }
                    } else {
                        line.matter.header.number
                    }
                },
                Column("where", Wording(zh: "哪一段", en: "Which text"), room: .prose) { line in
                    line.matter[line.request.place].map { line.matter.titles(of: $0).joined(separator: "、") } ?? "—"
                },
                Column("ground", Wording(zh: "依据", en: "Ground"), room: .prose) { line in
                    "\(line.request.ground.document) \(line.request.ground.article)"
                },
                Column("by", Wording(zh: "提请人", en: "Asked by")) { line in
                    people.person(line.request.askedBy)?.name ?? line.request.askedBy
                },
                Column("at", Wording(zh: "提请时间", en: "Asked at")) { $0.request.askedAt.description },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "没有等待确认的提请。", en: "Nothing waits for a decision."))
        return register
    }
}

extension ErasableMatter {
    /// Where a text stands, each step and field once.
    func titles(of words: Words) -> [String] {
        var told: Set<String> = []
        return words.places.map { title(of: $0) }.filter { told.insert($0).inserted }
    }
}
