import Calendars
import Permissions
import Registry
import SampleProvince
import Storage
import Testing
import Workflows

/// Who holds which post when.
@Suite(.serialized)
struct PostTests {
    @Test(arguments: [
        ("2026-06-14", ["zheng@gulou-bureau"]), ("2026-06-15", ["zheng@gulou-bureau", "zheng-for-sun"]),
        ("2026-06-30", ["zheng@gulou-bureau", "zheng-for-sun"]), ("2026-07-01", ["zheng@gulou-bureau"]),
        ("2019-12-31", []),
    ])
    func `a deputy has the post from its first to its last day`(day: String, posts: [String]) async throws {
        let world = try await World()
        world.clock.move(to: day)
        #expect(world.user(.zheng).posts.map(\.id) == posts)
    }

    @Test func `a deputy may do what the holder may, no longer than that`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        #expect(try await refusal { try await world.perform(SignFor(), on: errand, by: .zheng) }?.code == "not-found")
        world.clock.move(to: "2026-06-30")
        #expect(try await world.perform(SignFor(), on: errand, by: .zheng).state == "working")
        world.clock.move(to: "2026-07-01")
        let refused = try await refusal {
            try await world.perform(Report(outcome: "已排查"), on: errand, by: .zheng)
        }
        #expect(refused?.code == "not-found")
    }

    @Test func `whose post has ended reads and does nothing, and is told nothing`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        #expect(world.user(.he).posts == [])
        #expect(try await refusal { try await world.perform(SignFor(), on: errand, by: .he) }?.code == "not-found")
        #expect(try await refusal { try await world.open(HandOver(), by: .he) }?.code == "not-permitted")
        #expect(try await world.list.count(MatterQuery(), for: world.user(.he)) == 0)
        #expect(world.people.members(of: "xuanwu-bureau", on: world.clock.now.day).map(\.person.id) == ["lyu", "sun"])
    }

    @Test func `a post limited to sectors reaches what belongs to them or to none`() async throws {
        let world = try await World()
        let wang = world.user(.wang)
        let place = Place(region: SampleProvince.xuanwu)
        func holds(_ sector: String?, in region: RegionCode) -> Bool {
            wang.holds(.readErrands, at: Place(region: region, sector: sector))
        }
        #expect(wang.holds(.readErrands, at: place))
        #expect(holds("chemicals", in: SampleProvince.xuanwu))
        #expect(!holds("machinery", in: SampleProvince.xuanwu))
        #expect(!holds("chemicals", in: SampleProvince.kunshan))
        #expect(!holds(nil, in: SampleProvince.jiangsu))
    }

    @Test func `an enterprise reaches what concerns it alone, wherever it is`() async throws {
        let world = try await World()
        let li = world.user(.li)
        #expect(!li.holds(.readErrands, at: Place(region: SampleProvince.xuanwu)))
        #expect(li.holds(.readErrands, at: Place(region: SampleProvince.kunshan, parties: ["jinling-chemicals"])))
        let own = try await world.errand(in: .handedOver) { $0.owner = "jinling-chemicals" }
        #expect(try await world.perform(SignFor(), on: own, by: .li).state == "working")
    }

    @Test(arguments: Engine.all)
    func `a post that was taken away is gone after reloading`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .handedOver)
        var post = try #require(world.user(.sun).posts.first)
        post.to = Day("2026-06-09")
        try await world.database.commit([PermissionStore.save(post)])
        try await world.people.reload()

        #expect(try await refusal { try await world.perform(SignFor(), on: errand, by: .sun) }?.code == "not-found")
    }

    @Test(arguments: Engine.all)
    func `a post whose role the program does not know grants nothing`(engine: Engine) async throws {
        let world = try await World(on: engine)
        try await world.database.commit([.any("UPDATE post SET role = 'superuser' WHERE person = 'sun'")])
        try await world.people.reload()
        #expect(world.user(.sun).posts == [])
    }

    @Test(arguments: Engine.all)
    func `the database refuses a post that ends before it begins, or that belongs to nobody`(engine: Engine)
        async throws
    {
        let world = try await World(on: engine)
        let post = try #require(world.user(.sun).posts.first)
        var backwards = post
        backwards.to = post.from.adding(days: -1)
        let nobody = Post(
            id: "new", person: "nobody", organisation: post.organisation, role: post.role, region: post.region,
            from: post.from)
        for faulty in [backwards, nobody] {
            await #expect(throws: ConstraintViolation.self) {
                try await world.database.commit([PermissionStore.save(faulty)])
            }
        }
    }
}

/// 三员分立 — three administrators, none of whom handles matters.
@Suite(.serialized)
struct AdministrationTests {
    private static let administrators: [Someone] = [.chen, .feng, .wei]

