import Foundation
import Markup
import Permissions
import Storage
import Workflows

/// 确认抹除 — the security administrator's part: what the auditor asked to be erased goes, or stays.
enum ErasureDecisionRoutes {
    static let all: [Route] = [
        Route(
            .get, "/admin/erasures", "等待确认的抹除", for: .holding(.grantPosts), query: [.init("erasure", "提请编号")]
        ) { visit in try await page(visit) },
        Route(
            .post, "/admin/erasures/confirm", "确认抹除", for: .holding(.grantPosts), body: [.init("erasure", "提请编号")]
        ) { visit in try await confirm(visit) },
        Route(
            .post, "/admin/erasures/decline", "不予抹除", for: .holding(.grantPosts),
            body: [.init("erasure", "提请编号"), .init("reason", "为什么不予抹除")]
        ) { visit in try await decline(visit) },
    ]

    private static func page(_ visit: Visit, problems: [String: String] = [:]) async throws -> Answer {
        let waiting = try await visit.premises.desk.erasureRequests(for: try visit.user(), in: visit.premises.kinds)
        let chosen = visit.form["erasure"] ?? visit.address.first("erasure")
        let one = waiting.first { $0.request.id == chosen }
        let declining = one.map { declineForm($0.request, visit, problems) }
        let frame = visit.page(
            Wording(zh: "抹除确认", en: "Erasures"), section: "erasures", problems: declining?.problems ?? []
        ) {
            ErasureWords.register(waiting, visit) { Link("admin", "erasures").setting("erasure", to: $0.request.id) }
            if let one {
                h2 { "\(one.matter.header.number) \(one.matter.header.title)" }
                details(of: one, visit)
                if one.matter[one.request.place] != nil { confirmation(of: one, visit) }
                if let declining { declining }
            } else if chosen != nil {
                p(.role("alert")) {
                    Wording(zh: "这件提请已经办理，或者不在您的辖区。", en: "It was decided already, or is not in your region.")
                }
            }
        }
        return .page(frame, json: .array(waiting.map(ErasureWords.json)))
    }

    private static func details(of one: ErasureWords.Waiting, _ visit: Visit) -> HTML {
        let (request, matter) = one
        let words = matter[request.place]
        return Facts([
            Fact(Wording(zh: "要抹除的内容", en: "Text"), words?.text),
            Fact(Wording(zh: "所在", en: "Where"), words.map { matter.titles(of: $0).joined(separator: "、") }),
            Fact(Wording(zh: "依据", en: "Ground"), "\(request.ground.document) \(request.ground.article)"),
            Fact(Wording(zh: "为什么应当抹除", en: "Why"), request.ground.reason),
            Fact(
                Wording(zh: "提请人", en: "Asked by"),
                visit.premises.people.person(request.askedBy)?.name ?? request.askedBy),
            Fact(Wording(zh: "提请时间", en: "Asked at"), request.askedAt.description),
        ]).body
    }

    private static func confirmation(of one: ErasureWords.Waiting, _ visit: Visit) -> Confirmation {
        let places = one.matter[one.request.place]?.places.count ?? 0
        var form = CommandForm(
            Wording(zh: "确认抹除", en: "Erase"), to: Link("admin", "erasures", "confirm"),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID),
            fields: [Field("erasure", Wording(verbatim: ""), .hidden).value(one.request.id)])
        form.showsTitle = false
        return Confirmation(
            effects: [
                Wording(
                    zh: "从台账的 \(places) 处、事项的当前内容、有关通知和草稿中抹除这段文字，不能恢复",
                    en: "Erase the text from \(places) places of the ledger, the matter, notices and drafts for good"),
                Wording(zh: "在这件事项的台账中留下一条“抹除个人信息”", en: "Leave an entry in the ledger that says so"),
            ],
            form: form)
    }

    private static func declineForm(
        _ request: ErasureRequest, _ visit: Visit, _ problems: [String: String]
    ) -> CommandForm {
        CommandForm(
            Wording(zh: "不予抹除", en: "Do not erase"), to: Link("admin", "erasures", "decline"),
            seal: .init(formToken: visit.formToken, commandID: UUIDv7Text.make(visit)),
            fields: [
                Field("erasure", Wording(verbatim: ""), .hidden).value(request.id),
                Field("reason", Wording(zh: "为什么不予抹除", en: "Why not"), .longText()).maxLength(500)
                    .value(visit.form["reason"])
                    .hint(Wording(zh: "会留在管理员操作记录里，请不要抄写个人信息。", en: "It is kept: do not repeat personal data."))
                    .problem(problems["reason"].map { Wording(verbatim: $0) }),
            ], submits: [.init(Wording(zh: "不予抹除", en: "Do not erase"), main: false)])
    }

    private static func confirm(_ visit: Visit) async throws -> Answer {
        let (premises, user, now) = (visit.premises, try visit.user(), visit.now)
        let receipt = try await premises.desk.confirmErasure(
            visit.form["erasure"] ?? "", by: user, in: premises.kinds, envelope: try visit.envelope
        ) { matter, words in
            let places = matter.titles(of: words).joined(separator: "、")
            return try await premises.drafts.erasure(of: words.text, about: matter.header.id) + [
                AdministrationStore.note(
                    "confirm-erasure", on: matter.header.id, by: user.person.id, at: now,
                    "\(matter.header.number) \(places)")
            ]
        }
        return .redirect(Link("admin", "erasures").setting("done", to: "抹除个人信息").setting("entry", to: receipt.entry))
    }

    private static func decline(_ visit: Visit) async throws -> Answer {
        let (premises, user, now) = (visit.premises, try visit.user(), visit.now)
        let reason = (visit.form["reason"] ?? "").filter { $0 != "\0" }.trimmingCharacters(in: .whitespacesAndNewlines)
        do {
            guard (1...500).contains(reason.count) else {
                throw Refusal.fields(["reason": "请写明为什么不予抹除，不超过 500 字。"])
            }
            try await premises.desk.declineErasure(visit.form["erasure"] ?? "", by: user, in: premises.kinds) {
                matter in
                AdministrationStore.note(
                    "decline-erasure", on: matter.header.id, by: user.person.id, at: now,
                    "\(matter.header.number) \(reason)")
            }
            return .redirect(Link("admin", "erasures").setting("done", to: "不予抹除"))
        } catch let refusal as Refusal where refusal.kind == .invalid && !visit.wantsJSON {
            return try await page(visit, problems: refusal.problems).status(.unprocessableContent)
        }
    }
}
