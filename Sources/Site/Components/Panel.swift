import Markup

/// A part of a page with its own heading, such as 基本情况 or 办理记录.
public struct Panel: Component, Sendable {
    let title: Wording
    let id: String
    let content: HTML

    /// A part with its heading; `id` is where links to it lead.
    public init(_ title: Wording, id: String, @HTMLBuilder content: () -> HTML) {
        self.title = title
        self.id = id
        self.content = content()
    }

    public var body: HTML {
        section(.class("panel"), .ariaLabelledBy("\(id)-title"), .id(id)) {
            h2(.id("\(id)-title")) { title }
            content
        }
    }
}

/// The main matter and what stands beside it; below it on a phone.
public struct Columns: Component, Sendable {
    let main: HTML
    let beside: HTML

    /// Two columns, the first the wider.
    public init(@HTMLBuilder main: () -> HTML, @HTMLBuilder beside: () -> HTML) {
        self.main = main()
        self.beside = beside()
    }

    public var body: HTML {
        div(.class("columns")) {
            div(.class("column-main")) { main }
            div(.class("column-beside")) { beside }
        }
    }
}
