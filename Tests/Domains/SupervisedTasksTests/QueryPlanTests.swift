import Calendars
import Registry
import SampleProvince
import Storage
import Testing
import Workflows

@testable import SupervisedTasks

/// What every morning asks for must be found by an index, however many tasks there are.
@Suite(.serialized)
struct QueryPlanTests {
    /// Each step of how SQLite answers the queries that `work` asks.
    private func plans(
        of work: (MatterList, TaskStore, World) async throws -> Void
    ) async throws -> [String] {
        let world = try await World.withTasks()
        let database = RecordingDatabase(world.database)
        try await work(MatterList(database: database, kinds: world.kinds), TaskStore(database), world)
        var steps: [String] = []
        for query in database.queries {
            steps += try await world.database.rows("EXPLAIN QUERY PLAN \(query)").map { try $0["detail"] }
        }
        return steps
    }

    /// Steps that read a whole table, or sort what was found.
    private func slow(_ steps: [String]) -> [String] {
        steps.filter {
            $0.hasPrefix("SCAN matter") || $0.hasPrefix("SCAN tally") || $0.hasPrefix("SCAN owner_tally")
                || $0.contains("FOR ORDER BY")
        }
    }

    @Test func `what waits for me comes from one index, in the order of its days`() async throws {
        let steps = try await plans { list, _, world in
            let user = world.user(.zhou)
            var mine = MatterQuery.waiting(for: user)
            mine.limit = 50
            _ = try await list.headers(mine, for: user)
            _ = try await list.count(mine, for: user)
            mine.lights = [.red]
            mine.dueTo = world.clock.now.day
            _ = try await list.count(mine, for: user)
            _ = try await list.headers(.supervised(by: user), for: user)
        }
        #expect(steps.contains { $0.contains("COVERING INDEX matter_by_actor") })
        #expect(steps.contains { $0.contains("matter_by_supervisor") })
        #expect(slow(steps) == [])
    }

    @Test func `the board reads tallies by their keys and no tasks at all`() async throws {
        let steps = try await plans { list, _, world in
            let user = world.user(.zhou)
            _ = try await list.lights(
                of: SupervisedTask.kind, in: [SampleProvince.jiangsu, SampleProvince.nanjing],
                within: SampleProvince.jiangsu, for: user)
            _ = try await list.lights(
                of: SupervisedTask.kind, carriedOutBy: ["industry", "emergency"], in: SampleProvince.jiangsu,
                for: user)
        }
        #expect(steps.count { $0.hasPrefix("SEARCH") } >= 2)
        #expect(!steps.contains { $0.contains("matter") })
        #expect(slow(steps) == [])
    }

    @Test func `the longest overdue of a province come from one index, in the order of their days`() async throws {
        let steps = try await plans { list, _, world in
            var query = MatterQuery()
            query.kinds = [SupervisedTask.kind]
            query.isOpen = true
            query.region = SampleProvince.jiangsu
            query.order = .due
            query.lights = [.red]
            _ = try await list.headers(query, for: world.user(.zhou))
        }
        #expect(steps.contains { $0.contains("matter_warned_by_due") })
        #expect(slow(steps) == [])
    }

    /// A region with how wide it is, and the index that its lists come from.
    struct Scoped: Sendable {
        let region: RegionCode
        let newest: String
        let warned: String
    }

    @Test(arguments: [
        Scoped(region: SampleProvince.jiangsu, newest: "matter_by_kind", warned: "matter_warned "),
        Scoped(region: SampleProvince.nanjing, newest: "matter_by_city", warned: "matter_open_by_city"),
        Scoped(region: SampleProvince.xuanwu, newest: "matter_by_county", warned: "matter_open_by_county"),
        Scoped(
            region: RegionCode("320102001")!, newest: "matter_by_county", warned: "matter_open_by_county"),
    ])
    func `the lists of any region come from an index, in their order`(scoped: Scoped) async throws {
        func plan(_ change: @Sendable @escaping (inout MatterQuery) -> Void) async throws -> [String] {
            try await plans { list, _, world in
                var query = MatterQuery()
                query.kinds = [SupervisedTask.kind]
                query.region = scoped.region
                change(&query)
                _ = try await list.headers(query, for: world.user(.zhou))
            }
        }
        let newest = try await plan { _ in }
        let warned = try await plan { ($0.isOpen, $0.lights) = (true, [.yellow]) }
        let due = try await plan { ($0.isOpen, $0.order) = (true, .due) }
        let last = try await plan { ($0.isOpen, $0.order, $0.isReversed) = (true, .due, true) }
        #expect(newest.contains { $0.contains(scoped.newest) })
        #expect(warned.contains { $0.contains(scoped.warned) })
        for steps in [due, last] { #expect(steps.contains { $0.contains("matter_open_by_due") }) }
        let state = try await plan { ($0.states, $0.order) = (["issued"], .due) }
        #expect(slow(newest + warned + due + last + state) == [])
    }

    @Test func `the parts of a task, and those of all its parts, come from the index on parents`() async throws {
        let steps = try await plans { list, _, world in
            for parents in [["a"], ["a", "b", "c", "d"]] {
                var query = MatterQuery()
                query.kinds = [SupervisedTask.kind]
                query.parents = parents
                query.order = .oldest
                _ = try await list.headers(query, for: world.user(.zhou))
            }
        }
        #expect(steps.count == 2)
        #expect(steps.allSatisfy { $0.contains("matter_by_parent") })
    }

    @Test func `what was closed in a month, a leader's instructions and a task's letters come from indexes`()
        async throws
    {
        let steps = try await plans { _, store, world in
            _ = try await store.closed(
                in: SampleProvince.jiangsu, from: Day("2026-06-01")!, to: Day("2026-06-30")!)
            _ = try await store.instructions(of: "lu", in: ["issued"], light: .red, offset: 0, limit: 50)
            _ = try await store.instructionCounts(of: "lu")
            _ = try await store.instructions(about: "DB-2026-000001")
            _ = try await store.sheets(of: ["a", "b"])
        }
        #expect(steps.contains { $0.contains("COVERING INDEX supervised_task_closing") })
        #expect(steps.contains { $0.contains("supervised_task_by_leader") })
        #expect(slow(steps).filter { !$0.contains("ORDER BY") } == [])
    }
}
