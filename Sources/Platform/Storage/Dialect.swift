/// The databases the platform runs on. Only drivers ask which one it is: what differs is written
/// into the statement itself with ``SQL/init(sqlite:postgres:)``.
public enum Dialect: String, Sendable, CaseIterable {
    case sqlite, postgres
}

extension SQL {
    /// A statement, or a part of one, that the two databases write differently.
    public init(sqlite: SQL, postgres: SQL) {
        self.init(general: sqlite.form(in: .sqlite), postgres: postgres.form(in: .postgres))
    }

    /// A statement whose text was put together by the program, such as from table names. Values never
    /// belong into it.
    public init(verbatim text: String) {
        self.init(stringLiteral: text)
    }

    /// Whether there is nothing to do in this dialect.
    public func isEmpty(in dialect: Dialect) -> Bool {
        form(in: dialect).text.isEmpty
    }
}
