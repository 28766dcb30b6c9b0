/// The database itself refused a row: a check, a missing value, a missing parent row, a table that
/// only grows. The program should not have let it come this far.
public struct ConstraintViolation: Error, Hashable {
    public enum Kind: String, Sendable {
        case check, notNull, foreignKey
        /// A trigger refused, such as that of ``Migration/appendOnly(_:)``.
        case trigger
        /// The value cannot be held by the column: wrong type, out of range, or text with a NUL.
        case value
    }

    public var kind: Kind
    /// The name of the constraint, where the database gives one.
    public var constraint: String?
    /// What the driver said, for the operator.
    public var detail: String

    public init(_ kind: Kind, constraint: String? = nil, detail: String) {
        self.kind = kind
        self.constraint = constraint
        self.detail = detail
    }
}

/// The statement cannot be carried out whatever the data: a fault of the program, such as a misspelt
/// column, or a query that would change something.
public struct FaultyStatement: Error, Hashable {
    public var text: String
    /// What the driver said.
    public var detail: String

    public init(text: String, detail: String) {
        self.text = text
        self.detail = detail
    }
}
