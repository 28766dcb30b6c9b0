/// 条款比较 — two versions of a text beside each other: which clauses came, went, changed or moved.
public struct ClauseComparison: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case same, changed, added, removed
    }

    public struct Line: Sendable {
        public let kind: Kind
        /// Its order among the clauses that both versions have is another.
        public let isMoved: Bool
        public let before: Clause?
        public let after: Clause?

        /// The words within it; of a clause that came or went, all of them.
        public var words: [WordComparison.Passage] {
            switch (before, after) {
            case (let before?, let after?): WordComparison(from: before.body, to: after.body).passages
            case (let before?, nil): [.init(kind: .removed, text: before.body)]
            case (nil, let after?): [.init(kind: .added, text: after.body)]
            case (nil, nil): []
            }
        }

        public var isUnchanged: Bool { kind == .same && !isMoved }
    }

    /// In the order of the later version; what is gone stands where it was.
    public let lines: [Line]

    public init(from old: [Clause], to new: [Clause]) {
        let partners = Pairing(old, new).partners
        let kept = Self.inOrder(new.indices.compactMap { partners[$0] })
        let taken = Set(partners.values)
        var lines: [Line] = []
        var next = 0
        func tellRemoved(before end: Int) {
            while next < end {
                if !taken.contains(next) {
                    lines.append(Line(kind: .removed, isMoved: false, before: old[next], after: nil))
                }
                next += 1
            }
        }
        for (place, clause) in new.enumerated() {
            guard let partner = partners[place] else {
                lines.append(Line(kind: .added, isMoved: false, before: nil, after: clause))
                continue
            }
            if kept.contains(partner) { tellRemoved(before: partner) }
            lines.append(
                Line(
                    kind: old[partner].body == clause.body ? .same : .changed, isMoved: !kept.contains(partner),
                    before: old[partner], after: clause))
        }
        tellRemoved(before: old.count)
        self.lines = lines
    }

    public func count(_ kind: Kind) -> Int { lines.count { $0.kind == kind } }

    public var moved: Int { lines.count { $0.isMoved } }

    /// The longest run of places that go upwards: those clauses stayed in order, the others moved.
    private static func inOrder(_ places: [Int]) -> Set<Int> {
        var tails: [Int] = []
        var before: [Int: Int] = [:]
        for place in places {
            let position = tails.firstIndex { $0 >= place } ?? tails.endIndex
            if position > 0 { before[place] = tails[position - 1] }
            if position == tails.endIndex { tails.append(place) } else { tails[position] = place }
        }
        var kept: Set<Int> = []
        var at = tails.last
        while let place = at {
            kept.insert(place)
            at = before[place]
        }
        return kept
    }
}

/// Finds which clause of the earlier version a clause of the later one was.
private struct Pairing {
    /// Places of the later version, each with its place in the earlier.
    private(set) var partners: [Int: Int] = [:]
    private var taken: Set<Int> = []
    /// Half of the pairs of signs are shared: the clause was rewritten. Fewer: it is another clause.
    private static let leastShared = 0.5

    init(_ old: [Clause], _ new: [Clause]) {
        pairSame(old, new)
        pairAlike(old, new)
    }

    private mutating func pairSame(_ old: [Clause], _ new: [Clause]) {
        var places = Dictionary(grouping: old.indices.reversed()) { old[$0].body }
        for place in new.indices {
            guard let partner = places[new[place].body]?.popLast() else { continue }
            pair(place, partner)
        }
    }

    private mutating func pairAlike(_ old: [Clause], _ new: [Clause]) {
        let before = old.map { $0.body.pairsOfSigns }
        var places: [String: [Int]] = [:]
        for place in old.indices where !taken.contains(place) {
            for signs in before[place] { places[signs, default: []].append(place) }
        }
        var candidates: [(share: Double, new: Int, old: Int)] = []
        for place in new.indices where partners[place] == nil {
            let signs = new[place].body.pairsOfSigns
            var shared: [Int: Int] = [:]
            for pair in signs { for other in places[pair] ?? [] { shared[other, default: 0] += 1 } }
            for (other, amount) in shared {
                var share = Double(2 * amount) / Double(max(1, signs.count + before[other].count))
                if old[other].path == new[place].path, !new[place].path.isEmpty { share += 0.1 }
                if share >= Self.leastShared { candidates.append((share, place, other)) }
            }
        }
        for best in candidates.sorted(by: { ($1.share, $0.new, $0.old) < ($0.share, $1.new, $1.old) })
        where partners[best.new] == nil && !taken.contains(best.old) {
            pair(best.new, best.old)
        }
    }

    private mutating func pair(_ place: Int, _ partner: Int) {
        partners[place] = partner
        taken.insert(partner)
    }
}

extension String {
    fileprivate var pairsOfSigns: Set<String> {
        let signs = filter { !$0.isWhitespace }
        guard signs.count > 1 else { return [signs] }
        return Set(zip(signs, signs.dropFirst()).map { "\($0)\($1)" })
    }
}
