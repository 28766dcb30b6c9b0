import Calendars
import HiddenDangers
import Registry
import SampleProvince
import Testing
import Workflows

/// Whatever is written down is a danger with a clock; only someone else can say that it is none.
@Suite(.serialized)
struct FindingTests {
    @Test func `the tables of both kinds are sound`() {
        #expect(KindOfMatter(HiddenDanger.self).faults == [])
        #expect(KindOfMatter(DangerListing.self).faults == [])
    }

    @Test func `who has no part in the region or the enterprise writes nothing down`() async throws {
        let world = try await World.withDangers()
        for someone in [Someone.zheng, .li, .mei, .tang, .wu, .chen] {
            let refused = try await refusal { try await world.open(ReportDanger(.guardrail), by: someone) }
            #expect(refused?.code == "not-permitted", "\(someone.name)")
        }
        let own = SelfCheck(.guardrail, Grading(.general, because: "可以马上装"))
        for someone in [Someone.yang, .sun, .tang, .mei] {
            #expect(try await refusal { try await world.open(own, by: someone) }?.code == "not-permitted")
        }
        #expect(try await world.count("matter") == 0)
    }

    @Test func `a danger is at an enterprise, not at an office`() async throws {
        let world = try await World.withDangers()
        var finding = Finding.guardrail
        finding.enterprise = "xuanwu-bureau"
        let office = try await refusal { try await world.open(ReportDanger(finding), by: .sun) }
        #expect(office?.problems["enterprise"]?.contains("不是企业") == true)
        finding.enterprise = "nowhere"
        #expect(
            try await refusal { try await world.open(ReportDanger(finding), by: .sun) }?.problems["enterprise"] != nil)
    }

    @Test(arguments: Engine.all)
    func `what was found waits to be graded by whoever found it, within the term`(engine: Engine) async throws {
        let world = try await World.withDangers(on: engine)
        let id = try await world.open(ReportDanger(.guardrail, evidence: [photograph]), by: .yang).matter
        let danger = try await world.danger(id)
        #expect(danger.finding == .guardrail)
        #expect(danger.state == .found && danger.source == .inspection)
        #expect(danger.header.title == "3号反应釜：平台护栏缺失，人员有坠落危险")
        #expect(danger.header.region == SampleProvince.meiyuan)
        #expect(danger.header.subject == "jinling-chemicals" && danger.header.owner == "jinling-chemicals")
        #expect(danger.header.supervisor == "meiyuan-station" && danger.header.actorOrganisation == "meiyuan-station")
        #expect(danger.header.deadline?.dueOn == Day("2026-06-15"))
        #expect(try await world.ledger.entries(of: id).map(\.attachments) == [[photograph]])
    }

    @Test func `what seems harmless is written down as well, and dismissed only by someone else`() async throws {
        let world = try await World.withDangers()
        var finding = Finding.guardrail
        (finding.harm, finding.breach) = (.no, .no)
        let id = try await world.danger(in: .found, .general, finding)
        #expect(try await world.danger(id).finding.seemsHarmless)
        #expect(try await world.header(id).deadline != nil)

        let dismissal = DismissDanger(reason: "护栏是可拆卸式，现场已复位")
        #expect(try await refusal { try await world.perform(dismissal, on: id, by: .yang) }?.code == "own-work")
        #expect(
            try await refusal { try await world.perform(DismissDanger(reason: " "), on: id, by: .lyu) }?.problems[
                "reason"]
                != nil)
        try await world.perform(dismissal, on: id, by: .lyu)
        #expect(try await world.danger(id).state == .dismissed)
        // Not the last word: who grades it after all puts it back on the list.
        try await world.perform(GradeDanger(Grading(.general, because: "复看仍不牢固")), on: id, by: .sun)
        #expect(try await world.danger(id).state == .rectifying)
    }

    @Test func `the hotline writes down what it may not read, and whose turn it is is said`() async throws {
        let world = try await World.withDangers()
        let id = try await world.open(ReportDanger(.guardrail, from: .report), by: .shi).matter
        #expect(try await world.danger(id).source == .report)
        let kind = KindOfMatter(HiddenDanger.self)
        let read = try await refusal { try await kind.read(id, for: world.user(.shi), at: world.desk) }
        #expect(read?.code == "not-found")
    }

    @Test func `an enterprise begins at once with what it found itself; of what is grave the township takes charge`()
        async throws
    {
        let world = try await World.withDangers()
        let general = try await world.open(SelfCheck(.guardrail, Grading(.general, because: "可以马上装")), by: .li).matter
        let own = try await world.danger(general)
        #expect(own.state == .rectifying && own.header.supervisor == "jinling-chemicals" && own.source == .selfCheck)
        #expect(own.header.deadline?.dueOn == Day("2026-06-25"))

        let major = try await world.open(SelfCheck(.guardrail, Grading(.major, because: "多处缺失")), by: .li).matter
        let grave = try await world.danger(major)
        #expect(grave.state == .planning && grave.header.supervisor == "meiyuan-station")
    }

    @Test func `each enterprise sees its own dangers, each region its own`() async throws {
        let world = try await World.withDangers()
        let id = try await world.danger(in: .rectifying)
        let kind = KindOfMatter(HiddenDanger.self)
        for someone in [Someone.yang, .lyu, .sun, .qian, .zhou, .li, .tang] {
            #expect(try await kind.read(id, for: world.user(someone), at: world.desk).header.id == id)
        }
        var all = MatterQuery()
        all.kinds = [HiddenDanger.kind]
        for someone in [Someone.zheng, .mei, .wu, .chen, .wei, .shi] {
            let refused = try await refusal { try await kind.read(id, for: world.user(someone), at: world.desk) }
            #expect(refused?.code == "not-found", "\(someone.name)")
            #expect(try await world.list.headers(all, for: world.user(someone)).isEmpty, "\(someone.name)")
            let acted = try await refusal {
                try await world.perform(ReportRectified("装好了"), on: id, by: someone)
            }
            #expect(acted?.code == "not-found", "\(someone.name)")
        }
    }
}
