/// A day, month or year of the calendar as a sentence names it, with what makes it a limit: 2019年6月底前, 到2020年, 年底前.
struct DatePhrase: Sendable {
    private(set) var range: Range<Int>
    private var namedYear: NamedYear
    private let month: Int?
    private let day: Int?
    private let ending: Ending
    private var resolvedYear: Int?

    private enum NamedYear: Equatable { case none, figure(Int), relative(Int) }

    private enum Ending {
        /// 前、底前、以前、内
        case before
        /// 底、末: the end, without a word of limit
        case end
        case none
    }

    /// 去年6月底前 speaks of what is over.
    var isPast: Bool { if case .relative(let shift) = namedYear { shift < 0 } else { false } }

    var kind: DeadlineKind { month == nil ? .byYearEnd : .date }

    var date: CalendarDate? {
        guard let year = resolvedYear else { return nil }
        guard let month else { return CalendarDate(year: year, month: 12, day: 31) }
        return day.map { CalendarDate(year: year, month: month, day: $0) } ?? .lastDay(of: month, year: year)
    }

    func year(counting base: Int?, lastNamed: Int?) -> Int? {
        switch namedYear {
        case .figure(let year): year
        case .relative(let shift): base.map { $0 + shift }
        case .none: lastNamed
        }
    }

    func `in`(year: Int?) -> DatePhrase {
        var copy = self
        copy.resolvedYear = year
        return copy
    }
}

extension DatePhrase {
    private static let relativeYears: [(words: WordList, shift: Int)] = [
        (WordList("今年 本年 本年度 当年"), 0), (WordList("明年 次年 下一年"), 1), (WordList("后年"), 2), (WordList("去年 上年 上一年"), -1),
    ]
    private static let before = WordList("前 之前 以前 底前 底之前 底以前 末前 内 之内 以内 中旬前 上旬前 下旬前 初前")
    private static let beforeDay = WordList("前 之前 以前")
    private static let atEnd = WordList("底 末 年底 年末 终")
    private static let untilWords = WordList("到 至 截至 截止 截止到 截至到 时限： 完成时间： 截止时间： 时间节点： 时限要求： 时限: 完成时间:")

    /// A phrase that begins at the place, its year or its month first.
    static func starting(at start: Int, in text: CodePoints, limit: Int) -> DatePhrase? {
        let first = text[start]
        guard first.digit != nil || "今本当明次后去上下年一二第".unicodeScalars.contains(first) else { return nil }
        if start > 0, text[start - 1].digit != nil || (first.digit == nil && Numerals.isChinese(text[start - 1])) {
            return nil
        }
        if first == "年" { return bareYearEnd(at: start, in: text, limit: limit) }
        if let (shift, end) = relativeYear(text, start, limit) {
            return rest(from: start, named: .relative(shift), at: end, in: text, limit: limit)
        }
        if let (year, end) = yearFigure(text, start, limit) {
            return rest(from: start, named: .figure(year), at: end, in: text, limit: limit)
        }
        return rest(from: start, named: .none, at: start, in: text, limit: limit)
    }

    private static func relativeYear(_ text: CodePoints, _ start: Int, _ limit: Int) -> (shift: Int, end: Int)? {
        for (words, shift) in relativeYears {
            if let length = words.length(in: text, at: start, limit: limit) { return (shift, start + length) }
        }
        return nil
    }

    private static func yearFigure(_ text: CodePoints, _ start: Int, _ limit: Int) -> (year: Int, end: Int)? {
        guard let number = Numerals.any(in: text, at: start, limit: limit), (1900...2100).contains(number.value),
            number.end - start == 4, let end = text.index(after: "年", at: number.end, limit: limit)
        else { return nil }
        return (number.value, end)
    }

    /// 年底前 and 年内 without saying which year.
    private static func bareYearEnd(at start: Int, in text: CodePoints, limit: Int) -> DatePhrase? {
        if start > 0,
            text[start - 1].digit != nil || "一二三四五六七八九十两几多每当近全青老去今明本次历".unicodeScalars.contains(text[start - 1])
        {
            return nil
        }
        let next = start + 1
        guard next < limit, text[next] == "底" || text[next] == "末" || text[next] == "内" else { return nil }
        return ended(from: start, named: .none, month: nil, day: nil, at: next, in: text, limit: limit)
    }

