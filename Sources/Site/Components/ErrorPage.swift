import Markup

/// What a page says when it cannot do what was asked: what happened, whether anything was saved, what to do now.
public struct ErrorPage: Component, Sendable {
    /// Two versions of one field, when someone else was faster.
    public struct Difference: Sendable {
        public var label: Wording
        public var theirs: String
        public var yours: String

        /// What stands there now, and what was to be written.
        public init(_ label: Wording, theirs: String, yours: String) {
            self.label = label
            self.theirs = theirs
            self.yours = yours
        }
    }

    /// The status with which the page is sent.
    public let status: Int
    /// The heading of the page.
    public let title: Wording
    let explanation: Wording
    let advice: Wording
    var differences: [Difference] = []
    var reference: String?
    var action: (title: Wording, link: Link)?
    /// Sends once more what was sent, where it was not carried out for a passing reason.
    public var again: ButtonForm?

    /// Not there, or not yours: the same words for both, so that nobody learns what exists.
    public static func notFound(home: Link) -> ErrorPage {
        ErrorPage(
            status: 404, title: Wording(zh: "没有找到这个页面", en: "Page not found"),
            explanation: Wording(
                zh: "您要看的内容不存在，或者不在您的职责范围内。",
                en: "What you are looking for does not exist or is outside your responsibilities."),
            advice: Wording(
                zh: "请核对地址或编号；如果您应当能看到它，请向本单位系统管理员申请。",
                en: "Check the address or number. If you should be able to see it, ask your administrator."),
            action: (Wording(zh: "回到工作台", en: "Back to the workbench"), home))
    }

    /// The person may see this but not do that; `reason` says what is missing and who can grant it.
    public static func forbidden(_ reason: Wording, home: Link) -> ErrorPage {
        ErrorPage(
            status: 403, title: Wording(zh: "这一步不由您办理", en: "This step is not yours"), explanation: reason,
            advice: Wording(
                zh: "没有任何内容被改动。确需办理的，请联系有权办理的人员或申请授权。",
                en: "Nothing was changed. Ask the person in charge, or apply for the permission."),
            action: (Wording(zh: "回到工作台", en: "Back to the workbench"), home))
    }

    /// Someone changed the matter meanwhile; both versions stand side by side, nothing typed is lost.
    public static func conflict(_ differences: [Difference], reload: Link) -> ErrorPage {
        ErrorPage(
            status: 409, title: Wording(zh: "这件事项刚刚被别人改过", en: "Someone else has just changed this"),
            explanation: Wording(
                zh: "您填写的内容没有保存到台账，已原样列在下面。",
                en: "What you entered was not saved; it is shown below as you typed it."),
            advice: Wording(
                zh: "请对照两个版本，打开最新内容后重新办理。", en: "Compare both versions, then open the latest and try again."),
            differences: differences, action: (Wording(zh: "打开最新内容", en: "Open the latest"), reload))
    }

    /// Too many requests in a short time.
    public static func tooMany(seconds: Int) -> ErrorPage {
        ErrorPage(
            status: 429, title: Wording(zh: "操作太频繁", en: "Too many requests"),
            explanation: Wording(
                zh: "短时间内请求过多，本次没有办理。", en: "There were too many requests; this one was not carried out."),
            advice: Wording(
                zh: "请在 \(seconds) 秒后再试：刷新本页，或返回上一页。不需要反复点击。",
                en: "Please reload this page in \(seconds) seconds, or go back and try again."))
    }

    /// The program runs but cannot reach its data.
    public static func unavailable(reference: String) -> ErrorPage {
        ErrorPage(
            status: 503, title: Wording(zh: "系统暂时不能办理", en: "Temporarily unavailable"),
            explanation: Wording(
                zh: "数据库暂时连接不上。本次提交没有保存，已办结的事项不受影响。",
                en: "The database cannot be reached. This submission was not saved; earlier ones are safe."),
            advice: Wording(
                zh: "请保留本页，一分钟后重试；紧急事项请直接打电话。",
                en: "Keep this page and try again in a minute. For emergencies, telephone."), reference: reference)
    }

    /// Something is wrong with the program; the person sees a number to read out, never the cause.
    public static func fault(reference: String) -> ErrorPage {
        ErrorPage(
            status: 500, title: Wording(zh: "系统出错了，已记录", en: "Something went wrong; it was recorded"),
            explanation: Wording(
                zh: "这是系统的问题，不是您的操作有误。本次提交没有保存。",
                en: "This is our fault, not yours. This submission was not saved."),
            advice: Wording(
                zh: "请稍后重试；仍不行时，请把下面的编号告诉系统管理员。",
                en: "Try again later. If it persists, tell the administrator the number below."), reference: reference)
    }

    public var body: HTML {
        section(.class("error-page")) {
            p(.class("lead")) { explanation }
            p { advice }
            if !differences.isEmpty { comparison }
            if let reference {
                p(.class("reference")) {
                    Wording(zh: "编号 ", en: "Reference ")
                    code { reference }
                }
            }
            if let again {
                p {
                    Wording(
                        zh: "填写的内容还在这一页里，请稍候再次提交，不会重复办理；"
                            + "也可以用浏览器的“返回”回到填写页。选择的文件可能需要重新选择。",
                        en: "What you filled in is still in this page: send it again in a moment, it is done once. "
                            + "Or go back to the form. Files may have to be chosen anew.")
                }
                again
            }
            if let action { p { a(.class("button main"), .href(action.link)) { action.title } } }
        }
    }

    private var comparison: HTML {
        table(.class("numbers comparison")) {
            caption { Wording(zh: "两个版本", en: "Both versions") }
            thead {
                tr {
                    th(.scope("col")) { Wording(zh: "字段", en: "Field") }
                    th(.scope("col")) { Wording(zh: "现在的内容", en: "As it is now") }
                    th(.scope("col")) { Wording(zh: "您填写的内容", en: "What you entered") }
                }
            }
            tbody {
                for difference in differences {
                    tr(.class(difference.theirs == difference.yours ? nil : "differs")) {
                        th(.scope("row")) { difference.label }
                        td { difference.theirs }
                        td { difference.yours }
                    }
                }
            }
        }
    }
}
