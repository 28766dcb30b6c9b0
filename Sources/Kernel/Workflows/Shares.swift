import Storage

/// 权重 — the share of each part in its whole, in thousandths; together they are the whole.
///
/// Kept with the whole, so that one command can change them all and the sum is always checked.
public struct Shares: Sendable, Hashable, SQLConvertible {
    /// The share of one part, or of what the owner of the whole does itself.
    public struct Share: Sendable, Hashable {
        /// The part's id; ``Shares/own`` for what the owner of the whole does itself.
        public let part: String
        /// Who the part was given to.
        public let organisation: String
        public var thousandths: Int

        public init(part: String, organisation: String, thousandths: Int) {
            self.part = part
            self.organisation = organisation
            self.thousandths = thousandths
        }
    }

    public static let own = "own"
    public static let whole = 1000

    public private(set) var all: [Share]

    public init() { all = [] }

    /// With equal shares for these parts; they differ by one thousandth at most.
    public init(equallyFor parts: [(part: String, organisation: String)]) {
        all = zip(parts, Self.equal(parts.count, of: Self.whole)).map { part, thousandths in
            Share(part: part.part, organisation: part.organisation, thousandths: thousandths)
        }
    }

    /// More parts join: each gets what an equal division would give it, the others keep their proportions.
    public mutating func add(_ parts: [(part: String, organisation: String)]) {
        guard !all.isEmpty else {
            self = Shares(equallyFor: parts)
            return
        }
        let joining = Self.whole * parts.count / (all.count + parts.count)
        all = zip(all, Self.divided(Self.whole - joining, by: all.map(\.thousandths))).map { share, thousandths in
            var share = share
            share.thousandths = thousandths
            return share
        }
        all += zip(parts, Self.equal(parts.count, of: joining)).map { part, thousandths in
            Share(part: part.part, organisation: part.organisation, thousandths: thousandths)
        }
    }

    /// The same parts with other shares; `nil` unless every part has one, none is negative, and they are the whole.
    public func changed(to thousandths: [String: Int]) -> Shares? {
        guard Set(thousandths.keys) == Set(all.map(\.part)), thousandths.values.allSatisfy({ $0 >= 0 }),
            thousandths.values.reduce(0, +) == Self.whole
        else { return nil }
        var changed = self
        for index in changed.all.indices { changed.all[index].thousandths = thousandths[changed.all[index].part]! }
        return changed
    }

    public subscript(part: String) -> Int? { all.first { $0.part == part }?.thousandths }

    /// Largest remainders: what the weights ask for, rounded so that nothing is lost.
    private static func divided(_ amount: Int, by weights: [Int]) -> [Int] {
        let total = max(1, weights.reduce(0, +))
        var reached = 0
        var given = 0
        return weights.map { weight in
            reached += weight
            let part = amount * reached / total - given
            given += part
            return part
        }
    }

    private static func equal(_ count: Int, of amount: Int) -> [Int] {
        divided(amount, by: Array(repeating: 1, count: count))
    }

    // MARK: As it is stored: `part/organisation=500;…`

    public var sqlValue: SQLValue {
        .text(all.map { "\($0.part)/\($0.organisation)=\($0.thousandths)" }.joined(separator: ";"))
    }

    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }

    public init?(_ text: String) {
        all = []
        for piece in text.split(separator: ";") {
            guard let slash = piece.firstIndex(of: "/"), let equals = piece.lastIndex(of: "="), slash < equals,
                let thousandths = Int(piece[piece.index(after: equals)...])
            else { return nil }
            all.append(
                Share(
                    part: String(piece[..<slash]),
                    organisation: String(piece[piece.index(after: slash)..<equals]), thousandths: thousandths))
        }
    }
}
