/// Units that the sentence itself makes responsible: 体育总局要会同有关方面…, 由省应急厅牵头….
enum RunningTextUnits {
    private static let obligations = WordList("要 应 应当 须 必须 负责 牵头 会同 要会同 将会同")
    private static let longestSubject = 80

    static func mentions(in text: CodePoints, _ sentence: Range<Int>, brackets: [Range<Int>]) -> [UnitReading] {
        if UnitWords.label(in: text, at: sentence.lowerBound, limit: sentence.upperBound) != nil {
            return labelled(in: text, sentence)
        }
        var found = subject(in: text, sentence)
        var at = sentence.lowerBound
        var ahead = brackets[...]
        while let word = UnitWords.leads.first(in: text, at..<sentence.upperBound) {
            at = word.upperBound
            while let bracket = ahead.first, bracket.upperBound <= word.lowerBound { ahead.removeFirst() }
            if let bracket = ahead.first, bracket.contains(word.lowerBound) {
                at = bracket.upperBound
                continue
            }
            found += leading(in: text, before: word.lowerBound, from: sentence.lowerBound)
        }
        var seen: Set<Int> = []
        return found.filter { seen.insert($0.range.lowerBound).inserted }
    }

    /// A line of its own: 责任单位：省安监局、省国资委。
    private static func labelled(in text: CodePoints, _ sentence: Range<Int>) -> [UnitReading] {
        guard sentence.count <= 800, let last = sentence.last else { return [] }
        let end = text[last].endsSentence ? last : sentence.upperBound
        return UnitListReading.mentions(in: text, sentence.lowerBound..<end)
    }

    /// The units with which the sentence begins, if a word of obligation follows them.
    private static func subject(in text: CodePoints, _ sentence: Range<Int>) -> [UnitReading] {
        let window = sentence.prefixed(longestSubject)
        var at = window.lowerBound + 2
        // 应 of 省应急厅 is no obligation: the next word is tried until what stands before it is all units.
        while at < window.upperBound, let word = obligations.first(in: text, at..<window.upperBound) {
            let found = units(in: text, window.lowerBound..<word.lowerBound, role: .lead)
            if !found.isEmpty { return found }
            at = word.lowerBound + 1
        }
        return []
    }

    private static func leading(in text: CodePoints, before end: Int, from start: Int) -> [UnitReading] {
        var at = end
        while at > start, end - at < longestSubject, text[at - 1] == "、" || !text[at - 1].startsClause,
            text[at - 1] != "由"
        {
            at -= 1
        }
        return units(in: text, at..<end, role: .lead)
    }

    /// All of the words must be units, or none is taken.
    private static func units(in text: CodePoints, _ range: Range<Int>, role: UnitRole) -> [UnitReading] {
        if text.firstIndex(in: range, where: { $0 == "，" || $0 == "," || $0 == "；" || $0.endsSentence }) != nil {
            return []
        }
        let items = UnitItems.split(text, range).compactMap { named(text, $0) }
        guard !items.isEmpty, items.count == UnitItems.split(text, range).count else { return [] }
        return items.map { UnitReading(range: $0, role: UnitWords.isLocal(text, $0) ? .local : role) }
    }

    private static let andSoOn = WordList("等 等部门 等单位 等有关部门")
    private static let verbal = WordList("年 的 对 为 把 将 使 按 在 是 以 从 与 加强 推动 完善 建立 制定 落实 由 不 开展 支持 鼓励 督促 指导")

    private static func named(_ text: CodePoints, _ item: Range<Int>) -> Range<Int>? {
        var name = item
        if let length = andSoOn.endingLength(in: text, name) { name = name.lowerBound..<name.upperBound - length }
        guard (2...24).contains(name.count), !verbal.occurs(in: text, name) else { return nil }
        return UnitPhrase.endsLikeUnit(text, name) ? name : nil
    }
}
