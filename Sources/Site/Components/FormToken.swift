import Markup

/// The names under which forms send what every form sends.
public enum FormFieldName {
    /// Proves that the form came from one of our pages (CSRF).
    public static let formToken = "form-token"
    /// The name made for this filling-in of the form; sent twice, the command is carried out once.
    public static let commandID = "command-id"
    /// The version of the matter that the person saw.
    public static let version = "version"
    /// The address to return to.
    public static let returnTo = "return-to"
}

/// An input that is sent but not seen.
func hiddenInput(_ name: String, _ value: String) -> HTML {
    input(.type("hidden"), .name(name), .value(value))
}

/// A form with a single button, for actions that change something: sign out, undo.
public struct ButtonForm: Component, Sendable {
    let title: Wording
    let action: Link
    let formToken: String
    let style: String
    let fields: [Link.Parameter]

    /// A button that posts these fields; its style is `main`, `plain` or `quiet`.
    public init(
        title: Wording, action: Link, formToken: String, style: String = "plain", fields: [Link.Parameter] = []
    ) {
        self.title = title
        self.action = action
        self.formToken = formToken
        self.style = style
        self.fields = fields
    }

    public var body: HTML {
        form(.post, .action(action), .class("button-form")) {
            hiddenInput(FormFieldName.formToken, formToken)
            for field in fields { hiddenInput(field.name, field.value) }
            button(.class("button \(style)")) { title }
        }
    }
}
