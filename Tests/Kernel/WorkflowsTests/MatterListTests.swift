import Calendars
import SampleProvince
import Testing
import Workflows

/// Lists show what was asked for and never what the reader may not see.
@Suite(.serialized)
struct MatterListTests {
    private func found(
        by someone: Someone, in world: World, _ change: (inout MatterQuery) -> Void = { _ in }
    ) async throws -> [String] {
        var query = MatterQuery()
        query.order = .oldest
        change(&query)
        let headers = try await world.list.headers(query, for: world.user(someone))
        #expect(try await world.list.count(query, for: world.user(someone)) == headers.count)
        return headers.map(\.id)
    }

    /// 县局孙 reads errands, 举报中心施 reads tips; both lie in the same region with the same owner.
    @Test(arguments: Engine.all)
    func `in a list of all kinds each kind is for those who may read it`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.open(HandOver()).matter
        let tip = try await world.open(TakeTip(), by: .shi).matter

        for someone in [Someone.sun, .zhou, .qian] {
            #expect(try await found(by: someone, in: world) == [errand], "\(someone.name)")
            #expect(try await found(by: someone, in: world) { $0.kinds = ["errand", "tip"] } == [errand])
            #expect(try await found(by: someone, in: world) { $0.kinds = ["tip"] } == [])
            #expect(try await found(by: someone, in: world) { $0.text = "动火" } == [])
        }
        #expect(try await found(by: .shi, in: world) == [tip])
        for someone in [Someone.chen, .feng, .wei, .he, .wu] {
            #expect(try await found(by: someone, in: world) == [], "\(someone.name)")
        }
        #expect(try await world.list.page(MatterQuery(), for: world.user(.sun)).total == 1)
    }

    @Test(arguments: Engine.all)
    func `a list of one kind is narrowed by the kind's own columns, and by an unknown column to nothing`(
        engine: Engine
    ) async throws {
        let world = try await World(on: engine)
        _ = try await world.open(HandOver())
        let other = try await world.open(HandOver { $0.demand = "查消防通道" }).matter
        func narrowed(_ details: [String: String], by someone: Someone = .sun) async throws -> [String] {
            try await found(by: someone, in: world) { ($0.kinds, $0.details) = (["errand"], details) }
        }
        #expect(try await narrowed(["demand": "查消防通道"]) == [other])
        #expect(try await narrowed(["demand": "查消防"]) == [])
        #expect(try await narrowed(["demand; DROP TABLE errand": "查消防通道"]) == [])
        #expect(try await narrowed(["demand": "查消防通道"], by: .wu) == [])
    }

    @Test func `what waits for one's own organisation is of the kinds that one may read`() async throws {
        let world = try await World()
        let errand = try await world.open(HandOver()).matter
        _ = try await world.open(TakeTip(), by: .shi)
        #expect(try await found(by: .sun, in: world) { $0.actors = ["xuanwu-bureau"] } == [errand])
        #expect(try await found(by: .wu, in: world) { $0.actors = ["xuanwu-bureau"] } == [])
    }

    @Test func `a region narrows also what waits for one's own organisation`() async throws {
        let world = try await World()
        let own = try await world.open(HandOver()).matter
        let elsewhere = try await world.open(HandOver { $0.region = SampleProvince.kunshan }).matter
        #expect(try await found(by: .sun, in: world) { $0.actors = ["xuanwu-bureau"] } == [own, elsewhere])
        #expect(
            try await found(by: .sun, in: world) {
                ($0.actors, $0.region) = (["xuanwu-bureau"], SampleProvince.kunshan)
            } == [elsewhere])
    }

    @Test func `to sign it stands among what waits for the one whose turn it is`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .countersigning)
        func waiting(_ someone: Someone) async throws -> [String] {
            let user = world.user(someone)
            return try await world.list.headers(.waiting(for: user), for: user).map(\.id)
        }
        #expect(try await waiting(.zheng) == [errand])
        try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: .zheng)
        #expect(try await waiting(.zheng) == [])
        #expect(try await waiting(.wu) == [errand])
    }

    @Test(arguments: Engine.all)
    func `every filter leaves out what does not fit`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let early = try await world.errand(in: .working) { ($0.title, $0.grade) = ("检查加油站", .urgent) }
        world.clock.move(to: "2026-07-30")
        let late = try await world.open(
            HandOver { ($0.sector, $0.owner, $0.supervisor) = ("chemicals", "gulou-bureau", "province-office") }
        ).matter
        let closed = try await world.errand(in: .closed) { $0.day = Day("2026-12-31")! }
        try await world.escalation.run()

        let filters: [(String, (inout MatterQuery) -> Void, [String])] = [
            ("state", { $0.states = ["working", "closed"] }, [early, closed]),
            ("grade", { $0.grades = ["urgent"] }, [early]),
            ("light", { $0.lights = [.yellow] }, [early, late]),
            ("sector", { $0.sector = "chemicals" }, [late]),
            ("owner", { $0.owner = "gulou-bureau" }, [late]),
            ("supervisors", { $0.supervisors = ["nanjing-bureau", "emergency"] }, [early, closed]),
            ("open", { $0.isOpen = true }, [early, late]),
            ("closed", { $0.isOpen = false }, [closed]),
            ("text", { $0.text = "加油" }, [early]),
            ("opened from", { $0.openedFrom = Day("2026-07-30") }, [late, closed]),
            ("opened to", { $0.openedTo = Day("2026-07-29") }, [early]),
            ("due from", { $0.dueFrom = Day("2026-08-03") }, [late]),
            ("due to", { $0.dueTo = Day("2026-07-31") }, [early]),
            ("kind unknown", { $0.kinds = ["nothing"] }, []),
            ("all at once", { ($0.states, $0.grades, $0.text) = (["working"], ["urgent"], "检查") }, [early]),
        ]
        for (name, filter, expected) in filters {
            #expect(try await found(by: .zhou, in: world, filter) == expected, "\(name)")
        }
        // Words count as common from the first text on that holds them: the lists say the same.
        let walking = MatterList(database: world.database, kinds: world.kinds, commonFrom: 1)
        for (name, filter, expected) in filters {
            var query = MatterQuery()
            filter(&query)
            let page = try await walking.page(query, for: world.user(.zhou))
            #expect(Set(page.matters.map(\.id)) == Set(expected) && page.total == expected.count, "\(name), row by row")
        }
    }

    @Test(arguments: Engine.all)
    func `pages follow each other in the order asked for`(engine: Engine) async throws {
        let world = try await World(on: engine)
        var errands: [String] = []
        for day in ["2026-09-30", "2026-07-01", "2026-08-15"] {
            let errand = try await world.errand(in: .working) { $0.day = Day(day)! }
            world.clock.advance(by: .seconds(1))
            errands.append(errand)
        }
        let deferred = try await world.errand(in: .deferred)
        let user = world.user(.zhou)
        func order(_ order: MatterQuery.Order) async throws -> [String] {
            var query = MatterQuery()
            query.order = order
            var pages: [String] = []
            for offset in [0, 2, 4] {
                (query.offset, query.limit) = (offset, 2)
                pages += try await world.list.headers(query, for: user).map(\.id)
            }
            return pages
        }
        #expect(try await order(.oldest) == errands + [deferred])
        #expect(try await order(.newest) == (errands + [deferred]).reversed())
        #expect(try await order(.due) == [errands[1], errands[2], errands[0], deferred])
        try await world.perform(Split(["meiyuan-station"]), on: errands[0], by: .sun)
        #expect(try await order(.updated).contains(errands[0]))
    }

    @Test(arguments: Engine.all)
    func `what someone has acted on is found again, the latest first`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let first = try await world.errand(in: .working)
        let second = try await world.errand(in: .working)
        try await world.perform(Report(outcome: "已排查"), on: first, by: .sun)
        #expect(try await world.list.done(by: world.user(.sun)).map(\.id) == [first, second])
        #expect(try await world.list.done(by: world.user(.sun), offset: 1, limit: 1).map(\.id) == [second])
        #expect(try await world.list.done(by: world.user(.lyu)).map(\.id) == [])
    }
}
