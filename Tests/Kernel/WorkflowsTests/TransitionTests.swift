import Permissions
import SampleProvince
import Testing
import Workflows

/// Every row of the errand's table: who gives the command, from where to where, and what is filled in.
struct Move: Sendable, CustomTestStringConvertible {
    let command: String
    let from: Errand.State
    let to: Errand.State
    let by: [Someone]
    var values: [String: [String]] = [:]

    var testDescription: String { "\(command) from \(from)" }

    static let all: [Move] = [
        Move(command: "sign-for", from: .handedOver, to: .working, by: [.sun, .lyu]),
        Move(
            command: "withdraw", from: .handedOver, to: .withdrawn, by: [.zhou], values: ["reason": ["重复"]]),
        Move(
            command: "transfer", from: .handedOver, to: .handedOver, by: [.sun, .lyu],
            values: ["organisation": ["gulou-bureau"], "reason": ["属地有误"]]),
        Move(
            command: "transfer", from: .working, to: .handedOver, by: [.sun, .lyu],
            values: ["organisation": ["gulou-bureau"], "reason": ["属地有误"]]),
        Move(
            command: "split", from: .working, to: .working, by: [.sun, .lyu], values: ["parts": ["meiyuan-station"]]),
        Move(
            command: "ask-opinions", from: .working, to: .countersigning, by: [.sun, .lyu],
            values: ["organisations": ["gulou-bureau", "kunshan-bureau"]]),
        Move(
            command: "countersign", from: .countersigning, to: .countersigning, by: [.zheng, .wu],
            values: ["reason": ["同意"]]),
        Move(command: "suspend", from: .working, to: .working, by: [.zhou], values: ["reason": ["等待鉴定"]]),
        Move(
            command: "extend", from: .working, to: .working, by: [.zhou],
            values: ["day": ["2026-08-31"], "reason": ["户数多"]]),
        Move(
            command: "defer", from: .working, to: .deferred, by: [.sun, .lyu], values: ["reason": ["须省政府批复"]]),
        Move(command: "decide", from: .deferred, to: .working, by: [.zhou]),
        Move(
            command: "report", from: .working, to: .reported, by: [.sun, .lyu], values: ["outcome": ["已排查"]]),
        Move(
            command: "send-back", from: .reported, to: .working, by: [.zhao, .lyu], values: ["reason": ["缺台账"]]),
        Move(command: "verify", from: .reported, to: .archiving, by: [.zhao, .lyu]),
        Move(
            command: "reopen", from: .closed, to: .working, by: [.zhao, .lyu], values: ["reason": ["抽查不实"]]),
    ]

    /// Those whose posts let them read an errand of 玄武区 that belongs to no sector.
    static let readers: Set<Someone> = [.zhou, .wang, .qian, .zhao, .sun, .lyu, .jiang]
}

extension World {
    @discardableResult
    func make(
        _ move: Move, on errand: String, by someone: Someone, in envelope: Envelope = Envelope()
    ) async throws -> Receipt {
        try await kinds["errand"]!.perform(
            move.command, with: FieldValues(move.values), on: errand, by: user(someone), in: envelope, at: desk)
    }
}

/// Who may give which command when.
@Suite(.serialized)
struct TransitionTests {
    @Test func `every command of the table is among the moves tested, but for those of the platform`() {
        let listed = Set(Errand.workflow.transitions.filter { !$0.isByPlatform }.map(\.slug))
        #expect(Set(Move.all.map(\.command)) == listed.subtracting(["resume"]))
    }

