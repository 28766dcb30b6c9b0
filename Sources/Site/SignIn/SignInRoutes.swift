import Accounts
import Hummingbird
import Markup
import Workflows

/// Signing in, step by step, and out.
enum SignInRoutes {
    static let all: [Route] =
        PhonePages.routes + [
            Route(.get, "/sign-in", "登录页", for: .anyone) { visit in
                SignInPages.page(.password, visit: visit)
            },
            Route(
                .post, "/sign-in", "登录", for: .anyone,
                body: [.init("login", "登录名"), .init("password", "密码"), leftForm]
            ) { visit in
                try await step(.password, visit) { accounts in
                    try await accounts.signIn(
                        login: visit.form["login"] ?? "", password: visit.form["password"] ?? "", from: visit.origin)
                }
            },
            Route(
                .post, "/sign-in/second-factor", "输入动态码", for: .anyone,
                body: [.init("code", "动态码"), .init("recovery", "恢复码（动态码不可用时）"), leftForm]
            ) { visit in
                try await step(.secondFactor, visit) { accounts in
                    let session = try await accounts.session(for: visit.sessionToken, at: [.secondFactor])
                    let recovery = visit.form["recovery"] ?? ""
                    return recovery.isEmpty
                        ? try await accounts.passSecondFactor(
                            in: session, code: visit.form["code"] ?? "", origin: visit.origin)
                        : try await accounts.passRecoveryCode(in: session, code: recovery, origin: visit.origin)
                }
            },
            Route(.post, "/sign-in/enrolment", "绑定身份验证器", for: .anyone, body: [.init("code", "动态码"), leftForm]) {
                visit in
                try await enrol(visit)
            },
            Route(
                .post, "/sign-in/new-password", "设置新密码", for: .anyone,
                body: [.init("current", "当前密码"), .init("new", "新密码"), leftForm]
            ) { visit in
                try await step(.passwordChange, visit) { accounts in
                    let session = try await accounts.session(for: visit.sessionToken, at: [.passwordChange, .complete])
                    return try await accounts.changePassword(
                        in: session, from: visit.form["current"] ?? "", to: visit.form["new"] ?? "",
                        origin: visit.origin)
                }
            },
            Route(.get, "/account", "我的账号：更换密码、离线手机", for: .signedIn) { visit in
                let phones = try await visit.premises.accounts.phones(of: try visit.user().person.id)
                return SignInPages.page(.passwordChange, visit: visit, below: PhonePages.list(phones))
            },
            Route(.post, "/sign-out", "退出登录", for: .signedIn, body: []) { visit in
                try await visit.premises.accounts.signOut(visit.sessionToken)
                return Answer.redirect(Link("sign-in"))
                    .cookie(SessionCookie.removal(isSecure: visit.premises.settings.isSecure))
            },
        ]

    private static let leftForm = Route.Parameter(FormFieldName.leftForm, "登录页带来的封存内容：登录前提交的表单，登录后成为本人的草稿（选填）")

    /// Takes one step; what is refused shows the same form again with the name still filled in.
    private static func step(
        _ stage: SignInPages.Stage, _ visit: Visit, _ take: (Accounts) async throws -> SignIn
    ) async throws -> Answer {
        do {
            let signIn = try await take(visit.premises.accounts)
            return try await next(signIn, visit)
        } catch let refusal as SignInRefusal where !visit.wantsJSON && refusal.code != .notSignedIn {
            var answer = SignInPages.page(stage, visit: visit, problem: refusal.message)
            answer.status = refusal.retryAfter == nil ? .unprocessableContent : .tooManyRequests
            return answer
        }
    }

    private static func next(_ signIn: SignIn, _ visit: Visit) async throws -> Answer {
        let cookie = SessionCookie.cookie(signIn.token, isSecure: visit.premises.settings.isSecure)
        switch signIn.session.stage {
        case .complete:
            await visit.handOver(to: signIn.session.person)
            return Answer.redirect(visit.back).cookie(cookie)
        case .secondFactor: return SignInPages.page(.secondFactor, visit: visit).cookie(cookie)
        case .passwordChange: return SignInPages.page(.passwordChange, visit: visit).cookie(cookie)
        case .enrolment:
            let offer = try await visit.premises.accounts.offerSecondFactor(in: signIn.session)
            return SignInPages.page(.enrolment(offer), visit: visit).cookie(cookie)
        }
    }

    private static func enrol(_ visit: Visit) async throws -> Answer {
        let accounts = visit.premises.accounts
        let session = try await accounts.session(for: visit.sessionToken, at: [.enrolment])
        do {
            let (signIn, codes) = try await accounts.confirmSecondFactor(
                in: session, code: visit.form["code"] ?? "", origin: visit.origin)
            let cookie = SessionCookie.cookie(signIn.token, isSecure: visit.premises.settings.isSecure)
            await visit.handOver(to: signIn.session.person)
            return SignInPages.recoveryCodes(codes, visit: visit).cookie(cookie)
        } catch let refusal as SignInRefusal where !visit.wantsJSON && refusal.code == .wrongCode {
            let offer = try await accounts.pendingSecondFactor(in: session)
            return SignInPages.page(.enrolment(offer), visit: visit, problem: refusal.message)
                .status(.unprocessableContent)
        }
    }
}

extension Visit {
    var sessionToken: String { request.cookies[SessionCookie.name]?.value ?? "" }

    /// Where the person wanted to go when they came to the door.
    var back: Link { Link(parsing: form[FormFieldName.returnTo] ?? "") ?? Link() }
}
