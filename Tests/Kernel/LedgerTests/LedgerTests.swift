import Calendars
import Ledger
import SampleProvince
import Storage
import Testing
import Workflows

/// 只增不改 — the database itself refuses to rewrite what was done.
@Suite(.serialized)
struct AppendOnlyTests {
    private func refused(_ world: World, _ statement: SQL) async throws -> ConstraintViolation.Kind? {
        do {
            try await world.database.commit([.any(statement)])
            return nil
        } catch let violation as ConstraintViolation {
            return violation.kind
        }
    }

    @Test(arguments: Engine.all, ["ledger_entry", "notice"])
    func `an entry is neither changed nor deleted, whoever asks`(engine: Engine, table: String) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .reported)
        let column = table == "notice" ? "text" : "reason"
        let before = try await world.picture(of: errand)

        for statement in [
            "UPDATE \(table) SET \(column) = '改'", "UPDATE \(table) SET \(column) = \(column) WHERE 1 = 1",
            "DELETE FROM \(table)", "DELETE FROM \(table) WHERE id = (SELECT min(id) FROM \(table))",
        ] {
            #expect(try await refused(world, SQL(verbatim: statement)) == .trigger, "\(statement)")
        }
        #expect(try await world.picture(of: errand) == before)
    }

    @Test func `nor replaced by another under its id`() async throws {
        let world = try await World(on: .memory)
        try await world.open(HandOver())
        #expect(
            try await refused(world, "INSERT OR REPLACE INTO ledger_entry SELECT * FROM ledger_entry") == .trigger)
        #expect(
            try await refused(
                world,
                "INSERT INTO ledger_entry SELECT * FROM ledger_entry WHERE 1 = 1 ON CONFLICT (id) DO UPDATE SET reason = '改'"
            )
                == .trigger)
    }

    @Test(arguments: Engine.all.filter { $0 == .postgres })
    func `nor emptied at one stroke`(engine: Engine) async throws {
        let world = try await World(on: engine)
        try await world.open(HandOver())
        #expect(try await refused(world, "TRUNCATE ledger_entry CASCADE") == .trigger)
    }

    @Test(arguments: Engine.all)
    func `a command id stands once, and so does a version of a matter`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.open(HandOver()).matter
        let entry = try await world.ledger.entries(of: errand)[0]

        var sameCommand = entry
        (sameCommand.id, sameCommand.target.version) = (UUIDv7.make(), 2)
        var sameVersion = entry
        (sameVersion.id, sameVersion.commandID) = (UUIDv7.make(), UUIDv7.make())

        await #expect(throws: Conflict(constraint: LedgerStore.commandConstraint)) {
            try await world.database.commit(LedgerStore.insert(sameCommand))
        }
        await #expect(throws: Conflict(constraint: "ledger_entry_by_matter")) {
            try await world.database.commit(LedgerStore.insert(sameVersion))
        }
    }
}

/// What an entry says.
@Suite(.serialized)
struct LedgerEntryTests {
    @Test(arguments: Engine.all)
    func `an opening notes every value, a later step what is different`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.open(HandOver { $0.sector = "chemicals" }).matter
        try await world.perform(SignFor(), on: errand, by: .sun)
        try await world.perform(Report(outcome: "已排查12户"), on: errand, by: .sun)

