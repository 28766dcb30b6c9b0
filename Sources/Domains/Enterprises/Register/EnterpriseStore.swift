import Permissions
import Registry
import Storage

/// 企业名录查询 — reads the register, never more than the user may see.
public struct EnterpriseStore: Sendable {
    public static let countLimit = 10_000
    let database: any Database

    public init(database: any Database) {
        self.database = database
    }

    public func page(_ query: EnterpriseQuery, for user: User) async throws -> EnterprisePage {
        async let enterprises = enterprises(query, for: user)
        async let total = count(query, for: user)
        let counted = try await total
        return EnterprisePage(
            enterprises: try await enterprises, total: min(counted, Self.countLimit),
            isCutOff: counted > Self.countLimit)
    }

    public func enterprises(_ query: EnterpriseQuery, for user: User) async throws -> [Enterprise] {
        try await database.rows(Self.list(query, for: user)).map(Enterprise.init(row:))
    }

    static func list(_ query: EnterpriseQuery, for user: User) -> SQL {
        """
        SELECT enterprise.* FROM enterprise WHERE \(query.condition(for: user))
        ORDER BY \(query.ordering) LIMIT \(query.limit) OFFSET \(min(query.offset, EnterpriseQuery.deepest))
        """
    }

    /// How many there are; counting stops just beyond ``countLimit``.
    public func count(_ query: EnterpriseQuery, for user: User) async throws -> Int {
        try await database.rows(Self.counting(query, for: user))[0]["amount"]
    }

    static func counting(_ query: EnterpriseQuery, for user: User) -> SQL {
        """
        SELECT count(*) AS amount FROM (
            SELECT 1 FROM enterprise WHERE \(query.condition(for: user)) LIMIT \(countLimit + 1)) counted
        """
    }

    /// Those that a form may name: of the regions in which the user works, and those they work for; whoever may read
    /// their files. Without words, the first there are.
    public func choices(_ words: String, for user: User, limit: Int) async throws -> [Enterprise] {
        let regions = user.posts.filter { $0.role.reach == .region && $0.role.administration == nil }.map(\.region)
        var reached: [SQL] = Set(regions).sorted().map { $0.condition(on: "enterprise.region") }
        if !user.organisations.isEmpty { reached.append("enterprise.id IN \(user.organisations.sorted())") }
        guard !reached.isEmpty else { return [] }
        let matching: SQL =
            words.isEmpty
            ? "1 = 1" : EnterpriseTables.searchIndex.condition("enterprise.id", matches: words)
        return try await database.rows(
            """
            SELECT enterprise.* FROM enterprise
            WHERE (\(reached.joined(by: " OR "))) AND enterprise.merged_into IS NULL AND \(matching)
            ORDER BY enterprise.region, enterprise.id LIMIT \(limit)
            """
        ).map(Enterprise.init(row:))
    }

    /// The enterprise under this credit code or id, with all that was said about it, when the user may see it.
    public func record(_ key: String, for user: User) async throws -> EnterpriseRecord? {
        guard let record = try await record(key), user.holds(.readEnterprises, at: record.enterprise.place) else {
            return nil
        }
        return record
    }

    /// The same for the platform's own work, whoever may see it.
    func record(_ key: String) async throws -> EnterpriseRecord? {
        let found = try await database.rows("SELECT * FROM enterprise WHERE credit_code = \(key) OR id = \(key)")
        guard let enterprise = try found.first.map(Enterprise.init(row:)) else { return nil }
        return EnterpriseRecord(enterprise: enterprise, statements: try await statements(about: [enterprise.id])[0])
    }

    /// Those with one of these credit codes, by code.
    func records(codes: [String]) async throws -> [String: EnterpriseRecord] {
        guard !codes.isEmpty else { return [:] }
        return Dictionary(
            try await records("SELECT * FROM enterprise WHERE credit_code IN \(codes)")
                .compactMap { record in record.enterprise.creditCode.map { ($0, record) } }
        ) { first, _ in first }
    }

    /// Those with one of these names, by name; several can share one.
    func records(names: [String]) async throws -> [String: [EnterpriseRecord]] {
        guard !names.isEmpty else { return [:] }
        return Dictionary(
            grouping: try await records("SELECT * FROM enterprise WHERE name IN \(names)"), by: \.enterprise.name)
    }

    func records(ids: [String]) async throws -> [EnterpriseRecord] {
        guard !ids.isEmpty else { return [] }
        return try await records("SELECT * FROM enterprise WHERE id IN \(ids)")
    }

    private func records(_ query: SQL) async throws -> [EnterpriseRecord] {
        let enterprises = try await database.rows(query).map(Enterprise.init(row:))
        let statements = try await statements(about: enterprises.map(\.id))
        return zip(enterprises, statements).map(EnterpriseRecord.init)
    }

    /// What was said about each of these, in their order.
    private func statements(about enterprises: [String]) async throws -> [[Statement]] {
        guard !enterprises.isEmpty else { return [] }
        let rows = try await database.rows(
            "SELECT * FROM enterprise_statement WHERE enterprise IN \(enterprises) ORDER BY enterprise, source")
        var byEnterprise: [String: [Statement]] = [:]
        for row in rows { byEnterprise[try row["enterprise"], default: []].append(try Statement(row: row)) }
        return enterprises.map { byEnterprise[$0] ?? [] }
    }

    /// 变更记录, the latest first.
    public func changes(of enterprise: String, limit: Int = 200) async throws -> [FactChange] {
        try await database.rows(
            "SELECT * FROM enterprise_change WHERE enterprise = \(enterprise) ORDER BY id DESC LIMIT \(limit)"
        ).map(FactChange.init(row:))
    }

    /// 分支机构 of the enterprise with this code, and those that became part of it.
    func kin(of enterprise: Enterprise, for user: User) async throws -> (branches: [Enterprise], merged: [Enterprise]) {
        var query = EnterpriseQuery()
        query.limit = 200
        let visible = query.condition(for: user)
        let branches = try await database.rows(
            """
            SELECT enterprise.* FROM enterprise
            WHERE enterprise.branch_of = \(enterprise.creditCode ?? "") AND \(visible) ORDER BY name LIMIT 200
            """
        ).map(Enterprise.init(row:))
        let merged = try await database.rows(
            """
            SELECT enterprise.* FROM enterprise
            WHERE enterprise.merged_into = \(enterprise.id) AND \(visible) ORDER BY name LIMIT 200
            """
        ).map(Enterprise.init(row:))
        return (branches, merged)
    }
}