    /// Not permitted is said to those who read the matter; to all others it is as if it were not there.
    @Test(arguments: Move.all)
    func `a command is for its people only`(move: Move) async throws {
        let world = try await World()
        let errand = try await world.errand(in: move.from)
        let before = try await world.picture(of: errand)
        let readers = move.from == .countersigning ? Move.readers.union([.zheng, .wu]) : Move.readers

        for someone in Someone.allCases where !move.by.contains(someone) {
            let refused = try await refusal { try await world.make(move, on: errand, by: someone) }
            #expect(
                refused?.code == (readers.contains(someone) ? "not-permitted" : "not-found"), "\(someone.name)")
        }
        #expect(try await world.picture(of: errand) == before)
    }

    @Test(arguments: Move.all)
    func `a command is given in its states only`(move: Move) async throws {
        let world = try await World()
        let origins = try #require(Errand.workflow.transition(move.command)).origins
        for state in Errand.State.allCases where !origins.contains(state) {
            let errand = try await world.errand(in: state)
            let before = try await world.picture(of: errand)
            for someone in move.by {
                let refused = try await refusal { try await world.make(move, on: errand, by: someone) }
                // Who has nothing to sign has no part in it at all.
                let codes = move.command == "countersign" ? ["not-found", "not-permitted"] : ["wrong-state"]
                #expect(codes.contains(refused?.code ?? ""), "\(state) \(someone.name)")
            }
            #expect(try await world.picture(of: errand) == before)
        }
    }

    @Test(arguments: Move.all, Engine.all)
    func `a command leads where the table says, with one entry more`(move: Move, engine: Engine) async throws {
        let world = try await World(on: engine)
        for someone in move.by where someone != .lyu {
            let errand = try await world.errand(in: move.from)
            let before = try await world.header(errand)

            let receipt = try await world.make(move, on: errand, by: someone)

            let after = try await world.header(errand)
            let entries = try await world.ledger.entries(of: errand)
            #expect(receipt.state == move.to.rawValue)
            #expect(after.state == move.to.rawValue)
            #expect(after.version == before.version + 1)
            #expect(entries.map(\.target.version) == Array(1...after.version))
            #expect(entries.last?.command == move.command)
            #expect(entries.last?.actor.person == someone.rawValue)
            #expect(after.isOpen == !Errand.workflow.final.contains(move.to))
        }
    }

    @Test(arguments: Move.all.filter { Errand.workflow.transition($0.command)?.needsReason == true })
    func `a reason is asked for where the other side must understand it`(move: Move) async throws {
        let world = try await World()
        let errand = try await world.errand(in: move.from)
        let before = try await world.picture(of: errand)
        for empty in [nil, [], [""], [" \u{3000}\n"]] as [[String]?] {
            var silent = move
            silent = Move(
                command: move.command, from: move.from, to: move.to, by: move.by,
                values: move.values.merging(["reason": empty ?? []]) { $1 }.filter {
                    $0.key != "reason" || empty != nil
                })
            let refused = try await refusal { try await world.make(silent, on: errand, by: move.by[0]) }
            #expect(refused?.code == "incomplete-form")
            #expect(refused?.problems.keys.sorted() == ["reason"])
        }
        #expect(try await world.picture(of: errand) == before)
    }

    @Test(arguments: ["", "  ", "\u{3000}\n"])
    func `a reason of blanks is none, also when no form was filled in`(reason: String) async throws {
        let world = try await World()
        let errand = try await world.errand(in: .reported)
        let refused = try await refusal { try await world.perform(SendBack(reason: reason), on: errand, by: .zhao) }
        #expect(refused?.problems.keys.sorted() == ["reason"])
    }

    @Test func `the platform's command is the platform's alone`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .archiving)
        for someone in Someone.allCases {
            let refused = try await refusal { try await world.perform(Archive(), on: errand, by: someone) }
            #expect(
                refused?.code == (Move.readers.contains(someone) ? "not-permitted" : "not-found"), "\(someone.name)")
        }
        #expect(try await world.performByPlatform(Archive(), on: errand).state == "closed")
    }

    @Test func `the platform gives no person's command`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .reported)
        let refused = try await refusal { try await world.performByPlatform(Verify(), on: errand) }
        #expect(refused?.code == "not-found")
    }

    /// The buttons on the page and what the desk allows are the same table.
    @Test(arguments: Errand.State.allCases)
    func `the commands shown are those that the table allows`(state: Errand.State) async throws {
        let world = try await World()
        let id = try await world.errand(in: state)
        let errand = try await world.errand(id)
        for someone in Someone.allCases {
            let shown = Errand.workflow.transitions(open: errand, to: world.user(someone)).map(\.slug)
            let expected = Move.all.filter { $0.from == state && $0.by.contains(someone) }.map(\.command)
            #expect(Set(shown) == Set(expected), "\(someone.name)")
        }
    }

    @Test(arguments: Engine.all)
    func `not there and not yours look the same`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .handedOver)
        let tip = try await world.open(TakeTip(), by: .shi).matter
        let nowhere = "018f0000-0000-7000-8000-000000000000"
        let kind = try #require(world.kinds["errand"])

        func outside(_ refusal: Refusal?) -> [String?] {
            [refusal?.code, refusal?.message, refusal.map { "\($0.kind)" }, refusal.map { "\($0.problems)" }]
        }
        for slug in ["sign-for", "archive"] {
            let answers = try await [errand, nowhere, tip].asyncMap { id in
                try await refusal {
                    try await kind.perform(
                        slug, with: FieldValues(), on: id, by: world.user(.wu), in: Envelope(), at: world.desk)
                }
            }
            #expect(answers[0]?.code == "not-found")
            #expect(Set(answers.map(outside)).count == 1, "\(slug)")
        }
        let read = try await [errand, nowhere, tip].asyncMap { id in
            try await refusal { try await kind.read(id, for: world.user(.wu), at: world.desk) }
        }
        #expect(read[0]?.code == "not-found")
        #expect(Set(read.map(outside)).count == 1)
    }

    @Test func `a command that the kind does not have is not found`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        let refused = try await refusal {
            try await world.kinds["errand"]!.perform(
                "erase", with: FieldValues(), on: errand, by: world.user(.sun), in: Envelope(), at: world.desk)
        }
        #expect(refused?.code == "not-found")
    }
}

/// 办验分离
@Suite(.serialized)
struct SeparationTests {
    @Test(arguments: Engine.all)
    func `who reported may not verify, though holding a post for it`(engine: Engine) async throws {
        let world = try await World(on: engine)
        let errand = try await world.errand(in: .working)
        try await world.perform(Report(outcome: "已排查"), on: errand, by: .lyu)
        let before = try await world.picture(of: errand)

        for move in Move.all where ["verify", "send-back"].contains(move.command) {
            let refused = try await refusal { try await world.make(move, on: errand, by: .lyu) }
            #expect(refused?.code == "own-work")
            #expect(refused?.message.contains("报结") == true)
        }
        #expect(try await world.picture(of: errand) == before)
        #expect(try await world.perform(Verify(), on: errand, by: .zhao).state == "archiving")
    }

    @Test func `who signed for it may not verify what another reported, but may send it back`() async throws {
        let world = try await World()
        let errand = try await world.errand(in: .handedOver)
        try await world.perform(SignFor(), on: errand, by: .lyu)
        try await world.perform(Report(outcome: "已排查"), on: errand, by: .sun)

        #expect(try await refusal { try await world.perform(Verify(), on: errand, by: .lyu) }?.code == "own-work")
        #expect(try await world.perform(SendBack(reason: "缺台账"), on: errand, by: .lyu).state == "working")
    }

    @Test func `work on one errand does not bar from verifying another`() async throws {
        let world = try await World()
        let own = try await world.errand(in: .working)
        try await world.perform(Report(outcome: "已排查"), on: own, by: .lyu)
        let other = try await world.errand(in: .reported)
        #expect(try await world.perform(Verify(), on: other, by: .lyu).state == "archiving")
    }
}
