import Permissions
import SampleProvince
import Storage
import Testing
import Workflows

/// What happens when two people act at once, or one person twice.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct ConcurrencyTests {
    @Test(arguments: Engine.all)
    func `of two people who act on what they both read, the second is told`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        let desk = world.desk { try await world.perform(Defer(reason: "须批复"), on: errand, by: .lyu) }

        let refused = try await refusal {
            try await desk.perform(Report(outcome: "已排查"), on: errand, by: world.user(.sun))
        }

        #expect(refused?.code == "changed-meanwhile")
        #expect(refused?.kind == .conflicting)
        #expect(try await world.header(errand).state == "deferred")
        #expect(try await world.errand(errand).outcome == nil)
    }

    @Test func `who saw an earlier version is told before anything is decided`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        try await world.perform(Split(["meiyuan-station"]), on: errand, by: .lyu)

        let refused = try await refusal {
            try await world.perform(
                Defer(reason: "须批复"), on: errand, by: .sun, in: Envelope(expectedVersion: 2))
        }

        #expect(refused?.code == "changed-meanwhile")
        #expect(
            try await world.perform(Defer(reason: "须批复"), on: errand, by: .sun, in: Envelope(expectedVersion: 3))
                .version
                == 4)
    }

    @Test(arguments: Engine.concurrent)
    func `of twenty who act at once one gets through for each version`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)

        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<20 {
                group.addTask {
                    try await refusal {
                        try await world.perform(
                            Defer(reason: "第\(number)人"), on: errand, by: number % 2 == 0 ? .sun : .lyu)
                    }?.code ?? "done"
                }
            }
            return try await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        }

        #expect(outcomes["done"] == 1)
        #expect(Set(outcomes.keys).isSubset(of: ["done", "changed-meanwhile", "wrong-state"]))
        #expect(try await world.ledger.entries(of: errand).map(\.command) == ["hand-over", "sign-for", "defer"])
    }
}

/// 会签 — everyone's opinion counts, whoever comes when.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct CountersigningTests {
    private let signatories = ["gulou-bureau", "kunshan-bureau", "industry", "nanjing-bureau"]
    private let signers: [Someone] = [.zheng, .wu, .jiang, .qian]

    @Test(arguments: Engine.all)
    func `the errand goes on when the last has signed, in whatever order`(engine: Engine) async throws {
        let world = try await World(on: engine)
        for order in [signers, signers.reversed(), [.jiang, .zheng, .qian, .wu]] {
            let errand = try await world.errand(in: .working)
            try await world.perform(AskOpinions(signatories), on: errand, by: .sun)
            for signer in order.dropLast() {
                #expect(
                    try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: signer).state
                        == "countersigning")
            }
            #expect(
                try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: order.last!).state
                    == "working")
            #expect(try await world.header(errand).awaitedSignatures == [])
        }
    }

    @Test func `nobody signs twice, nor for another organisation, nor unasked`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .countersigning)
        try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: .zheng)

        for someone in [Someone.zheng, .jiang, .qian, .sun] {
            let refused = try await refusal {
                try await world.perform(Countersign<Errand>(reason: "再签"), on: errand, by: someone)
            }
            #expect(["not-permitted", "not-found"].contains(refused?.code ?? ""), "\(someone.name)")
        }
        #expect(try await world.header(errand).awaitedSignatures == ["kunshan-bureau"])
    }

    @Test func `an organisation asked twice signs once`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        try await world.perform(AskOpinions(["gulou-bureau", "gulou-bureau"]), on: errand, by: .sun)
        #expect(
            try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: .zheng).state == "working")
    }

    @Test(arguments: Engine.all)
    func `a signature given while another is being given is not lost, nor is the other`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .countersigning)
        let desk = world.desk { try await world.perform(Countersign<Errand>(reason: "同意"), on: errand, by: .wu) }

        let receipt = try await desk.perform(
            Countersign<Errand>(reason: "同意"), on: errand, by: world.user(.zheng))

        #expect(receipt.state == "working")
        #expect(try await world.ledger.entries(of: errand).suffix(2).map(\.actor.person) == ["wu", "zheng"])
    }

    @Test(arguments: Engine.concurrent)
    func `of four who sign at once every signature is kept`(engine: Engine) async throws {
        let world = try await World(on: engine)
        for _ in 0..<5 {
            let errand = try await world.errand(in: .working)
            try await world.perform(AskOpinions(signatories), on: errand, by: .sun)
            try await withThrowingTaskGroup { group in
                for signer in signers {
                    group.addTask {
                        _ = try await world.perform(
                            Countersign<Errand>(reason: "\(signer.name)同意"), on: errand, by: signer)
                    }
                }
                try await group.waitForAll()
            }
            let entries = try await world.ledger.entries(of: errand)
            let signed = entries.filter { $0.command == "countersign" }
            #expect(Set(signed.map(\.actor.person)) == Set(signers.map(\.rawValue)))
            #expect(signed.count == signers.count)
            #expect(entries.last?.stateAfter == "working")
        }
    }
}

