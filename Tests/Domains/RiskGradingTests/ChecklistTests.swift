import Calendars
import HiddenDangers
import Permissions
import SampleProvince
import Storage
import Testing
import Workflows

@testable import RiskGrading

/// Controls are checked in the rhythm that they were given, by their own enterprise; what is wrong becomes a hidden danger.
@Suite(.serialized)
struct ChecklistTests {
    private func open(_ world: World) async throws -> [Checklist] {
        try await world.database.rows(
            """
            SELECT matter.*, own.* FROM matter JOIN checklist own ON own.id = matter.id
            WHERE matter.is_open = 1 ORDER BY own.level, own.shift, matter.id
            """
        ).map { try Checklist(header: MatterHeader(row: $0), details: $0) }
    }

    /// One control of the company per shift; the platform has planned and the day's lists are there.
    private func checked(on engine: Engine = .memory) async throws -> (world: World, point: String, lists: [Checklist])
    {
        let world = try await World.withRisks(on: engine)
        let point = try await world.controlled(
            .considerable, by: AssessByFactors.orange, in: try await world.worksProfile())
        try await world.watch.run()
        try await world.recurringMatters.run()
        return (world, point, try await open(world))
    }

    private func control(_ world: World) async throws -> String {
        try await world.database.rows("SELECT id FROM risk_control WHERE level = 'company'")[0]["id"]
    }

    @Test func `nothing is checked before a grade is confirmed`() async throws {
        let world = try await World.withRisks()
        let point = try await world.identify(in: try await world.worksProfile())
        try await world.perform(AddControl.interlock, on: point, by: .li)
        try await world.watch.run()
        try await world.recurringMatters.run()
        #expect(try await open(world).isEmpty)
    }

    @Test func `whoever is not of the enterprise, and an answer that says nothing, is refused`() async throws {
        let (world, _, lists) = try await checked()
        let control = try await control(world)
        let good = FillChecklist([(control, .normal, nil)])
        for someone in [Someone.mei, .sun, .zheng] {
            #expect(try await world.refused { try await world.perform(good, on: lists[0].id, by: someone) } != nil)
        }
        let cases: [(FillChecklist, String)] = [
            (FillChecklist([]), "answers"), (FillChecklist([("nowhere", .normal, nil)]), "answers"),
            (FillChecklist([(control, .normal, nil), (control, .normal, nil)]), "answers"),
            (FillChecklist([(control, .abnormal, " ")]), "note-\(control)"),
        ]
        for (command, field) in cases {
            let refusal = try await world.refused { try await world.perform(command, on: lists[0].id, by: .li) }
            #expect(refusal?.problems[field] != nil, "\(command.answers)")
        }
        #expect(try await world.count("hidden_danger") == 0)
    }

    @Test(arguments: Engine.all)
    func `each day has a list for each shift, once, and a plan ends with its last control`(engine: Engine) async throws
    {
        let (world, point, lists) = try await checked(on: engine)
        #expect(lists.map(\.shift) == [1, 2])
        #expect(
            lists.allSatisfy {
                $0.header.deadline?.dueOn == Day("2026-06-10") && $0.header.owner == "jinling-chemicals"
            })
        try await world.watch.run()
        try await world.recurringMatters.run()
        #expect(try await open(world).count == 2)
        world.clock.move(to: "2026-06-11")
        try await world.recurringMatters.run()
        #expect(try await open(world).count == 4)
        let plan: String = try await world.database.rows("SELECT id FROM check_plan")[0]["id"]
        try await world.perform(ArrangeChecks(shifts: 3, by: "yang"), on: plan, by: .li)
        world.clock.move(to: "2026-06-12")
        try await world.recurringMatters.run()
        #expect(try await open(world).count { $0.header.assignee == "yang" } == 3)
        try await world.perform(EliminateRisk("已拆除"), on: point, by: .tang)
        try await world.watch.run()
        world.clock.move(to: "2026-06-13")
        try await world.recurringMatters.run()
        #expect(try await open(world).count == 7)
        #expect(try await world.header(plan).isOpen == false)
    }

    @Test(arguments: Engine.all)
    func `what is abnormal becomes a danger of the enterprise with place and point, and the enterprise grades it`(
        engine: Engine
    ) async throws {
        let (world, point, lists) = try await checked(on: engine)
        try await world.perform(
            AddControl(.protection, "防静电服", owned: .company, by: "安环部 石磊", every: .shift), on: point, by: .li)
        let fill = FillChecklist([(try await control(world), .abnormal, "联锁旁路未恢复")])
        try await world.perform(fill, on: lists[0].id, by: .li)
        let done = try await RiskGradingStore(database: world.database).checklist(lists[0].id)
        #expect(done?.abnormal == 1 && done?.normal == 0 && done?.leftOut == 1)
        let danger = try #require(try await world.parts(of: lists[0].id).first)
        #expect(danger.kind == "hidden-danger" && danger.subject == "jinling-chemicals" && danger.state == "found")
        #expect(danger.title.contains("2号反应釜") && danger.supervisor == "jinling-chemicals")
        let row = try await world.database.rows("SELECT * FROM hidden_danger WHERE id = \(danger.id)")[0]
        #expect(try row["description"] == "2号反应釜超温超压的管控措施“超温超压联锁停车”异常：联锁旁路未恢复")
        #expect(try row["source"] == "self-check")
        let own = GradeOwnDanger(Grading(.major, because: "联锁停用，反应失控无保护"))
        #expect(try await world.refused { try await world.perform(own, on: danger.id, by: .mei) } != nil)
        try await world.perform(own, on: danger.id, by: .li)
        #expect(try await world.header(danger.id).state == "planning")
    }
}
