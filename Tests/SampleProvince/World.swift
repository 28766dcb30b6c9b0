import Calendars
import Foundation
import Ledger
import Permissions
import Registry
import Rules
import Sealing
import Storage
import Synchronization
import Workflows

/// 世界 — the sample province on a database of its own, with a clock that tests move.
public struct World: Sendable {
    public let clock: Clock
    public let registry: Registry
    public let people: People
    public let desk: CommandDesk
    public let kinds: KindCatalogue
    /// All that the tables of this world were made with.
    public let migrations: [Migration]
    private let storage: EphemeralDatabase

    public var database: any OperableDatabase { storage.database }
    public var ledger: LedgerStore { LedgerStore(database: database) }
    public var list: MatterList { MatterList(database: database, kinds: kinds) }
    public var escalation: Escalation { Escalation(desk: desk, kinds: kinds) }
    public var recurringMatters: RecurringMatters { RecurringMatters(desk: desk, kinds: kinds) }

    /// What a domain brings into the world: its kinds of matter, its tables, and who may do what in it.
    public struct Domain: Sendable {
        public var kinds: [KindOfMatter]
        public var migrations: [Migration]
        public var rules: [(name: String, text: String)]
        public var roles: RoleCatalogue
        public var organisations = SampleProvince.organisations
        public var posts: [Post]
        /// Who carries out what its matters assign.
        public var delegation: Delegation?

        public init(
            _ kinds: [KindOfMatter], migrations: [Migration], rules: [(name: String, text: String)],
            roles: RoleCatalogue, posts: [Post]
        ) {
            self.kinds = kinds
            self.migrations = migrations
            self.rules = rules
            self.roles = roles
            self.posts = posts
        }

        /// The sample province's own kinds of matter.
        public static func errands(rules: String = SampleRules.text) -> Domain {
            var errands = Domain(
                [KindOfMatter(Errand.self), KindOfMatter(Tip.self), KindOfMatter(Duty.self)],
                migrations: Errand.migrations + Tip.migrations + Duty.migrations,
                rules: [("sample.yaml", rules)], roles: .sample, posts: SampleProvince.posts)
            errands.delegation = Errand.delegation
            return errands
        }

        /// The sample province's own kinds beside those of a domain whose matters assign errands.
        ///
        /// - Parameter permissions: what each role of the sample province may do besides, by the role's name.
        public static func errands(
            with kinds: [KindOfMatter], migrations: [Migration], rules: String,
            permissions: [String: Set<Permission>]
        ) -> Domain {
            var domain = errands()
            domain.kinds += kinds
            domain.migrations += migrations
            domain.rules.append(("guest.yaml", rules))
            domain.roles = RoleCatalogue(
                RoleCatalogue.sample.all.map { role in
                    Role(
                        role.name, role.title, reach: role.reach,
                        permissions: role.permissions.union(permissions[role.name] ?? []),
                        administration: role.administration, needsSecondFactor: role.needsSecondFactor)
                })
            return domain
        }
    }

    /// - Parameter migrations: of whatever the test puts beside the province.
    public init(
        on engine: Engine = .memory, rules: String = SampleRules.text, migrations: [Migration] = []
    ) async throws {
        var errands = Domain.errands(rules: rules)
        errands.migrations += migrations
        try await self.init(errands, on: engine)
    }

    /// The sample province with the work of one domain in it.
    public init(_ domain: Domain, on engine: Engine = .memory) async throws {
        let storage = try await engine.makeDatabase()
        let database = storage.database
        migrations =
            RegistryStore.migrations + PermissionStore.migrations + LedgerStore.migrations + SealedLog.migrations
            + CommandDesk.migrations + domain.migrations
        try await database.migrate(migrations)
        try await database.commit(Self.inhabitants(of: domain))
        let clock = Clock(SampleProvince.beginning)
        registry = try await Registry(database: database, boundaries: SampleProvince.boundaries)
        people = try await People(database: database, roles: domain.roles)
        desk = CommandDesk(
            database: database, rules: try RuleBook(parsing: domain.rules),
            calendar: try Self.calendar.get(), registry: registry, delegation: domain.delegation,
            channels: [.webhook], now: { clock.now })
        kinds = KindCatalogue(domain.kinds)
        self.clock = clock
        self.storage = storage
    }

    private static func inhabitants(of domain: Domain) -> [Change] {
        SampleProvince.regions.map(RegistryStore.insert) + domain.organisations.map(RegistryStore.save)
            + Someone.allCases.map { PermissionStore.save(Person(id: $0.rawValue, name: $0.name)) }
            + domain.posts.map(PermissionStore.save)
    }

    /// The State Council's notices, as the program ships them.
    public static let calendar = Result {
        try WorkingCalendar.load(from: Checkout.path("Resources/calendar/china-2007-2026.csv"))
    }
}

extension World {
    /// Someone with the posts held today.
    public func user(_ someone: Someone) -> User {
        people.user(someone.rawValue, on: clock.now.day)!
    }

    @discardableResult
    public func open(
        _ opening: some Opening, by someone: Someone = .zhou, in envelope: Envelope = Envelope()
    ) async throws -> Receipt {
        try await desk.open(opening, by: user(someone), in: envelope)
    }

    @discardableResult
    public func perform(
        _ command: some Command, on matter: String, by someone: Someone, in envelope: Envelope = Envelope()
    ) async throws -> Receipt {
        try await desk.perform(command, on: matter, by: user(someone), in: envelope)
    }

    /// The platform's own timers act.
    @discardableResult
    public func performByPlatform(_ command: some Command, on matter: String) async throws -> Receipt {
        try await desk.perform(command, on: matter, by: .system)
    }

    public func header(_ matter: String) async throws -> MatterHeader {
        let rows = try await database.rows("SELECT * FROM matter WHERE id = \(matter)")
        return try MatterHeader(row: rows[0])
    }

    public func errand(_ id: String) async throws -> Errand {
        let rows = try await database.rows(
            """
            SELECT matter.*, errand.demand, errand.outcome FROM matter JOIN errand ON errand.id = matter.id
            WHERE matter.id = \(id)
            """)
        return try Errand(header: MatterHeader(row: rows[0]), details: rows[0])
    }

    public func parts(of matter: String) async throws -> [MatterHeader] {
        try await database.rows("SELECT * FROM matter WHERE parent = \(matter) ORDER BY id").map(MatterHeader.init)
    }

    public func notices(about matter: String) async throws -> [Notice] {
        try await database.rows("SELECT * FROM notice WHERE matter = \(matter) ORDER BY id").map(Notice.init)
    }

    public func count(_ table: SQL) async throws -> Int {
        try await database.rows("SELECT count(*) AS amount FROM \(table)")[0]["amount"]
    }
}

/// The time in the sample province: it stands still until a test moves it.
public final class Clock: Sendable {
    private let instant: Mutex<Instant>

    public init(_ instant: Instant) {
        self.instant = Mutex(instant)
    }

    public var now: Instant { instant.withLock { $0 } }

    public func move(to day: String, hour: Int = 9) {
        instant.withLock { $0 = Instant(day: Day(day)!, hour: hour) }
    }

    public func advance(by duration: Duration) {
        instant.withLock { $0 = $0.adding(duration) }
    }
}

/// The folder from which the tests were built.
public enum Checkout {
    public static func path(_ path: String) -> String {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Resources").path) {
            folder = folder.deletingLastPathComponent()
        }
        return folder.appending(path: path).path
    }
}
