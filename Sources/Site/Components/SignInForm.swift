import Markup

/// The form with which people sign in: name and password, then, where it is set up, a code from a second device.
public struct SignInForm: Component, Sendable {
    /// Which of the two steps is shown.
    public enum Step: Sendable {
        case password(name: String)
        case secondFactor
    }

    let step: Step
    let action: Link
    let seal: CommandForm.Seal
    let returnTo: Link?
    let problem: Wording?

    /// A step of signing in; `problem` says what was wrong, without saying which of name and password it was.
    public init(
        _ step: Step, to action: Link, seal: CommandForm.Seal, returnTo: Link? = nil, problem: Wording? = nil
    ) {
        self.step = step
        self.action = action
        self.seal = seal
        self.returnTo = returnTo
        self.problem = problem
    }

    /// What is wrong; give it to the page, which says it first.
    public var problems: [FormProblem] {
        problem.map { [FormProblem(fieldID: fields[0].id, $0)] } ?? []
    }

    public var body: HTML {
        div(.class("sign-in")) {
            form
            p(.class("hint")) {
                Wording(
                    zh: "忘记密码或账号被锁定，请联系本单位系统管理员。",
                    en: "If you forgot your password or are locked out, ask your administrator.")
            }
        }
    }

    private var form: CommandForm {
        var form = CommandForm(Wording(zh: "登录", en: "Sign in"), to: action, seal: seal, fields: fields + hidden)
        form.showsTitle = false
        return form
    }

    private var fields: [Field] {
        switch step {
        case .password(let name):
            [
                Field("name", Wording(zh: "账号", en: "User name"), .text(autocomplete: "username")).value(name)
                    .problem(problem),
                .password(.password, Wording(zh: "密码", en: "Password"), autocomplete: "current-password"),
            ]
        case .secondFactor:
            [
                Field("code", Wording(zh: "验证码", en: "Code"), .oneTimeCode)
                    .hint(Wording(zh: "打开验证器，输入 6 位数字", en: "The six digits in your authenticator"))
                    .problem(problem)
            ]
        }
    }

    private var hidden: [Field] {
        returnTo.map { [Field(FormFieldName.returnTo, Wording(verbatim: ""), .hidden).value($0.url)] } ?? []
    }
}
