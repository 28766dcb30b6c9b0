extension Increment {
    /// One increment for each key with the sum of its amounts, in the order of the keys.
    ///
    /// Everyone who writes several counters does so in this order, so that no two wait for each other.
    static func sums(of increments: some Sequence<Increment>) -> [Increment] {
        var sums: [Key: Int] = [:]
        for increment in increments { sums[increment.key, default: 0] += increment.amount }
        return sums.map { Increment($0.key, by: $0.value) }.sorted { $0.key < $1.key }
    }
}

extension Increment.Key: Comparable {
    public static func < (one: Self, other: Self) -> Bool {
        if one.table != other.table { return one.table < other.table }
        if one.columns != other.columns { return one.columns.lexicographicallyPrecedes(other.columns) }
        return one.values.lexicographicallyPrecedes(other.values) { $0.precedes($1) }
    }
}

extension SQLValue {
    fileprivate func precedes(_ other: SQLValue) -> Bool {
        switch (self, other) {
        case (.integer(let one), .integer(let two)): one < two
        case (.text(let one), .text(let two)): one < two
        case (.real(let one), .real(let two)): one < two
        case (.blob(let one), .blob(let two)): one.lexicographicallyPrecedes(two)
        default: rank < other.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .integer: 1
        case .real: 2
        case .text: 3
        case .blob: 4
        }
    }
}
