import OfficialDocuments
import Testing

/// Cited documents and figures.
@Suite struct FindingTests {
    @Test func `a citation carries the number behind it`() {
        let found = citations("《职责规定》（苏政发〔2016〕114号）和《方案》(苏安[2016]20号,以下简称《方案》)、《辨识》（GB 18218-2018）")
        #expect(found == ["职责规定 苏政发〔2016〕114号", "方案 苏安〔2016〕20号", "方案 –", "辨识 GB 18218-2018"])
    }

    @Test func `a bracket that is no number is none`() {
        #expect(citations("《意见》（以下简称意见）《规划》（试行）《办法》，苏安〔2016〕1号") == ["意见 –", "规划 –", "办法 –"])
    }

    @Test func `titles within titles are one citation, broken titles are joined`() {
        #expect(citations("《关于印发《甲办法》的通知》，《贯彻〈意见〉\n分工方案》") == ["关于印发《甲办法》的通知 –", "贯彻〈意见〉分工方案 –"])
    }

    @Test func `an unclosed mark does not swallow what follows`() {
        #expect(citations("《甲，见《乙》。" + String(repeating: "丙", count: 300) + "》") == ["乙 –"])
    }

    @Test func `figures have unit and object`() {
        let node = Decomposition(
            of: "一、全省13个设区市、96个县(市、区)、38个方面、5个方面28条改革措施，入园率达50%，投入1,200.5万元。第3条、2019年、6月25日不算。", names: UnitNames()
        ).nodes[0]
        let found = node.quantities.map { "\($0.value) \($0.unit) \($0.of ?? "–")" }
        #expect(
            found == [
                "13.0 个 设区市", "96.0 个 县(市、区)", "38.0 个 方面", "5.0 个 方面", "28.0 条 改革措施", "50.0 % –",
                "1200.5 万元 –",
            ])
    }

    @Test func `a long name is kept whole, and what runs on without an end is no name`() {
        let node = Decomposition(
            of: "一、建成300个示范性职业教育集团（联盟），支持2次组织实施方案修订论证评审备案公示抽查。", names: UnitNames()
        ).nodes[0]
        #expect(node.quantities.map(\.text) == ["300个示范性职业教育集团（联盟）", "2次"])
    }

    private func citations(_ text: String) -> [String] {
        Decomposition(of: text, names: UnitNames()).nodes.flatMap(\.citations).map { "\($0.title) \($0.number ?? "–")" }
    }
}
