/// The words by which documents give units their part in the work.
enum UnitWords {
    static let notUnits = WordList("以下 具体 详见 见附 含 包括 例如 如 即 下同 其中 注")
    static let leads = WordList("牵头")
    static let joins = WordList("会同 联合 协同 商")

    private static let roleEndings: [(words: WordList, role: UnitRole)] = [
        (
            WordList(
                """
                按职责分工负责 按照职责分工负责 根据职责分工负责 按职责分工落实 按照职责分工落实 按职责分工 按照职责分工 分工负责 按职责负责 按职能分工负责 按职能负责 各负其责 \
                依职责负责 依职责分工负责 分别负责 依据职责分工负责 按各自职责负责 按照各自职责负责 按各自职责分工负责 按照各自职责分工负责 按职责落实 结合职责负责
                """), .byDuty
        ),
        (WordList("牵头 牵头负责 负责牵头 牵头落实 总牵头 共同牵头 联合牵头 牵头组织实施 牵头组织"), .lead),
        (
            WordList(
                "负责 负责落实 负责实施 组织实施 落实 实施 承担 主办 共同负责 具体负责 负责组织实施 负责推进 负责指导 统筹负责 联合负责 抓好落实 推进落实 负责组织"),
            .lead
        ),
        (WordList("配合 协助 协办 配合实施 积极配合 密切配合 协同配合 协同推进 配合落实 协同 共同配合"), .cooperate),
        (WordList("参与 参加 共同参与 积极参与 参与配合 参与落实"), .participate),
    ]

    private static let labels: [(words: WordList, role: UnitRole)] = [
        (
            WordList(
                """
                责任单位 责任部门 负责单位 负责部门 牵头单位 牵头部门 主办单位 主责单位 责任主体 落实单位 承办单位 主要责任单位 牵头责任单位 实施单位 责任分工 责任领导单位 \
                牵头和责任单位 牵头及责任单位 省责任单位 省级责任单位 主责部门 责任处室 牵头处室 完成单位 组织实施单位
                """), .lead
        ),
        (WordList("配合单位 配合部门 协办单位 协助单位 协同单位 协作单位 配合责任单位 协同部门 配合"), .cooperate),
        (WordList("参与单位 参与部门 参加单位 参加部门"), .participate),
    ]

    /// The role words a list ends with, longest first.
    static func role(endingIn text: CodePoints, _ range: Range<Int>) -> (role: UnitRole, length: Int)? {
        roleEndings.compactMap { entry in
            entry.words.endingLength(in: text, range).map { (role: entry.role, length: $0) }
        }.max { $0.length < $1.length }
    }

    /// A label such as 责任单位： at the place, and where the units after it begin.
    static func label(in text: CodePoints, at start: Int, limit: Int) -> (role: UnitRole, end: Int)? {
        for (words, role) in labels {
            guard let length = words.length(in: text, at: start, limit: limit) else { continue }
            let after = text.skippingBlanks(start + length, limit: limit)
            if after < limit, text[after] == "：" || text[after] == ":" { return (role, after + 1) }
        }
        return nil
    }

    private static let timeLabels = WordList(
        "完成时限： 完成时间： 时限： 办理时限： 截止时间： 时限要求： 时间节点： 完成时限: 完成时间: 时限:")

    /// Whether a line of its own gives units or a limit: 责任单位：…, 完成时限：….
    static func isLabelled(_ text: CodePoints, _ range: Range<Int>) -> Bool {
        timeLabels.begins(text, range) || label(in: text, at: range.lowerBound, limit: range.upperBound) != nil
    }

    private static let localBeginnings = WordList(
        """
        各省级 各有关省级 各省、 各省( 各省（ 各省区市 各市 各设区市 各县 各区 各州 各地 各乡 各镇 各街道 各级 地方各级 地方 各旗 各盟 市县 县级 县（ 县( 设区市 \
        各开发区 各园区 各功能区 各有关省、 各有关省（ 各有关市 各有关县 各相关市 有关省、 有关省（ 有关市 有关设区市 相关设区市 有关地方 所在地 属地 相关市 各相关地区 \
        各有关地区 市、县 区县 市区 乡镇 街道 13个设区市 全省各 各地方 各地区 省级以上开发区 事发地 各自治区 市（ 市( 各市州 各经济开发区 县市区 县区
        """)
    private static let everyLevel = WordList("各级 地方")
    private static let unlike = WordList("部门 单位")

    /// Whether the words mean the organs of every region.
    static func isLocal(_ text: CodePoints, _ range: Range<Int>) -> Bool {
        guard localBeginnings.begins(text, range) else { return false }
        if everyLevel.begins(text, range) { return true }
        // 各地、各部门 are everyone; 各市有关部门 are still organs of the regions.
        return unlike.endingLength(in: text, range) == nil || text.firstIndex(in: range, where: isRegionKind) != nil
    }

    static func isRegionKind(_ scalar: Unicode.Scalar) -> Bool {
        "省市县区州盟旗乡镇".unicodeScalars.contains(scalar)
    }
}
