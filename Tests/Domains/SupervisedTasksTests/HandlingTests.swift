import Calendars
import SampleProvince
import SupervisedTasks
import Testing
import Workflows

/// 办理、反馈、复核 — done by one, checked by another; what is entered late is late.
@Suite(.serialized)
struct HandlingTests {
    @Test func `only the office of a region sets tasks, and somebody else approves them`() async throws {
        let world = try await World.withTasks()
        for someone in [Someone.lu, .shen, .jiang, .zhao] {
            let refused = try await refusal { try await world.open(EstablishTask.sample(), by: someone) }
            #expect(refused?.code == "not-permitted", "\(someone)")
        }
        // 县局孙 sets tasks in the county, not for the city above.
        #expect(try await refusal { try await world.open(EstablishTask.sample(), by: .sun) }?.code == "not-permitted")
        let id = try await world.open(EstablishTask.sample()).matter
        #expect(try await refusal { try await world.perform(Approve(), on: id, by: .zhou) }?.code == "not-permitted")
        #expect(try await refusal { try await world.perform(Issue(), on: id, by: .zhou) }?.code == "wrong-state")
    }

    @Test func `another unit neither signs for, reports nor sees a task`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task(signed: false)
        for (someone, code) in [(Someone.wu, "not-found"), (.jiang, "not-found"), (.zhou, "not-permitted")] {
            #expect(try await refusal { try await world.perform(SignFor(), on: task, by: someone) }?.code == code)
        }
        try await world.perform(SignFor(), on: task, by: .qian)
        #expect(
            try await refusal { try await world.perform(Report(note: "好"), on: task, by: .wu) }?.code == "not-found")
    }

    @Test func `whoever reported or signed for a task does not check it`() async throws {
        let world = try await World.withTasks()
        let part = try await world.part(of: try await world.task())
        try await world.perform(Report(note: "已完成"), on: part, by: .sun)
        #expect(try await refusal { try await world.perform(Close(), on: part, by: .sun) }?.code == "not-permitted")
        let whole = try await world.open(EstablishTask.sample(owner: "province-office")).matter
        try await world.perform(Approve(), on: whole, by: .shen)
        try await world.perform(Issue(), on: whole, by: .zhou)
        try await world.perform(SignFor(), on: whole, by: .zhou)
        try await world.perform(Report(note: "已完成"), on: whole, by: .zhou)
        #expect(try await refusal { try await world.perform(Close(), on: whole, by: .zhou) }?.code == "own-work")
        #expect(try await world.perform(Close(), on: whole, by: .shen).state == "closed")
    }

    @Test func `an extension needs a later day, and the day first agreed stays for ever`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        let earlier = AskExtension(day: Day("2026-06-30")!, reason: "雨季")
        #expect(
            try await refusal { try await world.perform(earlier, on: task, by: .qian) }?.problems.keys.sorted()
                == ["day"])
        try await world.perform(AskExtension(day: Day("2026-07-15")!, reason: "雨季无法施工"), on: task, by: .qian)
        #expect(
            try await refusal { try await world.perform(GrantExtension(), on: task, by: .qian) }?.code
                == "not-permitted")
        try await world.perform(GrantExtension(), on: task, by: .zhou)
        let extended = try await world.supervised(task)
        #expect(extended.firstDay == Day("2026-06-30"))
        #expect(extended.header.agreedDay == Day("2026-07-15"))
        #expect(extended.extensions == 1)
        #expect(extended.header.deadline?.extensions.first?.from == Day("2026-06-30"))
    }

    @Test func `a spot check reopens what is not true, and says why`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        try await world.perform(Report(note: "已完成"), on: task, by: .qian)
        try await world.perform(Close(), on: task, by: .shen)
        let empty = Reopen(day: Day("2026-07-01")!, reason: "  ")
        #expect(
            try await refusal { try await world.perform(empty, on: task, by: .zhou) }?.problems.keys.sorted()
                == ["reason"])
        try await world.perform(Reopen(day: Day("2026-07-01")!, reason: "抽查发现台账是空的"), on: task, by: .zhou)
        let reopened = try await world.supervised(task)
        #expect(reopened.state == .handling)
        #expect(reopened.reopenings == 1)
        #expect(try await world.ledger.entries(of: task).last?.reason == "抽查发现台账是空的")
    }

    @Test func `a unit that reported in time is on time, however long the check takes`() async throws {
        let world = try await World.withTasks()
        let task = try await world.task()
        try await world.perform(Report(note: "按时完成"), on: task, by: .qian)
        world.clock.advance(by: .seconds(60 * 86_400))
        try await world.escalation.run()
        #expect(try await world.header(task).light == .red)
        try await world.perform(Close(), on: task, by: .shen)
        #expect(try await world.header(task).wasLate == false)
    }

    @Test(arguments: Engine.all)
    func `what is entered afterwards shows both times and does not count as on time`(engine: Engine) async throws {
        let world = try await World.withTasks(on: engine)
        let (punctual, late) = (try await world.task(), try await world.task())
        try await world.perform(Report(note: "按时完成"), on: punctual, by: .qian)
        try await world.perform(Close(), on: punctual, by: .shen)

        world.clock.move(to: "2026-07-03")
        let tomorrow = Report(note: "完成", happenedOn: Day("2026-07-04"))
        let before = Report(note: "完成", happenedOn: Day("2026-06-09"))
        for impossible in [tomorrow, before] {
            let refused = try await refusal { try await world.perform(impossible, on: late, by: .qian) }
            #expect(refused?.problems.keys.sorted() == ["happenedOn"])
        }
        try await world.perform(
            Report(note: "6月28日已完成，补录", happenedOn: Day("2026-06-28")), on: late, by: .qian)
        try await world.perform(Close(), on: late, by: .shen)

        let entry = try await world.ledger.entries(of: late).first { $0.command == "report" }
        #expect(entry?.times.happened?.day == Day("2026-06-28"))
        #expect(entry?.times.received.day == Day("2026-07-03"))
        #expect(try await world.header(late).wasLate)
        #expect(try await world.header(punctual).wasLate == false)
        let closed = try await TaskStore(world.database).closed(
            in: SampleProvince.nanjing, from: Day("2026-06-01")!, to: Day("2026-07-31")!)
        #expect(closed.all == 2)
        #expect(closed.onTime == 1)
    }
}
