import Calendars
import SampleProvince
import Testing
import Workflows

/// By when something is due, by which figure of which day, and why.
@Suite(.serialized)
struct DeadlineTests {
    @Test(arguments: Engine.all)
    func `a term is counted by the rule and says so`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let deadline = try #require(try await world.header(world.errand(in: .handedOver)).deadline)

        #expect(deadline.dueInWords == "2026年6月12日 24:00")
        #expect(deadline.term == .workingDays(2))
        #expect(deadline.basis?.article == "第二条")
        #expect(deadline.basis?.document == "《样例差事办理规定》（样例〔2020〕1号）")
        #expect(deadline.basis?.title == "签收期限（起算：交办之日）")
    }

    @Test func `holidays are passed over and named`() async throws {
        let world = try await World()
        world.clock.move(to: "2026-06-16")
        let deadline = try #require(try await world.header(world.errand(in: .countersigning)).deadline)

        #expect(deadline.dueOn == Day("2026-06-24"))
        #expect(deadline.skipped.contains { $0.why.contains("端午") && $0.day == Day("2026-06-19") })
    }

    /// The figure of the day on which the term begins, before and after the amendment of 1 July.
    @Test(arguments: [
        ("2026-06-10", "2026-06-17", 5), ("2026-06-30", "2026-07-07", 5), ("2026-07-01", "2026-07-06", 3),
    ])
    func `the figure in force that day applies`(asked: String, due: String, days: Int) async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        world.clock.move(to: asked)
        try await world.perform(AskOpinions(["gulou-bureau"]), on: errand, by: .sun)

        let deadline = try #require(try await world.header(errand).deadline)
        #expect(deadline.dueOn == Day(due))
        #expect(deadline.term == .workingDays(days))
    }

    @Test func `an amendment does not touch terms that are running`() async throws {
        let world = try await World()
        world.clock.move(to: "2026-06-30")
        let errand = try await world.errand(in: .countersigning)
        world.clock.move(to: "2026-07-01")
        try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: .zheng)

        #expect(try await world.header(errand).deadline?.dueOn == Day("2026-07-07"))
        #expect(try await world.header(errand).deadline?.start.day == Day("2026-06-30"))
    }

    @Test func `the article of the amended version is the one shown`() async throws {
        let world = try await World()
        let earlier = try await world.header(world.errand(in: .reported)).deadline
        world.clock.move(to: "2026-07-01")
        let later = try await world.header(world.errand(in: .reported)).deadline

        #expect(earlier?.basis?.article == "第四条")
        #expect(earlier?.dueOn == Day("2026-07-02"))
        #expect(later?.basis?.article == "第四条第二款")
        #expect(later?.dueOn == Day("2026-07-15"))
    }

    @Test func `an urgent errand has its own term, by the clock`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .reported) { $0.grade = .urgent }
        let deadline = try #require(try await world.header(errand).deadline)
        #expect(deadline.due == SampleProvince.beginning.adding(.seconds(86_400)))
        #expect(deadline.basis?.article == "第五条")
    }

    @Test func `an agreed day says who set it`() async throws {
        let world = try await World()
        let deadline = try #require(try await world.header(world.errand(in: .working)).deadline)
        #expect(deadline.dueOn == Day("2026-07-31"))
        #expect(deadline.setBy == "交办时指定")
    }

    @Test func `what stays in its state keeps its term`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        let before = try await world.header(errand).deadline
        world.clock.move(to: "2026-06-20")
        try await world.perform(Split(["meiyuan-station"]), on: errand, by: .sun)
        #expect(try await world.header(errand).deadline == before)
    }

    @Test(arguments: [Errand.State.deferred, .archiving, .closed, .withdrawn])
    func `a state without a term has no due day and no light but green`(state: Errand.State) async throws {
        let world = try await World()
        let header = try await world.header(world.errand(in: state))
        #expect(header.deadline == nil)
        #expect(header.lightChangesAt == nil)
        #expect(header.light == .green)
    }

    @Test func `a decision may set a new day, or leave the one agreed`() async throws {
        let world = try await World()
        let first = try await world.errand(in: .deferred)
        let second = try await world.errand(in: .deferred)
        try await world.perform(Decide(newDay: Day("2026-09-30")), on: first, by: .zhou)
        try await world.perform(Decide(), on: second, by: .zhou)
        #expect(try await world.header(first).deadline?.dueOn == Day("2026-09-30"))
        #expect(try await world.header(second).deadline?.dueOn == Day("2026-07-31"))
    }

    @Test(arguments: [("2026-07-02", false), ("2026-07-03", true)])
    func `what was reported after its day stays marked as late`(day: String, isLate: Bool) async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working) { $0.day = Day("2026-07-02")! }
        world.clock.move(to: day)
        try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun)
        #expect(try await world.header(errand).wasLate == isLate)

        try await world.perform(Verify(), on: errand, by: .zhao)
        try await world.performByPlatform(Archive(), on: errand)
        try await world.perform(Reopen(reason: "抽查不实"), on: errand, by: .zhao)
        #expect(try await world.header(errand).wasLate == isLate)
    }

    @Test func `the time that verifying takes is not the owner's`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .reported) { $0.day = Day("2026-06-12")! }
        world.clock.move(to: "2026-06-18")
        try await world.perform(Verify(), on: errand, by: .zhao)
        try await world.performByPlatform(Archive(), on: errand)
        #expect(try await world.header(errand).wasLate == false)
    }

    @Test func `what was extended is in time until its later day`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        try await world.perform(Extend(to: Day("2026-08-31")!, reason: "户数多"), on: errand, by: .zhou)
        world.clock.move(to: "2026-08-31", hour: 23)
        try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun)
        #expect(try await world.header(errand).wasLate == false)
    }

    @Test func `what was signed for late stays late though the rest was in time`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        world.clock.move(to: "2026-06-15")
        try await world.perform(SignFor(), on: errand, by: .sun)
        #expect(try await world.header(errand).wasLate)
    }

    /// A day agreed long ago does not become a later one because the errand comes back.
    @Test func `what is sent back after its day is overdue at once`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .reported) { $0.day = Day("2026-06-12")! }
        world.clock.move(to: "2026-06-16")
        try await world.perform(SendBack(reason: "缺台账"), on: errand, by: .zhao)

        let header = try await world.header(errand)
        #expect(header.deadline?.dueOn == Day("2026-06-12"))
        #expect(header.light == .red)
    }
}

