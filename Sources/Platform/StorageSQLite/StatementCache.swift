import GRDBSQLite
import Storage

/// The prepared statements of one connection, by their text. The least used make room when there are too many.
final class StatementCache {
    private static let limit = 256

    private let handle: OpaquePointer
    private var statements: [String: PreparedStatement] = [:]
    private var uses = 0

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    subscript(_ text: String) -> PreparedStatement {
        get throws {
            uses += 1
            if let statement = statements[text] {
                statement.lastUse = uses
                return statement
            }
            if statements.count >= Self.limit { makeRoom() }
            let statement = try PreparedStatement(text, on: handle)
            statement.lastUse = uses
            statements[text] = statement
            return statement
        }
    }

    func removeAll() {
        statements = [:]
    }

    private func makeRoom() {
        let oldest = statements.sorted { $0.value.lastUse < $1.value.lastUse }.prefix(Self.limit / 4)
        for (text, _) in oldest { statements[text] = nil }
    }
}
