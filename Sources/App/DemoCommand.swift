import Accounts
import ArgumentParser
import Calendars
import Enterprises
import Foundation
import Logging
import Permissions
import Registry
import Site
import Storage

struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "启动演示省：江苏的真实区划，虚构的人员和任务")

    @OptionGroup var settings: Settings
    @Flag(help: "只装入演示数据，不启动服务") var loadOnly = false
    @Option(help: "另外装入多少项虚构任务，供测量用；须是空的数据库") var matters = 0
    @Option(help: "装入多少家虚构企业，默认 300；须是空的数据库") var enterprises = 300
    @Option(help: "另外装入多少条虚构隐患，供测量用；须是空的数据库") var dangers = 0

    func run() async throws {
        var settings = try await ResolvedSettings(settings)
        settings.needsSecondFactor = self.settings.secondFactor ?? false
        if self.settings.port == nil, !Self.isFree(port: settings.port) { settings.port = 0 }
        try await load(settings)
        guard !loadOnly else { return }
        let server = try await Server(settings)
        let people = try DemoProvince(home: settings.home, on: Instant.now.day).people
        try await server.run { _ in Self.introduce(people) }
    }

    /// Fills an empty database; one that holds anything is left as it is.
    private func load(_ settings: ResolvedSettings) async throws {
        let composition = Composition(settings: settings, logger: Logger(label: "anlan"))
        let database = try await composition.database()
        try await database.migrate(Composition.migrations)
        let known: Int = try await database.rows("SELECT count(*) AS amount FROM region")[0]["amount"]
        if known == 0 {
            let started = ContinuousClock.now
            print("正在装入演示省……")
            let today = Instant.now.day
            let province = try DemoProvince(home: settings.home, on: today)
            let generator = MadeUpEnterprises(
                in: RegionTree(province.regions, boundaries: try composition.boundaries()),
                industries: try composition.industries(), on: today)
            try await province.load(into: database, enterprises: generator)
            let clock = DemoClock(at: Instant(day: today.adding(days: -150), hour: 9))
            let premises = try await composition.premises(database, now: { clock.now })
            try await Self.accounts(of: province, premises)
            let users = Dictionary(
                uniqueKeysWithValues: province.people.compactMap { entry in
                    premises.people.user(entry.person.id, on: today).map { (entry.login, $0) }
                })
            try await generator.load(0..<enterprises, into: database) { "awb-" + $0.ancestor(at: .county).prefix }
            try await DemoWork(premises: premises, clock: clock, people: users).run(home: settings.home)
            let patrol = DemoClock(at: Instant(day: today.adding(days: -150), hour: 9))
            let earlier = try await composition.premises(database, now: { patrol.now })
            try await DemoDangers(premises: earlier, clock: patrol, people: users).run()
            let grading = DemoClock(at: Instant(day: today.adding(days: -60), hour: 9))
            let graded = try await composition.premises(database, now: { grading.now })
            try await DemoRisks(
                premises: graded, clock: grading, people: users, present: Instant(day: today, hour: 9)
            ).run()
            let calls = DemoClock(at: Instant(day: today.adding(days: -60), hour: 9))
            let inspecting = try await composition.premises(database, now: { calls.now })
            try await DemoInspections(premises: inspecting, clock: calls, people: users, until: today).run()
            let desks = DemoClock(at: Instant(day: today.adding(days: -150), hour: 10))
            let writing = try await composition.premises(database, now: { desks.now })
            try await DemoDrafting(premises: writing, clock: desks, people: users).run(home: settings.home)
            if matters > 0 {
                let past = DemoClock(at: Instant(day: today.adding(days: -150), hour: 9))
                let then = try await composition.premises(database, now: { past.now })
                try await DemoVolume(premises: then, clock: past, people: users).run(matters)
            }
            if dangers > 0 {
                let past = DemoClock(at: Instant(day: today.adding(days: -150), hour: 9))
                let then = try await composition.premises(database, now: { past.now })
                try await DemoDangerVolume(premises: then, clock: past, people: users).run(dangers)
            }
            print("演示省已装入，用时 \(started.duration(to: .now).components.seconds) 秒。")
        }
        try await database.close()
    }

    /// Everyone shares one password here: the demonstration listens on this machine only.
    private static func accounts(of province: DemoProvince, _ premises: Premises) async throws {
        for entry in province.people where isIntroduced(entry.login) {
            try await premises.accounts.open(
                for: entry.person.id, login: entry.login, initialPassword: DemoProvince.password, mustChange: false,
                by: "demo")
        }
    }

    /// Hashing a password takes a moment, so only some of the people can sign in: the province, two cities and
    /// their counties.
    private static func isIntroduced(_ login: String) -> Bool {
        [
            "zhou", "shen", "lu", "dept1", "dept16", "system", "security", "audit", "city3201", "check3201", "city3205",
            "county320102", "county320104",
        ].contains(login) || DemoSites.introduced.contains(login)
    }

    private static func introduce(_ people: [(person: Person, post: Post, login: String)]) {
        print("演示人员（密码都是 \(DemoProvince.password)）：")
        for entry in people where isIntroduced(entry.login) {
            print("  \(entry.login)\t\(entry.person.name)\t\(entry.post.role.title)\t\(entry.post.organisation)")
        }
        fflush(nil)
    }

    private static func isFree(port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
