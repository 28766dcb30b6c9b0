/// 条款 — one clause of a text, by itself: where it stands and what it says.
public struct Clause: Sendable, Hashable, Identifiable {
    /// The node of the text it is, see ``Decomposition/Node``.
    public let id: String
    /// The marks from the outermost clause to this one, such as 二、（三）; empty for what stands outside of them.
    public let path: String
    public let level: Int
    /// Its words with their mark, a line for each paragraph.
    public let text: String
    /// Its words without their mark, by which two versions are compared.
    let body: String

    public init(id: String, path: String, level: Int, text: String, body: String) {
        self.id = id
        self.path = path
        self.level = level
        self.text = text
        self.body = body
    }

    /// Every clause of a text, in its order; what is only space between them is left out.
    public static func all(in text: String) -> [Clause] {
        let points = Array(text.unicodeScalars)
        let nodes = Decomposition(of: text, names: UnitNames([])).nodes
        var paths: [String: String] = [:]
        return nodes.compactMap { node in
            let path = (node.parent.flatMap { paths[$0] } ?? "") + (node.marker ?? "")
            paths[node.id] = path
            var view = String.UnicodeScalarView()
            view.append(contentsOf: points[node.start..<min(node.end, points.count)])
            let words = String(view).lines
            guard !words.isEmpty else { return nil }
            let body = node.marker.map { words.hasPrefix($0) ? String(words.dropFirst($0.count)) : words } ?? words
            return Clause(id: node.id, path: path, level: node.level, text: words, body: body)
        }
    }
}

extension String {
    /// The lines that say something, without the space around them.
    fileprivate var lines: String {
        split(whereSeparator: \.isNewline).map { $0.trimmingSpace }.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension Substring {
    fileprivate var trimmingSpace: Substring {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return self[first...last]
    }
}
