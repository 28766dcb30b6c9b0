/// How deadlines were kept before ``kept``: rows written then are still read.
extension Deadline: Decodable {
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
}
