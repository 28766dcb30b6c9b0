/// A numbering mark at the head of a paragraph or inside it: 一、 （一） 1. （1） ① 第一条 一是.
struct Marker: Sendable {
    let style: Style
    let number: Int
    let range: Range<Int>

    /// The kinds of numbering, from the outermost to the innermost as GB/T 9704 and the usage of statutes order them.
    enum Style: Hashable, Sendable {
        case part, chapter, section, article
        case han, hanParenthesised, arabic, arabicHalf, arabicParenthesised, circled
        /// 1.2.3: as deep as it has figures.
        case decimal(Int)
        /// 一是 or 一要: the word after the number.
        case runIn(Unicode.Scalar)

        var rank: Int {
            switch self {
            case .part: 0
            case .chapter: 1
            case .section: 2
            case .article: 3
            case .han: 4
            case .decimal(let depth): 4 + depth
            case .hanParenthesised: 10
            case .arabic: 11
            case .arabicHalf: 12
            case .arabicParenthesised: 13
            case .circled: 14
            case .runIn: 15
            }
        }

        var isRunIn: Bool { if case .runIn = self { true } else { false } }
    }
}

extension Marker {
    /// The mark that a paragraph begins with. Figures that only look like one (2.5亿元, 十一、十二月份) are none.
    static func heading(in text: CodePoints, _ paragraph: Range<Int>, decimals: Bool) -> Marker? {
        guard let first = paragraph.first else { return nil }
        let scalar = text[first]
        if scalar == "第" { return ordinal(in: text, paragraph) }
        if scalar.opensBracket { return parenthesised(in: text, at: first, limit: paragraph.upperBound) }
        if let value = circledValue(scalar) {
            return Marker(style: .circled, number: value, range: first..<first + 1)
        }
        if scalar.digit != nil {
            return (decimals ? decimal(in: text, paragraph) : nil) ?? arabic(in: text, paragraph)
        }
        return Numerals.isChinese(scalar) ? han(in: text, paragraph) : nil
    }

    static func circledValue(_ scalar: Unicode.Scalar) -> Int? {
        (0x2460...0x2473).contains(scalar.value) ? Int(scalar.value - 0x2460) + 1 : nil
    }

    /// （一） or （1） with its bracket.
    static func parenthesised(in text: CodePoints, at start: Int, limit: Int) -> Marker? {
        guard start + 2 < limit, let number = Numerals.any(in: text, at: start + 1, limit: limit),
            number.end < limit, text[number.end].closesBracket, (1...200).contains(number.value)
        else { return nil }
        let style: Style = text[start + 1].digit != nil ? .arabicParenthesised : .hanParenthesised
        return Marker(style: style, number: number.value, range: start..<number.end + 1)
    }

    private static func ordinal(in text: CodePoints, _ paragraph: Range<Int>) -> Marker? {
        let limit = paragraph.upperBound
        guard let number = Numerals.any(in: text, at: paragraph.lowerBound + 1, limit: limit), number.end < limit
        else { return nil }
        let style: Style
        switch text[number.end] {
        case "编": style = .part
        case "章": style = .chapter
        case "节": style = .section
        case "条": style = .article
        default: return nil
        }
        let end = number.end + 1
        // 第三条规定… speaks of an article, 第三条　… is one.
        guard end == limit || text[end].isBlank || !notAfterOrdinal.begins(text, end..<limit) else { return nil }
        return Marker(style: style, number: number.value, range: paragraph.lowerBound..<end)
    }

    private static let notAfterOrdinal = WordList("规定 第 、 和 至 所 的 中 明确 要求 及 款 之")

    private static func decimal(in text: CodePoints, _ paragraph: Range<Int>) -> Marker? {
        var at = paragraph.lowerBound
        var figures = 0
        var last = 0
        while figures < 6, let number = Numerals.arabic(in: text, at: at, limit: paragraph.upperBound),
            number.value < 100
        {
            figures += 1
            last = number.value
            at = number.end
            guard at + 1 < paragraph.upperBound, text[at] == "." || text[at] == "．", text[at + 1].digit != nil
            else { break }
            at += 1
        }
        guard figures > 0, at < paragraph.upperBound, figures > 1 || text[at].isBlank else { return nil }
        guard text[at].isBlank || (text[at].isHan && !measures.contains(text[at])) else { return nil }
        if figures == 1, let next = text.firstIndex(in: at..<paragraph.upperBound, where: { !$0.isBlank }),
            !text[next].isHan || dateUnits.contains(text[next])
        {
            return nil
        }
        return Marker(style: .decimal(figures), number: last, range: paragraph.lowerBound..<at)
    }

    /// What follows the figure of an amount: 2.5亿元.
    private static let measures = Set("亿万千百个项倍元米公吨级度平立小人户家条次".unicodeScalars)
    private static let dateUnits: Set<Unicode.Scalar> = ["年", "月", "日", "时", "个", "项", "万", "亿"]

    private static func arabic(in text: CodePoints, _ paragraph: Range<Int>) -> Marker? {
        let limit = paragraph.upperBound
        guard let number = Numerals.arabic(in: text, at: paragraph.lowerBound, limit: limit), number.end < limit,
            (1...300).contains(number.value)
        else { return nil }
        let end = number.end + 1
        switch text[number.end] {
        case ".", "．", "、":
            if end < limit, text[end].digit != nil { return nil }
            return Marker(style: .arabic, number: number.value, range: paragraph.lowerBound..<end)
        case ")", "）": return Marker(style: .arabicHalf, number: number.value, range: paragraph.lowerBound..<end)
        default: return nil
        }
    }

    private static func han(in text: CodePoints, _ paragraph: Range<Int>) -> Marker? {
        let limit = paragraph.upperBound
        guard let number = Numerals.chinese(in: text, at: paragraph.lowerBound, limit: limit), number.end < limit,
            (1...200).contains(number.value)
        else { return nil }
        let end = number.end + 1
        switch text[number.end] {
        case "、", "．", ".":
            if let next = Numerals.chinese(in: text, at: end, limit: limit), next.end < limit,
                "月年级类等、季号日".unicodeScalars.contains(text[next.end])
            {
                return nil
            }
            return Marker(style: .han, number: number.value, range: paragraph.lowerBound..<end)
        case "是" where number.value <= 20:
            return Marker(style: .runIn("是"), number: number.value, range: paragraph.lowerBound..<end)
        case "要" where number.value <= 20:
            return Marker(style: .runIn("要"), number: number.value, range: paragraph.lowerBound..<end)
        default: return nil
        }
    }
}
