import Calendars
import Ledger
import Permissions
import SampleProvince
import Storage
import Workflows

/// People at two desks on one store, one step after another as the seed has it, each held against the ``Model``.
final class Episode {
    /// What the desk did otherwise than the model says.
    public struct Violation: Error, CustomStringConvertible {
        public let step: Int
        public let description: String
    }

    private let world: World
    private var stores: [FaultyStore]
    private var desks: [CommandDesk]
    private var model = Model()
    private var luck: Seeded
    private let seed: UInt64
    private var step = 0
    private var sent: [Sending] = []
    private(set) var figures = Figures()

    init(seed: UInt64) async throws {
        self.seed = seed
        luck = Seeded(seed)
        world = try await World()
        stores = []
        desks = []
        for _ in 0..<2 { stores.append(FaultyStore(world.database)) }
        desks = stores.map { Self.desk(on: $0, in: world) }
    }

    private static func desk(on store: FaultyStore, in world: World) -> CommandDesk {
        let clock = world.clock
        return CommandDesk(
            database: store, rules: world.desk.rules, calendar: world.desk.calendar, registry: world.registry,
            delegation: Errand.delegation, now: { clock.now })
    }

    /// Takes these steps; what each is depends on the seed and its number, so that a failing run can be cut shorter.
    func run(_ steps: [Int]) async throws {
        for number in steps {
            step = number
            luck = Seeded(seed &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(number))
            switch chance(1000) {
            case 0..<8: world.clock.advance(by: .seconds(Int.random(in: -400_000...700_000, using: &luck)))
            case 8..<10: try await turnLights()
            case 10..<13: restart(chance(2))
            default: try await act(at: chance(2))
            }
        }
        try await audit()
    }

    /// The program ends and begins again on the same store: what it held in memory is gone.
    private func restart(_ desk: Int) {
        stores[desk] = FaultyStore(world.database)
        desks[desk] = Self.desk(on: stores[desk], in: world)
        figures.restarts += 1
    }

    private func act(at desk: Int, disturbing disturbed: Sending? = nil) async throws {
        let sending = nextSending(near: disturbed?.matter)
        sent.append(sending)
        if sent.count > 50 { sent.removeFirst(25) }
        guard disturbed == nil else { return try await send(sending, at: desk, beside: nil) }
        var beside: Beside?
        switch chance(40) {
        case 0: stores[desk].expect(.refuses)
        case 1: stores[desk].expect(.losesAnswer)
        case 2, 3:
            let others = Beside()
            beside = others
            stores[desk].expect(
                .letsIn { [unowned self] in
                    let before = model.errands.map(\.version)
                    if chance(3) == 0 {
                        try await send(sending, at: 1 - desk, beside: nil)
                    } else {
                        try await act(at: 1 - desk, disturbing: sending)
                    }
                    figures.interleavings += 1
                    others.touched = Set(
                        model.errands.indices.filter {
                            !before.indices.contains($0) || before[$0] != model.errands[$0].version
                        })
                })
        default: stores[desk].expect(nil)
        }
        try await send(sending, at: desk, beside: beside)
        // What did not happen is not to happen when this desk answers for the other.
        stores[desk].expect(nil)
    }

    /// What others did between reading and writing.
    private final class Beside {
        var touched: Set<Int>?
    }

    private func nextSending(near disturbed: Int?) -> Sending {
        // The same again, or its id for something else.
        if let earlier = sent.randomElement(using: &luck), chance(25) == 0 {
            guard chance(3) == 0 else { return earlier }
            var other = makeSending()
            other.commandID = earlier.commandID
            return other
        }
        return makeSending(near: disturbed)
    }

    private func makeSending(near disturbed: Int? = nil) -> Sending {
        var order = Order(day: world.clock.now.day)
        order.unit = unit()
        order.units = (0...chance(3)).map { _ in unit() }
        order.isEarly = chance(4) == 0
        let id = "\(seed)-\(step)-\(figures.commands)"
        guard let index = pick(near: disturbed) else {
            if chance(2) == 0 { order.units = [] }
            order.sector = ["chemicals", "machinery", nil][chance(3)]
            order.supervisor = ["nanjing-bureau", "industry"][chance(8) / 7]
            let person = ["zhou", "zhou", "wang", "sun", "li"][chance(5)]
            return Sending(commandID: id, matter: nil, deed: nil, order: order, person: person)
        }
        if chance(20) == 0 { order.expectedVersion = model.errands[index].version - chance(2) }
        let attempt =
            switch chance(8) {
            case 0: nil as (deed: Deed, person: String)?
            case 1, 2: temptation(index, order)
            default: somethingThatLeadsOn(index, order)
            }
        let (deed, person) =
            attempt ?? (Deed.allCases.randomElement(using: &luck)!, people.randomElement(using: &luck)!)
        return Sending(commandID: id, matter: index, deed: deed, order: order, person: person)
    }

