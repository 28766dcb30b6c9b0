import Calendars
import SampleProvince
import Testing
import Workflows

@testable import SupervisedTasks

/// 批示 — a leader's words become a task with a person and a day.
@Suite(.serialized)
struct InstructingTests {
    private let instruction = Instruct(
        requirement: "请南京市举一反三，彻底整改。一周内报告。", owner: "nanjing-bureau", assignee: "qian",
        day: Day("2026-06-17")!, about: "DB-2026-000001")

    @Test func `nobody but a leader writes instructions, and not for a day that has passed`() async throws {
        let world = try await World.withTasks()
        for someone in [Someone.zhou, .shen, .qian, .jiang] {
            let refused = try await refusal { try await world.open(instruction, by: someone) }
            #expect(refused?.code == "not-permitted", "\(someone)")
        }
        world.clock.move(to: "2026-06-18")
        #expect(
            try await refusal { try await world.open(instruction, by: .lu) }?.problems.keys.sorted() == ["day"])
    }

    @Test(arguments: Engine.all)
    func `an instruction is a task to be signed for at once, seen to by the committee's office`(engine: Engine)
        async throws
    {
        let world = try await World.withTasks(on: engine)
        let task = try await world.task()
        let id = try await world.open(instruction, by: .lu).matter
        let opened = try await world.supervised(id)
        #expect(opened.state == .issued)
        #expect(opened.grade == .instruction)
        #expect(opened.header.title == "请南京市举一反三，彻底整改")
        #expect(opened.header.assignee == "qian")
        #expect(opened.header.supervisor == "province-office")
        #expect(opened.header.issuer == "province-committee")
        #expect(opened.header.actorOrganisation == "nanjing-bureau")

        let number = try await world.header(task).number
        let store = TaskStore(world.database)
        #expect(number == "DB-2026-000001")
        #expect(try await store.instructions(about: number) == [id])
        #expect(try await store.matter(numbered: number) == task)
        #expect(try await store.instructions(of: "lu", in: ["issued"], light: nil, offset: 0, limit: 9) == [id])
        #expect(try await store.instructions(of: "lu", in: ["issued"], light: .red, offset: 0, limit: 9) == [])
        #expect(try await store.instructions(of: "zhou", in: ["issued"], light: nil, offset: 0, limit: 9) == [])
        #expect(try await store.instructionCounts(of: "lu").map(\.amount) == [1])

        try await world.perform(SignFor(), on: id, by: .qian)
        try await world.perform(Report(note: "已整改"), on: id, by: .qian)
        #expect(try await world.perform(Close(), on: id, by: .zhou).state == "closed")
    }
}
