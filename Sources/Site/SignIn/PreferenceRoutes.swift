import Hummingbird
import Markup

/// How a person likes pages to look: kept in cookies, so the server draws them that way from the first byte.
enum PreferenceRoutes {
    private static let names = ["language", "density", "theme", "text", "keys"]

    static let all: [Route] = [
        Route(
            .post, "/preferences", "显示设置", for: .anyone,
            body: names.map { .init($0, "显示设置") } + [.init(FormFieldName.returnTo, "返回的地址")]
        ) { visit in
            var answer = Answer.redirect(Link(parsing: visit.form[FormFieldName.returnTo] ?? "") ?? Link())
            for name in names {
                guard let value = visit.form[name], value.utf8.count < 12,
                    value.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D })
                else { continue }
                answer = answer.cookie(
                    Cookie(
                        name: "anlan-\(name)", value: value, maxAge: 31_536_000, path: "/",
                        secure: visit.premises.settings.isSecure, httpOnly: false, sameSite: .lax))
            }
            return answer
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
