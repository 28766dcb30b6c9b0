import Markup

/// A named address of a register: filters, order and columns that someone kept.
public struct SavedView: Sendable {
    public var name: Wording
    public var link: Link
    public var count: Int?
    public var isCurrent: Bool

    /// A view with its name and, if it is known, its number of rows.
    public init(_ name: Wording, _ link: Link, count: Int? = nil, isCurrent: Bool = false) {
        self.name = name
        self.link = link
        self.count = count
        self.isCurrent = isCurrent
    }
}

/// What can be done with several rows at once. Works without scripts: the extent is chosen in a list.
public struct Batch: Sendable {
    /// A button under the table.
    public struct Action: Sendable {
        public var name: String
        public var title: Wording

        /// An action; `name` is sent as the value of `action`.
        public init(_ name: String, _ title: Wording) {
            self.name = name
            self.title = title
        }
    }

    public var action: Link
    public var formToken: String
    public var actions: [Action]

    /// Actions sent to one address with `selected=<id>…`, `extent=selected|page|all`, `action` and `address`.
    public init(to action: Link, formToken: String, _ actions: [Action]) {
        self.action = action
        self.formToken = formToken
        self.actions = actions
    }
}

/// Where the rows can be taken away to, and what else the register's own bar offers.
public struct RegisterTools: Sendable {
    /// A link with its words, such as 新增 or 导出 xlsx.
    public typealias Offer = (title: Wording, link: Link)

    /// 新增, 导入 and the like.
    public var offers: [Offer]
    /// Files with the rows and columns shown, such as XLSX and CSV.
    public var exports: [Offer]
    /// Keeps the conditions under a name; `nil` where there is nothing to keep.
    public var keeping: ViewKeeping?

    /// How the person keeps views, and which they have.
    public struct ViewKeeping: Sendable {
        let formToken: String
        let kept: [(id: String, name: String)]

        public init(formToken: String, kept: [(id: String, name: String)]) {
            self.formToken = formToken
            self.kept = kept
        }
    }

    /// What the register offers beside its rows.
    public init(offers: [Offer] = [], exports: [Offer] = [], keeping: ViewKeeping? = nil) {
        self.offers = offers
        self.exports = exports
        self.keeping = keeping
    }
}

struct ViewLinks: Component {
    let views: [SavedView]
    let tools: RegisterTools
    let state: RegisterState

    var body: HTML {
        if !views.isEmpty || tools.keeping != nil {
            nav(.class("views"), .ariaLabel(Wording(zh: "视图", en: "Views"))) {
                ul {
                    for view in views {
                        li {
                            a(.href(view.link), view.isCurrent ? .ariaCurrent("page") : nil) {
                                view.name
                                if let count = view.count { span(.class("count")) { count.grouped } }
                            }
                        }
                    }
                }
                if let keeping = tools.keeping { save(keeping) }
            }
        }
    }

    private func save(_ keeping: RegisterTools.ViewKeeping) -> HTML {
        details(.class("menu")) {
            summary { Wording(zh: "保存为视图", en: "Save view") }
            div(.class("menu-panel")) {
                form(.post, .action(Link("views"))) {
                    hiddenInput(FormFieldName.formToken, keeping.formToken)
                    hiddenInput("address", state.address.url)
                    label(.for("view-name")) { Wording(zh: "视图名称", en: "Name of the view") }
                    input(
                        .id("view-name"), .name("name"), .required, .maxlength(KeptView.longestName),
                        .autocomplete("off"))
                    button(.class("button")) { Wording(zh: "保存", en: "Save") }
                }
                for view in keeping.kept {
                    ButtonForm(
                        title: Wording(zh: "删除“\(view.name)”", en: "Delete “\(view.name)”"),
                        action: Link("views", "delete"), formToken: keeping.formToken, style: "quiet",
                        fields: [.init("view", view.id), .init("address", state.address.url)])
                }
            }
        }
    }
}

/// Which columns are shown: a form of its own, so that it works without scripts.
struct ColumnChooser: Component {
    let columns: [(key: String, heading: Wording, isShown: Bool)]
    let state: RegisterState

    var body: HTML {
        details(.class("menu column-menu")) {
            summary { Wording(zh: "列", en: "Columns") }
            form(.get, .action(state.address.withoutQuery), .class("menu-panel")) {
                for kept in state.kept(besides: [RegisterState.columnParameter]) { hiddenInput(kept.name, kept.value) }
                for column in columns {
                    label {
                        input(
                            .type("checkbox"), .name(RegisterState.columnParameter), .value(column.key),
                            column.isShown ? .checked : nil)
                        column.heading
                    }
                }
                button(.class("button")) { Wording(zh: "应用", en: "Apply") }
                a(.class("button plain"), .href(state.link(withoutFilters: [RegisterState.columnParameter]))) {
                    Wording(zh: "恢复默认", en: "Defaults")
                }
            }
        }
    }
}

struct Pager: Component {
    let state: RegisterState
    let total: Int

    private var pages: Int { max(1, (total + state.size - 1) / state.size) }

    var body: HTML {
        nav(.class("pager"), .ariaLabel(Wording(zh: "翻页", en: "Pages"))) {
            ul {
                if state.page > 1 { step(state.page - 1, Wording(zh: "上一页", en: "Previous"), rel: "prev") }
                for number in shown { entry(number) }
                if state.page < pages { step(state.page + 1, Wording(zh: "下一页", en: "Next"), rel: "next") }
            }
        }
    }

    /// First, last and those around the current one; `nil` stands for a gap.
    private var shown: [Int?] {
        let near = (state.page - 2...state.page + 2).filter { $0 > 1 && $0 < pages }
        var shown: [Int?] = [1]
        if let first = near.first, first > 2 { shown.append(nil) }
        shown += near.map { $0 }
        if pages > 1 {
            if (near.last ?? 1) < pages - 1 { shown.append(nil) }
            shown.append(pages)
        }
        return shown
    }

    @HTMLBuilder private func entry(_ number: Int?) -> HTML {
        if let number {
            li {
                a(
                    .href(state.link(page: number)), number == state.page ? .ariaCurrent("page") : nil,
                    .ariaLabel(Wording(zh: "第 \(number) 页", en: "Page \(number)"))
                ) { number }
            }
        } else {
            li(.class("gap"), .ariaHidden) { "…" }
        }
    }

    private func step(_ number: Int, _ words: Wording, rel: String) -> HTML {
        li { a(.href(state.link(page: number)), .rel(rel)) { words } }
    }
}

/// How many rows a page has, as links.
struct PageSizes: Component {
    let state: RegisterState

    var body: HTML {
        ul(.class("page-sizes"), .ariaLabel(Wording(zh: "每页行数", en: "Rows per page"))) {
            li(.ariaHidden) { Wording(zh: "每页", en: "Per page") }
            for size in RegisterState.sizes {
                li { a(.href(state.link(size: size)), size == state.size ? .ariaCurrent("true") : nil) { size } }
            }
        }
    }
}

/// Unfolds what follows it, on a phone only and without a script: the style sheet reads whether the box is ticked.
struct PhoneSwitch: Component {
    let id: String
    let title: Wording

    var body: HTML {
        input(.type("checkbox"), .id(id), .class("phone-switch"))
        label(.for(id), .class("phone-switch-label")) { title }
    }
}