/// 延期
@Suite(.serialized)
struct ExtensionTests {
    @Test(arguments: Engine.all)
    func `the earlier day stays visible beside the later, with the reason`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        try await world.perform(Extend(to: Day("2026-08-15")!, reason: "户数多"), on: errand, by: .zhou)
        try await world.perform(Extend(to: Day("2026-08-31")!, reason: "汛期"), on: errand, by: .zhou)

        let deadline = try #require(try await world.header(errand).deadline)
        #expect(deadline.dueOn == Day("2026-08-31"))
        #expect(deadline.extensions.map(\.from) == [Day("2026-07-31"), Day("2026-08-15")])
        #expect(deadline.extensions.map(\.to) == [Day("2026-08-15"), Day("2026-08-31")])
        #expect(deadline.extensions.map(\.reason) == ["户数多", "汛期"])
        #expect(deadline.setBy == "交办时指定")
    }

    @Test(arguments: ["2026-07-31", "2026-07-30", "2020-01-01"])
    func `an extension to no later day is refused by its field`(day: String) async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        let before = try await world.picture(of: errand)
        let refused = try await refusal {
            try await world.perform(Extend(to: Day(day)!, reason: "户数多"), on: errand, by: .zhou)
        }
        #expect(refused?.problems.keys.sorted() == ["day"])
        #expect(refused?.problems["day"]?.contains("2026年7月31日") == true)
        #expect(try await world.picture(of: errand) == before)
    }

    @Test func `an extension of what is overdue turns its light green again`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        world.clock.move(to: "2026-08-03")
        try await world.escalation.run()
        #expect(try await world.header(errand).light == .red)

        try await world.perform(Extend(to: Day("2026-08-31")!, reason: "户数多"), on: errand, by: .zhou)

        #expect(try await world.header(errand).light == .green)
        #expect(try await Recount(database: world.database).differences() == [])
    }
}

/// 挂起与恢复
@Suite(.serialized)
struct SuspensionTests {
    @Test(arguments: Engine.all)
    func `the time a clock stood still is added`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        world.clock.move(to: "2026-06-15")
        try await world.perform(Suspend<Errand>(reason: "等待鉴定"), on: errand, by: .zhou)
        world.clock.move(to: "2026-06-25")
        try await world.perform(Resume<Errand>(reason: "鉴定已出"), on: errand, by: .zhou)

        let deadline = try #require(try await world.header(errand).deadline)
        #expect(deadline.dueOn == Day("2026-08-10"))
        #expect(deadline.suspensions.map(\.reason) == ["等待鉴定"])
        #expect(!deadline.isSuspended)
    }

    @Test func `while it stands still nothing but resuming is possible`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        try await world.perform(Suspend<Errand>(reason: "等待鉴定"), on: errand, by: .zhou)
        let before = try await world.picture(of: errand)

        for move in Move.all where move.from == .working {
            let refused = try await refusal { try await world.make(move, on: errand, by: move.by[0]) }
            #expect(refused?.code == "suspended", "\(move.command)")
        }
        #expect(try await world.picture(of: errand) == before)
        #expect(try await world.perform(Resume<Errand>(reason: "鉴定已出"), on: errand, by: .zhou).state == "working")
    }

    @Test func `what runs cannot be resumed, nor by those who may not steer`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        let resume = Resume<Errand>(reason: "鉴定已出")
        #expect(try await refusal { try await world.perform(resume, on: errand, by: .zhou) }?.code == "wrong-state")

        try await world.perform(Suspend<Errand>(reason: "等待鉴定"), on: errand, by: .zhou)
        #expect(try await refusal { try await world.perform(resume, on: errand, by: .sun) }?.code == "not-permitted")
        #expect(try await refusal { try await world.perform(resume, on: errand, by: .wu) }?.code == "not-found")
    }

    @Test func `what has no clock cannot be suspended`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        try await world.database.commit([
            .one("UPDATE matter SET deadline = NULL, due_at = NULL, light_changes_at = NULL WHERE id = \(errand)")
        ])
        let refused = try await refusal {
            try await world.perform(Suspend<Errand>(reason: "等待鉴定"), on: errand, by: .zhou)
        }
        #expect(refused?.code == "no-clock")
    }
}
