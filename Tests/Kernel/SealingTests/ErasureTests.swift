import Ledger
import Permissions
import SampleProvince
import Sealing
import Storage
import Testing
import Workflows

/// 抹除 — nobody erases alone; what was erased is gone from everywhere, and everything can still be proved.
@Suite(.serialized)
struct ErasureTests {
    private static let outcome = "张某某（身份证号 320102）已调离，由其家属代签"

    /// An errand whose outcome is about somebody, and was repeated in a remark.
    private struct Scene {
        let sealed: Sealed
        let errand: String
        var world: World { sealed.world }
        var kinds: KindCatalogue { sealed.world.kinds }

        init(on engine: Engine) async throws {
            sealed = try await Sealed(on: engine)
            errand = try await sealed.world.errand(in: .working)
            try await world.perform(Report(outcome: outcome), on: errand, by: .sun)
            try await world.perform(SendBack(reason: outcome), on: errand, by: .zhao)
            try await world.perform(Defer(reason: "等待省政府批复"), on: errand, by: .sun)
            try await sealed.sealer.run()
        }

        func matter(for someone: Someone = .wei) async throws -> ErasableMatter {
            try await world.desk.erasable(errand, for: world.user(someone), in: kinds)
        }

        func ground(_ reason: String = "本人撤回同意") throws -> ErasureGround {
            try ErasureGround(document: "个人信息保护法", article: "第四十七条第一款第三项", reason: reason)
        }

        /// Asks for the outcome to go.
        func ask(by someone: Someone = .wei, reason: String = "本人撤回同意") async throws {
            let matter = try await matter()
            let words = try #require(matter.words.first { $0.text == outcome })
            try await world.desk.askErasure(
                of: words.id, in: matter, on: ground(reason), by: world.user(someone), noting: nothing)
        }

        func request() async throws -> String {
            try #require(
                try await world.desk.erasureRequests(for: world.user(.feng), in: kinds).first?.request.id)
        }

        @discardableResult
        func confirm(_ request: String, by user: User, alongside: [Change] = []) async throws -> Receipt {
            try await world.desk.confirmErasure(request, by: user, in: kinds) { _, _ in alongside }
        }

        func erase() async throws -> Receipt {
            try await ask()
            return try await confirm(try await request(), by: world.user(.feng))
        }

        func matters() async throws -> [StateAudit.Finding] {
            try await StateAudit(database: world.database, kinds: kinds).run().findings
        }

