/// Tells the name of an organ from other words by how it ends.
enum UnitPhrase {
    private static let organs = WordList(
        """
        部 委 局 厅 办 署 院 会 社 府 部门 单位 机构 机关 公司 集团 组 处 队 中心 委员会 办公厅 办公室 管委会 工商联 妇联 团委 共青团中央 \
        团省委 工会 总工会 法院 检察院 大学 学院 学校 党委 党组 组委 企业 协会 学会 联合会 总队 支队 大队 军区 站 所 馆 海关 集团公司 有关方面 \
        各方面 相关方面 党校 科协 文联 残联 侨联 贸促会 银行 支行 分行 电视台 总台 报社 省委 市委 县委 区委 国办 中办 安办 安委办 央企
        """)
    /// Words that end like an organ and are none.
    private static let others = WordList(
        "社会 机会 全部 内部 外部 干部 场所 住所 到处 此处 之处 用处 好处 局部 中部 东部 西部 南部 北部 集会 大会 会 部 处 组 所 站 事业单位 企事业单位 例会")
    private static let regions = WordList("省 市 县 区 州 盟 旗 乡 镇 街道 地区 开发区 园区 各地 地方 自治区 直辖市 兵团 市县 城市")

    /// Whether the words end like the name of an organ: 省安监局, 有关部门.
    static func endsLikeUnit(_ text: CodePoints, _ range: Range<Int>) -> Bool {
        let bare = withoutTrailingBracket(text, range)
        guard let length = organs.endingLength(in: text, bare) else { return false }
        return length > 1 || (bare.count > 1 && others.endingLength(in: text, bare).map { $0 < 2 } != false)
    }

    static func endsLikeRegion(_ text: CodePoints, _ range: Range<Int>) -> Bool {
        regions.endingLength(in: text, withoutTrailingBracket(text, range)) != nil
    }

    /// 县（市、区） and 省安委办（省安监局） end like what stands before the bracket.
    static func withoutTrailingBracket(_ text: CodePoints, _ range: Range<Int>) -> Range<Int> {
        guard let last = range.last, text[last].closesBracket,
            let open = text.firstIndex(in: range, where: \.opensBracket), open > range.lowerBound
        else { return range }
        return range.lowerBound..<open
    }
}
