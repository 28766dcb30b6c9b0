import Accounts
import Attachments
import Calendars
import HTTPTypes
import Ledger
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 企业凭链接反馈 — the page behind a link: what was found, by when, and the form that says that it is put right.
struct AnswerPage {
    let visit: Visit
    let danger: HiddenDanger
    let link: AnswerLink

    static let routes: [Route] = [
        Route(.get, "/answer/{id}/{seal}", "企业凭链接反馈整改的表单", for: .anyone) { visit in
            try await AnswerPage(opening: visit).form()
        },
        posting,
    ]

    private static let posting: Route = {
        var route = Route(
            .post, "/answer/{id}/{seal}", "企业凭链接反馈整改", for: .anyone,
            body: [.init("note", "整改情况"), .init("name", "反馈人"), .init("phone", "反馈人电话"), .init("evidence", "整改后照片")]
        ) { visit in try await AnswerPage(opening: visit).submit() }
        route.repeatsForm = true
        route.guest = { visit in try await Person.linkPrefix + AnswerPage(opening: visit).danger.id }
        return route
    }()

    /// Wrong links cost the sender tries, so that seals cannot be guessed.
    private static let tries = RateLimiter(TokenBuckets(burst: 20, perSecond: 0.2))

    /// - Throws: the same for a wrong link, one that has ended, one replaced by a later one, and none at all.
    init(opening visit: Visit) async throws {
        self.visit = visit
        let found = try await HiddenDangerStore(database: visit.premises.database).danger(visit.parameter("id"))
        guard let found, let link = found.answerLink, link.isSealed(by: try visit.parameter("seal"), visit.premises),
            link.until >= visit.today
        else {
            guard Self.tries.take(visit.origin.address) == nil else { throw Self.tooMany }
            throw Refusal(
                .missing, code: "link-ended", message: "这个链接无效或已过期。请联系发给您链接的监管人员，重新发一个。")
        }
        danger = found
        self.link = link
        try await visit.premises.registry.acquaint(found.header.place.parties)
    }

    private static let tooMany = Refusal(
        .tooMany, code: "too-many-links", message: "打开错误的链接次数过多，请过几分钟再试，或联系发给您链接的监管人员。")

    private var address: Link { Link("answer", danger.id, link.seal(visit.premises)) }
    private var isAnswerable: Bool { danger.state == .rectifying }

    private static let title = Wording(zh: "整改反馈", en: "Report the rectification")

    private var facts: HTML {
        let names = visit.premises.registry.organisations
        return Facts([
            Fact(Wording(zh: "隐患编号", en: "Number"), danger.header.number),
            Fact(Wording(zh: "企业", en: "Enterprise"), danger.header.owner.map { names.name($0) }),
            Fact(Wording(zh: "等级", en: "Grade"), danger.grade?.title),
            Fact(Wording(zh: "位置", en: "Place"), danger.finding.place ?? danger.finding.area.title),
            Fact(Wording(zh: "隐患情况", en: "What was found"), danger.finding.description),
            Fact(Wording(zh: "整改期限", en: "By"), danger.header.deadline?.dueOn.chinese),
            Fact(Wording(zh: "监管单位", en: "Supervised by"), danger.header.supervisor.map { names.name($0) }),
            Fact(Wording(zh: "链接有效至", en: "Link good until"), link.until.chinese),
        ]).body
    }

    func form(_ values: FieldValues = FieldValues(), problems: [String: String] = [:]) async throws -> Answer {
        guard isAnswerable else { return answered() }
        func field(_ name: String, _ title: Wording, _ kind: Site.Field.Kind) -> Site.Field {
            Site.Field(name, title, kind).value(values[name]).problem(
                problems[name].map { Wording(verbatim: $0) })
        }
        let photographs = field(
            "evidence", Wording(zh: "整改后照片", en: "Photographs after"),
            .file(.rectification, accept: "image/*", limit: Wording(zh: "每张不超过 20 MB", en: "up to 20 MB each")))
        var form = CommandForm(
            Self.title, to: address, seal: .init(formToken: visit.formToken, commandID: visit.commandID),
            fields: [
                field("note", Wording(zh: "整改情况：做了什么", en: "What was done"), .longText()),
                danger.grade == .major ? photographs : photographs.optional,
                field("name", Wording(zh: "反馈人（姓名、职务）", en: "Your name and post"), .text(autocomplete: "name")),
                field(
                    "phone", Wording(zh: "反馈人电话", en: "Your telephone"), .text(autocomplete: "tel", inputmode: "tel")),
            ], submits: [.init(Wording(zh: "整改已完成，提交反馈", en: "Send"))])
        form.showsTitle = false
        let whole = problems[""].map { [FormProblem(Wording(verbatim: $0))] } ?? []
        let shown = form
        let frame = visit.page(Self.title, problems: whole + form.problems) {
            facts
            shown
        }
        return .page(frame, json: .of(("number", .text(danger.header.number)), ("action", .text(address.url))))
    }

