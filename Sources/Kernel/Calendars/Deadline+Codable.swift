extension Deadline: Codable {
    private enum CodingKeys: String, CodingKey {
        case due, dueOn, start, term, basis, skipped, madeUp, moves, setBy, suspensions, extensions, assumedYears
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func list<Element: Decodable>(_ key: CodingKeys) throws -> [Element] {
            try container.decodeIfPresent([Element].self, forKey: key) ?? []
        }
        self.init(
            start: try container.decode(Instant.self, forKey: .start),
            term: try container.decode(Term.self, forKey: .term),
            basis: try container.decodeIfPresent(Basis.self, forKey: .basis))
        due = try container.decode(Instant.self, forKey: .due)
        dueOn = try container.decode(Day.self, forKey: .dueOn)
        skipped = try list(.skipped)
        madeUp = try list(.madeUp)
        moves = try list(.moves)
        setBy = try container.decodeIfPresent(String.self, forKey: .setBy)
        suspensions = try list(.suspensions)
        extensions = try list(.extensions)
        assumedYears = try list(.assumedYears)
    }

    /// Leaves out what is empty, since thousands of these are kept in a column.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        func encode(_ list: [some Encodable], _ key: CodingKeys) throws {
            if !list.isEmpty { try container.encode(list, forKey: key) }
        }
        try container.encode(due, forKey: .due)
        try container.encode(dueOn, forKey: .dueOn)
        try container.encode(start, forKey: .start)
        try container.encode(term, forKey: .term)
        try container.encodeIfPresent(basis, forKey: .basis)
        try encode(skipped, .skipped)
        try encode(madeUp, .madeUp)
        try encode(moves, .moves)
        try container.encodeIfPresent(setBy, forKey: .setBy)
        try encode(suspensions, .suspensions)
        try encode(extensions, .extensions)
        try encode(assumedYears, .assumedYears)
    }
}
