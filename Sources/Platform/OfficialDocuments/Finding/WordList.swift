/// A list of words looked for in one pass over a text: words are kept by their first character, longest first.
struct WordList: Sendable {
    private let words: [Unicode.Scalar: [[Unicode.Scalar]]]
    private let endings: [Unicode.Scalar: [[Unicode.Scalar]]]

    init(_ list: String) {
        let all = list.unicodeScalars.split(whereSeparator: \.isBlank).map(Array.init)
        let longestFirst = all.sorted { $0.count > $1.count }
        words = Dictionary(grouping: longestFirst) { $0[0] }
        endings = Dictionary(grouping: longestFirst) { $0[$0.count - 1] }
    }

    /// The length of the longest word of the list that begins at the place, if it ends before the limit.
    func length(in text: CodePoints, at start: Int, limit: Int) -> Int? {
        guard start < limit, let candidates = words[text[start]] else { return nil }
        return candidates.first { word in
            start + word.count <= limit && text.scalars[start..<start + word.count].elementsEqual(word)
        }?.count
    }

    func first(in text: CodePoints, _ range: Range<Int>) -> Range<Int>? {
        for start in range {
            if let length = length(in: text, at: start, limit: range.upperBound) { return start..<start + length }
        }
        return nil
    }

    func occurs(in text: CodePoints, _ range: Range<Int>) -> Bool { first(in: text, range) != nil }

    func begins(_ text: CodePoints, _ range: Range<Int>) -> Bool {
        length(in: text, at: range.lowerBound, limit: range.upperBound) != nil
    }

    /// The length of the longest word of the list that the range ends with.
    func endingLength(in text: CodePoints, _ range: Range<Int>) -> Int? {
        guard let last = range.last, let candidates = endings[text[last]] else { return nil }
        return candidates.first { word in
            word.count <= range.count
                && text.scalars[range.upperBound - word.count..<range.upperBound].elementsEqual(word)
        }?.count
    }
}
