import Calendars
import Permissions
import Registry
import Storage

/// One page of a list, and how many there are in all.
public struct MatterPage: Sendable {
    public let matters: [MatterHeader]
    /// Exact up to a limit, ``MatterList/countLimit`` or for words that very many hold a tenth of it.
    public let total: Int
    public let isCutOff: Bool
}

/// 台账查询 — reads lists and counts of matters, never more than the user may see.
public struct MatterList: Sendable {
    public static let countLimit = 10_000
    let database: any Database
    private let kinds: KindCatalogue
    private let registry: Registry?
    /// From so many texts on that hold the words, it is quicker to walk through the list and look at each.
    private let commonFrom: Int

    /// With a registry, it gets to know the enterprises that have a part in what is listed.
    public init(database: any Database, kinds: KindCatalogue, registry: Registry? = nil, commonFrom: Int = 50_000) {
        self.database = database
        self.kinds = kinds
        self.registry = registry
        self.commonFrom = commonFrom
    }

    /// What the user may read, as one condition on rows of `matter`; for whatever hangs on matters, such as attachments.
    public func readable(by user: User) -> SQL {
        MatterQuery().condition(for: user, reading: kinds.all)
    }

    public func page(_ query: MatterQuery, for user: User) async throws -> MatterPage {
        let query = try await weighed(query)
        async let matters = headers(query, for: user)
        async let total = count(query, for: user)
        let (counted, limit) = (try await total, Self.limit(of: query))
        return MatterPage(matters: try await matters, total: min(counted, limit), isCutOff: counted > limit)
    }

    /// Says of the words that are searched for whether they are common.
    private func weighed(_ query: MatterQuery) async throws -> MatterQuery {
        guard let text = query.text, !text.isEmpty, !query.isTextCommon else { return query }
        let amount: Int = try await database.rows(
            MatterTable.searchIndex.amount(matching: text, upTo: commonFrom))[0]["amount"]
        var query = query
        query.isTextCommon = amount >= commonFrom
        return query
    }

    private static func limit(of query: MatterQuery) -> Int {
        query.isTextCommon ? countLimit / 10 : countLimit
    }

    public func headers(_ query: MatterQuery, for user: User) async throws -> [MatterHeader] {
        let query = try await weighed(query)
        return try await read(
            """
            SELECT matter.* FROM matter WHERE \(query.condition(for: user, reading: kinds(of: query)))
            ORDER BY \(query.ordering) LIMIT \(query.limit) OFFSET \(min(query.offset, MatterQuery.deepest))
            """)
    }

    private func read(_ query: SQL) async throws -> [MatterHeader] {
        let headers = try await database.rows(query).map(MatterHeader.init(row:))
        try await registry?.acquaint(headers.flatMap(\.place.parties))
        return headers
    }

    /// How many there are; counting rows stops just beyond the limit.
    public func count(_ query: MatterQuery, for user: User) async throws -> Int {
        let query = try await weighed(query)
        if let tallied = try await tallied(query, for: user) { return tallied }
        return try await database.rows(
            """
            SELECT count(*) AS amount FROM (
                SELECT 1 FROM matter WHERE \(query.condition(for: user, reading: kinds(of: query)))
                LIMIT \(Self.limit(of: query) + 1)) counted
            """
        )[0]["amount"]
    }

    /// 已办 — the matters this person has acted on, the latest first.
    public func done(by user: User, offset: Int = 0, limit: Int = 50) async throws -> [MatterHeader] {
        try await read(
            """
            SELECT matter.* FROM matter JOIN (
                SELECT matter, max(id) AS latest FROM ledger_entry WHERE person = \(user.person.id)
                GROUP BY matter ORDER BY latest DESC LIMIT \(limit) OFFSET \(offset)) acted ON acted.matter = matter.id
            ORDER BY acted.latest DESC
            """)
    }

    /// 抄送 — what was copied to the user's organisations, the latest first.
    public func copied(to user: User, offset: Int = 0, limit: Int = 50) async throws -> [MatterHeader] {
        try await read(
            """
            SELECT matter.* FROM copy JOIN matter ON matter.id = copy.matter
            WHERE copy.organisation IN \(user.organisations.sorted())
            ORDER BY copy.copied_at DESC, matter.id LIMIT \(limit) OFFSET \(offset)
            """)
    }

    /// The counts of each of these divisions of a region, over all months and sectors; only for what the user may see
    /// whole. Sums of the database, found by the tallies' key.
    ///
    /// - Returns: nothing when the user's posts do not reach the whole region.
    public func tallies(
        of kind: String, in divisions: [RegionCode], within region: RegionCode, for user: User
    ) async throws -> [Tally] {
        guard reaches(kind, in: region, user) else { return [] }
        let inside = divisions.filter { region.contains($0) }
        guard !inside.isEmpty else { return [] }
        return try await database.rows(
            """
            SELECT kind, state, grade, light, region, '' AS sector, '' AS month,
                CAST(sum(amount) AS BIGINT) AS amount
            FROM tally WHERE region IN \(inside.map(\.rawValue)) AND kind = \(kind) AND amount <> 0
            GROUP BY kind, state, grade, light, region
            """
        ).map(Tally.init(row:))
    }