/// A command with the same id is carried out once and answered the same again.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct IdempotencyTests {
    @Test(arguments: Engine.all)
    func `a command sent twice is carried out once`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        let envelope = Envelope(expectedVersion: 2)

        let first = try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun, in: envelope)
        let picture = try await world.picture(of: errand)
        let second = try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun, in: envelope)

        #expect(!first.isRepeated)
        #expect(second.isRepeated)
        #expect(second.entry == first.entry)
        #expect(second.version == first.version)
        #expect(second.state == first.state)
        #expect(try await world.picture(of: errand) == picture)
    }

    @Test func `a command sent twice is answered though others have gone on since`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .working)
        let envelope = Envelope()
        let first = try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun, in: envelope)
        try await world.perform(SendBack(reason: "缺台账"), on: errand, by: .zhao)

        let second = try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun, in: envelope)

        #expect(second.entry == first.entry)
        #expect(try await world.header(errand).state == "working")
    }

    /// The errand is no longer the sender's to see: the answer is still the first one.
    @Test func `a transfer sent twice is answered the same though the errand is out of reach`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver) { $0.region = SampleProvince.kunshan }
        let transfer = Transfer<Errand>(organisation: "kunshan-bureau", reason: "属地有误")
        let envelope = Envelope()

        let first = try await world.perform(transfer, on: errand, by: .sun, in: envelope)
        let second = try await world.perform(transfer, on: errand, by: .sun, in: envelope)

        #expect(second.entry == first.entry)
        #expect(second.isRepeated)
        #expect(try await refusal { try await world.perform(transfer, on: errand, by: .sun) }?.code == "not-found")
    }

    /// The second time the errand has that owner already, which would be a mistake on the form.
    @Test func `a transfer within one's reach sent twice is answered the same`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        let transfer = Transfer<Errand>(organisation: "gulou-bureau", reason: "属地有误")
        let envelope = Envelope()
        let first = try await world.perform(transfer, on: errand, by: .sun, in: envelope)
        #expect(try await world.perform(transfer, on: errand, by: .sun, in: envelope).entry == first.entry)
    }

    @Test(arguments: Engine.all)
    func `an id used for one command is refused for another`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        let other = try await world.errand(in: .working)
        let envelope = Envelope()
        try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun, in: envelope)
        let pictures = [try await world.picture(of: errand), try await world.picture(of: other)]

        // Another command on the same errand, the same on another errand, the same by another person.
        let refusals = [
            try await refusal { try await world.perform(Verify(), on: errand, by: .zhao, in: envelope) },
            try await refusal { try await world.perform(Report(outcome: "乙"), on: other, by: .sun, in: envelope) },
            try await refusal { try await world.perform(Report(outcome: "乙"), on: other, by: .lyu, in: envelope) },
            try await refusal { try await world.open(HandOver(), in: envelope) },
        ]

        #expect(refusals.map { $0?.code } == Array(repeating: "command-id-reused", count: 4))
        #expect([try await world.picture(of: errand), try await world.picture(of: other)] == pictures)
        #expect(try await world.count("matter") == 2)
    }

    @Test(arguments: Engine.all)
    func `an opening sent twice opens one matter`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let envelope = Envelope()
        let opening = HandOver { $0.parts = ["gulou-bureau"] }
        let first = try await world.open(opening, in: envelope)
        let second = try await world.open(opening, in: envelope)

        #expect(second.matter == first.matter)
        #expect(second.isRepeated)
        #expect(try await world.count("matter") == 2)
    }

    @Test(arguments: Engine.concurrent)
    func `an opening sent ten times at once opens one matter`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let envelope = Envelope()
        let matters = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<10 { group.addTask { try await world.open(HandOver(), in: envelope).matter } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(matters.count == 1)
        #expect(try await world.count("matter") == 1)
        #expect(try await world.count("ledger_entry") == 1)
    }

    /// Two kinds may call their openings by the same name.
    @Test func `an id used for opening one kind is refused for opening another`() async throws {
        let world = try await World()
        let envelope = Envelope()
        try await world.open(TakeTip(), by: .shi, in: envelope)
        try await world.database.commit([
            PermissionStore.save(SampleProvince.post(of: .zhou, for: .shi))
        ])
        try await world.people.reload()

        let refused = try await refusal { try await world.open(HandOver(), by: .shi, in: envelope) }

        #expect(refused?.code == "command-id-reused")
        #expect(try await world.count("errand") == 0)
    }
}

