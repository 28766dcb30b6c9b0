/// A statement with its bound values: `"SELECT * FROM person WHERE id = \(id)"`.
///
/// Interpolated values are always bound, never spliced into the text, so a statement cannot be
/// injected into. In ``text`` every value stands as `?`; a driver that numbers its placeholders
/// rewrites them in order. The text of two uses of the same literal is equal, so it is also the key
/// under which drivers keep the prepared statement.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    public private(set) var text: String
    public private(set) var values: [SQLValue]

    public init(stringLiteral text: String) {
        self.text = text
        values = []
    }

    public init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
        values = stringInterpolation.values
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var text: String
        var values: [SQLValue]

        public init(literalCapacity: Int, interpolationCount: Int) {
            text = ""
            text.reserveCapacity(literalCapacity + interpolationCount)
            values = []
            values.reserveCapacity(interpolationCount)
        }

        public mutating func appendLiteral(_ literal: String) {
            text += literal
        }

        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            text += "?"
            values.append(value?.sqlValue ?? .null)
        }

        /// Binds each value of a list: `state IN \(states)`. An empty list matches nothing.
        public mutating func appendInterpolation(_ list: [some SQLConvertible]) {
            text += list.isEmpty ? "(NULL)" : "(" + repeatElement("?", count: list.count).joined(separator: ", ") + ")"
            values += list.map(\.sqlValue)
        }

        public mutating func appendInterpolation(_ part: SQL) {
            text += part.text
            values += part.values
        }
    }

    public static func + (head: SQL, tail: SQL) -> SQL {
        "\(head)\(tail)"
    }
}

extension Sequence<SQL> {
    /// The parts one after another: `conditions.joined(by: " AND ")`.
    public func joined(by separator: SQL) -> SQL {
        var whole: SQL = ""
        for (index, part) in enumerated() {
            whole = index == 0 ? part : whole + separator + part
        }
        return whole
    }
}
