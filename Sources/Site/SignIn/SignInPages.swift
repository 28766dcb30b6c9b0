import Accounts
import Markup
import Workflows

/// The forms at the door.
enum SignInPages {
    enum Stage {
        case password, secondFactor, passwordChange
        case enrolment(SecondFactorOffer)
    }

    /// - Parameter left: what was sent by nobody who is signed in.
    static func page(
        _ stage: Stage, visit: Visit, left: LeftForm? = nil, problem: String? = nil, below: HTML = .empty
    ) -> Answer {
        let form = form(stage, visit: visit, left: left)
        let problems = problem.map { [FormProblem(fieldID: nil, Wording(verbatim: $0))] } ?? []
        let kept = Notice(
            .hint,
            Wording(zh: "登录已过期。您填写的内容已存为草稿，登录后接着填写。", en: "Your session has ended. What you typed is kept."))
        let isLeft = left != nil || visit.parcel != nil
        var frame = visit.page(
            form.heading, notices: visit.address.first("kept") == "1" ? [kept] : isLeft ? [LeftForm.notice] : [],
            problems: problems
        ) {
            section(.class("sign-in")) {
                if case .enrolment(let offer) = stage { key(offer) }
                form.form
                if case .password = stage { help }
            }
            below
        }
        if let parcel = left?.parcel ?? visit.parcel {
            frame.shell.carried = [FormFieldName.leftForm: parcel, FormFieldName.returnTo: back(left, visit) ?? ""]
        }
        return .page(
            frame, json: .of(("step", .text(form.name)), ("message", .text(problem ?? form.heading.chinese))))
    }

    static func recoveryCodes(_ codes: [String], visit: Visit) -> Answer {
        let heading = Wording(zh: "请保存恢复码", en: "Keep your recovery codes")
        let frame = visit.page(heading) {
            section(.class("sign-in")) {
                p {
                    Wording(
                        zh: "手机丢失时，每个恢复码可代替动态码使用一次。它们只显示这一次，请打印或抄写后妥善保管。",
                        en: "If you lose your phone, each code replaces a one-time code once. They are shown only now.")
                }
                ul(.class("codes")) { for code in codes { li { code } } }
                p { a(.class("button main"), .href(visit.back)) { Wording(zh: "已保存，继续", en: "Saved, go on") } }
            }
        }
        return .page(frame, json: .of(("recoveryCodes", .array(codes.map { .text($0) }))))
    }

    /// Where the person goes once they are in.
    private static func back(_ left: LeftForm?, _ visit: Visit) -> String? {
        left?.place.url ?? visit.form[FormFieldName.returnTo] ?? visit.address.first(FormFieldName.returnTo)
    }

    private static func form(
        _ stage: Stage, visit: Visit, left: LeftForm?
    ) -> (name: String, heading: Wording, form: CommandForm) {
        let kept = [
            Field(FormFieldName.returnTo, Wording(verbatim: ""), .hidden).value(back(left, visit)).optional,
            Field(FormFieldName.leftForm, Wording(verbatim: ""), .hidden)
                .value(left?.parcel ?? visit.parcel).optional,
        ]
        switch stage {
        case .password:
            return (
                "password", Wording(zh: "登录", en: "Sign in"),
                make(
                    Wording(zh: "登录", en: "Sign in"), Link("sign-in"),
                    [
                        Field("login", Wording(zh: "登录名", en: "Login name"), .text(autocomplete: "username"))
                            .value(visit.form["login"]),
                        .password(
                            .password, Wording(zh: "密码", en: "Password"), autocomplete: "current-password"),
                    ] + kept, formToken: visit.formToken)
            )
        case .secondFactor:
            return (
                "second-factor", Wording(zh: "输入动态码", en: "Enter the one-time code"),
                make(
                    Wording(zh: "验证", en: "Verify"), Link("sign-in", "second-factor"),
                    [
                        Field("code", Wording(zh: "身份验证器上的 6 位动态码", en: "6-digit code"), .oneTimeCode).optional,
                        Field("recovery", Wording(zh: "或者：一个恢复码", en: "Or: a recovery code")).optional,
                    ] + kept)
            )
        case .passwordChange:
            return (
                "new-password", Wording(zh: "设置新密码", en: "Choose a new password"),
                make(
                    Wording(zh: "设置", en: "Set"), Link("sign-in", "new-password"),
                    [
                        .password(
                            .current, Wording(zh: "当前密码", en: "Current password"), autocomplete: "current-password"),
                        .password(.new, Wording(zh: "新密码", en: "New password"), autocomplete: "new-password")
                            .hint(Wording(zh: "不少于 10 个字符，不用常见密码。", en: "At least 10 characters, nothing common.")),
                    ] + kept, formToken: visit.formToken)
            )
        case .enrolment:
            return (
                "enrolment", Wording(zh: "绑定身份验证器", en: "Set up your authenticator"),
                make(
                    Wording(zh: "绑定", en: "Confirm"), Link("sign-in", "enrolment"),
                    [Field("code", Wording(zh: "身份验证器显示的 6 位动态码", en: "The 6-digit code shown"), .oneTimeCode)]
                        + kept)
            )
        }
    }

    /// - Parameter formToken: of the session that there is already, of whoever proves anew who they are.
    private static func make(
        _ title: Wording, _ action: Link, _ fields: [Field], formToken: String = ""
    ) -> CommandForm {
        var form = CommandForm(title, to: action, seal: .init(formToken: formToken, commandID: ""), fields: fields)
        form.showsTitle = false
        return form
    }

    private static func key(_ offer: SecondFactorOffer) -> HTML {
        .pieces([
            p {
                Wording(
                    zh: "您的岗位须使用动态码登录。请在手机的身份验证器中添加账号，输入下面的密钥：",
                    en: "Your post requires one-time codes. Add an account in your authenticator with this key:")
            },
            p { code { offer.key } },
        ])
    }

    private static var help: HTML {
        p(.class("hint")) {
            Wording(
                zh: "忘记密码请联系本单位系统管理员。连续多次输错会暂停登录 15 分钟。",
                en: "If you forgot your password, ask your system administrator.")
        }
    }
}
