import GRDBSQLite
import Storage

/// The uniqueness constraint that SQLite's message is about, under the name that PostgreSQL gives it.
///
/// SQLite names only the columns. A `CREATE UNIQUE INDEX` is found by them and gives its own name; the
/// primary key is `person_pkey` and an unnamed `UNIQUE (id_number)` is `person_id_number_key`.
struct UniqueConstraint {
    let message: String

    func name(on connection: OpaquePointer?) -> String? {
        guard let subject = message.split(separator: ": ", maxSplits: 1).dropFirst().first else { return nil }
        if subject.hasPrefix("index '") { return String(subject.dropFirst(7).dropLast()) }
        let columns = subject.split(separator: ", ").compactMap { $0.split(separator: ".").last.map(String.init) }
        guard let table = subject.split(separator: ".").first.map(String.init), let connection else { return nil }
        return indexName(on: table, columns, connection) ?? "\(table)_pkey"
    }

    private func indexName(on table: String, _ columns: [String], _ connection: OpaquePointer) -> String? {
        for index in answer("SELECT name, origin FROM pragma_index_list(?) WHERE \"unique\"", table, connection) {
            guard let name: String = try? index["name"], let origin: String = try? index["origin"],
                self.columns(of: name, connection) == columns
            else { continue }
            switch origin {
            case "pk": return "\(table)_pkey"
            case "u": return "\(table)_\(columns.joined(separator: "_"))_key"
            default: return name
            }
        }
        return nil
    }

    private func columns(of index: String, _ connection: OpaquePointer) -> [String] {
        answer("SELECT name FROM pragma_index_info(?) ORDER BY seqno", index, connection)
            .compactMap { try? $0["name"] }
    }

    /// Without an answer the conflict is reported all the same, only less exactly.
    private func answer(_ query: String, _ name: String, _ connection: OpaquePointer) -> [Row] {
        (try? PreparedStatement(query, on: connection).rows([.text(name)])) ?? []
    }
}
