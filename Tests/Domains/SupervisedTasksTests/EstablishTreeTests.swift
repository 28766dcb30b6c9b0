import Calendars
import SampleProvince
import SupervisedTasks
import Testing
import Workflows

/// 批量下达 — all of a document's tasks at once, or none.
@Suite(.serialized)
struct EstablishTreeTests {
    private func planned(_ title: String, divided: [String] = [], day: String? = "2026-09-30") -> PlannedTask {
        PlannedTask(
            title: title, requirement: "按要求完成。", lead: "province-office", cooperating: ["industry", "emergency"],
            divided: divided, day: day.map { Day($0)! }, sourceDocument: "样例通知", sourceClause: "第一条")
    }

    @Test(arguments: Engine.all)
    func `one unit that is not in the register, or one day that has passed, and nothing is opened`(
        engine: Engine
    ) async throws {
        let world = try await World.withTasks(on: engine)
        let unknown = [planned("甲"), planned("乙", divided: ["nowhere"])]
        let past = [planned("甲"), planned("乙", day: "2026-06-01")]
        for (tasks, field) in [(unknown, "divided"), (past, "day")] {
            let refused = try await refusal { try await world.open(Circular.Publish(tasks)) }
            #expect(refused?.problems.keys.sorted() == [field])
            for table in ["matter", "supervised_task", "ledger_entry", "notice", "tally", "owner_tally"] {
                #expect(try await world.count("\(.init(verbatim: table))") == 0, "\(table)")
            }
        }
    }

    @Test func `three thousand tasks go out in one commit, each with its own number and entry`() async throws {
        let world = try await World.withTasks()
        let database = RecordingDatabase(world.database)
        let desk = CommandDesk(
            database: database, rules: world.desk.rules, calendar: world.desk.calendar, registry: world.registry,
            now: world.desk.now)
        let tasks = (0..<1000).map { planned("第\($0)项") }

        let document = try await desk.open(Circular.Publish(tasks), by: world.user(.zhou)).matter

        // Two parts each, and the document; the numbers are taken in blocks of 200 beforehand.
        #expect(try await world.count("matter") == 3001)
        #expect(try await world.count("ledger_entry") == 3001)
        #expect(try await world.count("(SELECT DISTINCT number FROM matter) numbers") == 3001)
        #expect(database.commits == 1 + 1 + 15)
        #expect(try await world.parts(of: document).count == 1000)
        #expect(try await Recount(database: world.database).differences() == [])
    }

    @Test(arguments: Engine.all)
    func `the tree goes out in one commit, every task to be signed for`(engine: Engine) async throws {
        let world = try await World.withTasks(on: engine)
        let document = try await world.open(
            Circular.Publish([planned("甲"), planned("乙", divided: ["nanjing-bureau", "kunshan-bureau"], day: nil)])
        ).matter
        let tasks = try await world.parts(of: document).sorted { $0.title < $1.title }
        #expect(tasks.map(\.title) == ["乙", "甲"])
        #expect(Set(tasks.map(\.state)) == ["issued"])
        #expect(tasks.allSatisfy { $0.actorOrganisation == "province-office" })
        let parts = try await world.parts(of: tasks[0].id)
        #expect(
            Set(parts.map(\.owner)) == ["industry", "emergency", "nanjing-bureau", "kunshan-bureau"])
        let shares = try await world.supervised(tasks[0].id).shares
        #expect(shares.all.count == 5)
        #expect(shares.all.map(\.thousandths).reduce(0, +) == 1000)
        #expect(tasks[0].agreedDay == nil)
        #expect(try await Recount(database: world.database).differences() == [])
        #expect(try await world.notices(about: parts[0].id).map(\.organisation) == [parts[0].owner])
    }
}
