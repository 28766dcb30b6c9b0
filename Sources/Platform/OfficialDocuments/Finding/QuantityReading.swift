/// Finds figures with their units and what they count: 13个设区市, 38个方面, 28条改革措施, 50%以上.
enum QuantityReading {
    struct Found: Sendable {
        let range: Range<Int>
        let value: Double
        let unit: String
        let of: String?
    }

    private static let units = WordList(
        """
        个 项 条 家 户 件 次 名 人 人次 元 万元 亿元 万亿元 公里 平方公里 平方米 米 吨 万吨 亿吨 % ％ 所 批 类 种 处 台 套 起 小时 支 辆 艘 座 张 份 部 \
        亩 万亩 公顷 千瓦 万千瓦 千瓦时 毫米 毫克 立方米 万户 万人 亿人 万个 万家 万名 倍 期 场 学时 课时 岁 级 环 门 位 字 个百分点 个工作日
        """)
    private static let calendar = WordList("年 月 日 号 时 季度 世纪 个月 个工作日 年代")

    static func all(in text: CodePoints, _ sentence: Range<Int>) -> [Found] {
        var found: [Found] = []
        var at = sentence.lowerBound
        while at < sentence.upperBound {
            guard text[at].digit != nil, let figure = figure(in: text, at: at, limit: sentence.upperBound) else {
                at += 1
                continue
            }
            if let quantity = quantity(text, start: at, figure, sentence) { found.append(quantity) }
            at = figure.end
        }
        return found
    }

    private static func figure(in text: CodePoints, at start: Int, limit: Int) -> (value: Double, end: Int)? {
        var digits = ""
        var at = start
        while at < limit, at - start < 16 {
            if let digit = text[at].digit {
                digits += String(digit)
            } else if text[at] == ".", at + 1 < limit, text[at + 1].digit != nil, !digits.contains(".") {
                digits += "."
            } else if !(text[at] == "," && isThousands(text, after: at, limit: limit)) {
                break
            }
            at += 1
        }
        while at < limit, text[at].digit != nil { at += 1 }
        return Double(digits).map { ($0, at) }
    }

    private static func isThousands(_ text: CodePoints, after comma: Int, limit: Int) -> Bool {
        comma + 3 < limit && (1...3).allSatisfy { text[comma + $0].digit != nil }
            && (comma + 4 >= limit || text[comma + 4].digit == nil)
    }

    private static func quantity(
        _ text: CodePoints, start: Int, _ figure: (value: Double, end: Int), _ sentence: Range<Int>
    ) -> Found? {
        if start > 0, text[start - 1] == "第" || text[start - 1].opensNumber || ("A"..."z").contains(text[start - 1]) {
            return nil
        }
        var at = figure.end
        while at < sentence.upperBound, text[at] == "多" || text[at] == "余" || text[at] == " " { at += 1 }
        guard calendar.length(in: text, at: at, limit: sentence.upperBound) == nil,
            let length = units.length(in: text, at: at, limit: sentence.upperBound)
        else { return nil }
        let unitEnd = at + length
        let noun = noun(text, from: unitEnd, limit: sentence.upperBound)
        return Found(
            range: start..<noun.upperBound, value: figure.value, unit: text.string(at..<unitEnd),
            of: noun.isEmpty ? nil : text.string(noun))
    }

    private static let ends = WordList(
        "的 了 和 与 及 在 均 全部 全 以上 以下 以内 左右 于 由 为 按 中 并 是 或 分别 都 有 共 组成 负责 进行 至 到 达 需要 具有 具备 需 要 ， 实现 完成 开展 推进 作为 对 之 优先")
    /// Longer than 示范性职业教育集团, shorter than a clause.
    private static let longestNoun = 14

    /// The noun behind the unit, with a bracket that belongs to it: 县(市、区). What runs on without an end is a clause and
    /// no noun: then there is none, rather than one cut through a word.
    private static func noun(_ text: CodePoints, from start: Int, limit: Int) -> Range<Int> {
        var end = start
        while end < limit, end - start < longestNoun, text[end].isHan,
            ends.length(in: text, at: end, limit: limit) == nil
        {
            end += 1
        }
        if end - start == longestNoun, end < limit, text[end].isHan, ends.length(in: text, at: end, limit: limit) == nil
        {
            return start..<start
        }
        if end > start, end < limit, text[end].opensBracket,
            let close = text.firstIndex(in: end..<min(limit, end + 10), where: \.closesBracket)
        {
            end = close + 1
        }
        return start..<end
    }
}
