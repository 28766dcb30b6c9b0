import Attachments
import Calendars
import Markup
import Permissions
import Site
import Workflows

/// 救急导入 — brings in the file that a phone exported when it could not send; as often as one likes, each record once.
struct RescuePage {
    let visit: Visit

    static let routes: [Route] = [
        Route(.get, "/field/rescue", "救急导入的表单", for: .holding(.reportDangers)) { visit in
            RescuePage(visit: visit).form()
        },
        repeating(
            Route(
                .post, "/field/rescue", "导入手机导出的待上传记录", for: .holding(.reportDangers),
                body: [.init("file", "手机导出的文件")]
            ) { visit in try await RescuePage(visit: visit).submit() }),
    ]

    private static func repeating(_ route: Route) -> Route {
        var route = route
        route.repeatsForm = true
        return route
    }

    private static let title = Wording(zh: "导入手机导出的记录", en: "Bring in what a phone exported")

    private func form(_ problems: [String: String] = [:]) -> Answer {
        let file = Site.Field(
            "file", Wording(zh: "手机导出的文件", en: "Exported file"),
            .file(.document, accept: ".json,application/json", limit: Wording(zh: "不超过 30 MB", en: "up to 30 MB"))
        ).problem(problems["file"].map { Wording(verbatim: $0) })
        var form = CommandForm(
            Self.title, to: Link("field", "rescue"),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID), fields: [file],
            submits: [.init(Wording(zh: "导入", en: "Bring in"))])
        form.showsTitle = false
        form.cancel = Link("field")
        form.introduction = Wording(
            zh: "在手机上点“导出待上传的记录（救急）”，把文件带到这台电脑。只导入您本人的记录；每条只收一次，手机之后再上传也不会重复。",
            en: "Your own records only, each once, even if the phone sends them later.")
        let frame = visit.page(
            Self.title, section: HiddenDanger.kind,
            breadcrumb: [Crumb(Wording(zh: "现场记隐患", en: "On site"), Link("field"))], problems: form.problems,
            content: { form })
        return .page(frame, json: .of(("action", .text("/field/rescue"))))
    }

    private func submit() async throws -> Answer {
        do {
            guard visit.fileProblems.isEmpty else { throw Refusal.fields(visit.fileProblems) }
            let person = try visit.user().person.id
            let file = try RescueFile(reading: try await bytes()) { parcel in
                visit.premises.accounts.fieldKey(in: parcel, of: person)
            }
            let outcomes = try await RescueIntake(visit: visit).take(file)
            return result(outcomes)
        } catch let refusal as Refusal where refusal.kind == .invalid && !visit.wantsJSON {
            return form(refusal.shown).status(.init(code: refusal.kind.rawValue))
        }
    }

    /// What this person handed in with the form.
    private func bytes() async throws -> [UInt8] {
        let sent = visit.form.all("file").compactMap { ContentHash($0) }
        let store = visit.premises.attachments
        guard let upload = try await store.uploads(of: try visit.user().person.id, sent).first else {
            throw Refusal.fields(["file": "请选择手机导出的文件。"])
        }
        var bytes: [UInt8] = []
        for try await piece in try await store.open(upload.content.hash).pieces() { bytes += piece }
        return bytes
    }

    private func result(_ outcomes: [RescueOutcome]) -> Answer {
        func amount(_ counts: (RescueOutcome.Result) -> Bool) -> Int { outcomes.count { counts($0.result) } }
        let fresh = amount { if case .taken(_, false) = $0 { true } else { false } }
        let again = amount { if case .taken(_, true) = $0 { true } else { false } }
        let refused = outcomes.count - fresh - again
        let json = JSON.of(
            ("taken", .number(fresh)), ("repeated", .number(again)), ("refused", .number(refused)),
            ("records", .array(outcomes.map(\.json))))
        let summary = Wording(
            zh: "收下 \(fresh) 条，早已收下 \(again) 条，没有收下 \(refused) 条。",
            en: "\(fresh) taken, \(again) there already, \(refused) refused.")
        let register = Register(
            Wording(zh: "导入结果", en: "What became of each"), .init(outcomes, total: outcomes.count),
            state: RegisterState(visit.address.withoutQuery), identity: \.record.id,
            columns: [
                Column("words", Wording(zh: "记录", en: "Record"), onPhone: .title, room: .prose) { one in
                    one.record.words
                },
                Column("at", Wording(zh: "写于", en: "Written"), onPhone: .fact) { one in
                    Instant(milliseconds: one.record.writtenAt).description
                },
                Column("result", Wording(zh: "结果", en: "Result"), onPhone: .fact, room: .prose) { one in
                    switch one.result {
                    case .taken(let matter, let again):
                        a(.href(Link("m", HiddenDanger.kind, matter))) {
                            again
                                ? Wording(zh: "早已收下，没有重复", en: "There already")
                                : Wording(zh: "已收下", en: "Taken")
                        }
                    case .refused(let why): span(.class("field-wrong")) { "没有收下：\(why)" }
                    }
                },
            ])
        let frame = visit.page(
            Self.title, section: HiddenDanger.kind,
            breadcrumb: [Crumb(Wording(zh: "现场记隐患", en: "On site"), Link("field"))],
            notices: [Notice(refused == 0 ? .done : .hint, summary)], content: { register })
        return .page(frame, json: json)
    }
}

extension RescueOutcome {
    fileprivate var json: JSON {
        switch result {
        case .taken(let matter, let again):
            .of(("id", .text(record.id)), ("matter", .text(matter)), ("repeated", .bool(again)))
        case .refused(let why): .of(("id", .text(record.id)), ("problem", .text(why)))
        }
    }
}
