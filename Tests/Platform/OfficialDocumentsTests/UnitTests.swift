import OfficialDocuments
import Testing

/// Who is responsible stands in brackets behind a measure, or in the sentence itself.
@Suite struct UnitTests {
    @Test(arguments: [
        ("（省安监局牵头，省发展改革委、省经济和信息化委配合）", ["省安监局 lead", "省发展改革委 cooperate", "省经济和信息化委 cooperate"]),
        ("（省应急厅、省公安厅按职责分工负责）", ["省应急厅 by-duty", "省公安厅 by-duty"]),
        ("（市场监管总局负责）", ["市场监管总局 lead"]),
        ("（国家发展改革委、财政部会同有关部门负责）", ["国家发展改革委 lead", "财政部 lead", "有关部门 cooperate"]),
        ("（责任单位：省委宣传部、省应急厅和相关部门）", ["省委宣传部 lead", "省应急厅 lead", "相关部门 lead"]),
        ("（牵头单位：省工业和信息化厅；配合单位：省住房和城乡建设厅、省文化和旅游厅）", ["省工业和信息化厅 lead", "省住房和城乡建设厅 cooperate", "省文化和旅游厅 cooperate"]),
        ("（省安监局及各行业主管、监管部门分工负责）", ["省安监局 by-duty", "各行业主管、监管部门 by-duty"]),
        ("（省交通运输厅等部门和各市、县（市、区）人民政府负责）", ["省交通运输厅 lead", "各市、县（市、区）人民政府 local"]),
        ("（省教育厅牵头，省公安厅参与，各设区市人民政府配合）", ["省教育厅 lead", "省公安厅 participate", "各设区市人民政府 local"]),
        ("（由省安委会办公室牵头，各成员单位参加）", ["省安委会办公室 lead", "各成员单位 participate"]),
        ("（财政部等有关部门负责）", ["财政部 lead", "有关部门 lead"]),
        ("（省应急厅牵头，省公安厅配合，每季度末报送）", ["省应急厅 lead", "省公安厅 cooperate"]),
        ("（省应急厅负责，按季度报告）", ["省应急厅 lead"]),
        ("（负责部门：海关总署；适用范围：福建自贸试验区）", ["海关总署 lead"]),
        ("(省商务厅牵头,各省、自治区、直辖市人民政府落实)", ["省商务厅 lead", "各省、自治区、直辖市人民政府 local"]),
    ])
    func `a bracket gives units and their roles`(bracket: String, expected: [String]) {
        #expect(units("一、加强检查。\(bracket)\n二、其他工作。").bracketed == expected)
        #expect(units("一、加强检查\(bracket)。\n二、其他工作。").bracketed == expected)
    }

    @Test(arguments: [
        "（企业直接向国家发展改革委申报，不需省级部门转报）", "（以下简称省安监局）", "（本文有删减）", "（危化品）", "（试行）", "（包括由省教育厅负责）", "（责任）",
    ])
    func `other brackets give none`(bracket: String) {
        #expect(units("一、加强检查\(bracket)。\n二、其他工作。").bracketed.isEmpty)
    }

    @Test func `a bracket within a clause explains and does not assign`() {
        #expect(units("一、培训由教育部门（技工院校由人社部门负责）组织实施。").bracketed.isEmpty)
    }

    @Test func `each bracket of a clause belongs to the sentence before it`() {
        let found = units("一、甲要检查。（省安监局负责）乙要整改。（省公安厅负责）")
        #expect(found.bracketed == ["省安监局 lead", "省公安厅 lead"])
        #expect(found.sentences == 2)
    }

    @Test func `a list of nothing but units behind a measure says who leads`() {
        let expected = ["省委组织部 lead", "省编办 lead", "各市、县（市、区）党委和政府 local"]
        #expect(units("一、加强检查。（省委组织部、省编办，各市、县（市、区）党委和政府）").bracketed == expected)
        #expect(units("一、加强检查（省教育厅、省公安厅）。").bracketed == ["省教育厅 lead", "省公安厅 lead"])
        #expect(units("一、加强检查。（省应急厅）").bracketed == ["省应急厅 lead"])
        #expect(units("一、加强检查（省应急厅）。").bracketed.isEmpty)
        #expect(units("一、扶持市（地、州、盟）、县（市、区、旗）。").bracketed.isEmpty)
        #expect(units("一、加强检查。（进学校、进企业、进机关）").bracketed.isEmpty)
    }

    @Test func `a limit among the units of a bracket is no unit`() {
        #expect(
            units("一、加强检查。（省安监局牵头，省公安厅配合，2017年底前完成）").bracketed == ["省安监局 lead", "省公安厅 cooperate"])
    }

    @Test func `a limit behind the only unit of a bracket does not hide the unit`() {
        #expect(units("一、加强检查。（省应急厅负责，2018年6月底前完成）").bracketed == ["省应急厅 lead"])
        #expect(units("一、加强检查。（有关行业主管部门配合，6月30日前完成）").bracketed == ["有关行业主管部门 cooperate"])
        #expect(units("一、加强检查（此前已由专家组验收，2018年6月底前完成）。").bracketed.isEmpty)
    }

    @Test func `units and limits on lines of their own are read`() {
        let node = Decomposition(
            of: "一、加强检查。\n责任单位：省安监局、各设区市人民政府\n完成时限：2018年6月\n二、其他。", names: UnitNames()
        ).nodes[0]
        #expect(node.units.map { "\($0.text) \($0.role.rawValue)" } == ["省安监局 lead", "各设区市人民政府 local"])
        #expect(node.deadlines.map(\.text) == ["2018年6月"])
        #expect(node.deadlines.map(\.date) == ["2018-06-30"])
    }

    @Test func `units in the sentence itself are found`() {
        #expect(units("一、省应急厅要会同有关方面加强指导。").running == ["省应急厅 lead"])
        #expect(units("一、此项工作由省公安厅、省司法厅牵头组织。").running == ["省公安厅 lead", "省司法厅 lead"])
        #expect(units("一、各设区市人民政府要制定方案。").running == ["各设区市人民政府 local"])
    }

    @Test func `what is no unit is not made one`() {
        #expect(units("一、煤矿、非煤矿山要有矿领导带班。").running.isEmpty)
        #expect(units("一、全社会要共同参与。").running.isEmpty)
        #expect(units("一、企业加强管理的干部要带头。").running.isEmpty)
    }

    private func units(_ text: String) -> (bracketed: [String], running: [String], sentences: Int) {
        let node = Decomposition(of: text, names: UnitNames()).nodes[0]
        func words(_ source: Decomposition.UnitSource) -> [String] {
            node.units.filter { $0.source == source }.map { "\($0.text) \($0.role.rawValue)" }
        }
        return (words(.bracket), words(.text), node.sentences.count)
    }
}