        let entries = try await world.ledger.entries(of: errand)
        let opened = Dictionary(uniqueKeysWithValues: entries[0].changes.map { ($0.field, [$0.before, $0.after]) })
        #expect(
            opened == [
                "number": [nil, "CS-2026-000001"], "title": [nil, "排查涉氨制冷企业"], "grade": [nil, "ordinary"],
                "region": [nil, "320102000000"], "sector": [nil, "chemicals"], "owner": [nil, "xuanwu-bureau"],
                "supervisor": [nil, "nanjing-bureau"],
                "issuer": [nil, "province-office"], "agreed_day": [nil, "2026-07-31"],
                "due_at": [nil, "2026-06-13 00:00"], "actor_organisation": [nil, "xuanwu-bureau"],
                "demand": [nil, "逐户排查，建立台账"],
            ])
        #expect(
            entries[1].changes == [
                FieldChange("assignee", from: nil, to: "sun"),
                FieldChange("due_at", from: "2026-06-13 00:00", to: "2026-08-01 00:00"),
            ])
        #expect(
            entries[2].changes == [
                FieldChange("actor_organisation", from: "xuanwu-bureau", to: "nanjing-bureau"),
                FieldChange("due_at", from: "2026-08-01 00:00", to: "2026-07-03 00:00"),
                FieldChange("outcome", from: nil, to: "已排查12户"),
            ])
    }

    @Test(arguments: Engine.all)
    func `who, in which post, from where to where, with what evidence`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        let photo = String(repeating: "0a", count: 32)
        let envelope = Envelope(channel: .phone)
        try await world.perform(Report(outcome: "已排查", evidence: [photo, photo]), on: errand, by: .sun, in: envelope)
        try await world.perform(SendBack(reason: "缺“台账”\n第2页\\"), on: errand, by: .zhao)

        let entries = try await world.ledger.entries(of: errand).suffix(2)
        let (report, sendBack) = (entries.first!, entries.last!)
        #expect(report.actor == .init(person: "sun", post: "sun@xuanwu-bureau", organisation: "xuanwu-bureau"))
        #expect(report.target == .init(matter: errand, kind: "errand", region: SampleProvince.xuanwu, version: 3))
        #expect((report.stateBefore, report.stateAfter) == ("working", "reported"))
        #expect(report.commandID == envelope.commandID)
        #expect(report.channel == .phone)
        #expect(report.attachments == [photo, photo])
        #expect(report.reason == nil)
        #expect(sendBack.reason == "缺“台账”\n第2页\\")
        #expect(try await world.ledger.entries(of: errand)[0].stateBefore == nil)
    }

    /// 代理郑 acts in the post he stands in for, under his own name.
    @Test func `a deputy's entry names the deputy and the post`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        world.clock.move(to: "2026-06-15")
        try await world.perform(SignFor(), on: errand, by: .zheng)
        let entry = try #require(try await world.ledger.entries(of: errand).last)
        #expect(entry.actor == .init(person: "zheng", post: "zheng-for-sun", organisation: "xuanwu-bureau"))
    }

    @Test(arguments: Engine.all)
    func `what is entered late stays visibly late`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        let happened = Instant(day: Day("2026-06-11")!, hour: 8)
        let written = Instant(day: Day("2026-06-11")!, hour: 9)
        world.clock.move(to: "2026-06-18", hour: 17)
        let late = Envelope(happened: happened, written: written, channel: .phone)
        try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun, in: late)

        let times = try #require(try await world.ledger.entries(of: errand).last).times
        #expect(times == .init(happened: happened, written: written, received: world.clock.now))
        // The term counts from when it came in.
        #expect(try await world.header(errand).deadline?.start == world.clock.now)
    }

    @Test(arguments: Engine.all)
    func `the audit view finds by person, matter and command, the newest first, page by page`(engine: Engine)
        async throws
    {
        let world = try await World(on: engine)
        let first = try await world.errand(in: .reported)
        let second = try await world.errand(in: .working)

        #expect(
            try await world.ledger.entries(limit: 10).map(\.command) == [
                "sign-for", "hand-over", "report", "sign-for", "hand-over",
            ])
        #expect(try await world.ledger.entries(of: "sun", limit: 10).map(\.target.matter) == [second, first, first])
        #expect(try await world.ledger.entries(matter: first, command: "report", limit: 10).count == 1)
        let newest = try await world.ledger.entries(limit: 2)
        let rest = try await world.ledger.entries(before: newest[1].id, limit: 10)
        #expect(rest.map(\.command) == ["report", "sign-for", "hand-over"])
        #expect(try await world.ledger.entry(commandID: newest[0].commandID) == newest[0])
        #expect(try await world.ledger.entry(commandID: "nothing") == nil)
    }

    @Test(arguments: [
        "", "平常", "引号\"“”", "反斜杠\\", "换行\n回车\r制表\t", "\u{1}\u{1F}\u{7F}", "𠮷野家👨‍👩‍👧‍👦", "null", "[\"a\"]", "\u{2028}\u{FEFF}",
    ])
    func `a value comes back as it went in, whatever it is`(text: String) async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        try await world.perform(Report(outcome: text), on: errand, by: .sun)
        let change = try await world.ledger.entries(of: errand).last?.changes.last
        #expect(change == FieldChange("outcome", from: nil, to: text))
        #expect(change?.after.map { Array($0.unicodeScalars) } == Array(text.unicodeScalars))
    }
}
