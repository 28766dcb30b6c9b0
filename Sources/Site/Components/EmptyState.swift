import Markup

/// Says why there is nothing to see, and the one thing to do now. Zero is not empty.
public struct EmptyState: Component, Sendable {
    let reason: Wording
    let action: (title: Wording, link: Link)?

    /// A reason in one sentence, and one action.
    public init(_ reason: Wording, action title: Wording, _ link: Link) {
        self.reason = reason
        action = (title, link)
    }

    /// A reason where nothing is to be done.
    public init(_ reason: Wording) {
        self.reason = reason
        action = nil
    }

    /// The filters are too narrow; `link` leads to the register without them.
    public static func filteredOut(_ link: Link) -> EmptyState {
        EmptyState(
            Wording(zh: "没有符合这些条件的记录。", en: "No records match these filters."),
            action: Wording(zh: "去掉全部条件", en: "Remove all filters"), link)
    }

    public var body: HTML {
        div(.class("empty-state")) {
            p { reason }
            if let action { p { a(.class("button plain"), .href(action.link)) { action.title } } }
        }
    }
}
