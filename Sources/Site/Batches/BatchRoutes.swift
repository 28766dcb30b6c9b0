import Attachments
import Calendars
import Hummingbird
import Ledger
import Markup
import Permissions
import Workflows

/// 批量办理 — one action on several rows of a register. Each row is a command of its own at the desk: some may be done
/// and others refused, and each says which.
enum BatchRoutes {
    static let all: [Route] = [
        Route(
            .get, "/l/{kind}/batch", "批量办理：接着填写草稿", for: .signedIn,
            query: [.init("action", "办理动作"), .init("rows", "所选事项的摘要")]
        ) { visit in try await takeUp(visit) },
        Route(
            .post, "/l/{kind}/batch", "批量办理：核对所选事项", for: .signedIn,
            body: [
                .init("action", "办理动作"), .init("extent", "selected、page 或 all"), .init("selected", "所选事项的 id"),
                .init("address", "台账的地址"),
            ]
        ) { visit in try await confirm(visit) },
        Route(
            .post, "/l/{kind}/batch/done", "批量办理", for: .signedIn,
            body: [.init("action", "办理动作"), .init("row", "事项的 id、冒号和所见的版本"), .init("address", "台账的地址")]
        ) { visit in try await perform(visit) },
    ]

    /// Under the register, for those who may do something with several of its rows.
    static func batch(of kind: KindOfMatter, for user: User, visit: Visit) -> Batch? {
        let pages = visit.premises.kindPages[kind.name]
        let commands = kind.commands.filter {
            $0.isForSeveral && user.holdsSomewhere($0.permission) && pages?.forms[$0.slug] == nil
                && pages?.formsElsewhere.contains($0.slug) != true
        }
        guard !commands.isEmpty else { return nil }
        return Batch(
            to: Link("l", kind.name, "batch"), formToken: visit.formToken,
            commands.map { .init($0.slug, Wording(verbatim: $0.title)) })
    }

    // MARK: Confirming

    private static func confirm(_ visit: Visit) async throws -> Answer {
        let (kind, command) = try chosen(visit)
        let matters = try await BatchSelection(kind: kind, visit: visit).matters()
        let place = BatchPage.place(of: command, on: matters, of: kind)
        let draft = try await visit.keptDraft(at: place)
        return try await BatchPage(
            kind: kind, command: command, matters: matters, visit: visit, values: draft?.values ?? visit.form,
            draft: draft, place: place
        ).answer()
    }

    /// The batch of which somebody kept a draft, as its matters stand now.
    private static func takeUp(_ visit: Visit) async throws -> Answer {
        let (kind, command) = try chosen(visit)
        guard let draft = try await visit.keptDraft() else { return .redirect(Link("l", kind.name)) }
        let rows = draft.values.all("row").compactMap { $0.split(separator: ":").first.map(String.init) }
        let matters = try await matters(rows, of: kind, visit)
        do {
            return try await BatchPage(
                kind: kind, command: command, matters: matters, visit: visit, values: draft.values, draft: draft
            ).answer()
        } catch let refusal as Refusal where refusal.code == "none-fits" {
            // What was typed can still be read.
            return .redirect(Link("drafts", draft.id).setting("closed", to: "1"))
        }
    }

    // MARK: Doing

    private struct Outcome {
        let line: MatterLine
        let refusal: Refusal?
    }

    private static func perform(_ visit: Visit) async throws -> Answer {
        let (kind, command) = try chosen(visit)
        let versions = Dictionary(
            visit.form.all("row").prefix(BatchSelection.largest).compactMap { row -> (String, Int)? in
                let parts = row.split(separator: ":")
                return parts.count == 2 ? Int(parts[1]).map { (String(parts[0]), $0) } : nil
            }, uniquingKeysWith: { first, _ in first })
        guard !versions.isEmpty else { throw Refusal.nothingSelected }
        let matters = try await matters(versions.keys.sorted(), of: kind, visit)
        let fields = command.fieldsForSeveral
        let given = FieldValues(visit.answers.values.filter { name, _ in fields.contains { $0.name == name } })
        if let refusal = refusal(of: given, fields, on: visit.today) {
            guard !visit.wantsJSON else { throw refusal }
            return try await BatchPage(
                kind: kind, command: command, matters: matters, visit: visit, values: visit.form,
                problems: refusal.shown
            ).answer().status(.badRequest)
        }
        var outcomes: [Outcome] = []
        for matter in matters {
            let refusal = try await give(command, given, to: matter, seen: versions[matter.id]!, of: kind, visit)
            let now = try await kind.read(matter.id, for: try visit.user(), at: visit.premises.desk).header
            outcomes.append(Outcome(line: MatterLine(now, visit: visit), refusal: refusal))
        }
        await visit.forgetDraft()
        return results(outcomes, kind, command, visit)
    }

