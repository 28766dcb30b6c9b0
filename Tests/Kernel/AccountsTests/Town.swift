import Calendars
import Storage
import StorageSQLite
import Synchronization

@testable import Accounts

/// A small town on an empty database, with a clock that the test moves. Passwords are cheap to try here.
///
/// 王科长 signs in as `wang.ke` from his office; the administrator is 信息科刘.
final class Town: Sendable {
    static let password = "春江潮水 hai lian 7"
    static let office = Origin(address: "10.0.0.8", device: "Firefox")
    static let abroad = Origin(address: "198.51.100.7", device: "curl")

    let database: SQLiteDatabase
    let accounts: Accounts
    private let time: Mutex<Instant>
    private let needers = Mutex<Set<String>>([])

    var now: Instant { time.withLock { $0 } }

    init(
        start: Instant = Instant(milliseconds: 1_790_000_000_000), adjust: (inout AccountSettings) -> Void = { _ in }
    ) async throws {
        database = try SQLiteDatabase.inMemory()
        try await database.migrate(Accounts.migrations)
        time = Mutex(start)
        var settings = AccountSettings()
        settings.passwordCost = .trifling
        adjust(&settings)
        let world = Handle()
        accounts = Accounts(
            database: database, secret: Array(0..<32), settings: settings,
            needsSecondFactor: { world.town?.needsSecondFactor($0) ?? false }, clock: { world.town?.now ?? start })
        world.set(self)
    }

    /// 王科长 with a password of his own.
    static func withWang(adjust: (inout AccountSettings) -> Void = { _ in }) async throws -> Town {
        let town = try await Town(adjust: adjust)
        try await town.accounts.open(
            for: "王科长", login: "wang.ke", initialPassword: password, mustChange: false, by: "信息科刘")
        return town
    }

    func pass(_ duration: Duration) { time.withLock { $0 = $0.adding(duration) } }

    func requireSecondFactor(of person: String) { needers.withLock { _ = $0.insert(person) } }

    private func needsSecondFactor(_ person: String) -> Bool { needers.withLock { $0.contains(person) } }

    @discardableResult
    func signIn(_ password: String = Town.password, as login: String = "wang.ke", from origin: Origin = office)
        async throws
        -> SignIn
    {
        try await accounts.signIn(login: login, password: password, from: origin)
    }

    /// The code of the refusal, or nil when there was none.
    func refusal(_ attempt: () async throws -> Void) async throws -> SignInRefusal.Code? {
        do {
            try await attempt()
            return nil
        } catch let refusal as SignInRefusal {
            return refusal.code
        }
    }

    func count(_ query: SQL) async throws -> Int {
        try await database.rows(query)[0]["amount"]
    }

    private final class Handle: Sendable {
        private let held = Mutex<Town?>(nil)
        var town: Town? { held.withLock { $0 } }
        func set(_ town: Town) { held.withLock { $0 = town } }
    }
}

extension PasswordCost {
    /// The least that argon2 accepts.
    static var trifling: PasswordCost {
        var cost = PasswordCost()
        cost.kibibytes = 8
        cost.passes = 1
        cost.queue = 10_000
        cost.share = 1
        return cost
    }
}
