import OfficialDocuments
import Testing

/// The numbering of a document gives its clauses.
@Suite struct OutlineTests {
    @Test func `figures that only look like marks are none`() {
        #expect(marks("2.5亿元用于整改。").isEmpty)
        #expect(marks("十一、十二月份是事故多发期。").isEmpty)
        #expect(marks("2019年，全省安全生产形势稳定。").isEmpty)
        #expect(marks("第三条规定的期限不变。").isEmpty)
        #expect(marks("第二十届委员会召开会议。").isEmpty)
        #expect(marks("这个问题统一是由市局解决的。").isEmpty)
        #expect(marks("一要靠制度。").isEmpty)
        #expect(marks("做到三要：不松劲、不畏难。").isEmpty)
        #expect(marks("省政府决定：一是必须坚持。").isEmpty)
    }

    @Test func `the prescribed numbering nests`() {
        let found = marks("一、甲\n（一）乙\n1.丙。\n（1）丁。\n①戊。\n②己。\n2．庚。\n（二）辛\n二、壬\n（一）癸")
        #expect(
            found == [
                "1 一、", "2 （一）", "3 1.", "4 （1）", "5 ①", "5 ②", "3 2．", "2 （二）", "1 二、", "2 （一）",
            ])
    }

    @Test func `levels that are left out do not leave gaps`() {
        #expect(marks("一、甲\n1.乙。\n2.丙。\n二、丁\n（一）戊。\n1.己。") == ["1 一、", "2 1.", "2 2.", "1 二、", "2 （一）", "3 1."])
    }

    @Test func `run-in marks nest inside paragraphs that begin with the same marks`() {
        let found = marks("一是甲。一是子；二是丑。\n二是乙。一是寅。二是卯。三是辰。\n三是丙。")
        #expect(found == ["1 一是", "2 一是", "2 二是", "1 二是", "2 一是", "2 二是", "2 三是", "1 三是"])
    }

    @Test func `run-in marks in one paragraph stand side by side`() {
        #expect(marks("一是甲。二是乙。三是丙。") == ["1 一是", "1 二是", "1 三是"])
        #expect(marks("一、要做到：一是甲；二是乙。\n二、丙。") == ["1 一、", "2 一是", "2 二是", "1 二、"])
        #expect(marks("一、要做到：（1）甲；（2）乙。") == ["1 一、", "2 （1）", "2 （2）"])
    }

    @Test func `statutes are divided by chapters and articles`() {
        let found = marks("第一章　总则\n第一条　为了甲，制定本办法。\n第二条　乙：\n（一）丙；\n（二）丁。\n第二章　职责\n第三条　戊。")
        #expect(found == ["1 第一章", "2 第一条", "2 第二条", "3 （一）", "3 （二）", "1 第二章", "2 第三条"])
    }

    @Test func `decimal numbering is read where a document uses it, and its contents are not`() {
        let text = "应急预案\n目 录\n1 总则\n1.1 目的\n2 职责\n1 总则\n1.1 目的\n为了甲。\n1.1.1 乙。\n2 职责\n丙。"
        #expect(marks(text) == ["1 1", "2 1.1", "3 1.1.1", "1 2"])
    }

    @Test func `a list of enclosures is no outline`() {
        #expect(marks("现印发给你们。\n附件：1.任务分工表\n2.联系人名单\n省政府办公厅\n2019年1月1日").isEmpty)
    }

    @Test func `what follows the last clause is not part of it`() throws {
        let made = Decomposition(of: "一、甲要做好。\n二、乙要做好。\n各地区要加强领导。", names: UnitNames())
        let last = try #require(made.nodes.last)
        #expect(last.marker == nil && last.parent == nil && last.sentences[0].class == .organisation)
    }

    @Test func `a clause of several paragraphs stays one clause`() {
        let made = Decomposition(of: "一、甲。\n续甲。\n二、乙。\n续乙。", names: UnitNames())
        #expect(made.nodes.map(\.marker) == ["一、", "二、"])
    }

    private func marks(_ text: String) -> [String] {
        Decomposition(of: text, names: UnitNames()).nodes.compactMap { node in node.marker.map { "\(node.level) \($0)" }
        }
    }
}
