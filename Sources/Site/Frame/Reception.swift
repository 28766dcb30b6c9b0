import Accounts
import Attachments
import Calendars
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Markup
import Permissions
import Registry
import Storage
import Workflows

/// Lets a request in: reads who asks, checks that the form is ours, and turns every error into an answer.
struct Reception: Sendable {
    let premises: Premises
    let context: SiteContext
    var wantsJSON = false
    private var visitor: Visit?

    init(premises: Premises, context: SiteContext) {
        self.premises = premises
        self.context = context
    }

    mutating func visit(_ request: inout Request, for route: Route) async throws -> Visit {
        let type = request.headers[.contentType] ?? ""
        let bearer = request.headers[.authorization].flatMap { $0.hasPrefix("Bearer ") ? String($0.dropFirst(7)) : nil }
        wantsJSON =
            bearer != nil || (request.headers[.accept] ?? "").contains("application/json")
            || type.hasPrefix("application/json")
        let origin = Origin(address: context.remoteAddress, device: request.headers[.userAgent] ?? "")
        let address = Link(parsing: request.uri.string) ?? Link()
        let preferences = Preferences(cookies: request.cookies)
        let takesForm = route.method == .post && !route.takesStream
        func visit(_ caller: Caller, _ form: SentForm) -> Visit {
            Visit(
                premises: premises, request: request, parameters: context.parameters, address: address, origin: origin,
                signedIn: caller.user, session: caller.session, token: caller.token, preferences: preferences,
                wantsJSON: wantsJSON, logger: context.logger, form: form.values, fileProblems: form.fileProblems)
        }
        visitor = visit(Caller(), SentForm())
        guard premises.figures.admits(origin.address) else {
            // Read without asking the database, so that the page can offer to send it again.
            if takesForm, !wantsJSON {
                visitor = visit(Caller(), try await FormReader(premises: premises, sender: .nobody).read(&request))
            }
            throw TooManyRequests()
        }
        let caller: Caller
        do {
            caller = try await identify(request, bearer: bearer, for: route)
        } catch  where takesForm {
            // Taken in to its end: a browser that is still sending would not see the answer. What was typed in a
            // session that has run out is kept for its owner; of anybody else files are passed over.
            let former = try await formerSession(request, after: error)
            let sender = former.map(FormReader.Sender.person) ?? .nobody
            let form = try await FormReader(premises: premises, sender: sender).read(&request)
            let stranger = visit(Caller(), form)
            visitor = stranger
            if let place = try await stranger.rescue(for: former) { throw SessionRanOut(place: place) }
            if error.leadsToSignIn, let left = try stranger.leftForm() { throw FormWithoutSession(left: left) }
            throw error
        }
        try await acquaint(caller.user, for: route, at: address)
        let known = visit(caller, SentForm())
        visitor = known
        if case .holding(let permission) = route.access, !(try known.user().holdsSomewhere(permission)) {
            throw Refusal.notFound("页面", because: known.signedIn?.explanation(lacking: permission))
        }
        guard takesForm else {
            if let session = caller.session, route.method == .post { try check(known, session, route) }
            return known
        }
        var sender = caller.sender
        if let guest = route.guest {
            let person = try await guest(known)
            sender = .person(person) { _ in true }
        }
        let form = try await FormReader(premises: premises, sender: sender).read(&request)
        let complete = visit(caller, form)
        visitor = complete
        if let session = caller.session {
            do {
                try check(complete, session, route)
            } catch {
                if let place = try await complete.rescueFromOlderPage() { throw FormTakenOver(place: place) }
                throw error
            }
        }
        guard form.fileProblems.isEmpty || route.repeatsForm else { throw Refusal.fields(form.fileProblems) }
        return complete
    }

    /// The enterprises that the page will name: one's own, and on forms the one in the address.
    private func acquaint(_ user: User?, for route: Route, at address: Link) async throws {
        guard let user else { return }
        try await premises.registry.acquaint(user.organisations)
        guard route.path.hasPrefix("/m/") else { return }
        try await premises.registry.acquaint(address.query.map(\.value))
    }

    /// Who asks, and by what proof.
    private struct Caller {
        var user: User?
        var session: Session?
        var token: MachineToken?

        var sender: FormReader.Sender {
            guard let user else { return .nobody }
            let session = session
            return .person(user.person.id) { token in session?.accepts(csrfToken: token) ?? true }
        }
    }

    private func identify(_ request: Request, bearer: String?, for route: Route) async throws -> Caller {
        let today = premises.desk.now().day
        if let bearer {
            let token = try await premises.accounts.machineToken(bearer)
            guard let owner = premises.people.user(token.owner, on: today) else { throw NotSignedIn() }
            return Caller(user: owner.limited(to: token), token: token)
        }
        guard let cookie = request.cookies[SessionCookie.name]?.value else {
            if route.access == .anyone { return Caller() }
            throw NotSignedIn()
        }
        do {
            let session =
                route.isInBackground
                ? try await premises.accounts.session(for: cookie, at: [.complete])
                : try await premises.accounts.session(for: cookie)
            return Caller(user: premises.people.user(session.person, on: today), session: session)
        } catch let refusal as SignInRefusal where route.access == .anyone {
            _ = refusal
            return Caller()
        }
    }

