import Calendars
import Foundation
import Permissions
import Registry
import SampleProvince
import Site
import Storage
import Testing
import Workflows

@testable import Enterprises

/// 监管局 — the sample province with a register of enterprises and people who may work with it.
struct Bureau {
    let world: World
    let register: EnterpriseRegister

    init(on engine: Engine = .memory) async throws {
        world = try await World(
            .init(
                [KindOfMatter(FactCorrection.self), KindOfMatter(EnterprisePaper.self)],
                migrations: EnterpriseRegister.migrations + ImportStore.migrations,
                rules: [("conventions.yaml", try String(contentsOfFile: Self.conventions, encoding: .utf8))],
                roles: RoleCatalogue([Self.maintainer, Self.reader, Self.contact]), posts: []), on: engine)
        let clock = world.clock
        register = EnterpriseRegister(
            database: world.database, registry: world.registry,
            industries: try IndustryTree.load(from: Checkout.path("Resources/industries/gbt4754-2017.csv")),
            substances: try Substances.load(from: Checkout.path("Resources/chemicals")), now: { clock.now })
    }

    var desk: CommandDesk { world.desk }

    private static let conventions = Checkout.path("Rules/platform-conventions.yaml")

    /// The people of the sample province in posts of this domain.
    static let sun = person(.sun, "xuanwu-bureau", maintainer, SampleProvince.xuanwu)
    static let lyu = person(.lyu, "xuanwu-bureau", maintainer, SampleProvince.xuanwu)
    static let zheng = person(.zheng, "gulou-bureau", maintainer, SampleProvince.gulou)
    static let wu = person(.wu, "kunshan-bureau", maintainer, SampleProvince.kunshan)
    /// Chemicals only.
    static let wang = person(.wang, "nanjing-bureau", maintainer, SampleProvince.nanjing, sectors: ["chemicals"])
    static let zhou = person(.zhou, "province-office", reader, SampleProvince.jiangsu)
    static let chen = person(.chen, "province-office", nobody, SampleProvince.jiangsu)

    /// The enterprise's own officer, who sees no other.
    static func officer(of enterprise: Enterprise) -> User {
        person(.li, enterprise.id, contact, enterprise.region)
    }

    private static func person(
        _ someone: Someone, _ organisation: String, _ role: Role, _ region: RegionCode, sectors: Set<String> = []
    ) -> User {
        User(
            person: Person(id: someone.rawValue, name: someone.name),
            posts: [
                Post(
                    id: "\(someone)@\(organisation)", person: someone.rawValue, organisation: organisation, role: role,
                    region: region, sectors: sectors, from: Day("2020-01-01")!)
            ])
    }

    private static let maintainer = Role(
        "maintainer", "企业登记岗", reach: .region,
        permissions: [
            .readEnterprises, .maintainEnterprises, .importEnterprises, .readFactCorrections, .askFactCorrections,
            .answerFactCorrections, .readPapers, .filePapers,
        ])
    private static let reader = Role("reader", "查阅岗", reach: .region, permissions: [.readEnterprises])
    private static let nobody = Role("nobody", "无关岗", reach: .region, permissions: [.runSystem])
    private static let contact = Role(
        "contact", "企业联系人", reach: .organisation,
        permissions: [.readEnterprises, .readFactCorrections, .askFactCorrections, .readPapers, .filePapers])

    static let jinling: [EnterpriseFact: String] = [
        .name: "南京金陵化工有限公司", .creditCode: "91330100799655058B", .region: "320102", .industry: "C2614",
        .sector: "危险化学品", .status: "在产", .legalRepresentative: "王建国", .safetyHead: "李志强", .employees: "３１２",
    ]
    static let gulouMachinery: [EnterpriseFact: String] = [
        .name: "鼓楼机械有限公司", .creditCode: "91110000600037341L", .region: "南京市鼓楼区", .industry: "C3484",
        .sector: "machinery", .status: "operating",
    ]

    @discardableResult
    func enter(
        _ facts: [EnterpriseFact: String] = jinling, from source: StatementSource = .marketRegister, by user: User = sun
    ) async throws -> Enterprise {
        try await register.say(facts, from: source, by: user)
    }

    func listed(for user: User, _ change: (inout EnterpriseQuery) -> Void = { _ in }) async throws -> [String] {
        var query = EnterpriseQuery()
        query.order = .name
        change(&query)
        let page = try await register.store.page(query, for: user)
        #expect(page.total == page.enterprises.count)
        return page.enterprises.map(\.name)
    }
}
