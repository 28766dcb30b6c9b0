extension Migration {
    /// Statements that make a table only grow: the database itself refuses to change, delete or empty
    /// its rows, with a ``ConstraintViolation`` of kind `trigger`, whoever asks.
    public static func appendOnly(_ table: String) -> [SQL] {
        precondition(table.isPlainName, "not a table name: \(table)")
        return [refusingFunction] + ["update", "delete"].map { refusal(of: $0, on: table) } + [
            SQL(
                sqlite: "",
                postgres: SQL(
                    verbatim: """
                        CREATE TRIGGER \(table)_refuses_truncate BEFORE TRUNCATE ON \(table)
                        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
                        """))
        ]
    }

    /// The function that ``appendOnly(_:)`` triggers call on PostgreSQL.
    private static let refusingFunction = SQL(
        sqlite: "",
        postgres: """
            CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
            END $$
            """)

    private static func refusal(of verb: String, on table: String) -> SQL {
        let head = "CREATE TRIGGER \(table)_refuses_\(verb) BEFORE \(verb.uppercased()) ON \(table) "
        return SQL(
            sqlite: SQL(verbatim: head + "BEGIN SELECT RAISE(ABORT, '\(table) only grows'); END"),
            postgres: SQL(verbatim: head + "FOR EACH ROW EXECUTE FUNCTION refuse_change()"))
    }
}

extension String {
    /// Whether this can stand as a table or column name without quotation marks.
    var isPlainName: Bool {
        guard let first = unicodeScalars.first, first == "_" || ("a"..."z").contains(first) else { return false }
        return unicodeScalars.allSatisfy { $0 == "_" || ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    }
}
