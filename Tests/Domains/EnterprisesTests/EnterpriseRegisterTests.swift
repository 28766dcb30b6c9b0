import Calendars
import Permissions
import Registry
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Enterprises

/// What is said about enterprises comes into the register only from those in charge, and nothing said is lost.
struct EnterpriseRegisterTests {
    @Test(arguments: [Bureau.zheng, Bureau.wu, Bureau.zhou, Bureau.chen])
    func `nobody enters an enterprise where they are not in charge`(user: User) async throws {
        let bureau = try await Bureau()
        await #expect { try await bureau.enter(by: user) } throws: { ($0 as? Refusal)?.code == "not-permitted" }
        #expect(try await bureau.world.count("enterprise") == 0)
    }

    @Test func `a post for one sector enters nothing of another`() async throws {
        let bureau = try await Bureau()
        await #expect { try await bureau.enter(Bureau.gulouMachinery, by: Bureau.wang) } throws: {
            ($0 as? Refusal)?.code == "not-permitted"
        }
        try await bureau.enter(by: Bureau.wang)
    }

    @Test func `an enterprise is not moved to a county that somebody else is in charge of`() async throws {
        let bureau = try await Bureau()
        let one = try await bureau.enter()
        await #expect {
            try await bureau.register.say([.region: "320106"], from: .supervisor, about: one.key, by: Bureau.sun)
        } throws: { ($0 as? Refusal)?.code == "not-permitted" }
    }

    @Test func `all that is wrong is said together, fact by fact`() async throws {
        let bureau = try await Bureau()
        let facts: [EnterpriseFact: String] = [
            .name: "甲", .creditCode: "9133O100799655058B", .region: "330102", .industry: "ZZ", .sector: "养殖",
            .status: "还行", .employees: "很多", .registeredOn: "2099-01-01", .safetyPhone: "找老王",
        ]
        await #expect { try await bureau.enter(facts) } throws: { error in
            (error as? Refusal).map { Set($0.problems.keys) == Set(facts.keys.map(\.rawValue)) } ?? false
        }
    }

    @Test func `without a code there must be a reason, and a code that comes later ends it`() async throws {
        let bureau = try await Bureau()
        var facts = Bureau.jinling
        facts[.creditCode] = nil
        await #expect { try await bureau.enter(facts) } throws: {
            ($0 as? Refusal)?.problems.keys.contains("credit_code") ?? false
        }
        facts[.noCodeReason] = "筹建中，尚未登记"
        let one = try await bureau.enter(facts, from: .supervisor)
        #expect(one.key == one.id)
        let coded = try await bureau.register.say(
            [.creditCode: "91330100799655058B"], from: .marketRegister, about: one.id, by: Bureau.sun)
        #expect(coded.id == one.id)
        #expect(coded[.noCodeReason] == nil)
    }

    @Test(arguments: Engine.all)
    func `two enterprises never have one code`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        try await bureau.enter()
        var other = Bureau.gulouMachinery
        other[.creditCode] = Bureau.jinling[.creditCode]
        await #expect { try await bureau.enter(other, by: Bureau.zheng) } throws: {
            ($0 as? Refusal)?.code == "credit-code-taken"
        }
    }

    @Test(arguments: Engine.all)
    func `what was entered is read back in the words of the register, with who said it`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        try await bureau.enter()
        let record = try #require(try await bureau.register.store.record("91330100799655058B", for: Bureau.sun))
        #expect(record.enterprise[.employees] == "312")
        #expect(record.enterprise.region == SampleProvince.xuanwu)
        #expect(record.enterprise.sector == "chemicals")
        #expect(record.holding[.name]?.held.source == .marketRegister)
        #expect(record.holding[.name]?.held.organisation == "xuanwu-bureau")
        #expect(record.holding[.name]?.held.on == Day("2026-06-10"))
    }

    @Test(arguments: Engine.all)
    func `sources that differ stand side by side, and are counted`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let one = try await bureau.enter()
        let after = try await bureau.register.say(
            [.name: "金陵化工（南京）有限公司", .employees: "300"], from: .enterprise, about: one.key, by: Bureau.sun)
        #expect(after.name == "南京金陵化工有限公司")
        #expect(after[.employees] == "300")
        #expect(after.disputed == 2)
        #expect(try await bureau.listed(for: Bureau.sun) { $0.isDisputed = true } == ["南京金陵化工有限公司"])
        #expect(try await bureau.register.store.changes(of: one.id).map(\.fact) == [.employees])
    }

    @Test(arguments: Engine.all)
    func `a renamed enterprise is found under both names and keeps its history`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let one = try await bureau.enter()
        try await bureau.register.say(
            [.name: "南京扬子新材料有限公司"], from: .marketRegister, about: one.key, by: Bureau.sun)
        for words in ["金陵化工", "扬子新材", "yzxcl", "91330100", "王建国", "李志强"] {
            #expect(try await bureau.listed(for: Bureau.sun) { $0.text = words } == ["南京扬子新材料有限公司"], "\(words)")
        }
        #expect(try await bureau.listed(for: Bureau.sun) { $0.text = "陵金" } == [])
        let change = try #require(try await bureau.register.store.changes(of: one.id).first)
        #expect([change.old, change.new] == ["南京金陵化工有限公司", "南京扬子新材料有限公司"])
        let organisation = try await bureau.world.registry.acquaint([one.id])[one.id]
        #expect(organisation?.name == "南京扬子新材料有限公司")
        #expect(organisation?.aliases == ["南京金陵化工有限公司"])
    }

    @Test func `two people who saw the same version do not overwrite each other`() async throws {
        let bureau = try await Bureau()
        let one = try await bureau.enter()
        try await bureau.register.say(
            [.employees: "1"], from: .enterprise, about: one.key, expected: 1, by: Bureau.sun)
        await #expect {
            try await bureau.register.say(
                [.employees: "2"], from: .enterprise, about: one.key, expected: 1, by: Bureau.lyu)
        } throws: { ($0 as? Refusal)?.code == "enterprise-changed" }
    }

    @Test(arguments: Engine.all)
    func `a merged enterprise is closed, keeps its file, and leads to the other`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let one = try await bureau.enter()
        var second = Bureau.jinling
        second[.name] = "玄武化工有限公司"
        second[.creditCode] = "914403001922038216"
        let other = try await bureau.enter(second)
        await #expect(throws: Refusal.self) {
            try await bureau.register.merge(one.key, into: one.key, by: Bureau.sun)
        }
        await #expect(throws: Refusal.self) {
            try await bureau.register.merge(one.key, into: other.key, by: Bureau.zheng)
        }
        try await bureau.register.merge(one.key, into: other.key, by: Bureau.sun)
        let merged = try #require(try await bureau.register.store.record(one.key, for: Bureau.sun)).enterprise
        #expect(merged.status == .closed)
        #expect(merged.mergedInto == other.id)
        #expect(try await bureau.register.store.kin(of: other, for: Bureau.sun).merged.map(\.id) == [one.id])
        let directory = try await bureau.world.registry.acquaint([one.id, other.id])
        #expect(directory.inOffice(directory[one.id]!, on: Day("2026-06-11")!)?.id == other.id)
        await #expect(throws: Refusal.self) {
            try await bureau.register.merge(one.key, into: other.key, by: Bureau.sun)
        }
    }
}
