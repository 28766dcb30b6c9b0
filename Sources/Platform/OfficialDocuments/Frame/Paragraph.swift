/// One line of the text: what it says, and what it is in the frame of a document.
struct Paragraph: Sendable {
    /// With the blanks around it: the ranges of all paragraphs together are the whole text.
    var whole: Range<Int>
    let content: Range<Int>
    var kind: Kind = .body

    enum Kind: Sendable {
        case body
        case title, number, addressees, signature, date, note, contents
        /// 附件：1.… and the lines that go on with 2.…
        case attachments

        /// Whether a part of the document ends or begins here, so that no clause reaches across.
        var dividesParts: Bool { self == .signature || self == .date || self == .title || self == .contents }
    }

    static func all(in text: CodePoints) -> [Paragraph] {
        var found: [Paragraph] = []
        var lineStart = 0
        for end in 0...text.count where end == text.count || text[end].isLineEnd {
            let content = text.trimmed(lineStart..<end)
            if !content.isEmpty { found.append(Paragraph(whole: content, content: content)) }
            lineStart = end + 1
        }
        for index in found.indices {
            let start = index == 0 ? 0 : found[index].content.lowerBound
            let end = index + 1 < found.count ? found[index + 1].content.lowerBound : text.count
            found[index].whole = start..<end
        }
        return found
    }
}

extension CodePoints {
    /// Whether a paragraph ends like a sentence or like the lead-in to a list.
    func endsLikeSentence(_ range: Range<Int>) -> Bool {
        var end = range.upperBound
        while end > range.lowerBound, "”’」』》）)".unicodeScalars.contains(self[end - 1]) { end -= 1 }
        guard end > range.lowerBound else { return false }
        let last = self[end - 1]
        return last.endsSentence || "；;：:，,、…".unicodeScalars.contains(last)
    }

    func isWhollyBracketed(_ range: Range<Int>) -> Bool {
        guard let first = range.first, let last = range.last, range.count > 2 else { return false }
        return (self[first].opensBracket || self[first] == "【") && (self[last].closesBracket || self[last] == "】")
            && firstIndex(in: range.lowerBound..<last) { $0.closesBracket } == nil
    }
}
