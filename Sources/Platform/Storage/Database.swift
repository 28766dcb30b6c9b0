/// Where the platform keeps its facts. SQLite and PostgreSQL are the two implementations.
public protocol Database: Sendable {
    /// The answer to a query. A statement that changes something is refused by the driver.
    ///
    /// - Throws: ``DatabaseUnavailable`` when the database cannot be reached or read right now.
    func rows(_ query: SQL) async throws -> [Row]

    /// Makes all the changes durable, or none of them. Returns after the sync to disk.
    ///
    /// - Throws: ``Conflict`` when a ``Change/one(_:)`` did not find exactly one row, or a uniqueness
    ///   constraint refused a row; ``DatabaseUnavailable`` when nothing can be written right now.
    func commit(_ changes: [Change]) async throws
}

/// One statement of a commit.
public enum Change: Sendable, Hashable {
    /// A statement that must change exactly one row, such as an update of the version that was read.
    case one(SQL)
    /// A statement that may change any number of rows.
    case any(SQL)
    /// Adds to a counter. The driver sums the increments of all commits that it writes together, so
    /// that a figure everybody changes does not make everybody wait.
    case increment(Increment)
}

/// Adds ``amount`` to the row of ``table`` with this key; the row is made when there is none.
///
/// The table has the key's columns as its primary key and a column `amount BIGINT NOT NULL`.
public struct Increment: Sendable, Hashable {
    /// A table has the same key columns in every increment.
    public struct Key: Sendable, Hashable {
        public let table: String
        public let columns: [String]
        public let values: [SQLValue]

        public init(table: String, columns: [String], values: [SQLValue]) {
            precondition(columns.count == values.count)
            self.table = table
            self.columns = columns
            self.values = values
        }

        public static func == (one: Self, other: Self) -> Bool {
            one.table == other.table && one.values == other.values
        }

        public func hash(into hasher: inout Hasher) {
            hasher.combine(table)
            hasher.combine(values)
        }
    }

    public let key: Key
    public let amount: Int

    public init(_ key: Key, by amount: Int) {
        self.key = key
        self.amount = amount
    }
}

/// Someone else changed the row first, or a row with the same unique value is there already.
public struct Conflict: Error, Hashable {
    /// The name of the constraint that refused, when one did.
    public var constraint: String?

    public init(constraint: String? = nil) {
        self.constraint = constraint
    }
}

/// The database cannot answer right now: connection lost, disk full, file locked or damaged.
/// Nothing of the commit was kept, unless ``outcomeUnknown`` says that the answer itself was lost.
public struct DatabaseUnavailable: Error, Hashable {
    public enum Cause: String, Sendable {
        case connectionLost, diskFull, readOnly, locked, damaged, inputOutput, other
    }

    public var cause: Cause
    /// What the driver said, for the operator.
    public var detail: String
    /// The connection broke after the commit was sent: it may or may not have been kept.
    public var outcomeUnknown: Bool

    public init(_ cause: Cause, detail: String, outcomeUnknown: Bool = false) {
        self.cause = cause
        self.detail = detail
        self.outcomeUnknown = outcomeUnknown
    }
}
