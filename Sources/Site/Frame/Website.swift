import Accounts
import HTTPTypes
import Hummingbird
import Logging
import Markup
import Permissions
import Registry
import Workflows

/// The whole site: its routes, and how each request becomes a visit and each answer a response.
public struct Website: Sendable {
    public let premises: Premises
    public let routes: [Route]

    /// The frame's own routes, and those that the domains bring.
    public init(_ premises: Premises, domains: [Route] = []) {
        self.premises = premises
        let own =
            SignInRoutes.all + WorkbenchRoutes.all + RegisterRoutes.all + MatterRoutes.all + SearchRoutes.all
            + AttachmentRoutes.all + RulesRoutes.all + PeopleRoutes.all + AuditRoutes.all + PreferenceRoutes.all
            + EnterpriseChoiceRoutes.all + OperationRoutes.all + LiveRoutes.all + OutboxRoutes.all + ImportRoutes.all
            + LogRoutes.all + WitnessRoutes.all + ProofRoutes.all + KnownThenRoutes.all + DraftRoutes.all
            + BatchRoutes.all + SavedViewRoutes.all + ErasureRequestRoutes.all
            + ErasureDecisionRoutes.all
        routes = own.answering(FrameAnswers.all) + domains
    }

    public func router() -> Router<SiteContext> {
        let router = Router(context: SiteContext.self)
        for route in routes {
            let path = RouterPath(stringLiteral: route.path)
            switch route.method {
            case .get: router.get(path) { try await answer(route, $0, $1) }
            case .post: router.post(path) { try await answer(route, $0, $1) }
            }
        }
        router.get("/openapi.json") { request, _ in
            Answer.json(InterfaceDescription(site: self).document).response(asJSON: true).secured(by: premises)
        }
        for asset in premises.assets.all {
            router.get(RouterPath(stringLiteral: "/" + asset.name)) { request, _ in
                asset.response(to: request).secured(by: premises)
            }
        }
        router.add(middleware: UnknownAddress(site: self))
        return router
    }

    /// Every request takes this way; nothing answers without it.
    func answer(_ route: Route, _ request: Request, _ context: SiteContext) async throws -> Response {
        let watch = ContinuousClock.now
        var request = request
        var reception = Reception(premises: premises, context: context)
        let response: Response
        do {
            let visit = try await reception.visit(&request, for: route)
            let answer = try await route.handle(visit)
            if route.finishesForm, answer.status == .seeOther { await visit.forgetDraft() }
            response = answer.response(asJSON: visit.wantsJSON, packed: request.takesGzip)
        } catch {
            response = await reception.answer(to: error, request).response(
                asJSON: reception.wantsJSON, packed: request.takesGzip)
        }
        premises.figures.count(
            route: route, status: response.status.code, time: watch.duration(to: .now))
        return response.secured(by: premises)
    }
}

extension Response {
    /// The headers that every answer has (strict content policy; no framing, no sniffing, no caching by default).
    func secured(by premises: Premises) -> Response {
        var response = self
        let tiles = premises.settings.mapTiles.map { " " + $0.origin } ?? ""
        // A file handed out says more strictly itself that nothing in it may act.
        response.headers[.contentSecurityPolicy] =
            response.headers[.contentSecurityPolicy]
            ?? "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:\(tiles); connect-src 'self'; "
            + "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.init("Referrer-Policy")!] = "same-origin"
        response.headers[.init("X-Frame-Options")!] = "DENY"
        response.headers[.init("Cross-Origin-Opener-Policy")!] = "same-origin"
        response.headers[.init("Permissions-Policy")!] = "camera=(self), geolocation=(self), microphone=()"
        if premises.settings.isSecure {
            response.headers[.strictTransportSecurity] = "max-age=31536000; includeSubDomains"
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}

/// Addresses that lead nowhere get the same page as what is not the person's to see.
struct UnknownAddress: RouterMiddleware {
    let site: Website

    func handle(
        _ request: Request, context: SiteContext, next: (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound {
            let nowhere = Route(.get, request.uri.path, "", for: .anyone) { _ in throw Refusal.notFound("页面") }
            return try await site.answer(nowhere, request, context)
        }
    }
}
