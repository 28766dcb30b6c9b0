/// A statement with its bound values: `"SELECT * FROM person WHERE id = \(id)"`.
///
/// Interpolated values are always bound, never spliced into the text, so a statement cannot be
/// injected into. In ``text`` every value stands as `?`; a driver that numbers its placeholders
/// rewrites them in order. The text of two uses of the same literal is equal, so it is also the key
/// under which drivers keep the prepared statement.
public struct SQL: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The text with a `?` for each value, and the values in that order.
    public struct Form: Sendable, Hashable {
        public internal(set) var text: String
        public internal(set) var values: [SQLValue]

        public init(text: String, values: [SQLValue]) {
            self.text = text
            self.values = values
        }

        mutating func append(_ other: Form) {
            text += other.text
            values += other.values
        }

        mutating func append(_ value: SQLValue) {
            text += "?"
            values.append(value)
        }
    }

    fileprivate var general: Form
    fileprivate var postgres: Form?

    public var text: String { general.text }
    public var values: [SQLValue] { general.values }

    init(general: Form, postgres: Form?) {
        self.general = general
        self.postgres = postgres
    }

    public init(stringLiteral text: String) {
        general = Form(text: text, values: [])
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// What a driver of this dialect sends.
    public func form(in dialect: Dialect) -> Form {
        dialect == .postgres ? postgres ?? general : general
    }

    mutating func append(_ part: Form) {
        general.append(part)
        postgres?.append(part)
    }

    mutating func append(_ part: SQL) {
        if postgres != nil || part.postgres != nil {
            var form = form(in: .postgres)
            form.append(part.form(in: .postgres))
            postgres = form
        }
        general.append(part.general)
    }

    public struct StringInterpolation: StringInterpolationProtocol {
        var statement: SQL

        public init(literalCapacity: Int, interpolationCount: Int) {
            var form = Form(text: "", values: [])
            form.text.reserveCapacity(literalCapacity + interpolationCount)
            form.values.reserveCapacity(interpolationCount)
            statement = SQL(general: form, postgres: nil)
        }

        public mutating func appendLiteral(_ literal: String) {
            statement.general.text += literal
            statement.postgres?.text += literal
        }

        public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
            let value = value?.sqlValue ?? .null
            statement.general.append(value)
            statement.postgres?.append(value)
        }

        /// Binds each value of a list: `state IN \(states)`. An empty list matches nothing.
        public mutating func appendInterpolation(_ list: [some SQLConvertible]) {
            let places = repeatElement("?", count: list.count).joined(separator: ", ")
            statement.append(Form(text: list.isEmpty ? "(NULL)" : "(\(places))", values: list.map(\.sqlValue)))
        }

        public mutating func appendInterpolation(_ part: SQL) {
            statement.append(part)
        }
    }

    public static func + (head: SQL, tail: SQL) -> SQL {
        var whole = head
        whole.append(tail)
        return whole
    }
}

extension Sequence<SQL> {
    /// The parts one after another: `conditions.joined(by: " AND ")`.
    public func joined(by separator: SQL) -> SQL {
        var whole: SQL = ""
        for (index, part) in enumerated() {
            if index > 0 { whole.append(separator) }
            whole.append(part)
        }
        return whole
    }
}