    @Test func `each administration holds its own permission and no other`() {
        for administration in Administration.allCases {
            let role = RoleCatalogue.sample.all.first { $0.administration == administration }
            #expect(role?.permissions == [administration.permission])
        }
        #expect(Set(Administration.allCases.map(\.permission)).count == 3)
    }

    @Test func `a role that mixes administration with work is no role of the program`() async {
        await #expect(processExitsWith: .failure) {
            _ = RoleCatalogue([
                Role("a", "甲", reach: .region, permissions: [.runSystem, .readErrands], administration: .system)
            ])
        }
        await #expect(processExitsWith: .failure) {
            _ = RoleCatalogue([
                Role("a", "甲", reach: .region, permissions: [.runSystem, .readAudit], administration: .system)
            ])
        }
        await #expect(processExitsWith: .failure) {
            _ = RoleCatalogue([Role("a", "甲", reach: .region, permissions: [.grantPosts])])
        }
        await #expect(processExitsWith: .failure) {
            _ = RoleCatalogue([
                Role("a", "甲", reach: .region, permissions: []), Role("a", "乙", reach: .region, permissions: []),
            ])
        }
    }

    @Test(arguments: administrators)
    func `an administrator neither opens, reads nor changes a matter`(someone: Someone) async throws {
        let world = try await World()
        let errand = try await world.errand(in: .deferred)
        let user = world.user(someone)

        #expect(try await refusal { try await world.open(HandOver(), by: someone) }?.code == "not-permitted")
        #expect(try await refusal { try await world.perform(Decide(), on: errand, by: someone) }?.code == "not-found")
        let read = try await refusal { try await world.kinds["errand"]!.read(errand, for: user, at: world.desk) }
        #expect(read?.code == "not-found")
        #expect(try await world.list.count(MatterQuery(), for: user) == 0)
    }

    /// The errand waits for the very organisation in which the administrators have their posts.
    @Test(arguments: administrators + [.shi])
    func `nor sees it among what waits for, or is supervised by, the same organisation`(someone: Someone) async throws {
        let world = try await World()
        _ = try await world.errand(in: .deferred) { $0.supervisor = "province-office" }
        let user = world.user(someone)
        #expect(try await world.list.count(.waiting(for: user), for: user) == 0)
        #expect(try await world.list.count(.supervised(by: user), for: user) == 0)
        let zhou = world.user(.zhou)
        #expect(try await world.list.count(.waiting(for: zhou), for: zhou) == 1)
        #expect(try await world.list.count(.supervised(by: zhou), for: zhou) == 1)
    }

    /// Whoever wrote such rows into the database gains nothing by them.
    @Test(arguments: [Someone.feng, .wei, .zhou, .sun])
    func `posts of an administration together with any other give no rights at all`(holder: Someone) async throws {
        let world = try await World()
        try await world.database.commit([PermissionStore.save(SampleProvince.post(of: holder, for: .chen))])
        try await world.people.reload()
        #expect(world.user(.chen).posts == [])
        #expect(
            world.people.members(of: "province-office", on: world.clock.now.day).contains { $0.person.id == "chen" }
                == false)
    }

    @Test func `an administrator signs in with a second factor`() async throws {
        let world = try await World()
        #expect(Self.administrators.allSatisfy { world.user($0).mustUseSecondFactor })
        #expect(!world.user(.sun).mustUseSecondFactor)
    }
}

/// What the refused person hears says nothing of why; an administrator can read it.
@Suite(.serialized)
struct ExplanationTests {
    @Test func `the explanation names post, region and permission, and never stands in the message`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        for someone in Someone.allCases where ![.sun, .lyu].contains(someone) {
            let refused = try #require(
                try await refusal { try await world.perform(SignFor(), on: errand, by: someone) })
            let explanation = try #require(refused.explanation, "\(someone.name)")
            for part in ["岗位", "errands.", "320102", "3205", "行业", explanation] {
                #expect(!refused.message.contains(part), "\(someone.name)：\(refused.message)")
            }
            #expect(refused.problems == [:])
        }
    }

    @Test func `it tells a missing permission from a place out of reach and from no post at all`() async throws {
        let world = try await World()
        let place = Place(region: SampleProvince.xuanwu, sector: "machinery")
        func explanation(_ someone: Someone) -> String {
            world.user(someone).explanation(lacking: .workOnErrands, at: place)
        }
        #expect(explanation(.zhao).contains("没有权限 errands.work"))
        #expect(explanation(.wu).contains("有权限 errands.work，但管不到该事项：区划 320102，行业 machinery"))
        #expect(explanation(.he) == "前任何目前没有在任岗位。")
    }
}
