/// Deadlines that are no day of the calendar: recurring ones, periods, standing duties, and those that wait for a happening.
enum OtherDeadline {
    static func starting(at start: Int, in text: CodePoints, _ sentence: Range<Int>) -> DeadlineReading.Found? {
        let limit = sentence.upperBound
        switch text[start] {
        case "每": return recurring(at: start, in: text, limit: limit)
        case "按": return byPeriod(at: start, in: text, limit: limit)
        case "“", "\"", "「": return fiveYearPlan(at: start, in: text, limit: limit)
        case "立", "第", "即": return immediately(at: start, in: text, sentence)
        case "前": return beforeHappening(at: start, in: text, sentence)
        case "内", "左": return period(endingAt: start, in: text, sentence)
        default:
            guard let length = standing.length(in: text, at: start, limit: limit) else { return nil }
            return .init(range: start..<start + length, kind: .standing, date: nil)
        }
    }

    private static let standing = WordList("长期坚持 长期抓 常抓不懈 持之以恒 长期实施 长期开展 一以贯之 久久为功")

    // MARK: Recurring

    private static let cycles = WordList("年 年度 季度 季 月 半年 周 星期 日 天 旬 学期 两年 三年 半月 个月 个季度 两个月 三个月 五年 六个月 2年 3年 5年 逢")
    private static let inCycle = WordList("底 底前 末 末前 初 初前 前 内 之前 以前 年底前")

    /// 每季度末, 每年2月底前, 每月5日前.
    private static func recurring(at start: Int, in text: CodePoints, limit: Int) -> DeadlineReading.Found? {
        guard let length = cycles.length(in: text, at: start + 1, limit: limit) else { return nil }
        var end = start + 1 + length
        if let month = Numerals.arabic(in: text, at: end, limit: limit), (1...12).contains(month.value),
            let after = text.index(after: "月", at: month.end, limit: limit)
        {
            end = after
        }
        if let day = Numerals.arabic(in: text, at: end, limit: limit), (1...31).contains(day.value), day.end < limit,
            text[day.end] == "日" || text[day.end] == "号"
        {
            end = day.end + 1
        }
        while let more = inCycle.length(in: text, at: end, limit: limit) { end += more }
        return .init(range: start..<end, kind: .recurring, date: nil)
    }

    private static let byCycle = WordList("按月 按季 按季度 按周 按年度 按半年")
    private static let reportVerbs = WordList("报 上报 报送 通报 调度 汇总 公布 开展 统计 分析 报告 向 组织 进行 对 考核 召开 督查 督促 反馈")

    private static func byPeriod(at start: Int, in text: CodePoints, limit: Int) -> DeadlineReading.Found? {
        guard let length = byCycle.length(in: text, at: start, limit: limit),
            reportVerbs.length(in: text, at: start + length, limit: limit) != nil
        else { return nil }
        return .init(range: start..<start + length, kind: .recurring, date: nil)
    }

    // MARK: Five-year plans

    private static let planEnds = WordList("末 期末 时期末 末期 期末前 末前")

    /// “十四五”末 is the end of 2025; the tenth plan ended in 2005.
    private static func fiveYearPlan(at start: Int, in text: CodePoints, limit: Int) -> DeadlineReading.Found? {
        guard start + 4 < limit, text[start + 1] == "十",
            let plan = Numerals.chinese(in: text, at: start + 2, limit: start + 3), text[start + 3] == "五",
            text[start + 4] == "”" || text[start + 4] == "\"" || text[start + 4] == "」",
            let length = planEnds.length(in: text, at: start + 5, limit: limit)
        else { return nil }
        let year = 2005 + plan.value * 5
        return .init(
            range: start..<start + 5 + length, kind: .byYearEnd, date: CalendarDate(year: year, month: 12, day: 31))
    }

    // MARK: Counted from a happening

    private static let atOnce = WordList("立即 第一时间 即刻")
    private static let happenings = WordList("发生 发现 接到 收到 出现 遇有 一旦 接报 事故发生后 发生后")

