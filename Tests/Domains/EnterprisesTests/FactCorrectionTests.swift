import Calendars
import Permissions
import Registry
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Enterprises

/// A wrong fact is answered for within five working days by somebody else, and corrected everywhere at once.
struct FactCorrectionTests {
    private func ask(
        _ bureau: Bureau, _ fact: EnterpriseFact = .safetyHead, _ value: String = "赵海燕", by user: User
    ) async throws -> Receipt {
        try await bureau.desk.open(
            AskCorrection(enterprise: "91330100799655058B", fact: fact, proposed: value, ground: "任命文件〔2026〕3号"),
            by: user)
    }

    @Test func `what is already so, unreadable, or about an enterprise out of reach is not asked`() async throws {
        let bureau = try await Bureau()
        let one = try await bureau.enter()
        let li = Bureau.officer(of: one)
        for (fact, value, field) in [
            (EnterpriseFact.safetyHead, "李志强", "proposed"), (.creditCode, "9133O100799655058B", "proposed"),
            (.industry, "不存在的行业", "proposed"),
        ] {
            await #expect { try await ask(bureau, fact, value, by: li) } throws: {
                ($0 as? Refusal)?.problems.keys.sorted() == [field]
            }
        }
        await #expect { try await ask(bureau, by: Bureau.wu) } throws: {
            ($0 as? Refusal)?.problems.keys.sorted() == ["enterprise"]
        }
        await #expect(throws: Refusal.self) { try await ask(bureau, by: Bureau.zhou) }
    }

    @Test func `who asked does not answer, and neither does another bureau`() async throws {
        let bureau = try await Bureau()
        try await bureau.enter()
        let asked = try await ask(bureau, by: Bureau.sun)
        for refused in [Bureau.sun, Bureau.zheng] {
            await #expect(throws: Refusal.self) {
                try await bureau.desk.perform(CorrectFact(), on: asked.matter, by: refused)
            }
            await #expect(throws: Refusal.self) {
                try await bureau.desk.perform(DeclineCorrection(reason: "无误"), on: asked.matter, by: refused)
            }
        }
        try await bureau.desk.perform(CorrectFact(), on: asked.matter, by: Bureau.lyu)
    }

    @Test(arguments: Engine.all)
    func `a correction granted holds in the register, its list, its search and its history at once`(
        engine: Engine
    ) async throws {
        let bureau = try await Bureau(on: engine)
        let one = try await bureau.enter()
        let asked = try await ask(bureau, by: Bureau.officer(of: one))
        let header = try await bureau.world.header(asked.matter)
        #expect(header.supervisor == "xuanwu-bureau")
        #expect(header.subject == one.id)
        // Wednesday 10 June 2026 and five working days: the 17th.
        #expect(header.deadline?.dueOn == Day("2026-06-17"))

        try await bureau.desk.perform(CorrectFact(reason: "核对任命文件，同意"), on: asked.matter, by: Bureau.sun)

        let record = try #require(try await bureau.register.store.record(one.id, for: Bureau.sun))
        #expect(record.enterprise[.safetyHead] == "赵海燕")
        #expect(record.holding[.safetyHead]?.held.source == .correction(.safetyHead))
        #expect(record.enterprise.disputed == 0)
        #expect(try await bureau.listed(for: Bureau.sun) { $0.text = "赵海燕" } == [one.name])
        #expect(try await bureau.listed(for: Bureau.sun) { $0.text = "李志强" } == [])
        let change = try #require(try await bureau.register.store.changes(of: one.id).first)
        #expect(change.author.cause == asked.matter)
        // The source that was wrong says it again: it stands beside the correction and does not undo it.
        bureau.world.clock.move(to: "2026-06-20")
        let again = try await bureau.register.say(
            [.safetyHead: "钱七"], from: .enterprise, about: one.id, by: Bureau.sun)
        #expect(again[.safetyHead] == "赵海燕")
        #expect(again.disputed == 1)
    }

    @Test func `a code that another enterprise has is not corrected into this one`() async throws {
        let bureau = try await Bureau()
        let one = try await bureau.enter()
        try await bureau.enter(Bureau.gulouMachinery, by: Bureau.zheng)
        let asked = try await ask(bureau, .creditCode, "91110000600037341L", by: Bureau.officer(of: one))
        await #expect { try await bureau.desk.perform(CorrectFact(), on: asked.matter, by: Bureau.sun) } throws: {
            ($0 as? Refusal)?.code == "credit-code-taken"
        }
        try await bureau.desk.perform(DeclineCorrection(reason: "该代码属于另一家企业"), on: asked.matter, by: Bureau.sun)
        #expect(try await bureau.register.store.record(one.id, for: Bureau.sun)?.enterprise.creditCode != nil)
    }

    @Test func `the workflow is sound`() {
        #expect(WorkflowCheck.faults(of: FactCorrection.self) == [])
    }
}
