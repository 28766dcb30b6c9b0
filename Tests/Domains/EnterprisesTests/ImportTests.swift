import Calendars
import Foundation
import Permissions
import Registry
import SampleProvince
import Spreadsheets
import Storage
import Synchronization
import Testing
import Workflows

@testable import Enterprises
@testable import Site

/// A file comes in whole or row by row, never twice, never beyond what its sender is in charge of, and goes out again.
struct ImportTests {
    private static let head = "企业名称,统一社会信用代码,所属区划,行业类别,监管行业,经营状态,从业人数"
    private static let good = [
        "南京金陵化工有限公司,91330100799655058B,320102,C2614,危险化学品,在产,312",
        "玄武机械有限公司,914403001922038216,南京市玄武区,3484,机械,营业,20",
    ]

    private func file(_ rows: [String]) -> [UInt8] { Array(([Self.head] + rows).joined(separator: "\r\n").utf8) }

    /// Sends a file in and lets it be checked.
    private func checked(
        _ bytes: [UInt8], in bureau: Bureau, by user: User = Bureau.sun, source: StatementSource = .supervisor,
        number: String = "IMP-2026-000001"
    ) async throws -> ImportJob {
        let job = ImportJob(
            number: number, of: "enterprises", by: user.person.id, from: source.name,
            file: ("企业.csv", "hash"), at: bureau.world.clock.now)
        try await bureau.world.database.commit([ImportStore.insert(job)])
        try await run(bytes, in: bureau, by: user)
        return try await read(job, in: bureau)
    }

    private func run(_ bytes: [UInt8], in bureau: Bureau, by user: User = Bureau.sun, chunk: Int = 2) async throws {
        var runner = ImportRunner(
            database: bureau.world.database, registers: [bureau.register.imported], sender: { _ in user },
            file: { _ in bytes }, clock: { bureau.world.clock.now })
        runner.chunk = chunk
        while try await runner.runNext() {}
    }

    /// Works until the next commit does not come about, as if the machine had stopped in between.
    private func isCutOff(_ bytes: [UInt8], after commits: Int, in bureau: Bureau) async throws -> Bool {
        var runner = ImportRunner(
            database: StoppingDatabase(bureau.world.database, after: commits), registers: [bureau.register.imported],
            sender: { _ in Bureau.sun }, file: { _ in bytes }, clock: { bureau.world.clock.now })
        runner.chunk = 3
        do {
            try await runner.runNext()
            return false
        } catch is DatabaseUnavailable {
            return true
        }
    }

    private func read(_ job: ImportJob, in bureau: Bureau) async throws -> ImportJob {
        try #require(try await ImportStore(database: bureau.world.database).job(job.id, of: job.person))
    }

    private func move(
        _ job: ImportJob, to state: ImportJob.State, _ bytes: [UInt8], in bureau: Bureau
    ) async throws -> ImportJob {
        try await ImportStore(database: bureau.world.database).move(job, to: state, at: bureau.world.clock.now)
        try await run(bytes, in: bureau)
        return try await read(job, in: bureau)
    }

    @Test(arguments: [
        ("企业名称,行业类别\r\n甲,C26", "缺少必填"), ("只有一列\r\n甲", "没有找到表头"),
        (ImportTests.head, "没有一行"), ("<html><table><tr><td>企业名称</td></tr></table>", "网页"),
    ])
    func `a file that is no table of enterprises is answered with what to do`(text: String, words: String) async throws
    {
        let bureau = try await Bureau()
        let job = try await checked(Array(text.utf8), in: bureau)
        #expect(job.state == .failed)
        #expect(job.failure?.contains(words) == true)
        #expect(job.failure?.contains("请") == true)
    }

