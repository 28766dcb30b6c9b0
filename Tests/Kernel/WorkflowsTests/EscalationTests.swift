import Calendars
import SampleProvince
import Storage
import Testing
import Workflows

/// Lights turn with time: yellow to the one who must act, red to the one who supervises, each once.
@Suite(.serialized)
struct EscalationTests {
    private func turns(of errand: String, in world: World) async throws -> [String] {
        try await world.ledger.entries(of: errand).map(\.command).filter { $0.hasPrefix("turn-") }
    }

    /// Due on Friday 31 July; three working days before is Tuesday the 28th.
    @Test(arguments: Engine.all)
    func `yellow comes three working days before, red after the day, each once`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        let steps: [(day: String, hour: Int, turned: Int, light: Light)] = [
            ("2026-07-27", 23, 0, .green), ("2026-07-28", 0, 1, .yellow), ("2026-07-28", 0, 0, .yellow),
            ("2026-07-31", 23, 0, .yellow), ("2026-08-01", 0, 1, .red), ("2026-08-01", 0, 0, .red),
            ("2026-12-01", 0, 0, .red),
        ]
        for step in steps {
            world.clock.move(to: step.day, hour: step.hour)
            #expect(try await world.escalation.run() == step.turned, "\(step)")
            #expect(try await world.header(errand).light == step.light, "\(step)")
        }
        #expect(try await turns(of: errand, in: world) == ["turn-yellow", "turn-red"])
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test func `yellow is said to the owner, red to the supervisor, by the platform`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        let told = try await world.notices(about: errand).count
        world.clock.move(to: "2026-07-28")
        try await world.escalation.run()
        world.clock.move(to: "2026-08-01")
        try await world.escalation.run()

        let notices = try await world.notices(about: errand).dropFirst(told)
        #expect(notices.map(\.organisation) == ["xuanwu-bureau", "nanjing-bureau"])
        #expect(
            notices.map(\.text) == [
                "差事“排查涉氨制冷企业”临近到期，请抓紧办理。", "差事“排查涉氨制冷企业”已超期，请督促办理。",
            ])
        let entries = try await world.ledger.entries(of: errand).suffix(2)
        #expect(entries.allSatisfy { $0.actor.person == "system" && $0.actor.post == nil && $0.channel == .timer })
        #expect(entries.map { $0.changes[0].after } == ["yellow", "red"])
    }

    @Test func `after a standstill of the platform the light goes straight to red`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        world.clock.move(to: "2026-10-12")
        #expect(try await world.escalation.run() == 1)
        #expect(try await turns(of: errand, in: world) == ["turn-red"])
    }

    @Test func `what is suspended or closed never turns`() async throws {
        let world = try await World()
        let suspended = try await world.errand(in: .working)
        try await world.perform(Suspend<Errand>(reason: "等待鉴定"), on: suspended, by: .zhou)
        let still = [
            suspended, try await world.errand(in: .closed), try await world.errand(in: .withdrawn),
            try await world.errand(in: .deferred),
        ]
        world.clock.move(to: "2027-03-01")
        #expect(try await world.escalation.run() == 0)
        for errand in still {
            #expect(try await world.header(errand).light == .green)
            #expect(try await turns(of: errand, in: world) == [])
        }
    }

    @Test func `a yellow light goes out with suspension and comes back with the clock`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        world.clock.move(to: "2026-07-29")
        try await world.escalation.run()
        try await world.perform(Suspend<Errand>(reason: "等待鉴定"), on: errand, by: .zhou)
        #expect(try await world.header(errand).light == .green)
        world.clock.move(to: "2026-07-30")
        try await world.perform(Resume<Errand>(reason: "鉴定已出"), on: errand, by: .zhou)
        #expect(try await world.header(errand).light == .yellow)
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test(arguments: Engine.all)
    func `many lights are turned in batches, none left out, none twice`(engine: Engine) async throws {
        let world = try await World(on: engine)
        for _ in 0..<23 { try await world.open(HandOver()) }
        world.clock.move(to: "2026-07-01")
        let escalation = Escalation(desk: world.desk, kinds: world.kinds, batch: 5)
        #expect(try await escalation.run() == 23)
        #expect(try await world.count("ledger_entry WHERE command = 'turn-red'") == 23)
        #expect(try await world.count("matter WHERE light = 'red'") == 23)
    }

    @Test(arguments: Engine.all)
    func `when someone acts meanwhile the others are turned all the same`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errands = [
            try await world.errand(in: .handedOver), try await world.errand(in: .handedOver),
            try await world.errand(in: .handedOver),
        ]
        world.clock.move(to: "2026-06-15")
        let desk = world.desk { try await world.perform(SignFor(), on: errands[1], by: .sun) }

        #expect(try await Escalation(desk: desk, kinds: world.kinds).run() == 2)

        #expect(try await errands.asyncMap { try await world.header($0).light } == [.red, .green, .red])
        #expect(try await turns(of: errands[1], in: world) == [])
    }

    @Test(arguments: Engine.concurrent)
    func `two instances that turn lights at once turn each once`(engine: Engine) async throws {
        let world = try await World(on: engine)
        for _ in 0..<12 { try await world.open(HandOver()) }
        world.clock.move(to: "2026-07-01")
        let desks = [world.desk, world.otherInstance]
        let turned = try await withThrowingTaskGroup(of: Int.self) { group in
            for desk in desks {
                group.addTask { try await Escalation(desk: desk, kinds: world.kinds, batch: 4).run() }
            }
            return try await group.reduce(0, +)
        }
        #expect(turned == 12)
        #expect(try await world.count("ledger_entry WHERE command = 'turn-red'") == 12)
    }

    /// The warning is amended from three days to one while the term runs.
    @Test func `when warnings are amended to come later nothing is said too early`() async throws {
        let rules = SampleRules.text.replacing(
            "value: 3\n", with: "value: 3\n      - from: 2026-07-20\n        value: 1\n",
            maxReplacements: 1)
        let world = try await World(rules: rules)
        let errand = try await world.errand(in: .working)
        world.clock.move(to: "2026-07-28")
        #expect(try await world.escalation.run() == 0)
        #expect(try await turns(of: errand, in: world) == [])

        world.clock.move(to: "2026-07-30", hour: 0)
        #expect(try await world.escalation.run() == 1)
        #expect(try await world.header(errand).light == .yellow)
    }
}