    /// What follows the year: nothing, half a year, a quarter, a month, a day.
    private static func rest(
        from start: Int, named: NamedYear, at place: Int, in text: CodePoints, limit: Int
    ) -> DatePhrase? {
        if let (month, end) = part(ofYear: text, place, limit) {
            return ended(from: start, named: named, month: month, day: nil, at: end, in: text, limit: limit)
        }
        if let month = Numerals.arabic(in: text, at: place, limit: limit), (1...12).contains(month.value),
            var end = text.index(after: "月", at: month.end, limit: limit)
        {
            if end < limit, text[end] == "份" { end += 1 }
            var day: Int?
            if let figure = Numerals.arabic(in: text, at: end, limit: limit), (1...31).contains(figure.value),
                figure.end < limit, text[figure.end] == "日" || text[figure.end] == "号"
            {
                day = figure.value
                end = figure.end + 1
            } else if let (tenth, after) = thirdOfMonth(text, end, limit) {
                day = tenth
                end = after
            }
            return ended(from: start, named: named, month: month.value, day: day, at: end, in: text, limit: limit)
        }
        guard named != .none else { return nil }
        return ended(from: start, named: named, month: nil, day: nil, at: place, in: text, limit: limit)
    }

    private static let parts: [(words: WordList, month: Int)] = [
        (WordList("上半年"), 6), (WordList("一季度 第一季度"), 3), (WordList("二季度 第二季度"), 6), (WordList("三季度 第三季度"), 9),
    ]

    private static func part(ofYear text: CodePoints, _ start: Int, _ limit: Int) -> (month: Int, end: Int)? {
        for (words, month) in parts {
            if let length = words.length(in: text, at: start, limit: limit) { return (month, start + length) }
        }
        return nil
    }

    /// 上旬 and 中旬 end on the 10th and the 20th; 下旬 ends with the month.
    private static func thirdOfMonth(_ text: CodePoints, _ start: Int, _ limit: Int) -> (day: Int?, end: Int)? {
        guard start + 1 < limit, text[start + 1] == "旬" else { return nil }
        switch text[start] {
        case "上": return (10, start + 2)
        case "中": return (20, start + 2)
        case "下": return (nil, start + 2)
        default: return nil
        }
    }

    private static func ended(
        from start: Int, named: NamedYear, month: Int?, day: Int?, at place: Int, in text: CodePoints, limit: Int
    ) -> DatePhrase {
        var begin = start
        if month == nil, start >= 1, text[start - 1] == "到" { begin = start - 1 }
        var end = place
        var ending = Ending.none
        if let length = atEnd.length(in: text, at: end, limit: limit) {
            ending = .end
            end += length
        }
        // 5月3日内蒙古… is no limit; only months and years have an inside.
        if let length = (day == nil ? before : beforeDay).length(in: text, at: end, limit: limit) {
            ending = .before
            end += length
        }
        return DatePhrase(range: begin..<end, namedYear: named, month: month, day: day, ending: ending)
    }

    private init(range: Range<Int>, namedYear: NamedYear, month: Int?, day: Int?, ending: Ending) {
        self.range = range
        self.namedYear = namedYear
        self.month = month
        self.day = day
        self.ending = ending
    }

    /// Whether the words make a limit of the date; a plain date tells when something happened.
    func isLimit(in text: CodePoints, _ sentence: Range<Int>) -> Bool {
        switch ending {
        case .before: true
        case .end where !isReported(text, sentence): !closesSpan(text, sentence)
        case .end, .none: isAfterUntil(text, sentence) && !closesSpan(text, sentence) || isHandedInThen(text, sentence)
        }
    }

    private func isAfterUntil(_ text: CodePoints, _ sentence: Range<Int>) -> Bool {
        if text[range.lowerBound] == "到" { return true }
        return DatePhrase.untilWords.endingLength(in: text, sentence.lowerBound..<range.lowerBound) != nil
    }

    /// 到2020年10月 is a limit; 自2016年到2018年 and 2016年至2018年 say how long something took.
    private func closesSpan(_ text: CodePoints, _ sentence: Range<Int>) -> Bool {
        let untilLength = DatePhrase.untilWords.endingLength(in: text, sentence.lowerBound..<range.lowerBound) ?? 0
        let before = range.lowerBound - untilLength
        if before > sentence.lowerBound, text[range.lowerBound] == "到" || untilLength > 0,
            "年月日底初".unicodeScalars.contains(text[before - 1])
        {
            return true
        }
        let words = max(sentence.lowerBound, range.lowerBound - 10)..<range.lowerBound
        return text.firstIndex(in: words) { $0 == "自" || $0 == "从" } != nil
    }

    private static let handingIn = WordList("报 上报 报送 提交 完成 向 将")

    /// 于12月20日报送: a day on which something is to be handed in.
    private func isHandedInThen(_ text: CodePoints, _ sentence: Range<Int>) -> Bool {
        day != nil && range.lowerBound > sentence.lowerBound && text[range.lowerBound - 1] == "于"
            && DatePhrase.handingIn.length(in: text, at: range.upperBound, limit: sentence.upperBound) != nil
    }

    private static let reports = WordList("已 的 以来 起 共 全")

    private func isReported(_ text: CodePoints, _ sentence: Range<Int>) -> Bool {
        DatePhrase.reports.length(in: text, at: range.upperBound, limit: sentence.upperBound) != nil
    }
}
