/// Where a link or a form leads. Routes conform; strings do not, so no link can be misspelt.
public protocol Destination: Sendable {
    /// The address as written into the page, already percent-encoded.
    var url: String { get }
}

/// An address on this site: a path and its query, each part percent-encoded when written.
///
/// `Link("hidden-dangers", id).setting("page", to: "2")`
public struct Link: Destination, Hashable, CustomStringConvertible {
    /// One `name=value` of the query. The same name may stand several times.
    public struct Parameter: Sendable, Hashable {
        /// The parameter's name.
        public var name: String
        /// The parameter's value, not encoded.
        public var value: String

        /// A parameter with its value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The path's parts between the slashes, not encoded.
    public private(set) var segments: [String]
    /// The query in its order.
    public private(set) var query: [Parameter]
    /// The part of the page, after `#`.
    public private(set) var fragment: String?

    /// The address with these path segments; none is the front page.
    public init(_ segments: String...) {
        self.init(segments: segments)
    }

    /// The address with these path segments and this query.
    public init(segments: [String], query: [Parameter] = []) {
        self.segments = segments
        self.query = query
    }

    /// The address one segment further down.
    public static func / (link: Link, segment: String) -> Link {
        var further = link
        further.segments.append(segment)
        return further
    }

    /// The first value of a parameter.
    public func first(_ name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// All values of a parameter.
    public func all(_ name: String) -> [String] {
        query.compactMap { $0.name == name ? $0.value : nil }
    }

    /// The same address with one value for the parameter, or without it when the value is `nil`.
    public func setting(_ name: String, to value: String?) -> Link {
        var changed = self
        let position = query.firstIndex { $0.name == name } ?? query.endIndex
        changed.query.removeAll { $0.name == name }
        if let value { changed.query.insert(Parameter(name, value), at: min(position, changed.query.endIndex)) }
        return changed
    }

    /// The same address with one more value for the parameter.
    public func adding(_ name: String, _ value: String) -> Link {
        var changed = self
        changed.query.append(Parameter(name, value))
        return changed
    }

    /// The same address without this value of the parameter; other values of the same name stay.
    public func removing(_ name: String, _ value: String) -> Link {
        var changed = self
        changed.query.removeAll { $0.name == name && $0.value == value }
        return changed
    }

    /// The same path without any query.
    public var withoutQuery: Link { Link(segments: segments) }

    /// The same address at a part of the page.
    public func at(_ fragment: String) -> Link {
        var changed = self
        changed.fragment = fragment
        return changed
    }

    public var url: String {
        var url = segments.isEmpty ? "/" : ""
        for segment in segments {
            url += "/"
            url += segment.percentEncoded(keeping: "")
        }
        for (index, parameter) in query.enumerated() {
            url += index == 0 ? "?" : "&"
            url += parameter.name.percentEncoded(keeping: "") + "=" + parameter.value.percentEncoded(keeping: ",:")
        }
        if let fragment { url += "#" + fragment.percentEncoded(keeping: "") }
        return url
    }

    public var description: String { url }
}

/// An address elsewhere, or a telephone number. Only schemes that cannot run a script are let through.
public struct ExternalLink: Destination, Hashable {
    public let url: String

    /// `nil` unless the address starts with `https://`, `http://`, `tel:` or `mailto:`.
    public init?(_ address: String) {
        let lowercased = address.lowercased()
        guard ["https://", "http://", "tel:", "mailto:"].contains(where: lowercased.hasPrefix) else { return nil }
        url = address
    }
}

/// A part of the same page, such as a form field: `Anchor("due")` leads to `#due`.
public struct Anchor: Destination, Hashable {
    public let url: String

    /// The part with this id.
    public init(_ id: String) {
        url = "#" + id.percentEncoded(keeping: "")
    }
}
