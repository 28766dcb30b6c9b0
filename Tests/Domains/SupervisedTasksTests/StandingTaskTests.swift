import Calendars
import SampleProvince
import SupervisedTasks
import Testing
import Workflows

/// 长期坚持 — no last day, but reports as agreed and a review each year.
@Suite(.serialized)
struct StandingTaskTests {
    private func standing(in world: World, cycle: Cycle?) async throws -> String {
        let id = try await world.open(
            EstablishTask(
                title: "坚持每日安全巡查", requirement: "巡查记录齐全。", grade: .routine, owner: "nanjing-bureau", day: nil,
                reportCycle: cycle)
        ).matter
        try await world.perform(Approve(), on: id, by: .shen)
        try await world.perform(Issue(), on: id, by: .zhou)
        try await world.perform(SignFor(), on: id, by: .qian)
        return id
    }

    @Test(arguments: Engine.all)
    func `a standing task never turns red, but each quarter its owner owes a report`(engine: Engine) async throws {
        let world = try await World.withTasks(on: engine)
        let id = try await standing(in: world, cycle: Cycle(.quarterly, by: .lastWorkingDay, notice: 10))
        world.clock.move(to: "2026-06-20")
        try await world.recurringMatters.run()
        try await world.recurringMatters.run()

        let reports = try await world.parts(of: id)
        #expect(reports.map(\.title) == ["坚持每日安全巡查（2026年第二季度报告）"])
        #expect(reports[0].owner == "nanjing-bureau")
        #expect(reports[0].supervisor == "province-office")
        #expect(reports[0].agreedDay == Day("2026-06-30"))
        #expect(reports[0].state == "issued")

        world.clock.move(to: "2026-09-01")
        try await world.escalation.run()
        #expect(try await world.header(id).light == .green)
        #expect(try await world.header(reports[0].id).light == .red)
    }

    @Test func `each year the office decides whether it goes on`() async throws {
        let world = try await World.withTasks()
        let id = try await standing(in: world, cycle: nil)
        world.clock.move(to: "2026-12-15")
        try await world.recurringMatters.run()
        let reviews = try await world.parts(of: id)
        #expect(reviews.map(\.title) == ["坚持每日安全巡查（2026年度评估：是否继续坚持）"])
        #expect(reviews[0].owner == "province-office")
    }

    @Test func `a task with a day is not reviewed, and without a cycle owes no reports`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        world.clock.move(to: "2026-12-31")
        #expect(try await world.recurringMatters.run() == 0)
        #expect(try await world.parts(of: task).isEmpty)
    }

    @Test func `only the one who supervises changes the cycle`() async throws {
        let world = try await World.withTasks()
        let id = try await standing(in: world, cycle: Cycle(.monthly, by: .lastWorkingDay, notice: 5))
        let none = SetReportCycle(nil)
        #expect(try await refusal { try await world.perform(none, on: id, by: .qian) }?.code == "not-permitted")
        try await world.perform(none, on: id, by: .zhou)
        world.clock.move(to: "2026-06-29")
        #expect(try await world.recurringMatters.run() == 0)
    }
}
