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
        let key = sums[sums.startIndex].key
        let names = key.columns.joined(separator: ", ")
        let places = repeatElement("?", count: key.columns.count + 1).joined(separator: ", ")
        let rows = repeatElement("(\(places))", count: sums.count).joined(separator: ", ")
        let text = """
            INSERT INTO \(key.table) (\(names), amount) VALUES \(rows)
            ON CONFLICT (\(names)) DO UPDATE SET amount = \(key.table).amount + excluded.amount
            """
        return SQL.Form(text: text, values: sums.flatMap { $0.key.values + [.integer(Int64($0.amount))] })
    }
}
