/// What a title says about its document.
enum TitleText {
    private static let kinds = WordList(
        """
        通知 意见 方案 办法 规定 决定 通报 报告 请示 批复 函 复函 纪要 要点 规划 清单 答复 摘要 预案 公告 公报 通告 条例 细则 分工 计划 议案 \
        令 命令 决议 措施 制度 标准 规范 指南 汇报 建议 总结 章程 准则 规则 纲要 目录 工作 说明 表 名单 情况 十条 条 信 要求 安排 部署 讲话
        """)
    private static let verbs = WordList("关于 印发 转发 对 批转 发布 公布")
    private static let reporting = WordList("答复 办理情况 情况的报告 情况报告 总结 情况的函 复函 工作汇报 情况汇报 通报")

    static func looksLikeTitle(_ text: CodePoints, _ range: Range<Int>) -> Bool {
        kinds.endingLength(in: text, range) != nil
    }

    /// Joins a title that was broken over lines, and closes up titles that were spread out letter by letter.
    static func joined(_ lines: [Range<Int>], in text: CodePoints) -> String {
        lines.map { line in
            let blanks = line.filter { text[$0].isBlank }.count
            return blanks * 3 > line.count ? text.squeezed(line) : text.string(line)
        }.joined()
    }

    /// The issuing organ with which a title begins: 国务院办公厅 of 国务院办公厅关于….
    static func issuer(of title: String) -> String? {
        let text = CodePoints(title)
        guard let verb = verbs.first(in: text, 0..<text.count), verb.lowerBound >= 2 else { return nil }
        let organ = text.trimmed(0..<verb.lowerBound)
        return UnitPhrase.endsLikeUnit(text, organ) ? text.string(organ) : nil
    }

    static func year(of title: String) -> Int? {
        let text = CodePoints(title)
        for start in 0..<text.count {
            if start > 0, text[start - 1].digit != nil { continue }
            if let number = Numerals.arabic(in: text, at: start, limit: text.count), number.end - start == 4,
                number.end < text.count, text[number.end] == "年", (1949...2100).contains(number.value)
            {
                return number.value
            }
        }
        return nil
    }

    static func reports(_ title: String) -> Bool {
        let text = CodePoints(title)
        return reporting.occurs(in: text, 0..<text.count)
    }
}