    /// Were it left to chance alone, nearly everything would be refused.
    private func somethingThatLeadsOn(_ index: Int, _ order: Order) -> (deed: Deed, person: String)? {
        let fitting = Deed.allCases.filter { $0.rule.from.contains(model.errands[index].state) }
        for deed in fitting.shuffled(using: &luck) {
            let able = people.filter { model.verdict(on: deed, of: index, with: order, by: $0) != .no }
            if let person = able.randomElement(using: &luck) { return (deed, person) }
        }
        return nil
    }

    /// Whoever has the post for it tries what is not to be done for another reason: own work, open parts, a clock that
    /// stands still.
    private func temptation(_ index: Int, _ order: Order) -> (deed: Deed, person: String)? {
        let fitting = Deed.allCases.filter { $0.rule.from.contains(model.errands[index].state) }
        for deed in fitting.shuffled(using: &luck) {
            let tempted = people.filter {
                model.hasPost(for: deed, on: index, $0, order.day)
                    && model.verdict(on: deed, of: index, with: order, by: $0) == .no
            }
            if let person = tempted.randomElement(using: &luck) { return (deed, person) }
        }
        return nil
    }

    private let people = ["zhou", "wang", "qian", "zhao", "sun", "zheng", "he", "lyu", "wu", "jiang", "li", "system"]

    /// Mostly an errand of late; none when one is to be opened. Who disturbs is at the same one, or at a part of it.
    private func pick(near disturbed: Int?) -> Int? {
        if let disturbed, chance(3) != 0 {
            return model.errands.indices.filter { $0 == disturbed || model.errands[$0].parent == disturbed }
                .randomElement(using: &luck)
        }
        if model.errands.isEmpty || chance(14) == 0 { return nil }
        let count = model.errands.count
        return chance(4) == 0 ? chance(count) : count - 1 - chance(min(count, 12))
    }

    private func unit() -> String { (chance(20) == 0 ? Units.strange : Units.all).randomElement(using: &luck)! }

    private func chance(_ count: Int) -> Int { Int.random(in: 0..<count, using: &luck) }

    private func user(_ person: String, on day: Day) -> User {
        person == "system" ? .system : world.people.user(person, on: day)!
    }

    /// Sends it, again when its answer is lost, and holds the answer against the model.
    private func send(_ sending: Sending, at desk: Int, beside: Beside?) async throws {
        figures.commands += 1
        do {
            let receipt = try await give(sending, at: desks[desk])
            return try await check(receipt, of: sending)
        } catch let refusal as Refusal {
            return try check(refusal, of: sending, beside: beside)
        } catch is DatabaseUnavailable {
            figures.faults += 1
        }
        guard stores[desk].hasKept else {
            stores[desk].expect(nil)
            return try await send(sending, at: desk, beside: nil)
        }
        // It was carried out; who sends it again, even to another desk, hears what became of it, and it is not done twice.
        restart(desk)
        let receipt = try await give(sending, at: desks[chance(2)])
        guard receipt.isRepeated else { throw violation("done a second time after its answer was lost", sending) }
        try await check(receipt, of: sending, hasItsAnswerLost: true)
    }

    private func give(_ sending: Sending, at desk: CommandDesk) async throws -> Receipt {
        let user = user(sending.person, on: sending.order.day)
        let envelope = Envelope(commandID: sending.commandID, expectedVersion: sending.order.expectedVersion)
        guard let index = sending.matter, let deed = sending.deed else {
            return try await desk.open(sending.order, by: user, in: envelope)
        }
        return try await desk.carryOut(
            deed, on: model.errands[index].id, with: sending.order, by: user, in: envelope)
    }

    private func check(_ receipt: Receipt, of sending: Sending, hasItsAnswerLost: Bool = false) async throws {
        if receipt.isRepeated, !hasItsAnswerLost {
            let entry = model.done[sending.commandID]
            guard let entry, entry.deed == sending.deed, entry.person == sending.person,
                model.errands[entry.matter].id == receipt.matter
            else { throw violation("answered for something else: \(receipt)", sending) }
            return figures.repeats += 1
        }
        guard model.done[sending.commandID] == nil else { throw violation("an id was carried out twice", sending) }
        figures.carriedOut += 1
        let index: Int
        if let matter = sending.matter, let deed = sending.deed {
            index = matter
            guard model.verdict(on: deed, of: index, with: sending.order, by: sending.person) != .no else {
                throw violation("carried out, and must not be: \(model.errands[index])", sending)
            }
            model.carryOut(deed, on: index, with: sending.order, by: sending.person)
        } else {
            index = model.errands.count
            guard model.mayOpen(sending.order, by: sending.person) != .no else {
                throw violation("opened, and must not be", sending)
            }
            model.open(sending.order, id: receipt.matter, by: sending.person)
        }
        model.done[sending.commandID] = .init(matter: index, deed: sending.deed, person: sending.person)
        let errand = model.errands[index]
        guard receipt.state == errand.state, receipt.version == errand.version, receipt.matter == errand.id else {
            throw violation(
                "became \(receipt.state) \(receipt.version), not \(errand.state) \(errand.version)", sending)
        }
        if sending.deed == .split || sending.deed == nil { try await addParts(of: index, sending) }
    }