        /// Whether the text still stands in any row of any of these tables.
        func holds(_ text: String) async throws -> [String] {
            var tables: [String] = []
            for table in ["ledger_entry", "ledger_text", "errand", "matter", "notice", "erasure_request"] {
                let rows = try await world.database.rows("SELECT * FROM \(SQL(verbatim: table))")
                if rows.contains(where: { "\($0.values)".contains(text) }) { tables.append(table) }
            }
            return tables
        }
    }

    private static let nothing = Change.any("UPDATE matter SET version = version WHERE 1 = 0")

    @Test(arguments: Engine.all)
    func `nobody but the auditor asks, and nobody but the security administrator decides`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        for someone in [Someone.sun, .zhou, .chen, .feng] {
            #expect(try await refusal { try await scene.matter(for: someone) }?.kind == .missing, "\(someone)")
            #expect(try await refusal { try await scene.ask(by: someone) }?.kind == .forbidden, "\(someone)")
        }
        try await scene.ask()
        let request = try await scene.request()
        for someone in [Someone.sun, .zhou, .chen, .wei] {
            let user = scene.world.user(someone)
            #expect(try await refusal { try await scene.confirm(request, by: user) }?.kind == .forbidden)
            #expect(
                try await refusal {
                    try await scene.world.desk.declineErasure(request, by: user, in: scene.kinds) { _ in Self.nothing }
                }?.kind == .forbidden)
        }
        #expect(try await scene.holds(Self.outcome) == ["ledger_text", "errand"])
        #expect(try await scene.world.desk.erasureRequests(for: scene.world.user(.sun), in: scene.kinds).isEmpty)
    }

    @Test func `whoever asked does not also decide, whatever posts they hold now`() async throws {
        let scene = try await Scene(on: .memory)
        try await scene.ask()
        let wei = scene.world.user(.wei)
        let both = User(person: wei.person, posts: wei.posts + [SampleProvince.post(of: .feng, for: .wei)])
        let request = try await scene.request()
        #expect(try await refusal { try await scene.confirm(request, by: both) }?.code == "own-work")
        #expect(try await scene.holds(Self.outcome) == ["ledger_text", "errand"])
    }

    @Test func `without document, article and reason nothing is asked, nor with the text in the reason`() async throws {
        let scene = try await Scene(on: .memory)
        #expect(throws: Refusal.self) { try ErasureGround(document: " ", article: "", reason: "\n") }
        let empty = try await refusal { _ = try ErasureGround(document: " ", article: "", reason: "\n") }
        #expect(empty?.problems.keys.sorted() == ["article", "document", "reason"])
        let repeated = try await refusal { try await scene.ask(reason: "内容是：\(Self.outcome)") }
        #expect(repeated?.problems.keys.sorted() == ["reason"])
        #expect(try await scene.world.count("erasure_request") == 0)
    }

    @Test func `only remarks and what is about people can be chosen`() async throws {
        let scene = try await Scene(on: .memory)
        let matter = try await scene.matter()
        #expect(matter.words.map(\.text) == [Self.outcome, "等待省政府批复"])
        let opening = try await scene.world.ledger.entries(of: scene.errand)[0].id
        let demand = try await refusal {
            try await scene.world.desk.askErasure(
                of: "\(opening) demand/after", in: matter, on: scene.ground(), by: scene.world.user(.wei),
                noting: Self.nothing)
        }
        #expect(demand?.problems.keys.sorted() == ["text"])
    }

    @Test(arguments: Engine.all)
    func `what is erased is gone wherever it stood, and an entry says so`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        let before = try await scene.world.header(scene.errand)
        let words = try #require(try await scene.matter().words.first { $0.text == Self.outcome })
        #expect(words.places.map(\.slot) == ["outcome/after", "reason"])
        let receipt = try await scene.erase()

        #expect(try await scene.holds(Self.outcome) == [])
        let errand = try await scene.world.errand(scene.errand)
        #expect(errand.outcome == FieldChange.erased)
        #expect(errand.header.version == before.version + 1)
        #expect(errand.header.state == before.state && errand.header.updatedAt == before.updatedAt)
        let entries = try await scene.world.ledger.entries(of: scene.errand)
        let last = try #require(entries.last)
        #expect(last.id == receipt.entry && last.isErasure && last.actor.person == "feng")
        #expect(last.stateBefore == last.stateAfter && last.reason == "本人撤回同意")
        #expect(last.changes.filter { $0.field == "erased" }.map(\.before) == words.places.map(\.id))
        #expect(last.changes.contains(FieldChange("erasure_asked_by", from: nil, to: "wei")))
        #expect(entries.filter { $0.reason == FieldChange.erased }.map(\.command) == ["send-back"])
        #expect(entries.contains { $0.reason == "等待省政府批复" }, "what was not asked for stays")
        #expect(try await scene.world.count("erasure_request") == 0)
    }

    @Test(arguments: Engine.all)
    func `every proof holds afterwards, before the erasure is sealed and after`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        let entries = try await scene.world.ledger.entries(of: scene.errand).map(\.id)
        let digests = try await entries.asyncMap { try await scene.world.ledger.inscription(of: $0)?.digest }
        _ = try await scene.erase()
        #expect(try await scene.sealed.audit().findings == [], "not sealed yet")
        #expect(try await scene.matters() == [])
        try await scene.sealed.sealer.run()
        #expect(try await scene.sealed.audit().findings == [])
        #expect(try await scene.matters() == [])
        #expect(try await entries.asyncMap { try await scene.world.ledger.inscription(of: $0)?.digest } == digests)
        let proof = try #require(try await scene.sealed.log.proofs(of: entries))
        #expect(try proof.check(with: LogKeys(Sealed.key.verifier), against: nil).size == entries.count + 1)

        // Work goes on: the next step says the mark where it says what stood before.
        try await scene.world.perform(Decide(), on: scene.errand, by: .zhou)
        try await scene.world.perform(Report(outcome: "已办"), on: scene.errand, by: .sun)
        try await scene.sealed.sealer.run()
        #expect(try await scene.sealed.audit().findings == [])
        #expect(try await scene.matters() == [])
    }

    @Test(arguments: Engine.all)
    func `a text that went without an erasure is found, beside one that went with it`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        _ = try await scene.erase()
        try await scene.sealed.sealer.run()
        let other = try #require(
            try await scene.world.ledger.entries(of: scene.errand).first { $0.reason == "等待省政府批复" })
        try await scene.sealed.change("UPDATE ledger_text SET texts = '[]' WHERE entry = \(other.id)")
        let findings = try await scene.sealed.audit().findings
        #expect(findings.map(\.entry) == [other.id] && findings.first?.kind == .removed)
    }

    @Test func `a row that shows something else than the mark where its text was erased is found`() async throws {
        let scene = try await Scene(on: .memory)
        _ = try await scene.erase()
        try await scene.sealed.change("UPDATE errand SET outcome = '已排查12户' WHERE id = \(scene.errand)")
        #expect(try await scene.matters().map(\.matter) == [scene.errand])
    }

    @Test(arguments: Engine.all)
    func `a decision is made once, and one that fails changes nothing`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        try await scene.ask()
        #expect(try await refusal { try await scene.ask() }?.code == "erasure-asked-already")
        let (request, feng) = (try await scene.request(), scene.world.user(.feng))
        let picture = try await scene.world.picture(of: scene.errand)
        let failing = Change.one("UPDATE matter SET version = version WHERE 1 = 0")
        let failed = try await refusal { try await scene.confirm(request, by: feng, alongside: [failing]) }
        #expect(failed?.code == "changed-meanwhile")
        #expect(try await scene.world.picture(of: scene.errand) == picture)
        #expect(try await scene.holds(Self.outcome) == ["ledger_text", "errand"])
        try await scene.confirm(request, by: feng)
        #expect(try await refusal { try await scene.confirm(request, by: feng) }?.code == "erasure-decided")
    }

    @Test func `what is declined stays, and can be asked for again`() async throws {
        let scene = try await Scene(on: .memory)
        try await scene.ask()
        let feng = scene.world.user(.feng)
        try await scene.world.desk.declineErasure(try await scene.request(), by: feng, in: scene.kinds) { _ in
            Self.nothing
        }
        #expect(try await scene.holds(Self.outcome) == ["ledger_text", "errand"])
        #expect(try await scene.world.ledger.entries(of: scene.errand).contains(where: \.isErasure) == false)
        try await scene.ask()
    }

    @Test(arguments: Engine.all)
    func `a notice loses its words to the mark, and to nothing else`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        let entries = try await scene.world.ledger.entries(of: scene.errand)
        let back = try #require(entries.first { $0.command == "send-back" })
        // As a command tells what it was given.
        try await scene.world.database.commit([
            .one(
                """
                INSERT INTO notice (id, organisation, matter, entry, at, text)
                VALUES ('quoting', 'xuanwu-bureau', \(scene.errand), \(back.id), 1, \("退回：" + Self.outcome))
                """)
        ])
        let others = try await scene.world.notices(about: scene.errand).filter { $0.id != "quoting" }
        _ = try await scene.erase()
        #expect(try await scene.holds(Self.outcome) == [])
        let notices = try await scene.world.notices(about: scene.errand)
        #expect(notices.first { $0.id == "quoting" }?.text == FieldChange.erased)
        #expect(notices.filter { $0.id != "quoting" } == others)
        for change in ["text = '别的'", "text = '\(FieldChange.erased)', organisation = 'x'", "at = 2"] {
            await #expect(throws: (any Error).self, "\(change)") {
                try await scene.sealed.change(SQL(verbatim: "UPDATE notice SET \(change)"))
            }
        }
    }

    @Test func `an erasure says nothing of what the matter holds`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        let entries = try await world.ledger.entries(of: errand)
        #expect(entries.allSatisfy { !$0.isErasure })
        let then = try #require(MatterThen(folding: entries + [Self.erasure(after: entries[0])]))
        #expect(then.version == 2 && then.breaks.isEmpty)
        #expect(then.fields == MatterThen(folding: entries)?.fields)
    }

    private static func erasure(after entry: LedgerEntry) -> LedgerEntry {
        var erasure = entry
        (erasure.command, erasure.stateBefore) = (Inscription.erasure, entry.stateAfter)
        erasure.target.version += 1
        erasure.changes = [FieldChange("title", from: nil, to: "x")]
        return erasure
    }
}

extension Array {
    fileprivate func asyncMap<Answer>(_ work: (Element) async throws -> Answer) async throws -> [Answer] {
        var answers: [Answer] = []
        for element in self { answers.append(try await work(element)) }
        return answers
    }
}
