import SampleProvince
import Storage
import Testing
import Workflows

/// 分办 — parts open and close with their whole.
@Suite(.serialized)
struct PartsTests {
    @Test(arguments: Engine.all)
    func `the whole waits for its parts`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let whole = try await world.errand(in: .working)
        try await world.perform(Split(["gulou-bureau"]), on: whole, by: .sun)
        let part = try await world.parts(of: whole)[0]
        let before = try await world.picture(of: whole)

        let refused = try await refusal { try await world.perform(Report(outcome: "已排查"), on: whole, by: .sun) }
        #expect(refused?.code == "children-open")
        #expect(refused?.message.contains("1 件") == true)
        #expect(try await world.picture(of: whole) == before)

        try await world.finishInGulou(part.id)
        #expect(try await world.perform(Report(outcome: "已排查"), on: whole, by: .sun).state == "reported")
    }

    @Test(arguments: Engine.all)
    func `a part reopened between the check and the commit is noticed by the database`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let whole = try await world.errand(in: .working)
        try await world.perform(Split(["gulou-bureau"]), on: whole, by: .sun)
        let part = try await world.parts(of: whole)[0].id
        try await world.finishInGulou(part)

        let desk = world.desk { try await world.perform(Reopen(reason: "抽查不实"), on: part, by: .zhao) }
        let refused = try await refusal {
            try await desk.perform(Report(outcome: "已排查"), on: whole, by: world.user(.sun))
        }

        #expect(refused?.code == "changed-meanwhile")
        #expect(try await world.header(whole).state == "working")
    }

    @Test(arguments: Engine.all)
    func `a part has its own number, term and entry, and the whole as its parent`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let envelope = Envelope()
        let whole = try await world.open(
            HandOver { $0.parts = ["gulou-bureau", "kunshan-bureau"] }, in: envelope
        ).matter

        let parts = try await world.parts(of: whole)
        #expect(parts.map(\.owner) == ["gulou-bureau", "kunshan-bureau"])
        #expect(parts.map(\.region) == [SampleProvince.gulou, SampleProvince.kunshan])
        #expect(Set(parts.map(\.number)).count == 2)
        for part in parts {
            #expect(part.version == 1)
            #expect(part.deadline?.dueOn.description == "2026-06-12")
            let entries = try await world.ledger.entries(of: part.id)
            #expect(entries.map(\.command) == ["open-part"])
            #expect(entries.map(\.commandID) == ["\(envelope.commandID)/\(part.id)"])
            #expect(try await world.notices(about: part.id).map(\.organisation) == [part.owner])
        }
    }

    @Test(arguments: Engine.all)
    func `an opening whose last part fails leaves nothing behind`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let faulty = HandOver { $0.parts = ["gulou-bureau", "work-safety"] }
        let refused = try await refusal { try await world.open(faulty) }

        #expect(refused?.problems.keys.sorted() == ["parts"])
        for table in ["matter", "errand", "ledger_entry", "notice", "tally"] {
            #expect(try await world.count(SQL(verbatim: table)) == 0, "\(table)")
        }
    }

    @Test(arguments: Engine.all)
    func `an opening that the database refuses half-way leaves nothing behind`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let first = try await world.open(HandOver())
        let number = try await world.header(first.matter).number
        let counts = try await world.counts()
        // The second of three numbers is taken already.
        let next = String(number.dropLast(2)) + "03"
        try await world.database.commit([.one("UPDATE matter SET number = \(next) WHERE id = \(first.matter)")])

        let refused = try await refusal {
            try await world.open(HandOver { $0.parts = ["gulou-bureau", "kunshan-bureau"] })
        }

        #expect(refused?.code == "changed-meanwhile")
        #expect(try await world.counts() == counts)
        #expect(try await Recount(database: world.database).differences() == [])
    }
}

extension World {
    fileprivate func counts() async throws -> [Int] {
        [
            try await count("matter"), try await count("errand"), try await count("ledger_entry"),
            try await count("notice"), try await count("tally WHERE amount <> 0"),
        ]
    }

    fileprivate func finishInGulou(_ part: String) async throws {
        try await perform(SignFor(), on: part, by: .zheng)
        try await perform(Report(outcome: "已排查"), on: part, by: .zheng)
        try await perform(Verify(), on: part, by: .zhao)
        try await performByPlatform(Archive(), on: part)
    }
}
