import Accounts
import Calendars
import Markup
import Site
import Workflows

/// 离线 PIN — what the platform does for a phone whose contents a PIN locks: it tells the key again to whoever set it.
struct FieldLock {
    let visit: Visit

    static let routes: [Route] = [
        Route(
            .post, "/field/unlock", "忘记 PIN 时取回本人手机的托管密钥（须刚刚重新登录）", for: .holding(.reportDangers),
            body: [.init("parcel", "手机上的封存内容")]
        ) { visit in .json(.of(("key", .text(try FieldLock(visit: visit).key())))) }
    ]

    /// How long after signing in the key is told: a session that was left open does not make up for the PIN.
    private static let freshness = Duration.seconds(600)

    private func key() throws -> String {
        guard let since = visit.signedInAt, visit.now < since.adding(Self.freshness) else {
            throw Refusal(
                .forbidden, code: "fresh-sign-in-needed", message: "为确认是您本人，请先重新登录，并在登录后 10 分钟内回到本页解锁。")
        }
        let person = try visit.user().person.id
        guard let key = visit.premises.accounts.fieldKey(in: visit.form["parcel"] ?? "", of: person) else {
            throw Refusal.fields(["parcel": "这部手机的 PIN 不是您设的，请由设 PIN 的人登录后解锁。"])
        }
        return key
    }

    /// Where the PIN is asked for; shown by the page's script on a phone that has one.
    static var question: HTML {
        section(.id("field-lock"), .class("field-form"), .hidden) {
            h2 { Wording(zh: "输入 PIN 解锁", en: "Unlock with your PIN") }
            p(.id("field-lock-words"), .role("status"), .ariaLive("polite")) {
                Wording(
                    zh: "这部手机上的记录、照片和数据包已用 PIN 加密。", en: "What is kept on this phone is encrypted with a PIN.")
            }
            pin("field-pin-try", Wording(zh: "PIN", en: "PIN"))
            p(.class("form-actions")) {
                button(.type("button"), .class("button primary"), .id("field-unlock")) {
                    Wording(zh: "解锁", en: "Unlock")
                }
            }
            details {
                summary { Wording(zh: "忘记 PIN，或已输错 10 次", en: "PIN forgotten, or ten wrong tries") }
                p {
                    Wording(
                        zh: "没有上传的记录不会因此丢失：它们仍加密存在机上，设 PIN 的人重新登录后可以解锁并另设 PIN；也可以导出加密的救急文件，到电脑上导入。",
                        en:
                            "Nothing unsent is lost: sign in again to unlock and set another PIN, or export an encrypted file."
                    )
                }
                p(.class("form-actions")) {
                    a(.class("button"), .href(Link("sign-in").setting("return-to", to: "/field"))) {
                        Wording(zh: "① 重新登录", en: "1. Sign in again")
                    }
                    button(.type("button"), .class("button"), .id("field-unlock-online")) {
                        Wording(zh: "② 已重新登录，解锁", en: "2. Signed in: unlock")
                    }
                    button(.type("button"), .class("button plain"), .id("field-export-locked")) {
                        Wording(zh: "导出加密的救急文件", en: "Export the encrypted rescue file")
                    }
                }
            }
        }
    }

    /// Where one is set; shown by the page's script.
    static var choice: HTML {
        section(.id("field-set-pin"), .class("field-form"), .hidden) {
            details(.id("field-pin")) {
                summary { Wording(zh: "给手机上的数据设 PIN", en: "Set a PIN for what is kept on this phone") }
                p(.class("hint")) {
                    Wording(
                        zh: "设了 PIN，机上的记录、照片、草稿和数据包都加密保存，打开本页要输 PIN；连续输错 10 次，只有您重新登录才能解锁。PIN 为 6 至 12 位数字，越长越难猜。",
                        en:
                            "Records, photographs, drafts and the package are then kept encrypted; 6 to 12 digits, the longer the better."
                    )
                }
                p(.class("hint")) {
                    Wording(
                        zh: "手机丢失时，可在“我的账号”中按编号作废：本机编号 ",
                        en: "A lost phone is revoked on your account page by its number: ")
                    span(.id("field-phone")) { "—" }
                }
                pin("field-pin-new", Wording(zh: "新的 PIN", en: "New PIN"))
                pin("field-pin-again", Wording(zh: "再输一次", en: "Once more"))
                p(.id("field-pin-words"), .role("status"), .ariaLive("polite")) {}
                p(.class("form-actions")) {
                    button(.type("button"), .class("button primary"), .id("field-pin-save")) {
                        Wording(zh: "设 PIN", en: "Set PIN")
                    }
                }
            }
        }
    }

    private static func pin(_ id: String, _ words: Wording) -> HTML {
        div(.class("field")) {
            label(.for(id), .class("question")) { words }
            input(.id(id), .type("password"), .inputmode("numeric"), .autocomplete("off"), .maxlength(12))
        }
    }
}