    /// The session that the browser still names and that has run out.
    private func formerSession(_ request: Request, after error: any Error) async throws -> Session? {
        guard (error as? SignInRefusal)?.code == .notSignedIn, let cookie = request.cookies[SessionCookie.name]?.value
        else { return nil }
        return try await premises.accounts.formerSession(for: cookie)
    }

    /// A form must have come from one of our pages.
    private func check(_ visit: Visit, _ session: Session, _ route: Route) throws {
        let sent = visit.form[FormFieldName.formToken] ?? visit.request.headers[.formToken] ?? ""
        guard session.accepts(csrfToken: sent) else { throw Refusal.staleForm }
    }

    // MARK: Errors

    /// The one place where refusals and faults meet HTTP.
    func answer(to error: any Error, _ request: Request) async -> Answer {
        switch error {
        case let refusal as Refusal: return await answer(refusal, request)
        case let refusal as SignInRefusal: return answer(refusal, request)
        case is NotSignedIn: return signIn(request)
        case let ended as SessionRanOut: return signIn(request, keeping: ended.place)
        case let stranded as FormWithoutSession:
            guard let visitor, !wantsJSON else { return signIn(request) }
            return SignInPages.page(.password, visit: visitor, left: stranded.left).status(.unauthorized)
        case let older as FormTakenOver: return .redirect(older.place)
        case is TooManyRequests:
            return problem(.init(.tooMany, code: "too-many-requests", message: "您的访问太频繁，请稍候几秒再试。"))
                .header(.retryAfter, "5")
        case let refusal as AttachmentRefusal: return await answer(Refusal(refusal), request)
        case let unavailable as DatabaseUnavailable: return answer(unavailable)
        case let folder as FolderUnavailable:
            return answer(
                DatabaseUnavailable(folder.cause == .diskFull ? .diskFull : .inputOutput, detail: folder.detail))
        case let error as HTTPError where error.status == .contentTooLarge:
            return problem(Refusal.formTooLarge(premises.settings.formLimit))
        default: return fault(error)
        }
    }

    private func answer(_ refusal: Refusal, _ request: Request) async -> Answer {
        if let explanation = refusal.explanation {
            context.logger.info("refused", metadata: ["code": "\(refusal.code)", "why": "\(explanation)"])
            do {
                try await premises.refusals.note(
                    refusal, of: visitor?.signedIn?.person.id,
                    asking: "\(request.method.rawValue) \(request.uri.path)", at: premises.desk.now())
            } catch {
                // The no stands whether or not it could be kept; the log has it.
                context.logger.error("refusal not kept", metadata: ["error": "\(error)"])
            }
        }
        return problem(refusal)
    }

    private func answer(_ refusal: SignInRefusal, _ request: Request) -> Answer {
        switch refusal.code {
        case _ where refusal.leadsToSignIn: return signIn(request)
        case .badMachineToken:
            return problem(.init(.forbidden, code: refusal.code.rawValue, message: refusal.message))
                .status(.unauthorized)
        default:
            let answer = problem(.init(.invalid, code: refusal.code.rawValue, message: refusal.message))
            guard let wait = refusal.retryAfter else { return answer }
            return answer.status(.tooManyRequests).header(.retryAfter, String(max(1, wait.components.seconds)))
        }
    }

    /// People are led to the sign-in page and back; programs are told.
    ///
    /// - Parameter place: the form of which a draft was just kept.
    private func signIn(_ request: Request, keeping place: Link? = nil) -> Answer {
        guard !wantsJSON else {
            let message = place == nil ? "请先登录，或在请求中带上接口令牌。" : "登录已过期，填写的内容已存为草稿。请重新登录后继续。"
            return problem(.init(.forbidden, code: "not-signed-in", message: message)).status(.unauthorized)
        }
        let back = request.method == .get ? Link(parsing: request.uri.string)?.url : place?.url
        return .redirect(
            Link("sign-in").setting(FormFieldName.returnTo, to: back).setting("kept", to: place == nil ? nil : "1"))
    }

    private func answer(_ unavailable: DatabaseUnavailable) -> Answer {
        context.logger.error("database unavailable", metadata: ["detail": "\(unavailable)"])
        let isFull = unavailable.cause == .diskFull
        let message =
            unavailable.outcomeUnknown
            ? "系统暂时无法确认这次办理是否已经保存。请稍后用同一页面再次提交：不会重复办理。"
            : "系统暂时不能保存（\(isFull ? "存储空间不足" : "数据库无响应")），这次填写没有生效。请稍后再提交。"
        return problem(.init(.conflicting, code: "unavailable", message: message))
            .status(isFull ? .init(code: 507) : .serviceUnavailable).header(.retryAfter, "5")
    }

