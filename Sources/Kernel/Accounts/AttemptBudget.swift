import Calendars
import Crypto
import Storage

/// 登录失败限额: who is trying, and whose door it is.
///
/// Each try is paid for before the password is looked at and paid back when it was right, in statements that the
/// database carries out one after the other. A hundred tries at once therefore get no further than five in a row.
struct AttemptBudget {
    let settings: AccountSettings
    let loginKey: String
    let network: String
    /// The person signed in from here lately, so what strangers do elsewhere does not close the door here.
    let isFamiliar: Bool

    func reservation(at now: Instant) -> [Change] { accounts.map { $0.reserved(at: now) } }

    var refund: [Change] { accounts.map(\.refunded) }

    private var accounts: [BudgetAccount] {
        // Always in this order, so that two tries never wait for each other.
        var accounts = [BudgetAccount("pair", settings.budgetForNameAndAddress, loginKey: loginKey, network: network)]
        if !isFamiliar {
            accounts.append(BudgetAccount("name", settings.budgetForName, loginKey: loginKey, network: ""))
        }
        return accounts + [BudgetAccount("address", settings.budgetForAddress, loginKey: "", network: network)]
    }

    /// The rows that refuse, with the time until the last of them opens again.
    func exhausted(at now: Instant) -> SQL {
        let conditions: [SQL] = accounts.map {
            "(kind = \($0.kind) AND login_key = \($0.loginKey) AND network = \($0.network) AND failures >= \($0.budget.failures))"
        }
        return
            "SELECT window_ends FROM sign_in_budget WHERE window_ends > \(now) AND (\(conditions.joined(by: " OR ")))"
    }
}

private struct BudgetAccount {
    let kind: String
    let budget: AccountSettings.Budget
    let loginKey: String
    let network: String

    init(_ kind: String, _ budget: AccountSettings.Budget, loginKey: String, network: String) {
        self.kind = kind
        self.budget = budget
        self.loginKey = loginKey
        self.network = network
    }

    /// Changes no row, and so refuses the commit, when the budget is used up.
    func reserved(at now: Instant) -> Change {
        let fresh = now.adding(budget.window)
        // An end that lies further ahead than the window was written while the clock was wrong.
        let over: SQL = "(sign_in_budget.window_ends <= \(now) OR sign_in_budget.window_ends > \(fresh))"
        return .one(
            """
            INSERT INTO sign_in_budget (kind, login_key, network, failures, window_ends)
            VALUES (\(kind), \(loginKey), \(network), 1, \(fresh))
            ON CONFLICT (kind, login_key, network) DO UPDATE SET
                failures = CASE WHEN \(over) THEN 1 ELSE sign_in_budget.failures + 1 END,
                window_ends = CASE WHEN \(over) OR sign_in_budget.failures + 1 >= \(budget.failures)
                    THEN excluded.window_ends ELSE sign_in_budget.window_ends END
            WHERE sign_in_budget.failures < \(budget.failures) OR \(over)
            """)
    }

    var refunded: Change {
        let row: SQL = "kind = \(kind) AND login_key = \(loginKey) AND network = \(network)"
        if kind == "pair" { return .any("DELETE FROM sign_in_budget WHERE \(row)") }
        return .any("UPDATE sign_in_budget SET failures = failures - 1 WHERE \(row) AND failures > 0")
    }
}

extension Accounts {
    /// What stands for a login name in the audit: people type passwords into the wrong field.
    func loginKey(_ login: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Array(normalisedLogin(login).utf8), using: keys.loginNames).hexadecimal
    }

    func budget(forLoginKey loginKey: String, from origin: Origin, at now: Instant) async throws -> AttemptBudget {
        let since = now.adding(.zero - settings.addressMemory)
        let familiar = try await database.rows(
            """
            SELECT 1 AS found FROM account_event WHERE login_key = \(loginKey) AND address = \(origin.network)
            AND at > \(since) AND kind = \(AccountEvent.Kind.signedIn) LIMIT 1
            """)
        return AttemptBudget(
            settings: settings, loginKey: loginKey, network: origin.network, isFamiliar: !familiar.isEmpty)
    }

    /// Pays for one try.
    func reserve(_ budget: AttemptBudget, at now: Instant) async throws {
        do {
            try await database.commit(budget.reservation(at: now))
        } catch is Conflict {
            let ends: [Instant] = try await database.rows(budget.exhausted(at: now)).map { try $0["window_ends"] }
            try await database.commit([refused(from: budget.network, at: now)])
            throw SignInRefusal.lockedOut(for: ends.max().map { now.distance(to: $0) } ?? .seconds(1))
        }
    }

    /// Opens the door again for a person who locked themselves out.
    public func unlock(_ person: String, by actor: String) async throws {
        let now = clock()
        let key = try await loginKey(account(of: person).login)
        try await database.commit([
            .any("DELETE FROM sign_in_budget WHERE login_key = \(key)"),
            Self.event(.unlocked, at: now, person: person, actor: actor),
        ])
    }

    /// How many tries met a closed door on a day, by network address; the most first.
    public func refusedTries(on day: Day, limit: Int = 100) async throws -> [(network: String, amount: Int)] {
        try await database.rows(
            """
            SELECT network, amount FROM sign_in_refused WHERE day = \(day) ORDER BY amount DESC, network LIMIT \(limit)
            """
        ).map { try ($0["network"], $0["amount"]) }
    }

    /// Tries behind a closed door are counted, not listed: a flood must not fill the disk.
    private func refused(from network: String, at now: Instant) -> Change {
        .increment(
            Increment(
                .init(
                    table: "sign_in_refused", columns: ["network", "day"],
                    values: [.text(network), now.day.sqlValue]),
                by: 1))
    }
}
