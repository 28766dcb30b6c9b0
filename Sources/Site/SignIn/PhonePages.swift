import Accounts
import Ledger
import Markup
import Workflows

/// 离线手机 — the phones on which a person keeps unsent work; a lost one can be told to forget it.
enum PhonePages {
    static let routes: [Route] = [
        Route(.get, "/account/phones/{id}", "这部离线手机是否已作废（手机自己询问）", for: .anyone) { visit in
            let isRevoked = try await visit.premises.accounts.isRevoked(phone: try visit.parameter("id"))
            return .json(.of(("revoked", .bool(isRevoked))))
        },
        Route(
            .post, "/account/phones", "登记本人的离线手机", for: .signedIn,
            body: [.init("id", "手机自己生成的编号（UUID）"), .init("device", "浏览器的名称")]
        ) { visit in try await keep(visit) },
        Route(.get, "/account/phones/{id}/revoke", "作废离线手机的确认页", for: .signedIn) { visit in
            try await confirmation(visit)
        },
        Route(.post, "/account/phones/{id}/revoke", "作废离线手机", for: .signedIn, body: []) { visit in
            // Once revoked, or not the person's own: their list says what there is.
            try await visit.premises.accounts.revokePhone(
                try visit.parameter("id"), of: try visit.user().person.id)
            return .redirect(Link("account").setting("done", to: visit.now.clock))
        },
    ]

    private static func keep(_ visit: Visit) async throws -> Answer {
        guard let id = visit.form["id"], UUIDv7.isWellFormed(id) else {
            throw Refusal.fields(["id": "手机编号应为 UUID，例如 018f4e2a-0000-7000-8000-000000000000。"])
        }
        // A machine has no phone.
        guard visit.signedInAt != nil else { return .json(.of(("kept", .bool(false)))) }
        let device = String((visit.form["device"] ?? "").prefix(200))
        try await visit.premises.accounts.keepPhone(
            id.lowercased(), device: device.isEmpty ? "—" : device, of: try visit.user().person.id)
        return .json(.of(("kept", .bool(true))))
    }

    /// On the person's own page, where there are any.
    static func list(_ phones: [FieldPhone]) -> HTML {
        guard !phones.isEmpty else { return .empty }
        return section(.class("sign-in"), .id("phones")) {
            h2 { Wording(zh: "离线手机", en: "Phones used on site") }
            p(.class("hint")) {
                Wording(
                    zh: "这些手机的“现场记隐患”页面上可能存有没有上传的记录。手机丢失的，请作废：它下次联网时清空机上的数据。",
                    en: "These may hold records not sent yet. A lost one can be told to forget them.")
            }
            ul {
                for phone in phones {
                    li {
                        "编号 \(phone.id.suffix(4))，\(phone.since.day) 起，\(phone.device)　"
                        if let revoked = phone.revoked {
                            Wording(zh: "\(revoked) 已作废", en: "revoked \(revoked)")
                        } else {
                            a(.class("button plain"), .href(Link("account", "phones", phone.id, "revoke"))) {
                                Wording(zh: "作废", en: "Revoke")
                            }
                        }
                    }
                }
            }
        }
    }

    private static func confirmation(_ visit: Visit) async throws -> Answer {
        let id = try visit.parameter("id")
        let phones = try await visit.premises.accounts.phones(of: try visit.user().person.id)
        guard let phone = phones.first(where: { $0.id == id && $0.revoked == nil }) else {
            return .redirect(Link("account"))
        }
        let title = Wording(zh: "作废离线手机", en: "Revoke a phone")
        let target = Link("account", "phones", id, "revoke")
        var form = CommandForm(
            title, to: target, seal: .init(formToken: visit.formToken, commandID: visit.commandID), fields: [],
            submits: [.init(Wording(zh: "作废这部手机", en: "Revoke it"))])
        form.showsTitle = false
        form.cancel = Link("account")
        let effects = [
            Wording(
                zh: "编号 \(phone.id.suffix(4)) 的手机（\(phone.device)，\(phone.since.day) 起）下次联网时清空“现场记隐患”页面存在机上的全部内容。",
                en: "\(phone.device) forgets what the page kept on it as soon as it is online."),
            Wording(
                zh: "机上还没有上传的记录和照片不再上传，平台收不到。手机还在手里的，请先上传或导出。",
                en: "What it has not sent will not arrive. If you still have it, send first."),
            Wording(
                zh: "不联网的手机收不到作废；机上设了 PIN 的，内容仍是加密的。",
                en: "A phone that stays offline is not reached; with a PIN its contents remain encrypted."),
        ]
        let frame = visit.page(
            title, breadcrumb: [Crumb(Wording(zh: "我的账号", en: "My account"), Link("account"))],
            content: { Confirmation(effects: effects, form: form) })
        return .page(frame, json: .of(("action", .text(target.url))))
    }
}
