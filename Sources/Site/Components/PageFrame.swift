import Markup

/// A whole page: skip link, top bar, way to the page, title, content, footer.
public struct PageFrame: Sendable {
    /// How the content lies in the window.
    public enum Layout: String, Sendable {
        /// As long as it is.
        case flowing
        /// A register takes the window's height and scrolls within itself.
        case fills
        /// A paper: printed alone, without the frame around it.
        case document
    }

    public var shell: Shell
    public var title: Wording
    /// The entry of the top bar that the page belongs to.
    public var section: String?
    public var breadcrumb: [Crumb]
    /// The page's own address: choices of language and region return to it.
    public var address: Link
    public var scope: ScopeSelector?
    public var notices: [Notice]
    /// What is wrong with the form on the page; the title then begins with 错误.
    public var problems: [FormProblem]
    /// Time of the newest data on the page, `2026-09-30 08:05`.
    public var dataTime: String
    /// Shown beside the title: badges, the main buttons.
    public var actions: HTML
    /// For a wall: dark, large, without navigation (`?screen=1`).
    public var isScreen: Bool
    public var layout: Layout
    public var content: HTML

    /// A page with its title, address and content; everything else has a usual value and can be set afterwards.
    public init(
        _ title: Wording, shell: Shell, address: Link, section: String? = nil, breadcrumb: [Crumb] = [],
        scope: ScopeSelector? = nil, notices: [Notice] = [], problems: [FormProblem] = [], dataTime: String,
        @HTMLBuilder content: () -> HTML
    ) {
        self.shell = shell
        self.title = title
        self.section = section
        self.breadcrumb = breadcrumb
        self.address = address
        self.scope = scope
        self.notices = notices
        self.problems = problems
        self.dataTime = dataTime
        actions = .empty
        isScreen = address.first("screen") == "1"
        layout = .flowing
        self.content = content()
    }

    /// The page as bytes to be sent, in the language of the person.
    public var rendered: [UInt8] { html.rendered(in: shell.preferences.language) }

    /// The page with its document type.
    public var html: HTML {
        .pieces([
            .trusted(TrustedMarkup("<!doctype html>\n")),
            htmlElement(all: rootAttributes) {
                DocumentHead(title: pageTitle, shell: shell)
                bodyElement(.class((isScreen ? "screen " : "page ") + layout.rawValue)) {
                    a(.class("skip"), .href(Anchor("main"))) { Wording(zh: "跳到正文", en: "Skip to content") }
                    if !isScreen { TopBar(shell: shell, section: section, address: address) }
                    printHeader
                    mainElement(.id("main"), .tabindex(-1)) { mainContent }
                    Footer(shell: shell, dataTime: dataTime, address: address)
                }
            },
        ])
    }

    private var pageTitle: Wording {
        problems.isEmpty ? title : Wording(zh: "错误：", en: "Error: ") + title
    }

    private var rootAttributes: [Attribute?] {
        let preferences = shell.preferences
        return [
            .lang(preferences.language), .data("density", preferences.density.rawValue),
            .data("theme", isScreen ? "dark" : preferences.theme.rawValue),
            .data("text", preferences.textSize.rawValue),
            preferences.usesShortcuts ? .data("keys", "on") : nil,
        ]
    }

    @HTMLBuilder private var mainContent: HTML {
        if !problems.isEmpty { ErrorSummary(problems) }
        for notice in notices { notice }
        if !breadcrumb.isEmpty { Breadcrumb(crumbs: breadcrumb) }
        div(.class("page-head")) {
            if let scope { scope }
            h1 { title }
            if !actions.isEmpty { div(.class("page-actions")) { actions } }
        }
        content
    }

    /// What a printed page must say of itself: where it comes from and how fresh it is.
    private var printHeader: HTML {
        div(.class("print-only print-header"), .ariaHidden) {
            span { shell.siteName }
            span {
                Wording(zh: "数据时间 ", en: "Data as of ")
                dataTime
            }
            if let account = shell.account { span { "\(account.unit) \(account.name)" } }
        }
    }
}

/// `<head>`: no script or style stands in the page itself, so a strict content policy holds.
struct DocumentHead: Component {
    let title: Wording
    let shell: Shell

    var body: HTML {
        headElement {
            meta(.charset("utf-8"))
            titleElement {
                title
                " - "
                shell.siteName
            }
            meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
            meta(.name("renderer"), .content("webkit"))
            meta(.name("color-scheme"), .content("light dark"))
            linkElement(.rel("icon"), .href(shell.places.icon), .type("image/svg+xml"))
            linkElement(.rel("stylesheet"), .href(shell.places.styles))
            scriptElement(.type("module"), .src(shell.places.script))
        }
    }
}

struct Breadcrumb: Component {
    let crumbs: [Crumb]

    var body: HTML {
        nav(.class("breadcrumb"), .ariaLabel(Wording(zh: "当前位置", en: "Breadcrumb"))) {
            ol {
                for crumb in crumbs {
                    li {
                        if let link = crumb.link { a(.href(link)) { crumb.title } } else { crumb.title }
                    }
                }
            }
        }
    }
}

struct Footer: Component {
    let shell: Shell
    let dataTime: String
    let address: Link

    var body: HTML {
        footer(.class("site-footer")) {
            p {
                a(.href(shell.places.complaints.setting("about", to: address.url))) {
                    Wording(zh: "投诉建议", en: "Complaints and suggestions")
                }
                a(.href(shell.places.accessibility)) { Wording(zh: "无障碍声明", en: "Accessibility") }
                a(.href(shell.places.help)) { Wording(zh: "帮助", en: "Help") }
            }
            p {
                span {
                    Wording(zh: "数据时间 ", en: "Data as of ")
                    time(.id("data-time"), .datetime(dataTime)) { dataTime }
                }
                span {
                    Wording(zh: "版本 ", en: "Version ")
                    shell.version
                }
            }
        }
    }
}