    /// 发生重特大事故立即: the clause names what has to happen first.
    private static func immediately(at start: Int, in text: CodePoints, _ sentence: Range<Int>) -> DeadlineReading
        .Found?
    {
        guard let length = atOnce.length(in: text, at: start, limit: sentence.upperBound) else { return nil }
        let from = max(sentence.lowerBound, start - 40)
        guard let happening = happenings.first(in: text, clauseStart(text, before: start, from: from)..<start) else {
            return nil
        }
        return .init(range: happening.lowerBound..<start + length, kind: .event, date: nil)
    }

    private static let duties = WordList("要 应 应当 须 必须 需 完成 进行 组织 开展 积极开展")
    private static let noHappening = WordList("目 当 此 日 年 提 以 空 事 面 眼 人 超 生 月 底 天 史 向 之 先 跟")

    /// 在…迁移前要…, 在国家扶贫日前后开展…
    private static func beforeHappening(at start: Int, in text: CodePoints, _ sentence: Range<Int>) -> DeadlineReading
        .Found?
    {
        guard start > sentence.lowerBound else { return nil }
        var end = start + 1
        let isAround = end < sentence.upperBound && text[end] == "后"
        if isAround { end += 1 }
        if !isAround, noHappening.length(in: text, at: start - 1, limit: start) != nil { return nil }
        let clause = clauseStart(text, before: start, from: max(sentence.lowerBound, start - 30))
        guard let within = text.firstIndex(in: clause..<start, where: { $0 == "在" }),
            duties.length(in: text, at: end, limit: sentence.upperBound) != nil
        else { return nil }
        return .init(range: within..<end, kind: .event, date: nil)
    }

    // MARK: Periods

    private static let units = WordList("个工作日 工作日 日 天 小时 个小时 分钟 个月 月 年 周 个季度")
    private static let between = WordList("之 以")
    private static let roughly = WordList("左右时间 左右的时间")
    private static let elapsed = WordList("近 过去 最近 前")
    private static let sinceWords = WordList("之日起 日起 起 后 之日 以后 之后")

    /// 10个工作日内, 两年之内, 5—10年左右时间, read backwards from the word that closes it.
    private static func period(endingAt place: Int, in text: CodePoints, _ sentence: Range<Int>) -> DeadlineReading
        .Found?
    {
        var end = place + 1
        var at = place
        if text[place] == "左" {
            guard let length = roughly.length(in: text, at: place, limit: sentence.upperBound) else { return nil }
            end = place + length
        } else if let length = between.endingLength(in: text, sentence.lowerBound..<at) {
            at -= length
        }
        guard let unit = units.endingLength(in: text, sentence.lowerBound..<at) else { return nil }
        at -= unit
        var start = at
        while start > sentence.lowerBound, at - start < 12, isFigure(text[start - 1]) { start -= 1 }
        guard start < at, text[start].digit != nil || Numerals.isChinese(text[start]) || text[start] == "半" else {
            return nil
        }
        // A year such as 2019年内 is a date and was read before.
        if start > sentence.lowerBound, text[start - 1] == "月" { return nil }
        guard elapsed.endingLength(in: text, sentence.lowerBound..<start) == nil else { return nil }
        return counted(from: start, to: end, in: text, sentence)
    }

    private static func isFigure(_ scalar: Unicode.Scalar) -> Bool {
        scalar.digit != nil || Numerals.isChinese(scalar) || "半—-－~～至".unicodeScalars.contains(scalar)
    }

    private static func counted(from start: Int, to end: Int, in text: CodePoints, _ sentence: Range<Int>)
        -> DeadlineReading.Found
    {
        guard sinceWords.endingLength(in: text, sentence.lowerBound..<start) != nil else {
            return .init(range: start..<end, kind: .period, date: nil)
        }
        let clause = clauseStart(text, before: start, from: max(sentence.lowerBound, start - 40))
        let from = text.firstIndex(in: clause..<start) { $0 == "自" || $0 == "从" } ?? clause
        return .init(range: from..<end, kind: .event, date: nil)
    }

    private static func clauseStart(_ text: CodePoints, before place: Int, from lowest: Int) -> Int {
        var at = place
        while at > lowest, !text[at - 1].startsClause || text[at - 1] == "、" { at -= 1 }
        return at
    }
}
