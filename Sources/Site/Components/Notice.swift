import Markup

/// A message at the top of the page about what has just happened, or about the page itself.
public struct Notice: Component, Sendable {
    public enum Kind: String, Sendable {
        case done, hint, warning
    }

    /// What takes the action back, as long as that is possible.
    public struct Undo: Sendable {
        var action: Link
        var formToken: String
        var fields: [Link.Parameter]
        var until: Wording

        /// A form that takes the action back; `until` says until when that works, such as “对方未打开前”.
        public init(_ action: Link, formToken: String, fields: [Link.Parameter] = [], until: Wording) {
            self.action = action
            self.formToken = formToken
            self.fields = fields
            self.until = until
        }
    }

    /// Where to read on.
    public struct Further: Sendable {
        let title: Wording
        let link: Link

        /// A link with its words.
        public init(_ title: Wording, _ link: Link) {
            self.title = title
            self.link = link
        }
    }

    let kind: Kind
    let message: Wording
    let undo: Undo?
    public var further: Further?

    /// A message, and what takes the action back.
    public init(_ kind: Kind, _ message: Wording, undo: Undo? = nil) {
        self.kind = kind
        self.message = message
        self.undo = undo
    }

    public var body: HTML {
        div(.class("notice \(kind.rawValue)"), .role("status")) {
            p {
                message
                if let further {
                    " "
                    a(.href(further.link)) { further.title }
                }
            }
            if let undo {
                ButtonForm(
                    title: Wording(zh: "撤回", en: "Undo") + Wording(zh: "（", en: " (") + undo.until
                        + Wording(zh: "）", en: ")"),
                    action: undo.action, formToken: undo.formToken, style: "quiet", fields: undo.fields)
            }
        }
    }
}
