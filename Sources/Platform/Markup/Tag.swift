/// An element with content: `p(.class("note")) { "…" }`.
public struct Tag: Sendable {
    let opening: StaticString
    let closing: StaticString

    /// `Tag("<p", "</p>")`.
    init(_ opening: StaticString, _ closing: StaticString) {
        self.opening = opening
        self.closing = closing
    }

    /// The element with these attributes (those that are `nil` are left out) and this content.
    public func callAsFunction(
        _ attributes: Attribute?...,
        @HTMLBuilder content: () -> HTML = { .empty }
    ) -> HTML {
        .element(opening, attributes, content: content(), closing)
    }

    /// The element with a list of attributes made elsewhere.
    public func callAsFunction(
        all attributes: [Attribute?], @HTMLBuilder content: () -> HTML = { .empty }
    ) -> HTML {
        .element(opening, attributes, content: content(), closing)
    }
}

/// An element without content or end tag: `input(.name("title"))`.
public struct VoidTag: Sendable {
    let opening: StaticString

    /// `VoidTag("<input")`.
    init(_ opening: StaticString) {
        self.opening = opening
    }

    /// The element with these attributes; those that are `nil` are left out.
    public func callAsFunction(
        _ attributes: Attribute?...
    ) -> HTML {
        .element(opening, attributes, content: .empty, "")
    }

    /// The element with a list of attributes made elsewhere.
    public func callAsFunction(all attributes: [Attribute?]) -> HTML {
        .element(opening, attributes, content: .empty, "")
    }
}
