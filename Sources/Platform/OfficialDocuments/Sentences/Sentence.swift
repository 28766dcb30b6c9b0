/// A sentence by its place in the text.
struct Sentence: Sendable {
    let range: Range<Int>
    /// The paragraph it stands in.
    let paragraph: Range<Int>
    /// A bracket of responsible units that closes the sentence.
    let unitBrackets: [Range<Int>]

    /// The sentences of a paragraph, or of the part of it that belongs to one node.
    static func all(in text: CodePoints, _ paragraph: Range<Int>, within node: Range<Int>) -> [Sentence] {
        let part = text.trimmed(paragraph.clamped(to: node))
        guard !part.isEmpty else { return [] }
        let brackets = Brackets(in: text, part)
        var found: [Sentence] = []
        var start = part.lowerBound
        var units: [Range<Int>] = []
        var at = start
        func close(at end: Int) {
            let range = text.trimmed(start..<end)
            if !range.isEmpty { found.append(Sentence(range: range, paragraph: paragraph, unitBrackets: units)) }
            start = end
            units = []
        }
        while at < part.upperBound {
            if let end = brackets.end(of: at) {
                let isLast = closing(text, after: end - 1, limit: part.upperBound) == part.upperBound
                if closesClause(text, end, limit: part.upperBound), UnitBracket.isOne(text, at..<end) {
                    units.append(at..<end)
                } else if isLast, UnitBracket.isPlainList(text, at..<end, atLeast: 2) {
                    units.append(at..<end)
                }
                at = end
            } else if text[at].endsSentence {
                at = closing(text, after: at, limit: part.upperBound)
                while let end = brackets.end(of: text.skippingBlanks(at, limit: part.upperBound)) {
                    let bracket = text.skippingBlanks(at, limit: part.upperBound)..<end
                    guard
                        UnitBracket.isOne(text, bracket) || UnitBracket.isPlainList(text, bracket, atLeast: 1)
                    else { break }
                    units.append(bracket)
                    at = closing(text, after: end - 1, limit: part.upperBound)
                }
                close(at: at)
            } else {
                at += 1
            }
        }
        close(at: part.upperBound)
        return found
    }

    /// A bracket in the middle of a clause explains a word; one that closes it says who is responsible.
    private static func closesClause(_ text: CodePoints, _ end: Int, limit: Int) -> Bool {
        end == limit || text[end].endsSentence || "；;、".unicodeScalars.contains(text[end])
    }

    /// Quotation marks, and a full stop after a bracket, still belong to the sentence.
    private static func closing(_ text: CodePoints, after place: Int, limit: Int) -> Int {
        var at = place + 1
        while at < limit, "”’」』》）)。！？".unicodeScalars.contains(text[at]) { at += 1 }
        return at
    }
}

/// Which round brackets of a range belong together. An opening one without a partner is an ordinary character,
/// except at the end of a text that was cut off, where a bracket of units is read as far as it goes.
struct Brackets {
    private var ends: [Int: Int] = [:]

    init(in text: CodePoints, _ range: Range<Int>) {
        var open: [Int] = []
        for at in range {
            if text[at].opensBracket {
                open.append(at)
            } else if text[at].closesBracket, let start = open.popLast() {
                ends[start] = at + 1
            }
        }
        let isEndOfText = text.skippingBlanks(range.upperBound, limit: text.count) == text.count
        if isEndOfText, let last = open.last, UnitBracket.isOne(text, last..<range.upperBound) {
            ends[last] = range.upperBound
        }
    }

    /// The place behind the bracket that opens here.
    func end(of start: Int) -> Int? { ends[start] }
}

extension CodePoints {
    func skippingBlanks(_ start: Int, limit: Int) -> Int {
        var at = start
        while at < limit, self[at].isBlank { at += 1 }
        return at
    }
}
