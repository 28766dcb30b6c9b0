/// A piece of a page: text, an element, or several pieces in a row.
///
/// Text is always escaped. Markup written as it stands comes only from ``TrustedMarkup``, that is from a literal in
/// the source, never from data. Labels are kept in both languages until the page is rendered.
public struct HTML: Sendable, Hashable {
    /// What a piece consists of. Elements are written out as soon as they are made, so a page is a short list of
    /// byte runs and not a tree of a thousand nodes; only labels wait for the language.
    enum Storage: Sendable, Hashable {
        case text(String)
        indirect case wording(Wording)
        case markup(MarkupBytes)
        case pieces([HTML])
    }

    var storage: Storage

    /// Nothing at all.
    public static let empty = HTML(storage: .pieces([]))

    /// Text as a person wrote it; escaped when written.
    public static func text(_ text: String) -> HTML { HTML(storage: .text(text)) }

    /// A label in the language of the page.
    public static func wording(_ wording: Wording) -> HTML { HTML(storage: .wording(wording)) }

    /// Several pieces one after the other.
    public static func pieces(_ pieces: [HTML]) -> HTML { HTML(storage: .pieces(pieces)) }

    /// Markup from a literal of the source, written as it stands.
    public static func trusted(_ markup: TrustedMarkup) -> HTML { HTML(storage: .markup(markup.bytes)) }

    /// Whether nothing would be written.
    public var isEmpty: Bool {
        switch storage {
        case .text(let text): text.isEmpty
        case .wording: false
        case .markup(let bytes): bytes.count == 0
        case .pieces(let pieces): pieces.allSatisfy(\.isEmpty)
        }
    }
}

/// Markup that goes out unescaped; it can only be made from a literal in the source, so data never becomes markup.
public struct TrustedMarkup: Sendable, Hashable {
    let bytes: MarkupBytes

    /// Takes a literal of the source; a string made at run time does not compile.
    public init(_ literal: StaticString) {
        bytes = MarkupBytes(literal)
    }
}

/// A reusable piece of a page.
public protocol Component {
    /// What the component shows.
    @HTMLBuilder var body: HTML { get }
}

extension Component {
    /// The component as a piece of a page, for places that hold pieces of several kinds.
    public var html: HTML { body }
}
