import Markup

/// One of several things that can be chosen in a form or a filter.
public struct Choice: Sendable, Hashable {
    public var value: String
    public var label: Wording
    /// A line of explanation under the choice.
    public var hint: Wording?

    /// A choice: what is sent and what is read.
    public init(_ value: String, _ label: Wording, hint: Wording? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
    }
}
