import Calendars
import Permissions
import SampleProvince
import Testing
import Workflows

@testable import Enterprises

/// A paper is nobody's work while it holds; its renewal is asked for once, in time, and its light turns when it ends.
struct PaperTests {
    private static let day = Day("2026-12-31")!

    private func file(_ bureau: Bureau, _ one: Enterprise, until: Day? = day, by user: User? = nil) async throws
        -> String
    {
        try await bureau.desk.open(
            FilePaper(of: one.id, .safetyLicence, number: "苏WH安许证〔2024〕001号", until: until),
            by: user ?? Bureau.officer(of: one)
        ).matter
    }

    private func header(_ bureau: Bureau, _ id: String) async throws -> MatterHeader {
        try await bureau.world.header(id)
    }

    @Test func `nobody files a paper of an enterprise out of reach, and a renewal lies after what it renews`()
        async throws
    {
        let bureau = try await Bureau()
        let one = try await bureau.enter()
        for stranger in [Bureau.wu, Bureau.chen, Bureau.zhou] {
            await #expect(throws: Refusal.self) { try await file(bureau, one, by: stranger) }
        }
        let paper = try await file(bureau, one)
        for until in [Day("2026-12-31")!, Day("2020-01-01")!] {
            await #expect {
                try await bureau.desk.perform(
                    RenewPaper(number: "新", until: until), on: paper, by: Bureau.officer(of: one))
            } throws: {
                ($0 as? Refusal)?.problems.keys.sorted() == ["until"]
            }
        }
        await #expect(throws: Refusal.self) {
            try await bureau.desk.perform(EndPaper(because: "已注销"), on: paper, by: Bureau.wu)
        }
    }

    @Test(arguments: Engine.all)
    func `renewal is asked for sixty days before the end, once, and never for what has no end`(
        engine: Engine
    ) async throws {
        let bureau = try await Bureau(on: engine)
        let one = try await bureau.enter()
        let (paper, endless) = (try await file(bureau, one), try await file(bureau, one, until: nil))
        let watch = PaperWatch(desk: bureau.desk)
        bureau.world.clock.move(to: Self.day.adding(days: -61).description)
        #expect(try await watch.run() == 0)
        bureau.world.clock.move(to: Self.day.adding(days: -60).description)
        #expect(try await watch.run() == 1)
        #expect(try await watch.run() == 0)
        let expiring = try await header(bureau, paper)
        #expect(expiring.state == "expiring" && expiring.actorOrganisation == one.id && expiring.light == .green)
        #expect(try await header(bureau, endless).state == "inForce")
        bureau.world.clock.move(to: Self.day.adding(days: 1).description)
        try await Escalation(desk: bureau.desk, kinds: bureau.world.kinds).run()
        #expect(try await header(bureau, paper).light == .red)
        try await bureau.desk.perform(
            RenewPaper(number: "苏WH安许证〔2027〕001号", until: Day("2029-12-31")!), on: paper, by: Bureau.sun)
        let renewed = try await header(bureau, paper)
        #expect(renewed.state == "inForce" && renewed.light == .green && renewed.wasLate)
        #expect(renewed.title.contains("〔2027〕"))
    }

    @Test func `papers near their end are found by an index`() async throws {
        let bureau = try await Bureau()
        let plan = try await bureau.world.database.rows("EXPLAIN QUERY PLAN \(PaperWatch.near(Self.day))")
        #expect(try plan.contains { try ($0["detail"] as String).contains("enterprise_paper_by_end") })
    }
}

/// What an enterprise handles is told by numbers that are checked, or by names of the lists.
struct HazardFactTests {
    @Test func `a wrong check digit, an unknown name or process is refused with what to enter`() async throws {
        let bureau = try await Bureau()
        for (fact, typed, word) in [
            (EnterpriseFact.chemicals, "7664-41-8", "校验位"), (.chemicals, "7664-41-7、某某神秘液体", "CAS 号"),
            (.processes, "99", "序号"), (.processes, "炼金工艺", "序号"), (.safetyStaff, "三个", "整数"),
        ] {
            await #expect {
                try await bureau.enter(Bureau.jinling.merging([fact: typed]) { _, new in new })
            } throws: {
                ($0 as? Refusal)?.problems[fact.rawValue]?.contains(word) == true
            }
        }
    }

    @Test(arguments: Engine.all)
    func `names and numbers of chemicals are kept as numbers, each once, and read as both`(engine: Engine) async throws
    {
        let bureau = try await Bureau(on: engine)
        let one = try await bureau.enter(
            Bureau.jinling.merging([
                .chemicals: "液氨、７６６４—４１—７，7782505；108-88-3", .processes: "氯化、4", .specialOperators: "１２",
            ]) { _, new in new })
        let record = try #require(try await bureau.register.store.record(one.id, for: Bureau.sun))
        #expect(record.enterprise[.chemicals] == "7664-41-7,7782-50-5,108-88-3")
        #expect(record.enterprise[.processes] == "3,4")
        #expect(record.enterprise[.specialOperators] == "12")
        let words = bureau.register.reading.words("7664-41-7,71-43-2", .chemicals)
        #expect(words.contains("氨（7664-41-7）"))
        #expect(bureau.register.substances[CASNumber("7664-41-7")!]?.isSpeciallySupervised == true)
    }
}
