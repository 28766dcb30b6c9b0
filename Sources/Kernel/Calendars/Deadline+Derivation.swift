extension Deadline {
    /// The whole computation in Chinese sentences, one after the other.
    public var derivation: [String] {
        [basisSentence].compactMap { $0 } + [startSentence].compactMap { $0 } + restSentences + suspensionSentences
            + moveAndExtensionSentences + assumptionSentences + [endSentence]
    }

    private var basisSentence: String? {
        guard let basis else { return setBy == nil ? "期限：\(term)。" : nil }
        let doubt = basis.verified ? "" : "（该数值尚未与原文核对）"
        return "依据\(basis.document)\(basis.article)：\(basis.title)，期限为\(term)\(doubt)。"
    }

    private var startSentence: String? {
        if let setBy { return "到期日由\(setBy)。" }
        if term.beforeEvent { return "以\(eventInWords)为准倒推\(term.unit.isByTheClock ? "" : "，当日不计")。" }
        if term.unit.isByTheClock { return "自\(start.chinese)起连续计算，夜间和节假日照计。" }
        let first = start.day.adding(days: 1)
        return term.amount == 0
            ? "自\(start.day.chinese)当日计算。" : "\(start.day.chinese)为起算事由发生之日，不计入；自\(first.chinese)起算。"
    }

    private var eventInWords: String {
        term.unit.isByTheClock ? start.chinese : start.day.chinese
    }

    private var restSentences: [String] {
        var sentences = Self.groups(skipped).map { "\($0.why)\($0.days)，共\($0.count)天，不计入。" }
        sentences += Self.groups(madeUp).map { "\($0.days)为\($0.why)，计入工作日。" }
        return sentences
    }

    private var suspensionSentences: [String] {
        suspensions.map { stop in
            guard let end = stop.to else { return "\(stop.from.chinese)起因“\(stop.reason)”暂停计时，尚未恢复。" }
            if term.beforeEvent { return "\(stop.from.chinese)至\(end.chinese)暂停（\(stop.reason)），倒推的期限不受影响。" }
            let stood = term.unit.isByTheClock ? "这段时间" : "其间\(stop.from.day.distance(to: end.day))天"
            return "\(stop.from.chinese)至\(end.chinese)因“\(stop.reason)”暂停计时，\(stood)不计入。"
        }
    }

    private var moveAndExtensionSentences: [String] {
        moves.map { move in
            let direction = move.to < move.from ? "提前至" : "顺延至"
            return "最后一日\(move.from.chinese)是\(move.why)，\(direction)\(move.to.chinese)（\(move.to.chineseWeekday)）。"
        }
            + extensions.map { "因“\($0.reason)”延期\($0.term)，到期日由\($0.from.chinese)延至\($0.to.chinese)。" }
    }

    private var assumptionSentences: [String] {
        assumedYears.sorted().map { "\($0)年的放假安排尚未公布，暂按周一至周五上班推算，公布后可能变动。" }
    }

    private var endSentence: String {
        isSuspended ? "计时恢复后重新计算到期日。" : "到期：\(dueInWords)。"
    }

    /// The ranges with the same reason, in one enumeration.
    private static func groups(_ ranges: [Skipped]) -> [(why: String, days: String, count: Int)] {
        var order: [String] = []
        for range in ranges where !order.contains(range.why) { order.append(range.why) }
        return order.map { why in
            let own = ranges.filter { $0.why == why }.sorted { $0.day < $1.day }
            let days = own.map { range in
                range.count == 1
                    ? range.day.chinese : "\(range.day.chinese)至\(range.through.chinese(in: range.day.year))"
            }
            return (why, days.joined(separator: "、"), own.reduce(0) { $0 + $1.count })
        }
    }
}
