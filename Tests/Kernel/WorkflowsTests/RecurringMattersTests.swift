import Calendars
import Ledger
import SampleProvince
import Storage
import Testing
import Workflows

/// 按期开立 — each period's matter is opened by the platform, once, and only while the standing one stands.
@Suite(.serialized)
struct RecurringMattersTests {
    private static let monthly = Cycle(.monthly, by: .lastWorkingDay)

    private func titles(of duty: String, in world: World) async throws -> [String] {
        try await world.parts(of: duty).map { String($0.title.drop { $0 != "（" }.dropFirst().dropLast()) }
    }

    @Test func `a matter without a cycle, and a period that has not come, open nothing`() async throws {
        let world = try await World()
        try await world.open(LayDown(nil))
        try await world.open(LayDown(Cycle(.yearly, by: .lastDay, notice: 5)))
        #expect(try await world.recurringMatters.run() == 0)
        #expect(try await world.count("matter") == 2)
    }

    @Test(arguments: Engine.all)
    func `the current period is opened at once, each later one on its first day`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let duty = try await world.open(LayDown(Self.monthly)).matter
        for (day, opened) in [
            ("2026-06-10", 1), ("2026-06-30", 0), ("2026-07-01", 1), ("2026-07-01", 0), ("2026-08-01", 1),
        ] {
            world.clock.move(to: day)
            #expect(try await world.recurringMatters.run() == opened, "\(day)")
        }
        #expect(try await titles(of: duty, in: world) == ["2026年6月", "2026年7月", "2026年8月"])
        #expect(
            try await world.parts(of: duty).map(\.agreedDay?.description) == ["2026-06-30", "2026-07-31", "2026-08-31"])
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test func `what was missed while nothing ran is opened late, and shows it`() async throws {
        let world = try await World()
        let duty = try await world.open(LayDown(Self.monthly)).matter
        world.clock.move(to: "2026-09-02")
        #expect(try await world.recurringMatters.run() == 4)
        let parts = try await world.parts(of: duty)
        #expect(parts.map(\.light) == [.red, .red, .red, .green])
        #expect(parts.allSatisfy { $0.openedAt == world.clock.now })
    }

    @Test(arguments: Engine.all)
    func `the ledger says that the platform did it, and the owner is told`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let duty = try await world.open(LayDown(Self.monthly)).matter
        let version = try await world.header(duty).version
        try await world.recurringMatters.run()

        let child = try #require(try await world.parts(of: duty).first)
        let entry = try #require(try await world.ledger.entries(of: child.id).first)
        #expect((entry.command, entry.channel, entry.stateBefore) == ("open-period", .timer, nil))
        #expect(entry.actor == .init(person: "system", post: nil, organisation: nil))
        #expect(entry.commandID == "period/\(duty)/report/monthly/2026-06-01")
        #expect(world.kinds["errand"]?.title(ofCommand: entry.command) == "按期开立")
        #expect(try await world.notices(about: child.id).map(\.organisation) == ["xuanwu-bureau"])
        // Nobody acted on the standing matter.
        #expect(try await world.header(duty).version == version)
    }

    @Test(arguments: Engine.concurrent)
    func `two instances at once open each period once`(engine: Engine) async throws {
        let world = try await World(on: engine)
        for _ in 0..<12 { try await world.open(LayDown(Self.monthly, review: Cycle(.yearly, by: .lastDay))) }
        world.clock.move(to: "2026-08-15")
        let other = RecurringMatters(desk: world.otherInstance, kinds: world.kinds, batch: 5)
        async let here = world.recurringMatters.run()
        async let there = other.run()
        let (first, second) = try await (here, there)
        #expect(first + second == 12 * 4)
        #expect(try await world.count("errand") == 12 * 4)
        #expect(try await Recount(database: world.database).differences() == [])
    }

    /// The other instance is faster between reading and writing.
    @Test func `the slower instance opens nothing and says so`() async throws {
        let world = try await World()
        let duty = try await world.open(LayDown(Self.monthly)).matter
        let slow = world.desk(interposing: { try await world.recurringMatters.run() })
        #expect(try await RecurringMatters(desk: slow, kinds: world.kinds).run() == 0)
        #expect(try await titles(of: duty, in: world) == ["2026年6月"])
    }

    @Test(arguments: Engine.all)
    func `nothing is opened for the time in which it was ended, and reopening repeats nothing`(engine: Engine)
        async throws
    {
        let world = try await World(on: engine)
        let duty = try await world.open(LayDown(Self.monthly)).matter
        try await world.recurringMatters.run()
        try await world.perform(End(), on: duty, by: .zhou)
        world.clock.move(to: "2026-08-20")
        #expect(try await world.recurringMatters.run() == 0)

        try await world.perform(TakeUp(), on: duty, by: .zhou)
        #expect(try await world.recurringMatters.run() == 1)
        try await world.perform(End(), on: duty, by: .zhou)
        try await world.perform(TakeUp(), on: duty, by: .zhou)
        #expect(try await world.recurringMatters.run() == 0)
        #expect(try await titles(of: duty, in: world) == ["2026年6月", "2026年8月"])
    }

    @Test func `nor for the time in which it was suspended`() async throws {
        let world = try await World()
        let duty = try await world.open(LayDown(Self.monthly)).matter
        try await world.perform(Suspend<Duty>(reason: "机构调整"), on: duty, by: .zhou)
        world.clock.move(to: "2026-07-20")
        #expect(try await world.recurringMatters.run() == 0)
        try await world.perform(Resume<Duty>(reason: "调整完成"), on: duty, by: .zhou)
        try await world.recurringMatters.run()
        #expect(try await titles(of: duty, in: world) == ["2026年7月"])
    }

    @Test(arguments: Engine.all)
    func `another cycle goes on where the first had come to`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let duty = try await world.open(LayDown(Self.monthly)).matter
        try await world.recurringMatters.run()
        try await world.perform(SetCycle(Cycle(.quarterly, by: .dayAfter(10))), on: duty, by: .zhou)
        #expect(try await world.recurringMatters.run() == 0)
        world.clock.move(to: "2026-10-01")
        #expect(try await world.recurringMatters.run() == 2)
        try await world.perform(SetCycle(nil), on: duty, by: .zhou)
        world.clock.move(to: "2027-10-01")
        #expect(try await world.recurringMatters.run() == 0)
        #expect(try await titles(of: duty, in: world) == ["2026年6月", "2026年第三季度", "2026年第四季度"])
        let change = try await world.ledger.entries(of: duty).last?.changes.first { $0.field == "cycle" }
        #expect(change == FieldChange("cycle", from: "quarterly/day-after-10", to: nil))
    }

    @Test func `going back and forth between cycles repeats no period`() async throws {
        let world = try await World()
        let duty = try await world.open(LayDown(Self.monthly)).matter
        for cycle in [Cycle(.quarterly, by: .lastDay), Self.monthly, Cycle(.quarterly, by: .lastDay), Self.monthly] {
            try await world.recurringMatters.run()
            try await world.perform(SetCycle(cycle), on: duty, by: .zhou)
            try await world.perform(SetCycle(Self.monthly), on: duty, by: .zhou)
        }
        world.clock.move(to: "2026-08-01")
        try await world.recurringMatters.run()
        #expect(try await titles(of: duty, in: world) == ["2026年6月", "2026年7月", "2026年8月"])
    }

    /// 省安监局 was dissolved in 2018; 前任 cannot be given a matter.
    @Test(arguments: Engine.all)
    func `a period that is refused waits, says why, and is opened when the reason is gone`(engine: Engine) async throws
    {
        let world = try await World(on: engine)
        let duty = try await world.open(LayDown(Self.monthly)).matter
        try await world.perform(Hand(to: "work-safety"), on: duty, by: .zhou)
        #expect(try await world.recurringMatters.run() == 0)
        let waiting = try await world.kinds["duty"]!.read(duty, for: world.user(.zhou), at: world.desk).recurrences
        #expect(waiting.map(\.trouble) == ["名录中没有这个单位，请从列表中重新选择。"])
        #expect(waiting.map(\.opensOn?.description) == ["2026-06-11"])

        try await world.perform(Hand(to: "xuanwu-bureau"), on: duty, by: .zhou)
        #expect(try await world.recurringMatters.run() == 0)
        world.clock.move(to: "2026-06-11")
        #expect(try await world.recurringMatters.run() == 1)
        let next = try await world.kinds["duty"]!.read(duty, for: world.user(.zhou), at: world.desk).recurrences
        #expect(next.map(\.trouble) == [nil])
        #expect(next.map(\.period.title) == ["2026年7月"])
    }

    @Test func `whoever changes the cycle while the platform moves on is told to look again`() async throws {
        let world = try await World()
        let duty = try await world.open(LayDown(Self.monthly)).matter
        let slow = world.desk(interposing: { try await world.recurringMatters.run() })
        let refused = try await refusal { try await slow.perform(SetCycle(nil), on: duty, by: world.user(.zhou)) }
        #expect(refused?.code == "changed-meanwhile")
        #expect(try await world.parts(of: duty).count == 1)
    }
}
