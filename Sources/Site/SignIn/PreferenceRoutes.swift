import Hummingbird
import Markup

/// How a person likes pages to look: kept in cookies, so the server draws them that way from the first byte.
enum PreferenceRoutes {
    private static let names = ["language", "density", "theme", "text", "keys"]

    private static func isChoice(_ value: String) -> Bool {
        value.utf8.count < 12 && value.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D }
    }

    private static func cookie(_ name: String, _ value: String, _ visit: Visit) -> Cookie {
        Cookie(
            name: "anlan-\(name)", value: value, maxAge: 31_536_000, path: "/",
            secure: visit.premises.settings.isSecure, httpOnly: false, sameSite: .lax)
    }

    /// The page that the person was on. The sign-in page with a form in it cannot be fetched again: it is drawn anew.
    private static func page(_ visit: Visit, after chosen: [Cookie]) -> Answer {
        guard visit.parcel != nil, visit.signedIn == nil else { return .redirect(visit.back) }
        var visit = visit
        // The first of a name counts.
        visit.preferences = Preferences(
            cookies: Cookies(from: chosen.map { "\($0.name)=\($0.value)" } + visit.request.headers[values: .cookie]))
        return SignInPages.page(.password, visit: visit)
    }

    static let all: [Route] = [
        Route(
            .post, "/preferences", "显示设置", for: .anyone,
            body: names.map { .init($0, "显示设置") }
                + [.init(FormFieldName.returnTo, "返回的地址"), .init(FormFieldName.leftForm, "登录页带来的封存内容（选填）")]
        ) { visit in
            let chosen = names.compactMap { name in
                visit.form[name].flatMap { isChoice($0) ? cookie(name, $0, visit) : nil }
            }
            return chosen.reduce(page(visit, after: chosen)) { $0.cookie($1) }
        },
        Route(.get, "/help", "帮助", for: .anyone) { visit in HelpPages.help(visit) },
        Route(.get, "/accessibility", "无障碍声明", for: .anyone) { visit in HelpPages.accessibility(visit) },
    ]
}

extension Preferences {
    init(cookies: Cookies) {
        func choice<C: RawRepresentable<String>>(_ name: String, _ usual: C) -> C {
            cookies["anlan-\(name)"].flatMap { C(rawValue: $0.value) } ?? usual
        }
        self.init(
            language: choice("language", .chinese), density: choice("density", .compact),
            theme: choice("theme", .auto), textSize: choice("text", .normal),
            usesShortcuts: cookies["anlan-keys"]?.value != "off")
    }
}