    private func answered() -> Answer {
        let words = Wording(
            zh: "这条隐患现在是“\(danger.state.title)”，不需要反馈。", en: "Nothing is to be reported now.")
        let frame = visit.page(Self.title, notices: [Notice(.hint, words)], content: { facts })
        return .page(frame, json: .of(("number", .text(danger.header.number)), ("state", .text(danger.state.rawValue))))
    }

    func submit() async throws -> Answer {
        do {
            let receipt = try await report()
            let frame = visit.page(
                Self.title,
                notices: [
                    Notice(.done, Wording(zh: "已收到。监管人员将到现场复查。", en: "Received; someone will come and look."))
                ]
            ) {
                Facts([
                    Fact(Wording(zh: "隐患编号", en: "Number"), danger.header.number),
                    Fact(Wording(zh: "收到时间", en: "Received"), visit.now.description),
                    Fact(Wording(zh: "回执（留痕摘要）", en: "Receipt"), receipt.digest),
                ])
            }
            return .page(
                frame, json: .of(("state", .text(receipt.state)), ("digest", .text(receipt.digest))))
        } catch let refusal as Refusal where refusal.isAboutTheForm && !visit.wantsJSON {
            return try await form(visit.form, problems: refusal.shown).status(.init(code: refusal.kind.rawValue))
        }
    }

    private func report() async throws -> Receipt {
        guard let holder = danger.linkHolder else { throw Refusal.notFound("整改单位") }
        let form = visit.form
        var problems = visit.fileProblems
        let required = [("note", "请写明做了哪些整改。", 1800), ("name", "请填写反馈人姓名。", 40), ("phone", "请填写反馈人电话。", 20)]
        for (name, words, limit) in required {
            let typed = form[name] ?? ""
            if typed.allSatisfy(\.isWhitespace) { problems[name] = words }
            if typed.count > limit { problems[name] = "最多 \(limit) 字，现在有 \(typed.count) 字。" }
        }
        let hashes = form.all("evidence").compactMap { ContentHash($0.lowercased()) }
        let uploads = try await visit.premises.attachments.uploads(of: holder.person.id, hashes)
        if uploads.contains(where: { $0.purpose != .rectification }) { problems["evidence"] = "请在本页重新上传照片。" }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
        let words = "\(form["note"] ?? "")（\(form["name"] ?? "") \(form["phone"] ?? "") 凭链接反馈，链接发给 \(link.contact)）"
        guard let id = form[FormFieldName.commandID], UUIDv7.isWellFormed(id) else {
            throw Refusal.fields(["": "页面不完整，请重新打开链接。"])
        }
        return try await visit.premises.desk.perform(
            ReportRectified(words, evidence: uploads.map(\.content.hash.text)), on: danger.id, by: holder,
            in: Envelope(commandID: id.lowercased(), channel: .page))
    }
}

extension DangerSections {
    /// The link as it is handed to the enterprise, for those who may send one.
    var answering: HTML {
        get async throws {
            guard matter.commands.contains(where: { $0.slug == OfferAnswerLink.slug }),
                let danger = try await HiddenDangerStore(database: visit.premises.database).danger(matter.header.id),
                let link = danger.answerLink, link.until >= visit.today
            else { return .empty }
            let path = Link("answer", danger.id, link.seal(visit.premises)).url
            let host = visit.request.head.authority ?? ""
            return Panel(Wording(zh: "整改反馈链接", en: "Link for the enterprise"), id: "answer-link") {
                p {
                    Wording(
                        zh: "请把下面的链接发给 \(link.contact)。\(link.until.chinese)前有效，只能反馈这一条隐患。",
                        en: "Send this to \(link.contact); good until \(link.until.description), for this danger only.")
                }
                p {
                    input(
                        .type("text"), .readonly,
                        .value((visit.premises.settings.isSecure ? "https://" : "http://") + host + path),
                        .ariaLabel(Wording(zh: "整改反馈链接", en: "Link")), .class("answer-link"))
                }
            }.body
        }
    }
}
