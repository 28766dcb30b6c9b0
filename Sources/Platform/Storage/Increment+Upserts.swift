import Synchronization

extension Increment {
    /// Rows in one statement. Only powers of two, so that few statements have to be prepared.
    private static let most = 64

    /// The statements that add all increments, those of one key summed, to many counters at once.
    public static func upserts(of increments: some Sequence<Increment>) -> [SQL.Form] {
        let sums = sums(of: increments)
        var upserts: [SQL.Form] = []
        var rest = sums[...]
        while let first = rest.first {
            let same = rest.prefix(most).prefix {
                $0.key.table == first.key.table && $0.key.columns == first.key.columns
            }
            let chunk = same.prefix(1 << (Int.bitWidth - 1 - same.count.leadingZeroBitCount))
            upserts.append(upsert(chunk))
            rest = rest.dropFirst(chunk.count)
        }
        return upserts
    }

    private static func upsert(_ sums: ArraySlice<Increment>) -> SQL.Form {
        SQL.Form(
            text: text(for: sums[sums.startIndex].key, rows: sums.count),
            values: sums.flatMap { $0.key.values + [.integer(Int64($0.amount))] })
    }

    private struct Shape: Hashable {
        let table: String
        let rows: Int
    }

    /// Every commit counts, nearly always in the same few words.
    private static let texts = Mutex<[Shape: (columns: [String], text: String)]>([:])

    private static func text(for key: Key, rows: Int) -> String {
        texts.withLock { texts in
            let shape = Shape(table: key.table, rows: rows)
            if let known = texts[shape], known.columns == key.columns { return known.text }
            let text = text(table: key.table, columns: key.columns, rows: rows)
            texts[shape] = (key.columns, text)
            return text
        }
    }

    private static func text(table: String, columns: [String], rows: Int) -> String {
        let names = columns.joined(separator: ", ")
        let places = repeatElement("?", count: columns.count + 1).joined(separator: ", ")
        let values = repeatElement("(\(places))", count: rows).joined(separator: ", ")
        return """
            INSERT INTO \(table) (\(names), amount) VALUES \(values)
            ON CONFLICT (\(names)) DO UPDATE SET amount = \(table).amount + excluded.amount
            """
    }
}
