import GRDBSQLite
import Storage

/// A statement that SQLite has compiled, to be run any number of times.
final class PreparedStatement {
    let onlyReads: Bool
    var lastUse = 0

    private let text: String
    private let statement: OpaquePointer
    private let connection: OpaquePointer
    private var columns: Row.Columns?
    private var recompilations: Int32 = 0

    init(_ text: String, on connection: OpaquePointer) throws {
        var prepared: OpaquePointer?
        var hasMore = false
        let code = text.withCString { start in
            var rest: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(connection, start, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &rest)
            hasMore = rest.map { $0[0] != 0 } ?? false
            return code
        }
        guard code == SQLITE_OK else { throw SQLiteFailure(connection, text: text).error }
        guard let prepared, !hasMore else {
            sqlite3_finalize(prepared)
            throw FaultyStatement(text: text, detail: "not exactly one statement")
        }
        self.text = text
        self.connection = connection
        statement = prepared
        onlyReads = sqlite3_stmt_readonly(prepared) != 0
    }

    deinit {
        sqlite3_finalize(statement)
    }

    func rows(_ values: [SQLValue]) throws -> [Row] {
        try bind(values)
        defer { reset() }
        var rows: [Row] = []
        guard try step() else { return rows }
        // Compiled anew, if at all, by the first step.
        let columns = currentColumns()
        repeat {
            rows.append(Row(columns: columns, values: (0..<Int32(columns.names.count)).map(value)))
        } while try step()
        return rows
    }

    /// Returns how many rows the statement itself changed; triggers do not count.
    func run(_ values: [SQLValue]) throws -> Int {
        try bind(values)
        defer { reset() }
        while try step() {}
        return Int(sqlite3_changes64(connection))
    }

    private func step() throws -> Bool {
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteFailure(connection, text: text).error
        }
    }

    private func reset() {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private func bind(_ values: [SQLValue]) throws {
        guard Int(sqlite3_bind_parameter_count(statement)) == values.count else {
            throw FaultyStatement(text: text, detail: "\(values.count) values for another number of places")
        }
        for (index, value) in values.enumerated() {
            guard try bind(value, at: Int32(index + 1)) == SQLITE_OK else {
                throw SQLiteFailure(connection, text: text).error
            }
        }
    }

    private func bind(_ value: SQLValue, at place: Int32) throws -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(statement, place)
        case .integer(let integer): return sqlite3_bind_int64(statement, place, integer)
        case .real(let number): return sqlite3_bind_double(statement, place, number)
        case .text(var text):
            return try text.withUTF8 { bytes in
                // PostgreSQL cannot hold it, so here it is refused as well.
                if bytes.contains(0) { throw ConstraintViolation(.value, detail: "text with a NUL character") }
                guard let start = bytes.baseAddress else {
                    return sqlite3_bind_text(statement, place, "", 0, Self.copied)
                }
                return start.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
                    sqlite3_bind_text(statement, place, $0, Int32(bytes.count), Self.copied)
                }
            }
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(statement, place, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(statement, place, $0.baseAddress, UInt64($0.count), Self.copied)
            }
        }
    }

    /// SQLITE_TRANSIENT: SQLite copies the bytes before the call returns.
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    /// The names change only when the schema did and SQLite compiled the statement again.
    private func currentColumns() -> Row.Columns {
        let count = sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_REPREPARE, 0)
        if let columns, count == recompilations { return columns }
        let names = (0..<sqlite3_column_count(statement)).map { String(cString: sqlite3_column_name(statement, $0)) }
        let columns = Row.Columns(names)
        (self.columns, recompilations) = (columns, count)
        return columns
    }

    private func value(at column: Int32) -> SQLValue {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            let start = sqlite3_column_text(statement, column)
            let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
            return .text(String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = sqlite3_column_blob(statement, column)
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
            return .blob([UInt8](bytes))
        default: return .null
        }
    }
}
