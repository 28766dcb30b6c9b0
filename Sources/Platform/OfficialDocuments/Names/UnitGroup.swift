/// A name that means many organisations: 各设区市人民政府, 各县（市、区）, 省有关部门.
struct UnitGroup {
    let levels: Set<AdministrativeLevel>
    /// What each of them has: 商务局 of 各设区市商务局; empty for the governments.
    let organ: String
    /// 有关部门 does not say which ones, so nobody can be named for it.
    let isOpen: Bool

    private static let openWords = WordList(
        "有关 相关 各部门 各单位 各地区 成员单位 各行业 各主管 主管 监管部门 各有关 各相关 其他 各级 所在地 属地 事发地")
    private static let beginnings: [(words: WordList, levels: Set<AdministrativeLevel>)] = [
        (
            WordList("各市、县（市、区） 各市县 各市、县 各市（县、区） 各设区市、县（市、区） 各设区市和县（市、区） 各市县区 各市、县、区 各设区市县（市、区） 市县两级 市、县（市、区）"),
            [.city, .county]
        ),
        (WordList("各设区市 全省各设区市 各省辖市 各地级市 13个设区市 各市州 各市 十三个设区市"), [.city]),
        (WordList("各县（市、区） 各县（市）区 各县（市） 各县区 各区县 各县市区 各县、市、区 各县 各县、区 各区（县） 各县级"), [.county]),
        (WordList("各省级 各省、自治区、直辖市 各省（区、市） 各省（自治区、直辖市） 各省区市 各省"), [.province]),
        (WordList("各乡镇（街道） 各乡（镇） 各乡镇 各镇（街道） 各镇、街道 各乡镇、街道 各乡（镇、街道） 各街道"), [.township]),
    ]
    private static let governments: Set<String> = ["", "政府", "党委政府", "党委和政府", "党委、政府", "党委（党组）"]

    init?(_ key: String) {
        let text = CodePoints(key)
        let all = 0..<text.count
        if UnitGroup.openWords.occurs(in: text, all) {
            self.init(levels: [], organ: "", isOpen: true)
            return
        }
        let match = UnitGroup.beginnings.compactMap { entry in
            entry.words.length(in: text, at: 0, limit: text.count).map { (levels: entry.levels, length: $0) }
        }.max { $0.length < $1.length }
        guard let match else { return nil }
        let organ = text.string(match.length..<text.count)
        self.init(levels: match.levels, organ: UnitGroup.governments.contains(organ) ? "" : organ, isOpen: false)
    }

    private init(levels: Set<AdministrativeLevel>, organ: String, isOpen: Bool) {
        self.levels = levels
        self.organ = organ
        self.isOpen = isOpen
    }
}
