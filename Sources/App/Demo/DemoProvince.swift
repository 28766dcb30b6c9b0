import Calendars
import Enterprises
import Foundation
import Ledger
import OfficialDocuments
import Permissions
import Registry
import Storage

/// 演示省 — real regions of Jiangsu, made-up people, and offices named as the province's are.
struct DemoProvince {
    let regions: [Region]
    let organisations: [Organisation]
    let people: [(person: Person, post: Post, login: String)]

    static let password = "taihu-qingfeng-7316"
    private static let from = Day("2016-01-01")!

    /// The sixteen departments of the demonstration; which ones sign letters of responsibility is each year's choice.
    private static let departments = [
        "发展和改革委员会", "工业和信息化厅", "教育厅", "公安厅", "民政厅", "财政厅", "人力资源和社会保障厅", "自然资源厅", "生态环境厅",
        "住房和城乡建设厅", "交通运输厅", "水利厅", "农业农村厅", "商务厅", "卫生健康委员会", "应急管理厅",
    ]

    init(home: String, on day: Day) throws {
        regions = try RegionList.load(from: home + "/Resources/regions/jiangsu.csv").regions
        let tree = RegionTree(regions)
        let province = RegionCode("32")!
        var organisations: [Organisation] = []
        var people: [(Person, Post, String)] = []

        organisations.append(
            Organisation(
                id: "awh-32", name: "江苏省安全生产委员会", kind: .committee, region: province, aliases: ["省安委会"]))
        organisations.append(
            Organisation(
                id: "awb-32", name: "江苏省安全生产委员会办公室", kind: .committeeOffice, region: province, aliases: ["省安委办"],
                parent: "awh-32"))
        let known = try Self.aliases(home: home, on: day)
        for (index, department) in Self.departments.enumerated() {
            let name = "江苏省" + department
            organisations.append(
                Organisation(
                    id: "dept-32-\(index + 1)", name: name, kind: .department, region: province,
                    aliases: (["省" + department] + (known[name] ?? [])).uniqued, parent: "awh-32"))
        }
        for region in tree.divisions(at: .city, in: province, on: day)
            + tree.divisions(at: .county, in: province, on: day)
        where region.isStatutory {
            let code = region.code.prefix
            organisations.append(
                Organisation(
                    id: "awh-\(code)", name: region.name + "安全生产委员会", kind: .committee, region: region.code,
                    parent: region.code.level == .city ? "awh-32" : "awh-\(code.prefix(4))"))
            organisations.append(
                Organisation(
                    id: "awb-\(code)", name: region.name + "安全生产委员会办公室", kind: .committeeOffice, region: region.code,
                    aliases: [region.name + "安委办"], parent: "awh-\(code)"))
        }
        organisations += DemoSites.organisations + DemoBureaus.organisations
        self.organisations = organisations

        func add(
            _ name: String, _ login: String, _ role: Role, at organisation: String, _ region: RegionCode,
            mobile: String? = nil
        ) {
            let person = Person(id: "demo-\(login)", name: name, mobile: mobile)
            people.append(
                (
                    person,
                    Post(
                        id: "post-\(login)", person: person.id, organisation: organisation, role: role, region: region,
                        from: Self.from), login
                ))
        }
        add("周明远", "zhou", Roles.officer, at: "awb-32", province)
        add("沈国华", "shen", Roles.approver, at: "awb-32", province)
        add("陆省长", "lu", Roles.leader, at: "awh-32", province)
        for (index, _) in Self.departments.enumerated() {
            add(
                "部门\(DemoNames.given(index))", "dept\(index + 1)", Roles.departmentOfficer, at: "dept-32-\(index + 1)",
                province)
        }
        for (index, region) in organisations.filter({ $0.kind == .committeeOffice && $0.region.level != .province })
            .enumerated()
        {
            let code = region.region.prefix
            let level = region.region.level == .city ? "市" : "县"
            add(
                DemoNames.full(index), (level == "市" ? "city" : "county") + code, Roles.officer, at: region.id,
                region.region, mobile: "138\(String(10_000_000 + index * 7919).suffix(8))")
            if level == "市" {
                add(DemoNames.full(index + 40), "check\(code)", Roles.approver, at: region.id, region.region)
            }
        }
        add("系统管理员", "system", Roles.systemAdministrator, at: "awb-32", province)
        add("安全管理员", "security", Roles.securityAdministrator, at: "awb-32", province)
        add("审计管理员", "audit", Roles.auditAdministrator, at: "awb-32", province)
        for one in DemoSites.people { add(one.name, one.login, one.role, at: one.organisation, one.region) }
        for one in DemoBureaus.people { add(one.name, one.login, one.role, at: one.organisation, one.region) }
        self.people = people
    }

    /// What documents call the departments, from the list that comes with the program.
    private static func aliases(home: String, on day: Day) throws -> [String: [String]] {
        let list = try String(contentsOfFile: home + "/Resources/organisations/jiangsu.csv", encoding: .utf8)
        let names = try OrganisationName.read(csv: list, on: day.description)
        return Dictionary(names.map { ($0.name, $0.aliases) }, uniquingKeysWith: { first, _ in first })
    }

    /// Puts regions, organisations, the enterprises that people work for, people and posts into an empty database.
    func load(into database: any OperableDatabase, enterprises: MadeUpEnterprises) async throws {
        for chunk in regions.chunked(400) { try await database.commit(chunk.map(RegistryStore.insert)) }
        try await database.commit(organisations.map(RegistryStore.save))
        try await enterprises.load(DemoSites.enterprises, into: database) { "awb-" + $0.ancestor(at: .county).prefix }
        try await database.commit(people.map { PermissionStore.save($0.person) })
        try await database.commit(people.map { PermissionStore.save($0.post) })
    }
}

/// Made-up names for the people of the demonstration.
enum DemoNames {
    private static let families = Array("王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗")
    private static let givens = ["建国", "志强", "晓东", "海燕", "丽华", "文博", "国平", "春梅", "永康", "思远", "立新", "秀英", "少华"]

    static func given(_ index: Int) -> String { givens[index % givens.count] }

    static func full(_ index: Int) -> String {
        String(families[(index * 7) % families.count]) + givens[(index * 5 + index / 13) % givens.count]
    }
}

extension Array {
    fileprivate func chunked(_ size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}

extension Array where Element: Hashable {
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
