import SampleProvince
import Testing
import Workflows

/// Told is who must act, nobody else.
@Suite(.serialized)
struct NoticeTests {
    private func told(about errand: String, in world: World, by work: () async throws -> Void) async throws -> [String]
    {
        let before = try await world.notices(about: errand).count
        try await work()
        return try await world.notices(about: errand).dropFirst(before).map(\.organisation)
    }

    @Test(arguments: Engine.all)
    func `each step tells the one whose turn it is, unless it was that one's own step`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.open(HandOver()).matter
        #expect(try await world.notices(about: errand).map(\.organisation) == ["xuanwu-bureau"])

        let steps: [(String, [String], () async throws -> Void)] = [
            ("sign for", [], { try await world.perform(SignFor(), on: errand, by: .sun) }),
            ("split", [], { try await world.perform(Split(["meiyuan-station"]), on: errand, by: .sun) }),
            ("defer", ["province-office"], { try await world.perform(Defer(reason: "须批复"), on: errand, by: .sun) }),
            ("decide", ["xuanwu-bureau"], { try await world.perform(Decide(), on: errand, by: .zhou) }),
            ("extend", [], { try await world.perform(Extend(to: .last, reason: "户数多"), on: errand, by: .zhou) }),
            (
                "ask opinions", ["gulou-bureau"],
                { try await world.perform(AskOpinions(["gulou-bureau", "kunshan-bureau"]), on: errand, by: .sun) }
            ),
            (
                "countersign", ["kunshan-bureau"],
                { try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: .zheng) }
            ),
            (
                "countersign last", ["xuanwu-bureau"],
                { try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: .wu) }
            ),
            (
                "transfer", ["nanjing-bureau"],
                {
                    try await world.perform(
                        Transfer<Errand>(organisation: "nanjing-bureau", reason: "改由市局"), on: errand, by: .sun)
                }
            ),
        ]
        for (name, expected, work) in steps {
            #expect(try await told(about: errand, in: world, by: work) == expected, "\(name)")
        }
    }

    @Test func `sending back tells the owner, closing tells nobody`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .reported)
        #expect(
            try await told(about: errand, in: world) {
                try await world.perform(SendBack(reason: "缺台账"), on: errand, by: .zhao)
            } == ["xuanwu-bureau"])
        try await world.perform(Report(outcome: "补齐"), on: errand, by: .sun)
        #expect(
            try await told(about: errand, in: world) {
                try await world.perform(Verify(), on: errand, by: .zhao)
                try await world.performByPlatform(Archive(), on: errand)
            } == [])
    }

    @Test func `what a command tells besides is told, and names what it is about`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .withdrawn)
        let last = try #require(try await world.notices(about: errand).last)
        #expect(last.organisation == "xuanwu-bureau")
        #expect(last.text == "差事已撤回。")
        #expect(last.entry == (try await world.ledger.entries(of: errand).last?.id))
    }

    @Test(arguments: Engine.all)
    func `a copy shows the errand to who need not act, once, and tells nobody`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.open(HandOver { $0.copies = ["kunshan-bureau", "kunshan-bureau"] }).matter
        #expect(try await world.list.copied(to: world.user(.wu)).map(\.id) == [errand])
        #expect(try await world.list.copied(to: world.user(.zheng)).map(\.id) == [])
        #expect(try await world.notices(about: errand).map(\.organisation) == ["xuanwu-bureau"])
    }

    @Test func `a refused command tells nobody`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        #expect(
            try await told(about: errand, in: world) {
                _ = try await refusal { try await world.perform(Verify(), on: errand, by: .zhao) }
            } == [])
    }
}
