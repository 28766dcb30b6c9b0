import Calendars

/// Looks for inputs that no row of a table provides for, and for inputs to which rows give different answers.
///
/// Exact: between two neighbouring ends of the cells' ranges nothing changes, so trying one value of each stretch
/// tries all. Stretches that select the same rows are tried once.
struct TableCheck {
    /// How many sets of rows are looked at before a table is called too large.
    static let limit = 100_000

    private let table: DecisionTable
    /// For each input the stretches that select different rows: one value of each, and the rows.
    private let stretches: [[(value: RuleInput, rows: RowSet)]]
    private var seen: Set<Step> = []
    private var example: [RuleInput] = []
    private var reached: RowSet
    /// What was found, with the row it concerns or none for the table as a whole.
    private(set) var problems: [(row: Int?, message: String)] = []
    private var reportedPairs: Set<[Int]> = []

    private struct Step: Hashable {
        var column: Int
        var rows: RowSet
    }

    init(_ table: DecisionTable) {
        self.table = table
        reached = RowSet(count: table.rows.count)
        stretches = table.inputs.indices.map { position in
            Self.stretches(of: table.inputs[position], cells: table.rows.map { $0.cells[position] })
        }
        search(column: 0, rows: RowSet(all: table.rows.count))
        if seen.count > Self.limit {
            problems = [(nil, "判定表太大，无法在规定的步数内检查是否有空档和重叠，请拆成几张表。")]
        } else {
            problems += table.rows.indices.filter { !reached.contains($0) }.map { ($0, "第 \($0 + 1) 行永远不会命中。") }
        }
    }

    private mutating func search(column: Int, rows: RowSet) {
        guard seen.count <= Self.limit, seen.insert(Step(column: column, rows: rows)).inserted else { return }
        if rows.isEmpty && table.hitPolicy != .collect { return reportGap(column) }
        guard column < stretches.count else { return judge(rows) }
        for stretch in stretches[column] {
            example.append(stretch.value)
            search(column: column + 1, rows: rows.intersection(stretch.rows))
            example.removeLast()
        }
    }

    /// Only the first gap is shown: one counter-example is enough to see the kind of mistake.
    private mutating func reportGap(_ column: Int) {
        guard !problems.contains(where: { $0.row == nil }) else { return }
        let rest = stretches[column...].compactMap { $0.first?.value }
        problems.append((nil, "判定表有空档：\(inWords(example + rest))时没有一行符合。"))
    }

    private mutating func judge(_ rows: RowSet) {
        let hits = rows.positions
        if table.hitPolicy == .first {
            if let first = hits.first { reached.insert(first) }
            return
        }
        hits.forEach { reached.insert($0) }
        guard hits.count > 1, table.hitPolicy == .unique || table.hitPolicy == .any else { return }
        for (earlier, later) in zip(hits, hits.dropFirst())
        where table.hitPolicy == .unique || table.rows[earlier].outcomes != table.rows[later].outcomes {
            guard reportedPairs.insert([earlier, later]).inserted else { continue }
            let fault = table.hitPolicy == .unique ? "重叠" : "重叠而结果不同"
            problems.append((later, "第 \(earlier + 1) 行与第 \(later + 1) 行\(fault)：\(inWords(example))时都符合。"))
        }
    }

    private func inWords(_ inputs: [RuleInput]) -> String {
        zip(table.inputs, inputs).map { "\($0.title) = \($0.words(for: $1))" }.joined(separator: "，")
    }

    private static func stretches(of column: RuleColumn, cells: [UnaryTests]) -> [(value: RuleInput, rows: RowSet)] {
        var known: Set<RowSet> = []
        return samples(of: column, cells: cells).compactMap { value in
            var rows = RowSet(count: cells.count)
            for row in cells.indices where cells[row].holds(for: value) { rows.insert(row) }
            return known.insert(rows).inserted ? (value, rows) : nil
        }
    }

    /// One value of each stretch in which no cell changes its answer.
    private static func samples(of column: RuleColumn, cells: [UnaryTests]) -> [RuleInput] {
        let tests = cells.flatMap(\.tests)
        switch column.kind {
        case .truth: return [true, false]
        case .text(let words) where !words.isEmpty: return words.map(RuleInput.text)
        case .text:
            let named = Set(tests.compactMap { if case .value(let value) = $0 { value } else { nil } })
            return named.sorted { $0.description < $1.description } + ["其他"]
        case .integer(let least, let most):
            let range = (least.map { Figure($0).millionths } ?? -.max)...(most.map { Figure($0).millionths } ?? .max)
            return Scale.whole.samples(in: range, cutBy: tests).map { .number(Figure(millionths: $0)) }
        case .number(let least, let most):
            let range = (least?.millionths ?? -.max)...(most?.millionths ?? .max)
            return Scale.decimal.samples(in: range, cutBy: tests).map { .number(Figure(millionths: $0)) }
        case .day:
            let range = 0...Day.first.distance(to: .last)
            return Scale.days.samples(in: range, cutBy: tests).map { .day(Day.first.adding(days: $0)) }
        case .term: return []
        }
    }
}

/// Which steps on the number line are values, the roundest first.
private enum Scale {
    case whole, decimal, days

    private var steps: [Int] {
        switch self {
        case .whole: [1_000_000]
        case .decimal: [1_000_000, 100_000, 10_000, 1000, 100, 10, 1]
        case .days: [1]
        }
    }

    func samples(in range: ClosedRange<Int>, cutBy tests: [UnaryTest]) -> [Int] {
        var beginnings: Set<Int> = [range.lowerBound]
        for ordinals in tests.map(\.ordinals) {
            beginnings.insert(ordinals.lowerBound)
            if ordinals.upperBound < .max { beginnings.insert(ordinals.upperBound + 1) }
        }
        let cuts = beginnings.filter(range.contains).sorted()
        return cuts.indices.compactMap { index in
            roundest(in: cuts[index]...(index + 1 < cuts.count ? cuts[index + 1] - 1 : range.upperBound))
        }
    }

    private func roundest(in stretch: ClosedRange<Int>) -> Int? {
        for step in steps {
            if stretch.lowerBound == -.max {
                let value = stretch.upperBound == .max ? 0 : Self.floor(stretch.upperBound, step)
                return value
            }
            let below = Self.floor(stretch.lowerBound, step)
            let value = below == stretch.lowerBound ? below : below + step
            if value <= stretch.upperBound { return value }
        }
        return nil
    }

    private static func floor(_ value: Int, _ step: Int) -> Int {
        let rest = value % step
        return rest < 0 ? value - rest - step : value - rest
    }
}

/// A set of rows by position.
struct RowSet: Hashable {
    private var words: [UInt64]

    init(count: Int) {
        words = Array(repeating: 0, count: (count + 63) / 64)
    }

    init(all count: Int) {
        self.init(count: count)
        for row in 0..<count { insert(row) }
    }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    var positions: [Int] {
        words.indices.flatMap { word in (0..<64).filter { words[word] >> UInt64($0) & 1 == 1 }.map { word * 64 + $0 } }
    }

    func contains(_ row: Int) -> Bool { words[row / 64] >> UInt64(row % 64) & 1 == 1 }

    mutating func insert(_ row: Int) { words[row / 64] |= 1 << UInt64(row % 64) }

    func intersection(_ other: RowSet) -> RowSet {
        var common = self
        for word in words.indices { common.words[word] &= other.words[word] }
        return common
    }
}
