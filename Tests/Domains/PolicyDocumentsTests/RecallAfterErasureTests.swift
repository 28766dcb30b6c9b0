import Ledger
import Permissions
import PolicyDocuments
import SampleProvince
import Sealing
import Storage
import Testing
import Workflows

/// 抹除之后的收回 — an erasure is nobody's work on a task: the document still takes all of it back, and nothing that was
/// erased comes again.
@Suite(.serialized)
struct RecallAfterErasureTests {
    private static let contact = "联系人张某某（身份证号 320102）"
    private static let withdrawal = WithdrawDocument(reason: "文件另行印发")

    /// A published document whose tasks say whom to call.
    private struct Scene {
        let office: Office
        let desk: CommandDesk
        let document: String
        var world: World { office.world }

        init(on engine: Engine) async throws {
            office = try await Office(on: engine)
            let world = office.world
            desk = CommandDesk(
                database: world.database, rules: world.desk.rules, calendar: world.desk.calendar,
                registry: world.registry, delegation: Self.naming, channels: [.webhook], now: world.desk.now)
            document = try await office.reviewed()
            try await desk.perform(PublishDocument(), on: document, by: world.user(.zhou))
            try await seal()
        }

        private static let naming = Delegation(to: Errand.self) { assignment, source, step throws(Refusal) in
            func errand(for unit: String) throws(Refusal) -> Errand {
                let unit = try step.organisation(unit, field: "owner")
                var header = MatterHeader(
                    Errand.self, title: assignment.title, region: unit.region, owner: unit.id,
                    supervisor: source.header.owner, issuer: source.header.issuer, in: step)
                header.agreedDay = assignment.day
                return Errand(header: header, demand: assignment.requirement)
            }
            var whole = try errand(for: assignment.lead)
            whole.outcome = contact
            step.open(whole, under: source)
            for unit in assignment.cooperating { step.open(try errand(for: unit), under: whole) }
        }

        /// Asked by the auditor, confirmed by the security administrator.
        func erase(_ text: String, from matter: String) async throws {
            let ground = try ErasureGround(document: "个人信息保护法", article: "第四十七条", reason: "本人撤回同意")
            let erasable = try await desk.erasable(matter, for: world.user(.wei), in: world.kinds)
            let words = try #require(erasable.words.first { $0.text == text })
            try await desk.askErasure(
                of: words.id, in: erasable, on: ground, by: world.user(.wei),
                noting: .any("UPDATE matter SET version = version WHERE 1 = 0"))
            let requests = try await desk.erasureRequests(for: world.user(.feng), in: world.kinds)
            let request = try #require(requests.first { $0.request.matter == matter }).request
            try await desk.confirmErasure(request.id, by: world.user(.feng), in: world.kinds) { _, _ in [] }
        }

        func withdraw() async throws {
            try await desk.perform(withdrawal, on: document, by: world.user(.zhou))
        }

        /// Tasks and their parts.
        func tasks() async throws -> [MatterHeader] {
            var tasks: [MatterHeader] = []
            for task in try await world.parts(of: document) {
                tasks += [task] + (try await world.parts(of: task.id))
            }
            return tasks
        }

        func seal() async throws {
            _ = try await Sealer(log: SealedLog(database: world.database), key: Self.key).run()
        }

        private static let key = SigningKey(name: "sample.example/log", kind: .note, secret: [7])

        /// What is wrong with the record and the matters.
        func findings() async throws -> [String] {
            let log = try await LedgerAudit(database: world.database, keys: LogKeys(Self.key.verifier)).run()
            let matters = try await StateAudit(database: world.database, kinds: world.kinds).run()
            return log.findings.map(\.description) + matters.findings.map(\.description)
        }

        /// The tables in which a text still stands.
        func holds(_ text: String) async throws -> [String] {
            var tables: [String] = []
            for table in ["ledger_entry", "ledger_text", "errand", "policy_document", "matter", "notice"] {
                let rows = try await world.database.rows("SELECT * FROM \(SQL(verbatim: table))")
                if rows.contains(where: { "\($0.values)".contains(text) }) { tables.append(table) }
            }
            return tables
        }
    }

    @Test(arguments: Engine.all)
    func `who signed for a task before the erasure is not overruled after it`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        let second = try await scene.world.parts(of: scene.document)[1]
        let part = try await scene.world.parts(of: second.id)[0]
        try await scene.desk.perform(SignFor(), on: part.id, by: scene.world.user(.sun))
        try await scene.erase(Self.contact, from: second.id)
        let refused = try await refusal { try await scene.withdraw() }
        #expect(refused?.code == "acted-upon")
        #expect(refused?.message.contains(part.number) == true)
        #expect(try await scene.office.document(scene.document).state == .published)
    }

    @Test(arguments: Engine.all)
    func `tasks are taken back after an erasure in one of them, and what was erased does not come again`(engine: Engine)
        async throws
    {
        let scene = try await Scene(on: engine)
        for task in try await scene.world.parts(of: scene.document) {
            try await scene.erase(Self.contact, from: task.id)
        }
        #expect(try await scene.holds(Self.contact) == [])
        try await scene.withdraw()

        let tasks = try await scene.tasks()
        #expect(tasks.count > 3 && tasks.allSatisfy { $0.state == "withdrawn" })
        for task in tasks {
            let last = try #require(try await scene.world.ledger.entries(of: task.id).last)
            #expect(last.command == "recall" && last.reason == "文件另行印发")
        }
        #expect(try await scene.holds(Self.contact) == [])
        #expect(try await scene.findings() == [], "not sealed yet")
        try await scene.seal()
        #expect(try await scene.findings() == [])
    }

    @Test(arguments: Engine.all)
    func `why tasks were taken back can itself be erased, in each by itself`(engine: Engine) async throws {
        let scene = try await Scene(on: engine)
        try await scene.withdraw()
        try await scene.seal()
        let tasks = try await scene.tasks()
        try await scene.erase("文件另行印发", from: tasks[0].id)
        let reasons = try await scene.world.ledger.entries(of: tasks[0].id).filter { $0.command == "recall" }.map(
            \.reason)
        #expect(reasons == [FieldChange.erased])
        #expect(try await scene.world.ledger.entries(of: tasks[1].id).last?.reason == "文件另行印发")
        try await scene.seal()
        #expect(try await scene.findings() == [])
        #expect(try await scene.world.header(tasks[0].id).state == "withdrawn")
    }
}
