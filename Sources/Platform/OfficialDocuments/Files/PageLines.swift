/// Puts paragraphs together again that the pages of a PDF broke into lines.
///
/// In the layout of official documents the first line of a paragraph is indented by two characters; without indents,
/// a line that does not reach the right edge ends its paragraph.
enum PageLines {
    private struct Line {
        let indent: Int
        let width: Int
        let content: String
        var points: CodePoints { CodePoints(content) }
    }

    static func joined(_ pages: String) -> String {
        let lines = pages.split(separator: "\n", omittingEmptySubsequences: false).map { line(String($0)) }
        let texts = lines.filter { !$0.content.isEmpty && !isPageNumber($0.content) }
        guard !texts.isEmpty else { return "" }
        let margin = texts.map(\.indent).min() ?? 0
        let edge = rightEdge(of: texts)
        var paragraphs: [String] = []
        var previous: Line?
        for line in texts {
            if let last = previous, continues(line, last, margin: margin, edge: edge) {
                paragraphs[paragraphs.count - 1] += separator(last.content, line.content) + line.content
            } else {
                paragraphs.append(line.content)
            }
            previous = line
        }
        return paragraphs.joined(separator: "\n") + "\n"
    }

    private static func line(_ text: String) -> Line {
        let points = CodePoints(text)
        let content = points.trimmed(0..<points.count)
        let indent = points.scalars[..<content.lowerBound].reduce(0) { $0 + $1.columns }
        let width = points.scalars[content].reduce(0) { $0 + $1.columns }
        return Line(indent: indent, width: width, content: points.string(content))
    }

    /// — 3 — and plain numbers at the foot of a page.
    private static func isPageNumber(_ content: String) -> Bool {
        let points = CodePoints(content)
        let rest = points.scalars.filter { !$0.isBlank && !"—-–－·".unicodeScalars.contains($0) }
        return (1...4).contains(rest.count) && rest.allSatisfy { $0.digit != nil }
    }

    /// Where most full lines end: the end that one line in twelve reaches or passes.
    private static func rightEdge(of lines: [Line]) -> Int {
        let ends = lines.map { $0.indent + $0.width }.sorted(by: >)
        return ends[min(ends.count - 1, ends.count / 12)]
    }

    private static func continues(_ line: Line, _ last: Line, margin: Int, edge: Int) -> Bool {
        let points = line.points
        if Marker.heading(in: points, 0..<points.count, decimals: false) != nil { return false }
        let reachesEdge = last.indent + last.width >= edge - 5
        let isIndented = line.indent >= margin + 2
        return reachesEdge && !isIndented
    }

    /// Words in Latin letters keep the space that the line end stood for.
    private static func separator(_ last: String, _ next: String) -> String {
        guard let end = last.unicodeScalars.last, let start = next.unicodeScalars.first else { return "" }
        return end.isASCII && start.isASCII && end.properties.isAlphabetic && start.properties.isAlphabetic ? " " : ""
    }
}

extension Unicode.Scalar {
    /// Chinese characters take two columns of a page laid out in a fixed pitch.
    fileprivate var columns: Int { value >= 0x2E80 || (0x2014...0x2026).contains(value) ? 2 : 1 }
}
