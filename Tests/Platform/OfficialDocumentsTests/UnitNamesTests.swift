import Foundation
import OfficialDocuments
import Testing

/// Unit names become organisations only where the names leave no doubt.
@Suite struct UnitNamesTests {
    private let names = UnitNames(
        [
            OrganisationName(id: "safety", name: "江苏省安全生产监督管理局", aliases: ["省安监局"], level: .province),
            OrganisationName(id: "industry", name: "江苏省经济和信息化委员会", aliases: ["省经信委", "省经济和信息化委"], level: .province),
            OrganisationName(id: "housing", name: "江苏省住房和城乡建设厅", aliases: ["省住房和城乡建设厅"], level: .province),
            OrganisationName(id: "ndrc", name: "国家发展和改革委员会", aliases: ["国家发展改革委", "发展改革委"], level: .state),
            OrganisationName(id: "js-ndrc", name: "江苏省发展和改革委员会", aliases: ["省发展改革委"], level: .province),
            OrganisationName(id: "a", name: "城东街道甲办公室", aliases: ["甲办公室"], level: .township),
            OrganisationName(id: "b", name: "城西街道甲办公室", aliases: ["甲办公室"], level: .township),
            OrganisationName(id: "nanjing-commerce", name: "南京市商务局", level: .city),
            OrganisationName(id: "wuxi-commerce", name: "无锡市商务局", level: .city),
            OrganisationName.government(of: "南京市", code: "320100000000", level: .city),
            OrganisationName.government(of: "无锡市", code: "320200000000", level: .city),
            OrganisationName.government(of: "玄武区", code: "320102000000", level: .county),
        ])

    @Test func `what cannot be resolved stays open`() {
        #expect(names.organisations(for: "省火星局") == [])
        #expect(names.organisations(for: "甲办公室") == [])
        #expect(names.organisations(for: "省有关部门") == [])
        #expect(names.organisations(for: "有关设区市") == [])
        #expect(names.organisations(for: "各设区市火星局") == [])
        #expect(names.organisations(for: "经信委") == [])
        #expect(names.organisations(for: "") == [])
        #expect(UnitNames().organisations(for: "各设区市人民政府") == [])
    }

    @Test func `full names, aliases and spellings are resolved`() {
        #expect(names.organisations(for: "江苏省安全生产监督管理局") == ["safety"])
        #expect(names.organisations(for: "省安监局") == ["safety"])
        #expect(names.organisations(for: "省 安监局") == ["safety"])
        #expect(names.organisations(for: "省住房城乡建设厅") == ["housing"])
        #expect(names.organisations(for: "南京市政府") == ["government-320100000000"])
        #expect(names.organisations(for: "省安监局(原安全生产局)") == ["safety"])
    }

    @Test func `later names of a list take the province from the first`() {
        #expect(names.organisations(forList: ["省安监局", "经信委"]) == [["safety"], ["industry"]])
        #expect(names.organisations(forList: ["省安监局", "发展改革委"]) == [["safety"], ["js-ndrc"]])
        #expect(names.organisations(forList: ["发展改革委", "经信委"]) == [["ndrc"], []])
    }

    @Test func `groups stand for all their members`() {
        let cities = ["government-320100000000", "government-320200000000"]
        #expect(names.organisations(for: "各设区市人民政府") == cities)
        #expect(names.organisations(for: "各设区市") == cities)
        #expect(names.organisations(for: "各县(市、区)人民政府") == ["government-320102000000"])
        #expect(Set(names.organisations(for: "各市、县（市、区）人民政府")) == Set(cities + ["government-320102000000"]))
        #expect(names.organisations(for: "各设区市商务局") == ["nanjing-commerce", "wuxi-commerce"])
    }

    @Test func `a list holds the organs of the day`() throws {
        let before = UnitNames(try list("jiangsu", on: "2017-06-14"))
        let after = UnitNames(try list("jiangsu", on: "2019-02-28"))
        #expect(before.organisations(for: "省安监局") == ["js-work-safety-2017"])
        #expect(before.organisations(for: "省应急厅") == [])
        #expect(after.organisations(for: "省应急厅") == ["js-emergency"])
        #expect(after.organisations(for: "省安监局") == [])
        #expect(before.organisations(forList: ["省安监局", "经信委"]) == [["js-work-safety-2017"], ["js-eic-2017"]])
    }

    @Test func `a faulty line of a list is named`() {
        let head = "id,name,aliases,level,region,from,to,successors\n"
        #expect(throws: OrganisationListFault(line: 3)) {
            try OrganisationName.read(csv: head + "a,甲,,state,,,,\nb,乙,,galaxy,,,,\n")
        }
        #expect(throws: OrganisationListFault(line: 1)) { try OrganisationName.read(csv: "name\n甲") }
    }

    /// The four labelled documents of the State Council name their units only by short names.
    @Test func `the units of real documents are found in the list`() throws {
        let state = UnitNames(try list("state", on: "2018-12-31"))
        let units = try Gold.all().filter { ["11.txt", "13.txt", "15.txt"].contains($0.document) }.flatMap { gold in
            Decomposition(of: try gold.text, names: state).nodes.flatMap(\.units).filter { $0.source == .bracket }
        }
        let open = Set(units.filter(\.organisations.isEmpty).map(\.text))
        #expect(units.count > 180)
        #expect(open == ["有关部门", "各省级人民政府", "各有关省级人民政府"])
    }

    private func list(_ name: String, on day: String) throws -> [OrganisationName] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Resources/organisations/\(name).csv").standardized
        return try OrganisationName.read(csv: try String(contentsOf: file, encoding: .utf8), on: day)
    }
}
