import Calendars
import Foundation
import Permissions
import Registry
import Site
import Storage
import SupervisedTasks
import Synchronization
import Workflows

/// 演示办理 — some months of work on the sample opinion, carried out through the desk with a clock that moves.
struct DemoWork {
    let premises: Premises
    let clock: DemoClock
    let people: [String: User]

    func run(home: String) async throws {
        let document = try await DemoOpinion(premises: premises, clerk: person("zhou")).publish(home: home)
        clock.advance(by: .seconds(1800))
        let escalation = Escalation(desk: premises.desk, kinds: premises.kinds)
        let end = Instant.now
        var round = 0
        while clock.now.adding(.seconds(4 * 86_400)) < end {
            round += 1
            try await work(on: document, round: round)
            // Twice a week, so that most sign and check within their terms.
            clock.advance(by: .seconds((round % 2 == 0 ? 4 : 3) * 86_400))
            try await escalation.run()
        }
        // The lights stand as they do today when the first page is opened.
        clock.advance(by: clock.now.distance(to: end))
        try await escalation.run()
    }

    /// What the cities and departments do in half a week: most on time, some late, some sent back once.
    private func work(on document: String, round: Int) async throws {
        let open = try await openTasks()
        for header in open {
            guard let owner = header.owner, let officer = self.officer(of: owner) else { continue }
            let luck = Self.hash(header.number, round)
            let isPart = header.parent != document
            switch SupervisedTask.State(rawValue: header.state) {
            case .issued where luck % 10 < 8:
                try await premises.desk.perform(SignFor(), on: header.id, by: officer)
            case .handling where isPart && Self.isDue(header, on: clock.now.day, luck: luck):
                try await premises.desk.perform(Report(note: "已按要求完成，材料齐全。"), on: header.id, by: officer)
            case .reported where isPart:
                try await check(header, luck: luck)
            default: continue
            }
        }
        for header in open where header.parent == document && header.state == SupervisedTask.State.handling.rawValue {
            try await finish(header, hasParts: open.contains { $0.parent == header.id }, round: round)
        }
    }

    private func openTasks() async throws -> [MatterHeader] {
        var query = MatterQuery()
        query.kinds = [SupervisedTask.kind]
        query.isOpen = true
        query.order = .oldest
        query.limit = 2000
        return try await premises.lists.headers(query, for: person("zhou"))
    }

    private func check(_ header: MatterHeader, luck: Int) async throws {
        guard let supervisor = header.supervisor, let checker = officer(of: supervisor) else { return }
        if luck % 11 == 0, Self.hash(header.number, 0) % 2 == 0 {
            try await premises.desk.perform(
                SendBack(reason: "佐证材料不足，请补充现场照片和清单。"), on: header.id, by: checker)
        } else {
            try await premises.desk.perform(Close(reason: "材料齐全，同意办结。"), on: header.id, by: checker)
        }
    }

    /// The lead reports once all parts are in; a task without parts goes by its own day.
    private func finish(_ header: MatterHeader, hasParts: Bool, round: Int) async throws {
        guard let owner = header.owner, let officer = officer(of: owner), !hasParts,
            Self.isDue(header, on: clock.now.day, luck: Self.hash(header.number, round))
        else { return }
        try await premises.desk.perform(Report(note: "各单位均已完成，现予反馈。"), on: header.id, by: officer)
        try await premises.desk.perform(Close(reason: "同意办结。"), on: header.id, by: person("shen"))
    }

    private static func isDue(_ header: MatterHeader, on day: Day, luck: Int) -> Bool {
        guard let agreed = header.agreedDay else { return false }
        let left = day.distance(to: agreed)
        return left < 21 && luck % 20 < (left < 0 ? 3 : 8)
    }

    private func officer(of organisation: String) -> User? {
        people.values.filter { user in
            user.posts.contains { $0.organisation == organisation && $0.role.permissions.contains(.handleTasks) }
        }.min { $0.person.id < $1.person.id }
    }

    private func person(_ login: String) -> User { people[login]! }

    /// The same for the same demonstration, however often it is made.
    private static func hash(_ text: String, _ salt: Int) -> Int {
        var value: UInt64 = 1_469_598_103_934_665_603 &+ UInt64(salt)
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 1_099_511_628_211 }
        return Int(value >> 33)
    }
}

/// A clock that the demonstration moves.
final class DemoClock: Sendable {
    private let instant: Mutex<Instant>

    init(at instant: Instant) {
        self.instant = Mutex(instant)
    }

    var now: Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) {
        instant.withLock { $0 = $0.adding(duration) }
    }
}
