import Permissions
import Registry
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Enterprises

/// Nobody reads more of the register than region, sector or their own enterprise allow; hot queries use an index.
struct EnterpriseStoreTests {
    @Test(arguments: Engine.all)
    func `each sees what the post reaches, in list, count and page alike`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let jinling = try await bureau.enter()
        try await bureau.enter(Bureau.gulouMachinery, by: Bureau.zheng)
        let all = ["南京金陵化工有限公司", "鼓楼机械有限公司"]
        let expected: [(User, [String])] = [
            (Bureau.zhou, all), (Bureau.sun, [all[0]]), (Bureau.zheng, [all[1]]), (Bureau.wu, []),
            (Bureau.chen, []), (Bureau.wang, [all[0]]), (Bureau.officer(of: jinling), [all[0]]),
        ]
        for (user, names) in expected {
            #expect(Set(try await bureau.listed(for: user)) == Set(names), "\(user.person.name)")
            let record = try await bureau.register.store.record("91330100799655058B", for: user)
            #expect((record != nil) == names.contains(all[0]), "\(user.person.name)")
        }
    }

    @Test func `a region chosen on the page only ever narrows`() async throws {
        let bureau = try await Bureau()
        try await bureau.enter()
        #expect(try await bureau.listed(for: Bureau.zheng) { $0.region = SampleProvince.jiangsu } == [])
        #expect(try await bureau.listed(for: Bureau.zhou) { $0.region = SampleProvince.suzhou } == [])
        #expect(try await bureau.listed(for: Bureau.zhou) { $0.region = SampleProvince.nanjing }.count == 1)
    }

    @Test(arguments: Engine.all)
    func `a branch of industry finds all below it and nothing beside it`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        try await bureau.enter()
        try await bureau.enter(Bureau.gulouMachinery, by: Bureau.zheng)
        for (branch, names) in [
            ("C", 2), ("C26", 1), ("C2614", 1), ("C261", 1), ("C262", 0), ("C34", 1), ("B", 0),
        ] {
            #expect(try await bureau.listed(for: Bureau.zhou) { $0.industry = branch }.count == names, "\(branch)")
        }
    }

    @Test func `the lists of a county, a city and a sector are read from an index`() async throws {
        let bureau = try await Bureau()
        func plan(_ user: User, _ change: (inout EnterpriseQuery) -> Void) async throws -> String {
            var query = EnterpriseQuery()
            change(&query)
            let rows = try await bureau.world.database.rows(
                "EXPLAIN QUERY PLAN \(EnterpriseStore.list(query, for: user))")
            return try rows.map { try $0["detail"] as String }.joined(separator: "\n")
        }
        let county = try await plan(Bureau.sun) { $0.region = SampleProvince.xuanwu }
        #expect(county.contains("enterprise_by_county"))
        #expect(!county.contains("TEMP B-TREE"))
        let city = try await plan(Bureau.zhou) { $0.region = SampleProvince.nanjing }
        #expect(city.contains("enterprise_by_city"))
        #expect(!city.contains("TEMP B-TREE"))
        let code = try await bureau.world.database.rows(
            "EXPLAIN QUERY PLAN SELECT * FROM enterprise WHERE credit_code = \("x") OR id = \("x")")
        #expect(try code.allSatisfy { !(try $0["detail"] as String).contains("SCAN") })
    }

    @Test func `two hundred thousand enterprises are not held in memory`() async throws {
        let bureau = try await Bureau()
        let one = try await bureau.enter()
        try await bureau.world.registry.reload()
        #expect(bureau.world.registry.organisations[one.id] == nil)
        #expect(!bureau.world.registry.organisations.all.contains { $0.kind == .enterprise })
        try await bureau.world.registry.acquaint([one.id, "nobody", ""])
        #expect(bureau.world.registry.organisations.name(one.id) == one.name)
    }

    @Test(arguments: Engine.all)
    func `made-up enterprises have valid codes, stand in their regions, and are the same each time`(
        engine: Engine
    ) async throws {
        let bureau = try await Bureau(on: engine)
        let generator = MadeUpEnterprises(
            in: bureau.world.registry.regions, industries: bureau.register.industries, on: bureau.world.clock.now.day)
        try await generator.load(0..<1500, into: bureau.world.database) { _ in "xuanwu-bureau" }
        #expect(try await bureau.world.count("enterprise") == 1500)
        for index in 0..<50 {
            let facts = generator.facts(of: index)
            #expect(facts == generator.facts(of: index))
            #expect(try bureau.register.read(facts) == facts)
        }
        await #expect(throws: Conflict.self) {
            try await generator.load(1499..<1500, into: bureau.world.database) { _ in "xuanwu-bureau" }
        }
    }
}

/// Whom a form may name.
struct EnterpriseChoiceTests {
    @Test(arguments: Engine.all)
    func `a form offers the enterprises of one's region or one's own, and no others`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let jinling = try await bureau.enter()
        let machinery = try await bureau.enter(Bureau.gulouMachinery, by: Bureau.zheng)
        func found(_ words: String, _ user: User, limit: Int = 13) async throws -> [String] {
            try await bureau.register.store.choices(words, for: user, limit: limit).map(\.id)
        }
        #expect(try await found("金陵", Bureau.wu) == [])
        #expect(try await found("91330100799655058B", Bureau.zheng) == [])
        #expect(try await found("金陵", Bureau.sun) == [jinling.id])
        #expect(try await found("9133010079", Bureau.sun) == [jinling.id])
        #expect(try await found("鼓楼", Bureau.officer(of: jinling)) == [])
        #expect(try await found("", Bureau.officer(of: jinling)) == [jinling.id])
        #expect(Set(try await found("", Bureau.zhou)) == [jinling.id, machinery.id])
        #expect(try await found("", Bureau.zhou, limit: 1).count == 1)
    }
}
