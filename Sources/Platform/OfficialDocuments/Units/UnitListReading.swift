/// Reads a list of units with their roles, item by item: names wait until the word comes that says what they do.
struct UnitListReading {
    private let text: CodePoints
    private var found: [UnitReading] = []
    private var waiting: [Range<Int>] = []
    private var joined: [Range<Int>] = []
    private var labelled: UnitRole?
    private var afterJoining = false
    private var isAside = false

    /// - Parameter role: what names do that come without any word for it; without it they are no list of units.
    static func mentions(
        in text: CodePoints, _ range: Range<Int>, assuming role: UnitRole? = nil
    ) -> [UnitReading] {
        var reading = UnitListReading(text: text)
        reading.labelled = role
        for item in UnitItems.split(text, range) { reading.take(item) }
        reading.finish()
        return reading.found.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    private init(text: CodePoints) { self.text = text }

    private mutating func take(_ whole: Range<Int>) {
        var item = text.trimmed(whole)
        if let label = UnitWords.label(in: text, at: item.lowerBound, limit: item.upperBound) {
            settle(labelled)
            labelled = label.role
            isAside = false
            item = text.trimmed(label.end..<item.upperBound)
        } else if text.firstIndex(in: item, where: { $0 == "：" || $0 == ":" }) != nil {
            // 适用范围：… and other labels begin something else than units.
            isAside = true
        }
        if isAside || Self.isTime(text, item) { return }
        if item.count > 1, text[item.lowerBound] == "由" { item = item.lowerBound + 1..<item.upperBound }
        let role = UnitWords.role(endingIn: text, item)
        if let role { item = text.trimmed(item.lowerBound..<item.upperBound - role.length) }
        takeNames(item)
        if let role { settle(role.role) }
    }

    private static let times = WordList("完成 底前 日前 月前 年前 长期 持续 持续推进 长期坚持 持续实施 全年 长期实施 常态化 长期推进")

    /// 2017年底前完成 stands among the units of some brackets, and so does 每季度末报送.
    static func isTime(_ text: CodePoints, _ item: Range<Int>) -> Bool {
        times.endingLength(in: text, item) != nil
            || OtherDeadline.starting(at: item.lowerBound, in: text, item)?.kind == .recurring
    }

    private mutating func takeNames(_ item: Range<Int>) {
        guard let join = UnitWords.joins.first(in: text, item), join.lowerBound > item.lowerBound + 1,
            UnitPhrase.endsLikeUnit(text, item.lowerBound..<join.lowerBound)
        else { return takeName(item) }
        takeName(item.lowerBound..<join.lowerBound)
        afterJoining = true
        takeName(join.upperBound..<item.upperBound)
    }

    private static let andSoOn = WordList("等 等部门 等单位 等部门和单位 等部门单位 等多部门 等有关方面 等部门分别 等部门共同")
    private static let unnamed = WordList("等有关部门 等相关部门 等有关单位 等相关单位 等各有关部门 等省有关部门 等省级有关部门 等有关部门和单位")
    private static let manner = WordList("共同 联合 分别 按职责 按照职责 根据职责 依职责 具体 按职能 统一 各 均 一并")

    private mutating func takeName(_ whole: Range<Int>) {
        var name = whole
        var rest: Range<Int>?
        if let length = UnitListReading.manner.endingLength(in: text, name) {
            name = name.lowerBound..<name.upperBound - length
        }
        if let length = UnitListReading.unnamed.endingLength(in: text, name) {
            rest = name.upperBound - length + 1..<name.upperBound
            name = name.lowerBound..<name.upperBound - length
        } else if let length = UnitListReading.andSoOn.endingLength(in: text, name) {
            name = name.lowerBound..<name.upperBound - length
        }
        for part in [name, rest].compactMap({ $0 }).map(text.trimmed) where part.count > 1 {
            if afterJoining { joined.append(part) } else { waiting.append(part) }
        }
    }

    /// Gives all waiting names the role.
    private mutating func settle(_ role: UnitRole?) {
        guard let role else { return }
        found += waiting.map { UnitReading(range: $0, role: UnitWords.isLocal(text, $0) ? .local : role) }
        found += joined.map { UnitReading(range: $0, role: UnitWords.isLocal(text, $0) ? .local : .cooperate) }
        waiting = []
        joined = []
        afterJoining = false
    }

    /// Names left over after somebody was named as leading help; without any role word they are no list of units.
    private mutating func finish() {
        if let labelled { return settle(labelled) }
        if found.contains(where: { $0.role == .lead }) { settle(.cooperate) }
        found.removeAll {
            !UnitPhrase.endsLikeUnit(text, $0.range) && !UnitPhrase.endsLikeRegion(text, $0.range)
                && $0.range.count > 12
        }
    }
}
