/// 判定表: rows of conditions and what follows from them, as in the standard DMN.
public struct DecisionTable: Sendable {
    /// What happens when several rows hit.
    public enum HitPolicy: String, Sendable, Hashable, CaseIterable {
        /// Never: loading refuses tables whose rows overlap.
        case unique = "U"
        /// They say the same: loading refuses tables whose overlapping rows differ.
        case any = "A"
        /// The strongest wins, in the order in which the first output lists its words.
        case priority = "P"
        /// The first row wins.
        case first = "F"
        /// All are taken, in the order of the rows; none may hit.
        case collect = "C"
    }

    /// Conditions that hold together, one for each input, and what follows, one for each output.
    public struct Row: Sendable {
        public let cells: [UnaryTests]
        public let outcomes: [RuleValue]
        /// The line of the file.
        public let line: Int
    }

    public let hitPolicy: HitPolicy
    public let inputs: [RuleColumn]
    public let outputs: [RuleColumn]
    public let rows: [Row]

    /// The positions of the rows that count for these inputs, which stand in the order of the columns.
    func hits(for inputs: [RuleInput]) -> [Int] {
        let matching = rows.indices.filter { row in
            zip(rows[row].cells, inputs).allSatisfy { $0.holds(for: $1) }
        }
        switch hitPolicy {
        case .collect: return matching
        case .unique, .any, .first: return Array(matching.prefix(1))
        case .priority: return matching.min { priority(of: $0) < priority(of: $1) }.map { [$0] } ?? []
        }
    }

    /// The smaller, the stronger.
    private func priority(of row: Int) -> Int {
        guard case .text(let words) = outputs[0].kind, case .text(let word) = rows[row].outcomes[0] else { return .max }
        return words.firstIndex(of: word) ?? .max
    }

    /// The row as a derivation shows it: the conditions that exclude something, in words.
    func words(forRow row: Int) -> Derivation.Row {
        let conditions = zip(rows[row].cells, inputs).filter { !$0.0.isAny }.map { $0.words(for: $1) }
        return Derivation.Row(number: row + 1, cells: conditions)
    }
}
