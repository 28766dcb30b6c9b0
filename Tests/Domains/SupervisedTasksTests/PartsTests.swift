import Calendars
import SampleProvince
import SupervisedTasks
import Testing
import Workflows

/// 牵头与配合 — the parts of a task are all of it, and the lead waits for them.
@Suite(.serialized)
struct PartsTests {
    @Test(arguments: Engine.all)
    func `the lead cannot report before the parts are checked`(engine: Engine) async throws {
        let world = try await World.withTasks(on: engine)
        let task = try await world.task(cooperating: ["industry"])
        let part = try await world.parts(of: task)[0]
        #expect(part.owner == "industry")
        #expect(part.supervisor == "nanjing-bureau")
        #expect(part.state == "issued")

        let refused = try await refusal { try await world.perform(Report(note: "完成"), on: task, by: .qian) }
        #expect(refused?.code == "children-open")

        try await world.perform(SignFor(), on: part.id, by: .jiang)
        try await world.perform(Report(note: "本厅已完成"), on: part.id, by: .jiang)
        #expect(try await refusal { try await world.perform(Report(note: "完成"), on: task, by: .qian) } != nil)
        try await world.perform(Close(), on: part.id, by: .qian)
        #expect(try await world.perform(Report(note: "完成"), on: task, by: .qian).state == "reported")
    }

    @Test func `a unit is given one part, none of them the lead's own`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task(cooperating: ["industry"])
        func split(_ units: [String], day: String = "2026-06-20") async throws -> [String: String]? {
            try await refusal {
                try await world.perform(Split(organisations: units, day: Day(day)!), on: task, by: .qian)
            }?.problems
        }
        #expect(try await split(["industry"])?["organisations"]?.contains("已经有一份") == true)
        #expect(try await split(["xuanwu-bureau", "xuanwu-bureau"])?.keys.sorted() == ["organisations"])
        #expect(try await split(["nanjing-bureau"])?.keys.sorted() == ["organisations"])
        #expect(try await split(["work-safety"])?.keys.sorted() == ["organisations"])
        #expect(try await split(["xuanwu-bureau"], day: "2026-07-01")?.keys.sorted() == ["day"])
        #expect(try await split(["xuanwu-bureau"], day: "2026-06-01")?.keys.sorted() == ["day"])
        #expect(try await world.parts(of: task).count == 1)
    }

    @Test func `the lead is not also one who co-operates`() async throws {
        let world = try await World.withTasks()
        let refused = try await refusal {
            try await world.open(EstablishTask.sample(cooperating: ["industry", "nanjing-bureau"]))
        }
        #expect(refused?.problems.keys.sorted() == ["cooperating"])
        #expect(try await world.count("matter") == 0)
    }

    @Test(arguments: Engine.all)
    func `shares are the whole after every division, and the lead alone changes them`(engine: Engine) async throws {
        let world = try await World.withTasks(on: engine)
        let task = try await world.task(cooperating: ["industry"])
        try await world.perform(
            Split(organisations: ["xuanwu-bureau", "gulou-bureau"], day: Day("2026-06-20")!), on: task, by: .qian)
        let shares = try await world.supervised(task).shares
        #expect(shares.all.map(\.organisation) == ["nanjing-bureau", "industry", "xuanwu-bureau", "gulou-bureau"])
        #expect(shares.all.map(\.thousandths) == [250, 250, 250, 250])

        let parts = shares.all.map(\.part)
        func reweigh(_ amounts: [Int], by someone: Someone) async throws -> Refusal? {
            try await refusal {
                try await world.perform(
                    Reweigh(Dictionary(uniqueKeysWithValues: zip(parts, amounts))), on: task, by: someone)
            }
        }
        #expect(try await reweigh([100, 500, 300, 100], by: .zhou)?.code == "not-permitted")
        #expect(try await reweigh([100, 500, 300, 100], by: .sun)?.code == "not-found")
        #expect(try await reweigh([100, 500, 300, 99], by: .qian)?.problems["shares"]?.contains("99.9%") == true)
        #expect(try await reweigh([1100, -100, 0, 0], by: .qian)?.problems.keys.sorted() == ["shares"])
        #expect(try await reweigh([1000], by: .qian)?.problems.keys.sorted() == ["shares"])
        #expect(try await world.supervised(task).shares == shares)

        #expect(try await reweigh([100, 500, 300, 100], by: .qian) == nil)
        #expect(try await world.supervised(task).shares.all.map(\.thousandths) == [100, 500, 300, 100])
    }

    @Test func `progress comes from the parts by their shares, and is whole only when checked`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        try await world.perform(
            Split(organisations: ["xuanwu-bureau", "gulou-bureau"], day: Day("2026-06-20")!), on: task, by: .qian)
        let parts = try await world.parts(of: task)
        try await world.perform(Reweigh([parts[0].id: 800, parts[1].id: 200]), on: task, by: .qian)
        func percent() async throws -> Int {
            TaskTree(
                try await world.header(task), children: [task: try await world.parts(of: task)],
                shares: [task: try await world.supervised(task).shares]
            ).percent
        }
        #expect(try await percent() == 0)
        try await world.perform(SignFor(), on: parts[0].id, by: .sun)
        #expect(try await percent() == 0)
        try await world.perform(Report(note: "完成"), on: parts[0].id, by: .sun)
        #expect(try await percent() == 72)
        try await world.perform(Close(), on: parts[0].id, by: .zhao)
        #expect(try await percent() == 80)
        try await world.perform(Withdraw(reason: "鼓楼没有此类企业"), on: parts[1].id, by: .qian)
        #expect(try await percent() == 99)
        try await world.perform(Report(note: "完成"), on: task, by: .qian)
        #expect(try await percent() == 99)
        try await world.perform(Close(), on: task, by: .shen)
        #expect(try await percent() == 100)
    }
}
