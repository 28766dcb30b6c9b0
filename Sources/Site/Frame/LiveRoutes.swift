import Accounts
import Hummingbird
import Markup
import NIOCore
import Permissions
import ServiceLifecycle
import Workflows

/// `/live` — tells an open page that something changed: new counts for its tiles, and that its matter has moved on.
enum LiveRoutes {
    static let all: [Route] = [
        Route(
            .get, "/live", "页面实时提示（服务器发送事件）", for: .signedIn,
            query: [
                .init("counts", "workbench：工作台的各项数目"), .init("kind", "打开的事项的种类"), .init("matter", "打开的事项"),
                .init("version", "页面上的版本"),
            ],
            produces: "text/event-stream"
        ) { visit in try await open(visit) }.inBackground
    ]

    private static func open(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        let watched = try await WatchedMatter(visit: visit, user: user)
        let live = visit.premises.live
        guard live.hasRoom else {
            throw Refusal(.tooMany, code: "too-many-live-pages", message: "全平台同时打开的页面太多，这一页不再自动提示更新；刷新页面即可看到最新内容。")
        }
        let page = LivePage(visit: visit, person: user.person.id, organisations: user.organisations, watched: watched)
        return Answer.stream(ResponseBody { try await page.run($0) }, type: "text/event-stream; charset=utf-8")
            .header(.init("X-Accel-Buffering")!, "no")
    }
}

/// The matter on the page, as far as it was when the page was drawn.
struct WatchedMatter: Sendable {
    let kind: KindOfMatter
    let id: String
    let version: Int

    /// - Throws: ``Refusal`` when the person may not read it.
    init?(visit: Visit, user: User) async throws {
        guard let id = visit.address.first("matter") else { return nil }
        guard let kind = visit.premises.kinds[visit.address.first("kind") ?? ""] else { throw Refusal.notFound("事项") }
        let header = try await kind.read(id, for: user, at: visit.premises.desk).header
        self.kind = kind
        self.id = id
        version = visit.address.first("version").flatMap { Int($0) } ?? header.version
    }
}

/// One open page, until it is closed, its session ends, its time is up, or the program stops.
struct LivePage: Sendable {
    let visit: Visit
    let person: String
    let organisations: Set<String>
    let watched: WatchedMatter?

    private var countsWorkbench: Bool { visit.address.first("counts") == "workbench" }

    /// The browser asks again after this time, and is let in anew.
    private static let longest = Duration.seconds(600)
    /// Changes within this time are told together.
    private static let pause = Duration.milliseconds(300)

    func run(_ writer: consuming any ResponseBodyWriter) async throws {
        var writer = writer
        let live = visit.premises.live
        let interest = LiveUpdates.Interest(
            person: person, organisations: countsWorkbench ? organisations : [], matter: watched?.id)
        guard let (number, wakes) = live.join(interest) else { return try await writer.finish(nil) }
        defer { live.leave(number) }
        let opened = ContinuousClock.now
        try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
        try await tell(&writer)
        for await _ in wakes.cancelOnGracefulShutdown() {
            guard opened.duration(to: .now) < Self.longest, try await isStillSignedIn() else { break }
            switch live.signal(for: number) {
            case .beat: try await writer.write(ByteBuffer(string: ": \n\n"))
            case .change:
                try await Task.sleep(for: Self.pause)
                _ = live.signal(for: number)
                try await tell(&writer)
            }
        }
        try await writer.finish(nil)
    }

    private func tell(_ writer: inout any ResponseBodyWriter) async throws {
        guard let user = visit.premises.people.user(person, on: visit.today) else { return }
        if countsWorkbench {
            let counts = try await WorkbenchCounts(premises: visit.premises, user: user, today: visit.today)
            try await writer.write(ByteBuffer(string: Self.event("counts", counts.live)))
        }
        if let version = try await newVersion(for: user) {
            try await writer.write(ByteBuffer(string: Self.event("changed", .of(("version", .number(version))))))
        }
    }

    /// `nil` when the page shows the matter as it is, or the person may not read it any more.
    private func newVersion(for user: User) async throws -> Int? {
        guard let watched else { return nil }
        do {
            let header = try await watched.kind.read(watched.id, for: user, at: visit.premises.desk).header
            return header.version > watched.version ? header.version : nil
        } catch is Refusal {
            return nil
        }
    }

    private func isStillSignedIn() async throws -> Bool {
        guard visit.session != nil else { return visit.token != nil }
        do {
            _ = try await visit.premises.accounts.session(for: visit.sessionToken, at: [.complete])
            return true
        } catch is SignInRefusal {
            return false
        }
    }

    static func event(_ name: String, _ value: JSON) -> String { "event: \(name)\ndata: \(value.encoded)\n\n" }
}
