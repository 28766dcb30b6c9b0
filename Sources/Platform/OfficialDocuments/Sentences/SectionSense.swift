/// What the heading of a section says about the sentences in it: 工作目标 holds targets, 组织领导 organisation.
enum SectionSense {
    private static let short = 14
    private static let target = WordList("目标 目标任务 任务目标 预期成果 具体指标 主要指标")
    private static let principle = WordList(
        "指导思想 基本原则 总体要求 总体思路 工作原则 工作思路 主要原则 基本思路 指导原则 工作方针 总要求 总体要求与目标 总体要求和目标 实施原则 基本要求")
    private static let organisation = WordList(
        """
        组织领导 组织实施 组织保障 组织协调 组织推进 组织落实 督促落实 督促检查 督导检查 督促指导 督查督办 督导考核 督查考核 考核评估 考核评价 监督考核 \
        考核问责 跟踪问效 工作要求 有关要求 责任分工 任务分工 协调机制 工作落实 抓好落实 狠抓落实 统筹协调 统筹推进 评估考核 督办落实
        """)
    /// 严格责任落实 is about the work itself, 强化安全生产责任落实 about safety.
    private static let ownResponsibility = WordList("责任落实 落实责任 压实责任 工作责任 明确责任 工作机制 宣传引导")
    private static let veryShort = 8
    private static let background = WordList(
        """
        背景 形势 现状 基本情况 存在问题 存在的问题 主要问题 突出问题 重要意义 重大意义 重要性 必要性 成因分析 编制依据 编制目的 适用范围 制定依据 \
        编制目的及依据 面临的挑战 面临挑战 机遇和挑战 情况 趋势 概况
        """)
    private static let achievement = WordList(
        "成效 成绩 工作回顾 工作情况 进展情况 主要做法 开展情况 发展基础 办理情况 处理情况 落实情况 完成情况 主要成就 主要工作")
    private static let plans = WordList("下一步工作 工作打算 下一步打算 意见建议 建议意见 工作安排 下步打算 下一步工作安排 下一步工作打算 建议")
    private static let measure = WordList("主要任务 重点任务 工作任务 治理任务 主要措施 工作措施 政策措施 重点工作 工作重点 保障措施 保障机制")

    /// The class a heading announces, or nothing if it names a subject matter.
    ///
    /// In a report 重点工作 heads what was done; only what it plans next is measures.
    static func of(_ text: CodePoints, heading: Range<Int>, reports: Bool) -> SentenceClass? {
        guard heading.count <= 30, !heading.isEmpty else { return nil }
        if achievement.endingLength(in: text, heading) != nil { return .achievement }
        if background.endingLength(in: text, heading) != nil { return .background }
        if organisation.endingLength(in: text, heading) != nil { return .organisation }
        guard heading.count <= short else { return nil }
        if heading.count <= veryShort, ownResponsibility.endingLength(in: text, heading) != nil { return .organisation }
        if principle.endingLength(in: text, heading) != nil { return .principle }
        if target.endingLength(in: text, heading) != nil { return .target }
        if plans.endingLength(in: text, heading) != nil { return .measure }
        return !reports && measure.endingLength(in: text, heading) != nil ? .measure : nil
    }
}