    private static func refusal(of given: FieldValues, _ fields: [Workflows.Field], on today: Day) -> Refusal? {
        do throws(Refusal) {
            _ = try given.checked(against: fields, on: today)
            return nil
        } catch {
            return error
        }
    }

    /// What was refused, if it was. Sent twice, each row is carried out once.
    private static func give(
        _ command: KindOfMatter.CommandShape, _ given: FieldValues, to matter: MatterHeader, seen version: Int,
        of kind: KindOfMatter, _ visit: Visit
    ) async throws -> Refusal? {
        var envelope = try visit.envelope
        envelope.commandID = commandID(of: envelope.commandID, on: matter.id)
        envelope.expectedVersion = version
        do {
            _ = try await kind.perform(
                command.slug, with: given, on: matter.id, by: try visit.user(), in: envelope, at: visit.premises.desk)
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }

    /// The same for the same row of the same batch.
    static func commandID(of batch: String, on matter: String) -> String {
        let digest = ContentHash(of: Array("\(batch)/\(matter)".utf8)).text
        let time = batch.lowercased().prefix(13)
        return "\(time)-7\(digest.prefix(3))-8\(digest.dropFirst(3).prefix(3))-\(digest.dropFirst(6).prefix(12))"
    }

    private static func results(
        _ outcomes: [Outcome], _ kind: KindOfMatter, _ command: KindOfMatter.CommandShape, _ visit: Visit
    ) -> Answer {
        let done = outcomes.count { $0.refusal == nil }
        let title = Wording(zh: "批量办理结果：\(command.title)", en: "Results: \(command.title)")
        let state = RegisterState(visit.address.withoutQuery)
        let frame = visit.page(
            title, section: kind.name, breadcrumb: [Crumb(Wording(verbatim: kind.title), back(to: kind, visit.form))],
            notices: [
                Notice(
                    done == outcomes.count ? .done : .warning,
                    Wording(
                        zh: "已办理 \(done) 件，未办理 \(outcomes.count - done) 件。",
                        en: "\(done) done, \(outcomes.count - done) refused."))
            ]
        ) {
            Register(
                title, .init(outcomes, total: outcomes.count), state: state, identity: { $0.line.header.number },
                columns: [
                    Column("title", Wording(zh: "事项", en: "Matter"), onPhone: .title, room: .prose) { outcome in
                        a(.href(outcome.line.link)) { outcome.line.header.title }
                    },
                    Column("number", Wording(zh: "编号", en: "Number")) { $0.line.header.number },
                    Column("result", Wording(zh: "结果", en: "Result"), room: .prose) { outcome in
                        outcome.refusal.map { "未办理：\($0.problems.values.sorted().first ?? $0.message)" } ?? "已办理"
                    },
                    Column("state", Wording(zh: "现在的状态", en: "State now")) {
                        StateBadge($0.line.stage, $0.line.stateWords)
                    },
                ])
            p { a(.class("button"), .href(back(to: kind, visit.form))) { Wording(zh: "返回台账", en: "Back to the list") } }
        }
        let json = JSON.of(
            ("done", .number(done)), ("refused", .number(outcomes.count - done)),
            (
                "rows",
                .array(
                    outcomes.map {
                        .of(
                            ("id", .text($0.line.header.id)), ("state", .text($0.line.header.state)),
                            ("version", .number($0.line.header.version)), ("code", .text($0.refusal?.code)),
                            ("message", .text($0.refusal?.message)))
                    })
            ))
        return .page(frame, json: json)
    }

    // MARK: What both ask

    private static func chosen(_ visit: Visit) throws -> (KindOfMatter, KindOfMatter.CommandShape) {
        let kind = try visit.kind()
        let user = try visit.user()
        guard user.holdsSomewhere(kind.reading) else { throw Refusal.notFound("页面") }
        guard let slug = visit.form["action"] ?? visit.address.first("action"),
            let command = kind.commands.first(where: { $0.slug == slug && $0.isForSeveral })
        else { throw Refusal.fields(["action": "请选择一个可以批量办理的动作。"]) }
        guard user.holdsSomewhere(command.permission) else { throw Refusal.notPermitted(command.title) }
        return (kind, command)
    }

    /// Those among these that the person may read.
    private static func matters(_ ids: [String], of kind: KindOfMatter, _ visit: Visit) async throws -> [MatterHeader] {
        var query = MatterQuery()
        query.kinds = [kind.name]
        query.ids = ids
        query.limit = BatchSelection.largest
        return try await visit.premises.lists.headers(query, for: try visit.user())
    }

    static func back(to kind: KindOfMatter, _ values: FieldValues) -> Link {
        values["address"].flatMap { Link(parsing: $0) } ?? Link("l", kind.name)
    }
}

extension Refusal {
    static func noneFits(_ command: String) -> Refusal {
        Refusal(
            .conflicting, code: "none-fits",
            message: "所选各件现在都不能“\(command)”：状态不合，或者不由您的岗位办理。请返回台账重新选择。")
    }
}