    private func fault(_ error: any Error) -> Answer {
        let number = UUIDv7Reference.make()
        context.logger.error("fault", metadata: ["number": "\(number)", "error": "\(error)"])
        let refusal = Refusal(
            .conflicting, code: "fault", message: "系统出了差错，已记录，编号 \(number)。请稍后再试；如急需办理，请把编号告诉系统管理员。")
        return problem(refusal).status(.internalServerError)
    }

    private func problem(_ refusal: Refusal) -> Answer {
        let json = JSON.of(
            ("code", .text(refusal.code)), ("message", .text(refusal.message)),
            ("problems", .object(refusal.problems.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) })))
        let status = HTTPResponse.Status(code: refusal.kind.rawValue)
        guard let visitor, !wantsJSON else { return .json(json, status: status) }
        var page = Self.page(for: refusal)
        let again = refusal.isPassing ? visitor.again : nil
        page?.again = again
        let frame = visitor.page(page?.title ?? Wording(zh: "不能办理", en: "This cannot be done")) {
            if let page {
                page
            } else {
                section(.class("error-page")) {
                    p { refusal.message }
                    for problem in refusal.problems.sorted(by: { $0.key < $1.key }) { p { problem.value } }
                    if let again { again }
                    p { a(.class("button plain"), .href(Link())) { Wording(zh: "回到工作台", en: "Back to the workbench") } }
                }
            }
        }
        return Answer.page(frame, json: json).status(status)
    }
}

extension Reception {
    /// The page for what every site must be able to say; `nil` where the refusal's own words are the page.
    private static func page(for refusal: Refusal) -> ErrorPage? {
        switch refusal.code {
        case "not-found": .notFound(home: Link())
        case "not-permitted": .forbidden(Wording(zh: refusal.message, en: "You may not do this."), home: Link())
        case "too-many-requests": .tooMany(seconds: 5)
        default: nil
        }
    }
}

struct TooManyRequests: Error {}

extension Refusal {
    /// The same may be carried out a moment later.
    fileprivate var isPassing: Bool { ["too-many-requests", "unavailable", "fault"].contains(code) }
}

extension Visit {
    /// What was sent from one of our pages, to be sent once more. A password is typed anew.
    fileprivate var again: ButtonForm? {
        guard isFromOurPage, !form.values.isEmpty else { return nil }
        let fields = form.values.sorted { $0.key < $1.key }
            .filter { $0.key != FormFieldName.formToken && Field.SecretName(rawValue: $0.key) == nil }
            .flatMap { name, values in values.map { Link.Parameter(name, $0) } }
        return ButtonForm(
            title: Wording(zh: "再次提交", en: "Send again"), action: address,
            formToken: form[FormFieldName.formToken] ?? "", style: "main", fields: fields)
    }
}

/// A short number for a fault, to be read out on the telephone.
enum UUIDv7Reference {
    static func make() -> String {
        String((0..<8).map { _ in "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".randomElement()! })
    }
}

extension Error {
    /// Signing in is all that is missing.
    fileprivate var leadsToSignIn: Bool { self is NotSignedIn || (self as? SignInRefusal)?.leadsToSignIn == true }
}

extension SignInRefusal {
    fileprivate var leadsToSignIn: Bool {
        [.notSignedIn, .secondFactorNeeded, .enrolmentNeeded, .passwordChangeNeeded].contains(code)
    }
}

extension Refusal {
    static let staleForm = Refusal(
        .forbidden, code: "stale-form", message: "这个页面打开得太久，或不是从本平台打开的。请返回并刷新页面后重新提交；填写的草稿会保留。")
}

extension HTTPField.Name {
    static let formToken = Self("X-Form-Token")!
}

extension User {
    /// What a machine token leaves of its owner's posts: only the permissions named, only below the region.
    func limited(to token: MachineToken) -> User {
        guard let region = RegionCode(token.region) else { return User(person: person, posts: []) }
        let granted = Set(token.scopes.map(Permission.init))
        return User(
            person: person,
            posts: posts.compactMap { post in
                let role = Role(
                    post.role.name, post.role.title, reach: post.role.reach,
                    permissions: post.role.permissions.intersection(granted))
                guard !role.permissions.isEmpty else { return nil }
                var limited = post
                limited = Post(
                    id: post.id, person: post.person, organisation: post.organisation, role: role,
                    region: region.contains(post.region) ? post.region : region, sectors: post.sectors,
                    from: post.from, to: post.to, deputyFor: post.deputyFor)
                return post.region.contains(region) || region.contains(post.region) ? limited : nil
            })
    }

    func explanation(lacking permission: Permission) -> String {
        "\(person.name)的在任岗位都没有权限 \(permission)。"
    }
}
