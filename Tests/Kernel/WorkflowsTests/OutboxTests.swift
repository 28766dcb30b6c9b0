import Calendars
import SampleProvince
import Storage
import Synchronization
import Testing
import Workflows

/// 发件箱 — a notice leaves the house at least once, whatever happens on the way.
@Suite(.serialized)
struct OutboxTests {
    private struct Unreachable: Error, CustomStringConvertible {
        var description: String { "对方没有应答" }
    }

    /// What arrived, in order, and whether anything does.
    private final class Receiver: Sendable {
        private let state = Mutex((arrived: [String](), isDown: false))

        var arrived: [String] { state.withLock { $0.arrived } }
        var isDown: Bool {
            get { state.withLock { $0.isDown } }
            set { state.withLock { $0.isDown = newValue } }
        }

        @Sendable func take(_ notice: OutgoingNotice) throws {
            try state.withLock { state in
                state.arrived.append(notice.id)
                if state.isDown { throw Unreachable() }
            }
        }
    }

    private func outbox(_ world: World) -> Outbox { Outbox(database: world.database, now: world.desk.now) }

    @Test func `a command that was refused sends nothing`() async throws {
        let world = try await World()
        let receiver = Receiver()
        let errand = try await world.errand(in: .handedOver)
        _ = try await outbox(world).run(send: receiver.take)
        let slow = world.desk(interposing: { try await world.perform(SignFor(), on: errand, by: .sun) })
        let refused = try await refusal {
            try await slow.perform(Withdraw(reason: "重复交办"), on: errand, by: world.user(.zhou))
        }
        #expect(refused?.code == "changed-meanwhile")
        let before = receiver.arrived.count
        _ = try await outbox(world).run(send: receiver.take)
        let told = try await world.notices(about: errand).map(\.text)
        #expect(!told.contains("差事已撤回。"))
        #expect(receiver.arrived.count - before == told.count - 1)
    }

    @Test(arguments: Engine.all)
    func `every notice is sent once, and then is gone from the box`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let receiver = Receiver()
        let errand = try await world.errand(in: .reported)
        let outcome = try await outbox(world).run(send: receiver.take)
        let expected = try await world.notices(about: errand).map { "\($0.id)/webhook" }
        #expect(outcome == .init(sent: expected.count, failed: 0, givenUp: 0))
        #expect(Set(receiver.arrived) == Set(expected))
        #expect(try await outbox(world).run(send: receiver.take) == .init())
        #expect(try await outbox(world).waiting() == 0)
    }

    @Test func `a light that turns is sent like any other notice`() async throws {
        let world = try await World()
        let receiver = Receiver()
        _ = try await world.errand(in: .working)
        _ = try await outbox(world).run(send: receiver.take)
        let before = receiver.arrived.count
        world.clock.move(to: "2026-07-28")
        try await world.escalation.run()
        _ = try await outbox(world).run(send: receiver.take)
        #expect(receiver.arrived.count == before + 1)
    }

    @Test(arguments: Engine.all)
    func `what does not arrive is tried again after ten seconds, twenty, forty, under the same id`(engine: Engine)
        async throws
    {
        let world = try await World(on: engine)
        let receiver = Receiver()
        receiver.isDown = true
        _ = try await world.errand(in: .handedOver)
        for pause in [0, 10, 20, 40] {
            world.clock.advance(by: .seconds(pause - 1))
            #expect(try await outbox(world).run(send: receiver.take) == .init())
            world.clock.advance(by: .seconds(1))
            #expect(try await outbox(world).run(send: receiver.take) == .init(sent: 0, failed: 1, givenUp: 0))
        }
        receiver.isDown = false
        world.clock.advance(by: .seconds(80))
        #expect(try await outbox(world).run(send: receiver.take) == .init(sent: 1, failed: 0, givenUp: 0))
        #expect(receiver.arrived.count == 5)
        #expect(Set(receiver.arrived).count == 1)
    }

    @Test(arguments: Engine.all)
    func `after many tries it is given up, and a person can have it tried again`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let receiver = Receiver()
        receiver.isDown = true
        _ = try await world.errand(in: .handedOver)
        for _ in 0..<Outbox.patience {
            #expect(try await outbox(world).deadLetters(limit: 10).isEmpty)
            _ = try await outbox(world).run(send: receiver.take)
            world.clock.advance(by: .seconds(3600))
        }
        let dead = try await outbox(world).deadLetters(limit: 10)
        #expect(dead.map(\.trouble) == ["对方没有应答"])
        #expect(dead.map(\.attempts) == [Outbox.patience])
        world.clock.advance(by: .seconds(86_400))
        #expect(try await outbox(world).run(send: receiver.take) == .init())

        receiver.isDown = false
        try await outbox(world).retry("of/another")
        #expect(try await outbox(world).run(send: receiver.take) == .init())
        try await outbox(world).retry(dead[0].id)
        #expect(try await outbox(world).run(send: receiver.take) == .init(sent: 1, failed: 0, givenUp: 0))
        #expect(try await outbox(world).deadLetters(limit: 10).isEmpty)
    }

    /// Stopped after the receiver took it and before that was noted.
    @Test func `a stop in between loses nothing and counts as no failure`() async throws {
        let world = try await World()
        let receiver = Receiver()
        _ = try await world.errand(in: .handedOver)
        await #expect(throws: CancellationError.self) {
            try await outbox(world).run { notice in
                try receiver.take(notice)
                throw CancellationError()
            }
        }
        #expect(try await outbox(world).waiting() == 1)
        #expect(try await outbox(world).run(send: receiver.take) == .init(sent: 1, failed: 0, givenUp: 0))
        #expect(receiver.arrived.count == 2)
        #expect(Set(receiver.arrived).count == 1)
    }
}