    @Test func `nothing is written before its sender says so, and nothing after they said no`() async throws {
        let bureau = try await Bureau()
        let job = try await checked(file(Self.good), in: bureau)
        #expect(job.state == .checked)
        #expect(job.checked == ImportJob.Tally(new: 2))
        #expect(try await bureau.world.count("enterprise") == 0)
        let cancelled = try await move(job, to: .cancelled, file(Self.good), in: bureau)
        #expect(cancelled.state == .cancelled)
        #expect(try await bureau.world.count("enterprise") == 0)
        await #expect(throws: Refusal.self) {
            try await ImportStore(database: bureau.world.database).move(
                cancelled, to: .importing, at: bureau.world.clock.now)
        }
    }

    @Test(arguments: Engine.all)
    func `the good rows go in, each bad one is kept with all that is wrong in it`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let bytes = file(
            Self.good + [
                "甲厂,9.13301E+17,320102,C2614,化工,在产,",
                "乙厂,9133O100799655058B,320102,C2614,危险化学品,在产,很多",
                "鼓楼机械有限公司,91110000600037341L,320106,C3484,机械,在产,",
                "南京金陵化工有限公司,91330100799655058B,320102,C2614,危险化学品,在产,312", "无码厂,,320102,C2614,危险化学品,在产,",
            ])
        let job = try await checked(bytes, in: bureau)
        #expect(job.checked == ImportJob.Tally(new: 2, changed: 0, same: 0, bad: 5))
        let problems = try await ImportStore(database: bureau.world.database).problems(of: job.id)
        #expect(problems.keys.sorted() == [4, 5, 6, 7, 8])
        #expect(Set(problems[4]?.compactMap(\.column) ?? []) == ["credit_code", "sector"])
        #expect(problems[5]?.first { $0.column == "credit_code" }?.message.contains("91330100799655058B") == true)
        #expect(problems[6]?.first?.message.contains("辖区") == true)
        #expect(problems[7]?.first?.message.contains("第 2 行") == true)
        let done = try await move(job, to: .importing, bytes, in: bureau)
        #expect(done.state == .done)
        #expect(done.written == ImportJob.Tally(new: 2))
        #expect(try await bureau.listed(for: Bureau.sun).count == 2)
    }

    @Test(arguments: Engine.all)
    func `a row whose place lies in another county is kept back`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let rows =
            zip(Self.good, ["\"118.80, 32.05\"", "\"32.05, 118.80\""]).map { "\($0),\($1)" }
            + ["鼓楼分厂,91110000600037341L,320102,C3484,机械,在产,5,118.70 32.05"]
        let bytes = Array((["\(Self.head),坐标"] + rows).joined(separator: "\r\n").utf8)
        let job = try await checked(bytes, in: bureau)
        #expect(job.checked == ImportJob.Tally(new: 1, changed: 0, same: 0, bad: 2))
        let problems = try await ImportStore(database: bureau.world.database).problems(of: job.id)
        #expect(problems[3]?.first?.column == "location")
        #expect(problems[3]?.first?.message.contains("写反了") == true)
        #expect(problems[4]?.first?.column == "location")
        #expect(problems[4]?.first?.message.contains("鼓楼区") == true)
        _ = try await move(job, to: .importing, bytes, in: bureau)
        let record = try await bureau.register.store.record("91330100799655058B", for: Bureau.sun)
        #expect(record?.enterprise[.location] == "118.80000,32.05000")
    }

    @Test(arguments: Engine.all)
    func `the same file sent again writes nothing, and a mended one only what is mended`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let first = try await checked(file(Self.good), in: bureau)
        _ = try await move(first, to: .importing, file(Self.good), in: bureau)
        let again = try await checked(file(Self.good), in: bureau, number: "IMP-2026-000002")
        #expect(again.checked == ImportJob.Tally(same: 2))
        let mended = file([Self.good[0].replacing("312", with: "350"), Self.good[1]])
        let third = try await checked(mended, in: bureau, number: "IMP-2026-000003")
        #expect(third.checked == ImportJob.Tally(changed: 1, same: 1))
        _ = try await move(third, to: .importing, mended, in: bureau)
        let record = try await bureau.register.store.record("91330100799655058B", for: Bureau.sun)
        #expect(record?.enterprise[.employees] == "350")
        #expect(try await bureau.world.count("enterprise") == 2)
    }

    @Test(arguments: Engine.all)
    func `after a crash it goes on behind the last row written, and writes none twice`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        let generator = MadeUpEnterprises(
            in: RegionTree(SampleProvince.regions.filter { SampleProvince.xuanwu.contains($0.code) }),
            industries: bureau.register.industries, on: bureau.world.clock.now.day)
        let rows = (0..<20).map { index in
            let facts = generator.facts(of: index)
            return [.name, .creditCode, .region, .industry, .sector, .status, .employees]
                .map { (fact: EnterpriseFact) in facts[fact] ?? "" }.joined(separator: ",")
        }
        let bytes = file(rows)
        let job = try await checked(bytes, in: bureau)
        #expect(job.checked.new == 20)
        try await ImportStore(database: bureau.world.database).move(job, to: .importing, at: bureau.world.clock.now)
        #expect(try await isCutOff(bytes, after: 2, in: bureau))
        #expect(try await read(job, in: bureau).state == .importing)
        #expect(try await bureau.world.count("enterprise") == 6)
        try await run(bytes, in: bureau, chunk: 4)
        let done = try await read(job, in: bureau)
        #expect(done.state == .done)
        #expect(done.written.new == 20)
        #expect(try await bureau.world.count("enterprise") == 20)
    }

    @Test(arguments: Engine.all)
    func `a batch is taken back within a day, but not what was changed or used since`(engine: Engine) async throws {
        let bureau = try await Bureau(on: engine)
        try await bureau.enter(
            [
                .name: "梅园机械有限公司", .creditCode: "91110000600037341L", .region: "320102", .industry: "C3484",
                .sector: "machinery", .status: "operating", .employees: "5",
            ], from: .supervisor)
        let bytes = file(Self.good + ["梅园机械有限公司,91110000600037341L,320102,C3484,机械,停产,7"])
        let job = try await checked(bytes, in: bureau)
        let done = try await move(job, to: .importing, bytes, in: bureau)
        #expect(done.written == ImportJob.Tally(new: 2, changed: 1))
        try await bureau.register.say([.employees: "9"], from: .enterprise, about: "914403001922038216", by: Bureau.sun)

        let undone = try await move(done, to: .undoing, bytes, in: bureau)

        #expect(undone.state == .undone)
        #expect(undone.undone == 2)
        #expect(undone.kept == 1)
        #expect(try await bureau.listed(for: Bureau.sun).sorted() == ["梅园机械有限公司", "玄武机械有限公司"].sorted())
        let restored = try await bureau.register.store.record("91110000600037341L", for: Bureau.sun)?.enterprise
        #expect(restored?[.employees] == "5")
        #expect(restored?.status == .operating)
    }

    @Test func `after a day a batch stays`() async throws {
        let bureau = try await Bureau()
        let job = try await checked(file(Self.good), in: bureau)
        let done = try await move(job, to: .importing, file(Self.good), in: bureau)
        bureau.world.clock.advance(by: .seconds(86_401))
        await #expect { _ = try await move(done, to: .undoing, file(Self.good), in: bureau) } throws: {
            ($0 as? Refusal)?.code == "import-undo-expired"
        }
    }

    @Test func `whoever lost the right in between writes nothing`() async throws {
        let bureau = try await Bureau()
        let job = try await checked(file(Self.good), in: bureau)
        try await ImportStore(database: bureau.world.database).move(job, to: .importing, at: bureau.world.clock.now)
        try await run(file(Self.good), in: bureau, by: Bureau.zhou)
        #expect(try await read(job, in: bureau).state == .failed)
        #expect(try await bureau.world.count("enterprise") == 0)
    }

    @Test func `what is exported can be sent back, and changes nothing`() async throws {
        let bureau = try await Bureau()
        let one = try await bureau.enter(from: .supervisor)
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }  // A temporary file that stays fails no test.
        let writer = try XLSXTableWriter(path: path, TableLayout(sheet: "企业", columns: EnterpriseTemplate.columns))
        try writer.append(EnterpriseTemplate.cells(of: one, bureau.register.reading))
        try writer.finish()
        let job = try await checked(Array(try Data(contentsOf: URL(filePath: path))), in: bureau)
        #expect(job.checked == ImportJob.Tally(same: 1))
    }
}

/// A database that is gone after so many commits.
private final class StoppingDatabase: Database {
    private let base: any Database
    private let left: Mutex<Int>

    init(_ base: any Database, after commits: Int) {
        self.base = base
        left = Mutex(commits)
    }

    func rows(_ query: SQL) async throws -> [Row] { try await base.rows(query) }

    func commit(_ changes: [Change]) async throws {
        let isThere = left.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isThere else { throw DatabaseUnavailable(.connectionLost, detail: "stopped by the test") }
        try await base.commit(changes)
    }
}