/// Running numbers.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct SerialNumberTests {
    @Test(arguments: Engine.all + Engine.concurrent.filter { $0 == .file })
    func `two hundred openings at once get two hundred numbers`(engine: Engine) async throws {
        let world = try await World(on: engine)
        try await withThrowingTaskGroup { group in
            for _ in 0..<200 { group.addTask { _ = try await world.open(HandOver()) } }
            try await group.waitForAll()
        }
        let numbers: [String] = try await world.database.rows("SELECT number FROM matter ORDER BY number").map {
            try $0["number"]
        }
        #expect(numbers.first == "CS-2026-000001")
        #expect(numbers.last == "CS-2026-000200")
        #expect(Set(numbers).count == 200)
    }

    @Test(arguments: Engine.concurrent)
    func `two instances of the program never give the same number`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let desks = [world.desk, world.otherInstance]
        try await withThrowingTaskGroup { group in
            for number in 0..<60 {
                group.addTask { _ = try await desks[number % 2].open(HandOver(), by: world.user(.zhou)) }
            }
            try await group.waitForAll()
        }
        #expect(try await world.count("(SELECT DISTINCT number FROM matter) numbers") == 60)
    }

    @Test func `many who wait for the first block of numbers all get one`() async throws {
        let world = try await World()
        let serial = SerialNumbers(database: world.database, blockSize: 7)
        let numbers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<100 { group.addTask { try await serial.next(in: "甲", year: 2026) } }
            return try await group.reduce(into: Set<Int>()) { $0.insert($1) }
        }
        #expect(numbers.count == 100)
        #expect(numbers.contains(100))
    }

    @Test(arguments: Engine.all)
    func `a series without gaps goes on where it stopped, whichever instance counts`(engine: Engine) async throws {
        let world = try await World(on: engine)
        var numbers: [Int] = []
        for _ in 0..<4 {
            let afterRestart = SerialNumbers(database: world.database)
            numbers.append(try await afterRestart.nextWithoutGap(in: "苏安办督", year: 2026))
        }
        #expect(numbers == [1, 2, 3, 4])
    }

    @Test func `numbers begin anew each year, and each kind has its own`() async throws {
        let world = try await World()
        #expect(try await world.header(world.open(HandOver()).matter).number == "CS-2026-000001")
        #expect(try await world.header(world.open(TakeTip(), by: .shi).matter).number == "XS-2026-000001")
        world.clock.move(to: "2027-01-04")
        #expect(try await world.header(world.open(HandOver()).matter).number == "CS-2027-000001")
    }
}
