/// A list inside a paragraph whose last mark was number `last`: 一是…；二是…
struct RunInSeries: Sendable {
    let style: Marker.Style
    var last: Int
    /// The node the whole list hangs from.
    let parent: Int?
}

extension RunInSeries {
    /// The marks inside a paragraph that could belong to a list. A first one counts only if a second one follows.
    static func candidates(in text: CodePoints, _ content: Range<Int>, after head: Int?) -> [Marker] {
        var found: [Marker] = []
        var at = head ?? content.lowerBound
        while at < content.upperBound {
            if let marker = marker(in: text, at: at, content) {
                found.append(marker)
                at = marker.range.upperBound
            } else {
                at += 1
            }
        }
        var lastSecond: [Marker.Style: Int] = [:]
        for marker in found where marker.number == 2 { lastSecond[marker.style] = marker.range.lowerBound }
        return found.filter { $0.number > 1 || $0.range.lowerBound < lastSecond[$0.style] ?? 0 }
    }

    private static func marker(in text: CodePoints, at start: Int, _ content: Range<Int>) -> Marker? {
        let scalar = text[start]
        if let value = Marker.circledValue(scalar) {
            return Marker(style: .circled, number: value, range: start..<start + 1)
        }
        guard start == content.lowerBound || opensClause(text[start - 1]) else { return nil }
        if scalar.opensBracket {
            return Marker.parenthesised(in: text, at: start, limit: content.upperBound)
        }
        if scalar == "第" || scalar == "其" { return counted(in: text, at: start, content) }
        guard Numerals.isChinese(scalar),
            let number = Numerals.chinese(in: text, at: start, limit: content.upperBound),
            number.end < content.upperBound, (1...20).contains(number.value)
        else { return nil }
        let word = text[number.end]
        guard word == "是" || word == "要" else { return nil }
        return Marker(style: .runIn(word), number: number.value, range: start..<number.end + 1)
    }

    /// 第一，…第二，… and 其一，…其二，…
    private static func counted(in text: CodePoints, at start: Int, _ content: Range<Int>) -> Marker? {
        guard let number = Numerals.chinese(in: text, at: start + 1, limit: content.upperBound),
            number.end < content.upperBound, text[number.end] == "，" || text[number.end] == ",",
            (1...20).contains(number.value)
        else { return nil }
        return Marker(style: .runIn(text[start]), number: number.value, range: start..<number.end)
    }

    private static func opensClause(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.startsClause && scalar != "、") || scalar.isBlank || scalar.opensBracket
    }
}
