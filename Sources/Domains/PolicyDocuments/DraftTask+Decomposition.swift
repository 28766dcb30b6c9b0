import Calendars
import OfficialDocuments

extension DraftTask {
    /// A draft for each clause that asks for something.
    ///
    /// - Parameter coordinator: answers for what several units owe without one of them leading.
    static func all(in decomposition: Decomposition, of text: PlainText, coordinator: String) -> [DraftTask] {
        let clauses = Clauses(decomposition.nodes)
        return decomposition.nodes.compactMap { node -> (Decomposition.Node, Range<Int>)? in
            let asked = node.sentences.filter { $0.class.asksForSomething }
            guard let first = asked.first, let last = asked.last else { return nil }
            return (node, first.start..<last.end)
        }.enumerated().map { index, found in
            DraftTask(
                id: String(index + 1), node: found.0, span: found.1, clause: clauses.path(to: found.0), of: text,
                coordinator: coordinator)
        }
    }

    private init(
        id: String, node: Decomposition.Node, span: Range<Int>, clause: String, of text: PlainText, coordinator: String
    ) {
        self.id = id
        self.clause = clause
        start = span.lowerBound
        end = span.upperBound
        requirement = text.words(span)
        title = DraftTask.title(of: requirement, without: node.marker)
        let bracketed = node.units.filter { $0.source == .bracket }
        assign(bracketed.isEmpty ? node.units : bracketed, coordinator: coordinator)
        let words = node.deadlines.map(\.text)
        deadlineWords = words.isEmpty ? nil : words.joined(separator: "、")
        day = node.deadlines.compactMap { $0.date.flatMap(Day.init) }.max()
        let returning = node.deadlines.filter { $0.kind == .recurring || $0.kind == .standing }.map(\.text)
        repetition = returning.isEmpty ? nil : returning.joined(separator: "、")
    }

    /// Whoever is named 牵头 leads; a single unit leads by itself; several without a leader are coordinated.
    private mutating func assign(_ units: [Decomposition.Unit], coordinator: String) {
        unresolved = units.filter(\.organisations.isEmpty).map(\.text).uniqued
        let leaders = units.filter { $0.role == .lead }.flatMap(\.organisations).uniqued
        let others = units.flatMap(\.organisations).uniqued
        if leaders.count == 1 {
            lead = leaders[0]
        } else if others.count == 1, unresolved.isEmpty {
            lead = others[0]
        } else if !others.isEmpty, unresolved.isEmpty {
            lead = coordinator
        }
        cooperating = others.filter { $0 != lead }
    }

    /// The heading of the clause, or its first words.
    static func title(of requirement: String, without marker: String?) -> String {
        var rest = requirement[...]
        if let marker, rest.hasPrefix(marker) { rest = rest.dropFirst(marker.count) }
        let sentence = rest.prefix { !"。；：\n".contains($0) }
        if (2...40).contains(sentence.count) { return sentence.trimmed }
        let phrase = sentence.prefix { !"，、（".contains($0) }
        return (phrase.count >= 4 ? phrase.prefix(40) : sentence.prefix(40)).trimmed
    }
}

/// A text that is cut by code points, as the decomposition counts them.
struct PlainText {
    let points: [Unicode.Scalar]

    init(_ text: String) { points = Array(text.unicodeScalars) }

    /// The words between two places, in one paragraph.
    func words(_ span: Range<Int>) -> String {
        self[span].split(whereSeparator: \.isNewline).map { Substring($0).trimmed }.joined(separator: "\n")
    }

    subscript(span: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: points[span.clamped(to: 0..<points.count)])
        return String(view)
    }
}

/// Finds the way to a clause.
private struct Clauses {
    private let byID: [String: Decomposition.Node]

    init(_ nodes: [Decomposition.Node]) {
        byID = Dictionary(nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// 二、（三）
    func path(to node: Decomposition.Node) -> String {
        var marks: [String] = []
        var here: Decomposition.Node? = node
        while let at = here {
            if let marker = at.marker { marks.insert(marker, at: 0) }
            here = at.parent.flatMap { byID[$0] }
        }
        return marks.joined()
    }
}

extension Sequence where Element: Hashable {
    /// Each once, in the order of its first appearance.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

extension StringProtocol {
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
