/// A database as it was at one moment, however long one looks at it and whatever is written meanwhile.
public protocol Snapshot {
    var dialect: Dialect { get }

    func rows(_ query: SQL) throws -> [Row]
}

/// An empty database that is being filled: everything together, or nothing.
public protocol Refilling {
    var dialect: Dialect { get }

    func rows(_ query: SQL) throws -> [Row]

    /// Writes the rows of one table, page by page until there is none. References within the table may point forward;
    /// the tables that it refers to come before it.
    func fill(_ table: String, columns: [String], pages: () throws -> [[SQLValue]]?) throws
}

/// A table as the database itself describes it.
public struct TableShape: Sendable, Hashable {
    public let name: String
    public var columns: [String]
    /// The columns of the primary key, in its order.
    public var key: [String]

    public init(name: String, columns: [String], key: [String]) {
        self.name = name
        self.columns = columns
        self.key = key
    }

    /// Every table in the order in which they were made; what the database keeps for an index of its own is none.
    ///
    /// - Parameter rows: the answer to ``query``.
    public static func shapes(_ rows: [Row]) throws -> [TableShape] {
        var shapes: [TableShape] = []
        var places: [[(place: Int, column: String)]] = []
        for row in rows {
            let (table, column, place): (String, String, Int) =
                (try row["table_name"], try row["column_name"], try row["key_place"])
            if shapes.last?.name != table {
                shapes.append(TableShape(name: table, columns: [], key: []))
                places.append([])
            }
            shapes[shapes.count - 1].columns.append(column)
            if place > 0 { places[places.count - 1].append((place, column)) }
        }
        for (index, key) in places.enumerated() { shapes[index].key = key.sorted { $0.place < $1.place }.map(\.column) }
        return shapes
    }

    public static let query = SQL(
        sqlite: """
            SELECT made.name AS table_name, described.name AS column_name, described.pk AS key_place
            FROM sqlite_master made JOIN pragma_table_list listed
            ON listed.name = made.name AND listed.schema = 'main' AND listed.type = 'table'
            JOIN pragma_table_info(made.name) described
            WHERE made.type = 'table' AND made.name NOT LIKE 'sqlite!_%' ESCAPE '!'
            ORDER BY made.rowid, described.cid
            """,
        postgres: """
            SELECT made.relname AS table_name, described.attname AS column_name,
                   coalesce(array_position(own.indkey::int2[], described.attnum) + 1, 0) AS key_place
            FROM pg_class made JOIN pg_attribute described
            ON described.attrelid = made.oid AND described.attnum > 0 AND NOT described.attisdropped
            LEFT JOIN pg_index own ON own.indrelid = made.oid AND own.indisprimary
            WHERE made.relkind = 'r' AND made.relnamespace = (
                SELECT oid FROM pg_namespace WHERE nspname = current_schema())
            ORDER BY made.oid, described.attnum
            """)
}

extension Snapshot {
    public func tables() throws -> [TableShape] { try TableShape.shapes(rows(TableShape.query)) }
}

extension Refilling {
    public func tables() throws -> [TableShape] { try TableShape.shapes(rows(TableShape.query)) }
}
