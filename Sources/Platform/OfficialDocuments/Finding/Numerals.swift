/// Numbers as official documents write them: 一百二十三, 二〇一七, 2017, ２０１７.
enum Numerals {
    private static let digits: [Unicode.Scalar: Int] = [
        "〇": 0, "零": 0, "○": 0, "Ｏ": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
        "九": 9,
    ]

    static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        digits[scalar] != nil || scalar == "十" || scalar == "百"
    }

    /// A Chinese number below 1,000 that begins at the place, and where it ends.
    static func chinese(in text: CodePoints, at start: Int, limit: Int) -> (value: Int, end: Int)? {
        var end = start
        while end < limit, end - start < 8, isChinese(text[end]) { end += 1 }
        guard end > start, let value = value(of: text.scalars[start..<end]) else { return nil }
        return (value, end)
    }

    /// A number in Arabic digits of at most eight figures.
    static func arabic(in text: CodePoints, at start: Int, limit: Int) -> (value: Int, end: Int)? {
        var end = start
        var value = 0
        while end < limit, let digit = text[end].digit {
            if end - start == 8 { return nil }
            value = value * 10 + digit
            end += 1
        }
        return end > start ? (value, end) : nil
    }

    static func any(in text: CodePoints, at start: Int, limit: Int) -> (value: Int, end: Int)? {
        arabic(in: text, at: start, limit: limit) ?? chinese(in: text, at: start, limit: limit)
    }

    /// 二十一 for 21; numbers of 100 and more stay in Arabic digits.
    static func chinese(_ value: Int) -> String {
        let figures = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        switch value {
        case 1..<10: return figures[value]
        case 10..<20: return "十" + figures[value - 10]
        case 20..<100: return figures[value / 10] + "十" + figures[value % 10]
        default: return String(value)
        }
    }

    private static func value(of scalars: ArraySlice<Unicode.Scalar>) -> Int? {
        if scalars.contains("十") || scalars.contains("百") { return counted(scalars) }
        if scalars.count == 1 { return digits[scalars.first!] }
        return scalars.reduce(0) { $0 * 10 + (digits[$1] ?? 0) }
    }

    private static func counted(_ scalars: ArraySlice<Unicode.Scalar>) -> Int? {
        var total = 0
        var pending: Int?
        for scalar in scalars {
            switch scalar {
            case "百":
                total += (pending ?? 1) * 100
                pending = nil
            case "十":
                total += (pending ?? 1) * 10
                pending = nil
            default: pending = digits[scalar]
            }
        }
        return total + (pending ?? 0)
    }
}
