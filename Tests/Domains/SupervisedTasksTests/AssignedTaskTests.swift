import Calendars
import SampleProvince
import SupervisedTasks
import Testing
import Workflows

/// 文件交办 — what a document asks for again and again becomes a task that is reported on again and again.
@Suite(.serialized)
struct AssignedTaskTests {
    @Test(
        arguments: [
            (nil, "2026-12-31", nil), ("每季度末", "2026-12-31", Cycle.Length.quarterly),
            ("长期坚持", nil, nil), ("长期坚持，每年", nil, .yearly), ("每月底前", "2026-12-31", .monthly), ("适时", "2026-12-31", nil),
        ] as [(String?, String?, Cycle.Length?)])
    func `the words of the source say how often, and whether it ends`(
        words: String?, day: String?, length: Cycle.Length?
    ) async throws {
        let world = try await World.withTasks()
        let assignment = Assignment(
            title: "巡查", requirement: "坚持巡查。", from: .init(document: "样例", clause: "一"), lead: "nanjing-bureau",
            by: Day("2026-12-31")!, repetition: words)
        let desk = CommandDesk(
            database: world.database, rules: world.desk.rules, calendar: world.desk.calendar,
            registry: world.registry, delegation: SupervisedTask.delegation, now: world.desk.now)
        let document = try await desk.open(Circular.Publish(assigning: assignment), by: world.user(.zhou)).matter
        let task = try await world.supervised(try await world.parts(of: document)[0].id)
        #expect(task.header.agreedDay?.description == day)
        #expect(task.reportCycle?.length == length)
        #expect(task.isStanding == (day == nil))
    }
}