    /// How many open matters of a kind stand under each light in each of these divisions of a region; only for those
    /// who read the whole region. Sums of the database, found by the tallies' key.
    public func lights(
        of kind: String, in divisions: [RegionCode], within region: RegionCode, for user: User
    ) async throws -> [RegionCode: Lights] {
        guard let known = kinds[kind], reaches(kind, in: region, user) else { return [:] }
        let inside = divisions.filter { region.contains($0) }
        guard !inside.isEmpty else { return [:] }
        let rows = try await database.rows(
            """
            SELECT region, light, CAST(sum(amount) AS BIGINT) AS amount FROM tally
            WHERE region IN \(inside.map(\.rawValue)) AND kind = \(kind) AND state IN \(known.openStates)
                AND amount <> 0
            GROUP BY region, light
            """)
        return try rows.reduce(into: [:]) { lights, row in
            let (division, light): (RegionCode, Light) = (try row["region"], try row["light"])
            lights[division, default: Lights()][light] = try row["amount"]
        }
    }

    /// How many open matters of a kind each of these organisations carries out, by light; only for those who read
    /// the whole region.
    public func lights(
        of kind: String, carriedOutBy owners: [String], in region: RegionCode, for user: User
    ) async throws -> [String: Lights] {
        guard let known = kinds[kind], reaches(kind, in: region, user), !owners.isEmpty else { return [:] }
        let rows = try await database.rows(
            """
            SELECT owner, light, CAST(sum(amount) AS BIGINT) AS amount FROM owner_tally
            WHERE owner IN \(owners) AND kind = \(kind) AND state IN \(known.openStates) AND amount <> 0
            GROUP BY owner, light
            """)
        return try rows.reduce(into: [:]) { lights, row in
            let (owner, light): (String, Light) = (try row["owner"], try row["light"])
            lights[owner, default: Lights()][light] = try row["amount"]
        }
    }

    /// The counts of a region as a whole, month by month; only for what the user may see whole.
    public func tallies(of kind: String, at region: RegionCode, for user: User) async throws -> [Tally] {
        guard reaches(kind, in: region, user) else { return [] }
        return try await database.rows(
            """
            SELECT kind, state, grade, light, region, '' AS sector, month, CAST(sum(amount) AS BIGINT) AS amount
            FROM tally WHERE region = \(region) AND kind = \(kind) AND amount <> 0
            GROUP BY kind, state, grade, light, region, month
            """
        ).map(Tally.init(row:))
    }

    /// The count as the tallies have it, which does not take longer for millions of rows; `nil` when they cannot tell
    /// the matters of the query from others, or the user does not read all they count.
    private func tallied(_ query: MatterQuery, for user: User) async throws -> Int? {
        let asked = kinds(of: query)
        // The platform serves one province: who reads all of it reads all there is.
        let whole = user.posts.first { $0.role.reach == .region && $0.region.level == .province }?.region
        guard let region = query.region ?? whole, !asked.isEmpty,
            asked.allSatisfy({ reaches($0.name, in: region, user) }),
            let condition = query.tallied(in: region, asked)
        else { return nil }
        return try await database.rows(
            "SELECT coalesce(CAST(sum(amount) AS BIGINT), 0) AS amount FROM tally WHERE \(condition)"
        )[0]["amount"]
    }

    private func reaches(_ kind: String, in region: RegionCode, _ user: User) -> Bool {
        guard let reading = kinds[kind]?.reading else { return false }
        return user.posts.contains { post in
            post.role.permissions.contains(reading) && post.role.reach == .region && post.region.contains(region)
                && post.sectors.isEmpty
        }
    }

    /// Of which kind a matter is that the user may read.
    public func kind(of matter: String, for user: User) async throws -> KindOfMatter? {
        let found = try await database.rows("SELECT * FROM matter WHERE id = \(matter)").first
        guard let header = try found.map(MatterHeader.init(row:)), let kind = kinds[header.kind],
            user.holds(kind.reading, at: header.place)
        else { return nil }
        return kind
    }

    private func kinds(of query: MatterQuery) -> [KindOfMatter] {
        query.kinds.isEmpty ? kinds.all : query.kinds.compactMap { kinds[$0] }
    }
}

extension MatterList {
    public func copiedCount(to user: User) async throws -> Int {
        try await database.rows(
            """
            SELECT count(*) AS amount FROM (
                SELECT 1 FROM copy WHERE organisation IN \(user.organisations.sorted())
                LIMIT \(Self.countLimit + 1)) counted
            """
        )[0]["amount"]
    }

    /// 消息 — what the user's organisations were told, the latest first.
    public func notices(for user: User, offset: Int = 0, limit: Int = 50) async throws -> [Notice] {
        try await database.rows(
            """
            SELECT * FROM notice WHERE organisation IN \(user.organisations.sorted())
            ORDER BY id DESC LIMIT \(limit) OFFSET \(offset)
            """
        ).map(Notice.init(row:))
    }

    /// Which matter a notice is about, when the user's organisations were told.
    public func matter(ofNotice id: String, for user: User) async throws -> (kind: String, id: String)? {
        try await database.rows(
            """
            SELECT matter.kind, matter.id FROM notice JOIN matter ON matter.id = notice.matter
            WHERE notice.id = \(id) AND notice.organisation IN \(user.organisations.sorted())
            """
        ).first.map { try (kind: $0["kind"], id: $0["id"]) }
    }
}

/// How many matters stand under each light.
public struct Lights: Sendable, Hashable {
    public var red = 0
    public var yellow = 0
    public var green = 0

    public init() {}

    public var all: Int { red + yellow + green }

    public subscript(light: Light) -> Int {
        get {
            switch light {
            case .red: red
            case .yellow: yellow
            case .green: green
            }
        }
        set {
            switch light {
            case .red: red = newValue
            case .yellow: yellow = newValue
            case .green: green = newValue
            }
        }
    }
}
