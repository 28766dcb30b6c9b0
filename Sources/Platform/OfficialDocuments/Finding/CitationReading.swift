/// Finds the documents a text cites in 《》.
enum CitationReading {
    struct Found: Sendable {
        let range: Range<Int>
        let title: String
        let number: String?
    }

    /// Longer than any title; what is longer is an unclosed mark.
    private static let longestTitle = 200

    /// The outermost pairs of 《》, each with the number in the bracket directly behind it.
    static func all(in text: CodePoints) -> [Found] {
        var open: [Int] = []
        var pairs: [Range<Int>] = []
        for at in 0..<text.count {
            if text[at] == "《" {
                open.append(at)
            } else if text[at] == "》", let start = open.popLast(), at - start < longestTitle {
                while let inner = pairs.last, inner.lowerBound > start { pairs.removeLast() }
                pairs.append(start..<at + 1)
            }
        }
        return pairs.map { pair in
            Found(range: pair, title: title(text, pair), number: number(text, after: pair.upperBound))
        }
    }

    private static func title(_ text: CodePoints, _ pair: Range<Int>) -> String {
        var view = String.UnicodeScalarView()
        view.append(
            contentsOf: text.scalars[pair.lowerBound + 1..<pair.upperBound - 1].lazy.filter { !$0.isLineEnd })
        return String(view)
    }

    private static func number(_ text: CodePoints, after end: Int) -> String? {
        let start = text.skippingBlanks(end, limit: min(text.count, end + 2))
        guard start < text.count, text[start].opensBracket || text[start].opensNumber else { return nil }
        let limit = min(text.count, start + 60)
        guard
            let close = text.firstIndex(
                in: start + 1..<limit,
                where: { $0.closesBracket || $0 == "，" || $0 == "," || $0 == "；" || $0 == "、" })
        else { return nil }
        let inside = start + 1..<close
        if let number = DocumentNumber.first(in: text, start + 1..<limit), number.range.lowerBound == start + 1,
            number.range.upperBound <= limit
        {
            return number.normalised
        }
        return standard(text, text.trimmed(inside))
    }

    /// The number of a standard such as GB 18218-2018 or AQ/T 3046.
    private static func standard(_ text: CodePoints, _ inside: Range<Int>) -> String? {
        guard inside.count <= 24, let first = inside.first, ("A"..."Z").contains(text[first]),
            let last = inside.last, text[last].digit != nil
        else { return nil }
        let plain = inside.allSatisfy { text[$0].value < 0x80 || text[$0] == "—" || text[$0] == "－" || text[$0] == "–" }
        return plain ? text.string(inside) : nil
    }
}