    private func check(_ refusal: Refusal, of sending: Sending, beside: Beside?) throws {
        figures.refusals += 1
        // The same id was used before: for this, then it would be answered; or for something else.
        if let entry = model.done[sending.commandID] {
            let isSame =
                entry.deed == sending.deed && entry.person == sending.person
                && (sending.matter == nil || sending.matter == entry.matter)
            guard !isSame else { throw violation("refused where its first answer is due: \(refusal.code)", sending) }
            return
        }
        let verdict =
            if let index = sending.matter, let deed = sending.deed {
                model.verdict(on: deed, of: index, with: sending.order, by: sending.person)
            } else {
                model.mayOpen(sending.order, by: sending.person)
            }
        guard verdict == .yes else { return }
        let isOvertaken = (beside?.touched ?? []).contains { touched in
            touched == sending.matter || model.errands[touched].parent == sending.matter
        }
        guard refusal.code == "changed-meanwhile", isOvertaken else {
            throw violation("refused for \(refusal.code), and may be done", sending)
        }
    }

    /// Parts are found by their parent: the desk gives them their ids.
    private func addParts(of index: Int, _ sending: Sending) async throws {
        let rows = try await world.database.rows(
            "SELECT id, owner FROM matter WHERE parent = \(model.errands[index].id) ORDER BY number")
        let known = Set(model.errands.filter { $0.parent == index }.map(\.id))
        let added = try rows.map { (id: try $0["id"] as String, owner: try $0["owner"] as String) }
            .filter { !known.contains($0.id) }
        guard added.map(\.owner).sorted() == sending.order.units.sorted() else {
            throw violation("parts went to \(added.map(\.owner))", sending)
        }
        for part in added { model.addPart(of: index, for: part.owner, id: part.id) }
    }

    /// The platform's own timer; each turn is a version of the errand and changes nothing else.
    private func turnLights() async throws {
        figures.lights += try await Escalation(desk: desks[chance(2)], kinds: world.kinds).run()
        let versions = try await world.database.rows(
            "SELECT matter, count(*) AS amount FROM ledger_entry WHERE command IN ('turn-yellow', 'turn-red') GROUP BY matter"
        ).reduce(into: [String: Int]()) { $0[try $1["matter"]] = try $1["amount"] }
        for index in model.errands.indices {
            let errand = model.errands[index]
            model.errands[index].version = errand.deeds.count + 1 + (versions[errand.id] ?? 0)
        }
    }

    private func violation(_ words: String, _ sending: Sending) -> Violation {
        Violation(step: step, description: "\(words)\n  \(sending)")
    }

    private func audit() async throws {
        let problems = try await Audit(world: world, errands: model.errands).problems()
        figures.matters = model.errands.count
        guard problems.isEmpty else {
            throw Violation(step: step, description: problems.prefix(5).joined(separator: "\n  "))
        }
    }
}

/// One command as a person sends it.
struct Sending: CustomStringConvertible {
    var commandID: String
    /// `nil` when one is opened.
    let matter: Int?
    let deed: Deed?
    let order: Order
    let person: String

    var description: String {
        "\(person): \(deed?.rawValue ?? "handOver") on \(matter.map(String.init) ?? "-") as \(commandID), \(order)"
    }
}

/// What a run went through.
public struct Figures: Sendable {
    public var commands = 0
    public var carriedOut = 0
    public var refusals = 0
    public var repeats = 0
    public var faults = 0
    public var restarts = 0
    public var interleavings = 0
    public var lights = 0
    public var matters = 0

    public init() {}
}

extension Figures {
    /// Counts those of another run in.
    public mutating func add(_ other: Figures) {
        commands += other.commands
        carriedOut += other.carriedOut
        refusals += other.refusals
        repeats += other.repeats
        faults += other.faults
        restarts += other.restarts
        interleavings += other.interleavings
        lights += other.lights
        matters += other.matters
    }
}
