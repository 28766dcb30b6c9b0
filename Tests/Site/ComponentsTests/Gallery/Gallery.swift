import Markup
import Site

/// Every component with content as it would really be, for tests, for a look in the browser, and for screenshots.
///
/// The content itself is in the page's language too, so that a label left in the other one stands out.
struct Gallery {
    typealias Page = (name: String, html: String)

    let language: Language
    var preferences = Preferences()

    init(_ language: Language) {
        self.language = language
        preferences.language = language
    }

    static func pages(_ language: Language = .chinese) -> [Page] { Gallery(language).pages }

    var pages: [Page] {
        frames.map { ($0.name, String(decoding: $0.frame.rendered, as: UTF8.self)) }
    }

    var frames: [(name: String, frame: PageFrame)] {
        [
            ("workbench", workbench), ("register", register()), ("register-narrowed", narrowedRegister),
            ("register-empty", emptyRegister), ("detail", detail), ("form", form(wrong: false)),
            ("form-errors", form(wrong: true)), ("confirm", confirmation), ("board", board), ("screen", screen),
            ("tasks", tasks), ("charts", charts), ("sign-in", signIn(nil)),
            (
                "sign-in-wrong",
                signIn(Wording(zh: "账号或密码不对，请重新输入。", en: "The name or password is not right. Try again."))
            ),
            ("second-factor", secondFactor), ("error-404", error(.notFound(home: Link()), "404")),
            ("error-403", error(forbidden, "403")), ("error-409", error(conflict, "409")),
            ("error-429", error(.tooMany(seconds: 30), "429")),
            ("error-503", error(.unavailable(reference: "K7Q2-9D"), "503")),
            ("error-500", error(.fault(reference: "M3XA-41"), "500")), ("letter", letter), ("brief", brief),
        ]
    }

    /// Content in the language of the page.
    func say(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }

    /// A name as content, for places that want a label.
    func name(_ chinese: String, _ english: String) -> Wording { Wording(verbatim: say(chinese, english)) }

    var shell: Shell {
        Shell(
            account: .init(
                name: say("李敏", "Li Min"), post: say("科长", "Section head"),
                unit: say("丁市应急管理局", "Ding City Bureau")),
            navigation: [
                .init("workbench", Wording(zh: "工作台", en: "Workbench"), Link()),
                .init("map", Wording(zh: "一张图", en: "Map"), Link("map")),
                .init("ledgers", Wording(zh: "台账", en: "Registers"), Link("l", "hazards")),
                .init("inspect", Wording(zh: "执法", en: "Inspection"), Link("i")),
                .init("cases", Wording(zh: "案件", en: "Cases"), Link("c")),
                .init("duty", Wording(zh: "值守", en: "Duty"), Link("duty")),
                .init("stats", Wording(zh: "统计", en: "Statistics"), Link("stats")),
                .init("lights", Wording(zh: "督办", en: "Supervision"), Link("lights")),
            ],
            messageCount: 3, preferences: preferences, formToken: "token-1", version: "0.1.0")
    }

    func scope(_ address: Link) -> ScopeSelector {
        ScopeSelector(
            [
                .init(code: "320000000000", name: say("某省", "Province")),
                .init(code: "320400000000", name: say("丁市", "Ding City"), depth: 1),
                .init(code: "320411000000", name: say("丁市甲区", "Jia District"), depth: 2),
                .init(code: "320412000000", name: say("丁市乙县", "Yi County"), depth: 2),
            ], chosen: "320400000000", address: address)
    }

    func frame(
        _ title: Wording, _ address: Link, section: String? = nil, problems: [FormProblem] = [],
        notices: [Notice] = [], breadcrumb: [Crumb]? = nil, scoped: Bool = false,
        @HTMLBuilder content: () -> HTML
    ) -> PageFrame {
        PageFrame(
            title, shell: shell, address: address, section: section, breadcrumb: breadcrumb ?? [],
            scope: scoped ? scope(address) : nil, notices: notices, problems: problems,
            dataTime: "2026-09-30 08:05", content: content)
    }
}
