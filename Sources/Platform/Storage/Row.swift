/// One row of an answer. Rows of the same answer share their column names.
public struct Row: Sendable {
    /// The names of an answer's columns and where each stands.
    public final class Columns: Sendable {
        public let names: [String]
        private let positions: [String: Int]

        public init(_ names: [String]) {
            self.names = names
            positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        }

        func position(of name: String) -> Int? { positions[name] }
    }

    public let columns: Columns
    public let values: [SQLValue]

    public init(columns: Columns, values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    public subscript<Value: SQLConvertible>(_ column: String) -> Value {
        get throws(UnreadableColumn) {
            let stored = try value(of: column)
            guard let value = Value(sqlValue: stored) else { throw UnreadableColumn(column: column, value: stored) }
            return value
        }
    }

    public subscript<Value: SQLConvertible>(_ column: String) -> Value? {
        get throws(UnreadableColumn) {
            if try value(of: column) == .null { return nil }
            return try self[column] as Value
        }
    }

    public func value(of column: String) throws(UnreadableColumn) -> SQLValue {
        guard let position = columns.position(of: column) else { throw UnreadableColumn(column: column, value: nil) }
        return values[position]
    }
}

/// The schema and the code disagree: a fault of ours, not of the user.
public struct UnreadableColumn: Error, Hashable {
    public var column: String
    public var value: SQLValue?

    public init(column: String, value: SQLValue?) {
        self.column = column
        self.value = value
    }
}
