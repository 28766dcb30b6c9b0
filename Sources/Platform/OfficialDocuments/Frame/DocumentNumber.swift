/// A document number such as 苏政发〔2016〕114号, with whatever brackets it was typed.
struct DocumentNumber: Sendable {
    let range: Range<Int>
    let year: Int
    /// With the prescribed brackets 〔〕 and without blanks.
    let normalised: String

    /// The first number in the range. The issuing sign before the bracket may be at most twelve characters.
    static func first(in text: CodePoints, _ range: Range<Int>) -> DocumentNumber? {
        for open in range where text[open].opensNumber || text[open].opensBracket {
            if let number = number(in: text, bracketAt: open, range) { return number }
        }
        return nil
    }

    private static func number(in text: CodePoints, bracketAt open: Int, _ range: Range<Int>) -> DocumentNumber? {
        let limit = range.upperBound
        guard let year = Numerals.arabic(in: text, at: open + 1, limit: limit), year.end - open == 5,
            (1949...2100).contains(year.value), year.end < limit,
            text[year.end].closesNumber || text[year.end].closesBracket
        else { return nil }
        var at = year.end + 1
        if at < limit, text[at] == "第" { at += 1 }
        while at < limit, text[at].isBlank { at += 1 }
        guard let serial = Numerals.arabic(in: text, at: at, limit: limit), serial.end < limit, text[serial.end] == "号"
        else { return nil }
        var start = open
        while start > range.lowerBound, open - start < 12, text[start - 1].isHan { start -= 1 }
        guard start < open else { return nil }
        let sign = text.squeezed(start..<open)
        return DocumentNumber(
            range: start..<serial.end + 1, year: year.value, normalised: "\(sign)〔\(year.value)〕\(serial.value)号")
    }
}
