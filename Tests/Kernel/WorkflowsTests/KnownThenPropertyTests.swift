import Calendars
import Foundation
import Ledger
import Permissions
import SampleProvince
import Storage
import Testing
import Workflows

/// 当时所知 — equal to a fold over the ledger's rows that shares no line with the one under test.
@Suite(.serialized)
struct KnownThenPropertyTests {
    private static let pairs = 10_000

    @Test(arguments: Engine.all)
    func `what was known then is what the ledger's rows say, for random people and instants`(engine: Engine)
        async throws
    {
        let world = try await World(on: engine)
        var luck = Seeded(20_261_125)
        let end = try await work(in: world, &luck)
        let known = KnownThen(database: world.database, kinds: world.kinds, people: world.people)
        let rows = try await Rows(world)
        let auditor = world.user(.wei)
        var (listed, told, done) = (0, 0, 0)
        for _ in 0..<(engine == .memory ? Self.pairs : Self.pairs / 5) {
            let someone = Someone.allCases.randomElement(using: &luck)!.rawValue
            let instant = Instant(
                milliseconds: .random(
                    in: SampleProvince.beginning.milliseconds - 86_400_000...end.milliseconds + 1_000, using: &luck))
            let picture = try await known.picture(of: someone, at: instant, for: auditor)
            let expected = rows.picture(of: someone, at: instant)
            #expect(picture.posts.map(\.id).sorted() == expected.posts, "\(someone) at \(instant)")
            let list = picture.list.map { "\($0.matter.id) \($0.due ?? "-")" }
            #expect(list == expected.list, "\(someone) at \(instant)")
            #expect(picture.done.map(\.id) == expected.done, "\(someone) at \(instant)")
            #expect(picture.told.map(\.id) == expected.told, "\(someone) at \(instant)")
            listed += expected.list.count
            told += expected.told.count
            done += expected.done.count
        }
        #expect(listed > 500)
        #expect(told > 500)
        #expect(done > 500)
    }

    /// People work for some weeks; what they may not do at the moment is refused, which is as good.
    private func work(in world: World, _ luck: inout Seeded) async throws -> Instant {
        var errands: [String] = []
        for _ in 0..<260 {
            world.clock.advance(by: .seconds(.random(in: 60...20_000, using: &luck)))
            if errands.isEmpty || Int.random(in: 0..<8, using: &luck) == 0 {
                errands.append(try await world.open(HandOver()).matter)
                continue
            }
            let id = errands.randomElement(using: &luck)!
            let envelope = Envelope(happened: world.clock.now.adding(.seconds(-500_000)))
            _ = try await refusal {
                switch Int.random(in: 0..<9, using: &luck) {
                case 0, 1: try await world.perform(SignFor(), on: id, by: .sun, in: envelope)
                case 2: try await world.perform(Report(outcome: "已排查"), on: id, by: .sun, in: envelope)
                case 3: try await world.perform(SendBack(reason: "缺台账"), on: id, by: .zhao)
                case 4: try await world.perform(Verify(), on: id, by: .zhao)
                case 5: try await world.performByPlatform(Archive(), on: id)
                case 6: try await world.perform(Defer(reason: "等待批复"), on: id, by: .sun)
                case 7: try await world.perform(Decide(), on: id, by: .zhou)
                default: try await world.perform(Reopen(reason: "抽查"), on: id, by: .zhao)
                }
            }
        }
        return world.clock.now
    }

    @Test func `a back-dated entry never makes a late matter punctual`() async throws {
        let world = try await World()
        var luck = Seeded(5)
        for _ in 0..<40 {
            world.clock.move(to: "2026-06-10")
            let (honest, dated) = (try await world.errand(in: .working), try await world.errand(in: .working))
            let late = Int.random(in: 0...120, using: &luck)
            world.clock.advance(by: .seconds(late * 86_400))
            let claimed = SampleProvince.beginning.adding(.seconds(.random(in: 0...86_400, using: &luck)))
            try await world.perform(Report(outcome: "已排查12户"), on: honest, by: .sun)
            try await world.perform(
                Report(outcome: "已排查12户"), on: dated, by: .sun, in: Envelope(happened: claimed, written: claimed))
            let (one, other) = (try await world.header(honest), try await world.header(dated))
            #expect(one.wasLate == other.wasLate)
            #expect(one.light == other.light)
            if late > 60 { #expect(other.wasLate) }
        }
        #expect(try await Recount(database: world.database).differences() == [])
    }
}

/// The ledger's rows, read once by SQL of their own and folded by hand.
private struct Rows {
    private struct Line {
        let id, matter, person, stateAfter: String
        let received: Int
        let changes: [String: String?]
    }

    private let lines: [Line]
    private let notices: [(id: String, organisation: String, at: Int)]
    private let posts: [(id: String, person: String, organisation: String, from: String, to: String?)]

    init(_ world: World) async throws {
        lines = try await world.database.rows("SELECT * FROM ledger_entry ORDER BY matter, version").map { row in
            let text: String = try row["changes"]
            let parsed = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[Any]] ?? []
            var changes: [String: String?] = [:]
            for change in parsed { changes[change[0] as? String ?? ""] = .some(change[2] as? String) }
            return Line(
                id: try row["id"], matter: try row["matter"], person: try row["person"],
                stateAfter: try row["state_after"], received: try row["received_at"], changes: changes)
        }
        notices = try await world.database.rows("SELECT * FROM notice").map {
            (try $0["id"], try $0["organisation"], try $0["at"])
        }
        posts = try await world.database.rows("SELECT * FROM post").map {
            (try $0["id"], try $0["person"], try $0["organisation"], try $0["from_day"], try $0["to_day"])
        }
    }

    func picture(of person: String, at instant: Instant) -> (
        posts: [String], list: [String], done: [String], told: [String]
    ) {
        let day = instant.day.description
        let held = posts.filter { $0.person == person && $0.from <= day && ($0.to ?? "9999") >= day }
        let organisations = Set(held.map(\.organisation))
        var (state, actor, due) = ([String: String](), [String: String](), [String: String]())
        for line in lines where line.received <= instant.milliseconds {
            state[line.matter] = line.stateAfter
            if let change = line.changes["actor_organisation"] { actor[line.matter] = change }
            if let change = line.changes["due_at"] { due[line.matter] = change }
        }
        let waiting = state.filter { matter, state in
            !["closed", "withdrawn"].contains(state) && actor[matter].map(organisations.contains) == true
        }
        let list = waiting.keys.sorted { (due[$0] ?? "~", $0) < (due[$1] ?? "~", $1) }
        let done = lines.filter { $0.person == person && $0.received <= instant.milliseconds }.map(\.id)
        let told = notices.filter { organisations.contains($0.organisation) && $0.at <= instant.milliseconds }.map(\.id)
        return (
            held.map(\.id).sorted(), list.map { "\($0) \(due[$0] ?? "-")" }, Array(done.sorted(by: >).prefix(200)),
            Array(told.sorted(by: >).prefix(200))
        )
    }
}
