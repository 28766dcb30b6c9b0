import Calendars
import Permissions
import Registry
import SampleProvince
import Storage
import Testing
import Workflows

/// 条块 — what a list shows is exactly what the posts reach, asked of the database itself.
@Suite(.serialized)
struct ScopeTests {
    private static let regions = [
        "32", "3201", "320102", "320102002", "320102002001", "320102003", "320106", "320106001", "3205", "320583",
        "320583100", "33", "3301", "330102", "441900003",
    ].map { RegionCode($0)! }
    private static let sectors: [String?] = [nil, nil, "chemicals", "machinery", "mining"]
    private static let organisations = [
        "xuanwu-bureau", "gulou-bureau", "kunshan-bureau", "industry", "jinling-chemicals",
    ]
    private static let roles = [Role.anyone("region", .region), .anyone("organisation", .organisation), .stranger]

    private func randomUser(_ random: inout some RandomNumberGenerator) -> User {
        let posts = (0..<Int.random(in: 0...3, using: &random)).map { number in
            Post(
                id: "\(number)", person: "someone", organisation: Self.organisations.randomElement(using: &random)!,
                role: Self.roles.randomElement(using: &random)!, region: Self.regions.randomElement(using: &random)!,
                sectors: Set(
                    (0..<Int.random(in: 0...2, using: &random)).compactMap { _ in
                        Self.sectors.randomElement(using: &random)!
                    }), from: .first)
        }
        return User(person: Person(id: "someone", name: "某人"), posts: posts)
    }

    private func fill(_ world: World, _ amount: Int, _ random: inout some RandomNumberGenerator) async throws {
        for _ in 0..<amount {
            let region = Self.regions.randomElement(using: &random)!
            let sector = Self.sectors.randomElement(using: &random)!
            let owner = Self.organisations.randomElement(using: &random)!
            let supervisor = Self.organisations.randomElement(using: &random)!
            try await world.open(
                HandOver {
                    ($0.region, $0.sector, $0.owner, $0.supervisor) = (region, sector, owner, supervisor)
                })
        }
    }

    /// 120 posts and more × 100 places, and again with a region chosen on the page.
    @Test(arguments: Engine.all)
    func `a list shows what the posts reach, no more and no less`(engine: Engine) async throws {
        var random = Seeded(7)
        let world = try await World(on: engine)
        try await fill(world, 100, &random)
        let all = try await world.database.rows("SELECT * FROM matter").map(MatterHeader.init(row:))
        var (pairs, reached) = (0, 0)

        for _ in 0..<120 {
            let user = randomUser(&random)
            let chosen = Bool.random(using: &random) ? Self.regions.randomElement(using: &random) : nil
            let expected = all.filter { header in
                user.holds(.readErrands, at: header.place) && chosen?.contains(header.region) ?? true
            }
            let condition = Scope(of: user, for: .readErrands).condition(
                on: "matter", parties: ["owner", "supervisor", "issuer", "subject"], within: chosen)
            let found = try await world.database.rows("SELECT id FROM matter WHERE \(condition)").map {
                try $0["id"] as String
            }
            #expect(Set(found) == Set(expected.map(\.id)), "\(user.posts) in \(chosen?.prefix ?? "all")")
            pairs += all.count
            reached += expected.count
        }
        // The sample is worth something only when it holds both.
        #expect(pairs == 12_000)
        #expect((1000...9000).contains(reached))
    }

    @Test func `the list of the program asks so, for page and count alike`() async throws {
        var random = Seeded(11)
        let world = try await World()
        try await fill(world, 60, &random)
        let all = try await world.database.rows("SELECT * FROM matter").map(MatterHeader.init(row:))
        for _ in 0..<60 {
            let user = randomUser(&random)
            var query = MatterQuery()
            query.kinds = Bool.random(using: &random) ? ["errand"] : []
            query.region = Bool.random(using: &random) ? Self.regions.randomElement(using: &random) : nil
            query.limit = 100
            let expected = all.filter { header in
                user.holds(.readErrands, at: header.place) && query.region?.contains(header.region) ?? true
            }
            #expect(Set(try await world.list.headers(query, for: user).map(\.id)) == Set(expected.map(\.id)))
            #expect(try await world.list.count(query, for: user) == expected.count)
        }
    }

    @Test func `nobody's scope is nothing, and a party without columns reaches nothing`() async throws {
        let world = try await World()
        try await world.open(HandOver())
        let nobody = Scope(of: User(person: Person(id: "x", name: "某"), posts: []), for: .readErrands)
        #expect(nobody.isEmpty)
        #expect(try await world.count("matter WHERE \(nobody.condition(on: "matter", parties: ["owner"]))") == 0)
        let party = Scope(of: world.user(.li), for: .readErrands)
        #expect(try await world.count("matter WHERE \(party.condition(on: "matter", parties: []))") == 0)
    }

    @Test func `a choice on the page never widens`() async throws {
        let world = try await World()
        try await world.open(HandOver { ($0.region, $0.owner) = (SampleProvince.kunshan, "kunshan-bureau") })
        var query = MatterQuery()
        query.region = SampleProvince.jiangsu
        #expect(try await world.list.count(query, for: world.user(.sun)) == 0)
        #expect(try await world.list.count(query, for: world.user(.zhou)) == 1)
    }

    @Test func `the widest region is that of a post that sees it whole`() {
        func scope(_ someone: Someone) -> Scope {
            Scope(
                of: User(
                    person: Person(id: someone.rawValue, name: someone.name),
                    posts: SampleProvince.posts.filter { $0.person == someone.rawValue }), for: .readErrands)
        }
        #expect(scope(.zhou).widestRegion == SampleProvince.jiangsu)
        #expect(scope(.qian).widestRegion == SampleProvince.nanjing)
        #expect(scope(.jiang).widestRegion == nil)
        #expect(scope(.li).widestRegion == nil)
    }
}

extension Role {
    fileprivate static func anyone(_ name: String, _ reach: Reach) -> Role {
        Role(name, name, reach: reach, permissions: [.readErrands])
    }

    fileprivate static let stranger = Role("stranger", "stranger", reach: .region, permissions: [.readTips])
}
