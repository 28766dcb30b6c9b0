import Calendars
import Permissions
import Rules
import SampleProvince
import Storage
import Testing
import Workflows

/// A faulty table is found before the first person is let in.
struct WorkflowCheckTests {
    @Test func `sound tables have no faults`() {
        #expect(WorkflowCheck.faults(of: Errand.self) == [])
        #expect(WorkflowCheck.faults(of: Tip.self) == [])
        #expect(Sapling.faults(of: Plan()) == [])
    }

    @Test(arguments: PlantedFault.all)
    func `a planted fault is found and named`(planted: PlantedFault) {
        var plan = Plan()
        planted.plant(&plan)
        #expect(Sapling.faults(of: plan) == Set(planted.found))
    }

    @Test func `a program with a faulty table does not start`() async {
        await #expect(processExitsWith: .failure) {
            var plan = Plan()
            plan.final = []
            _ = Sapling.$plan.withValue(plan) { KindCatalogue([KindOfMatter(Sapling.self)]) }
        }
    }

    @Test func `a kind without faults starts, and its commands are listed`() {
        let kind = Sapling.$plan.withValue(Plan()) { KindOfMatter(Sapling.self) }
        #expect(KindCatalogue([kind])["sapling"]?.commands.map(\.slug) == ["grow", "fell"])
        #expect(kind.openings.map(\.slug) == ["plant"])
    }
}

struct PlantedFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let plant: @Sendable (inout Plan) -> Void
    let found: [String]

    init(_ name: String, found: [String], _ plant: @escaping @Sendable (inout Plan) -> Void) {
        testDescription = name
        self.plant = plant
        self.found = found
    }

    static let all: [PlantedFault] = [
        PlantedFault("a state that nothing leads to", found: ["state tree cannot be reached"]) {
            $0.rows = [Plan.fell(from: [.seed, .tree])]
        },
        PlantedFault(
            "a state without a way out",
            found: [
                "state seed is a dead end: no final state can be reached", "state tree has no way out",
                "state tree is a dead end: no final state can be reached",
                "state tree waits for owner who has no command there", "state felled cannot be reached",
            ]
        ) { $0.rows = [Plan.grow] },
        PlantedFault(
            "states that lead only to each other",
            found: [
                "state seed is a dead end: no final state can be reached",
                "state tree is a dead end: no final state can be reached", "state felled cannot be reached",
            ]
        ) { $0.rows = [Plan.grow, Transition(Fell.self, from: [.tree], to: .seed, by: .tend)] },
        PlantedFault(
            "a state that leads only to itself",
            found: [
                "state seed has no way out", "state seed is a dead end: no final state can be reached",
                "state tree cannot be reached", "state felled cannot be reached",
            ]
        ) { $0.rows = [Transition(Grow.self, from: [.seed], to: .seed, by: .tend), Plan.fell(from: [.tree])] },
        PlantedFault(
            "a final state that awaits someone",
            found: [
                "state felled: final and awaiting disagree", "state felled waits for owner who has no command there",
            ]
        ) {
            $0.awaited[.felled] = .by(.owner, within: Rule("tree.grow"))
        },
        PlantedFault("an open state that awaits nobody", found: ["state tree: final and awaiting disagree"]) {
            $0.awaited[.tree] = .nothing
        },
        PlantedFault(
            "waiting without a term or a reason", found: ["state tree waits without a term and does not say why"]
        ) {
            $0.awaited[.tree] = .by(.owner, .none(because: ""))
        },
        PlantedFault(
            "someone awaited who can do nothing", found: ["state tree waits for supervisor who has no command there"]
        ) {
            $0.awaited[.tree] = .by(.supervisor, within: Rule("tree.grow"))
            $0.rows = [Plan.grow, Transition(Fell.self, from: [.tree], to: .felled, by: .tend, as: .owner)]
        },
        PlantedFault(
            "someone awaited where only the platform can act",
            found: ["state tree waits for owner who has no command there"]
        ) { $0.rows = [Plan.grow, Plan.fell(from: [.tree]).byPlatform] },
        PlantedFault(
            "the platform awaited without a command",
            found: [
                "state tree waits for the platform which has no command there"
            ]
        ) { $0.awaited[.tree] = .byPlatform(because: "自然生长") },
        PlantedFault(
            "signatures awaited but nothing to sign",
            found: [
                "state tree waits for signatures but nothing can be signed"
            ]
        ) { $0.awaited[.tree] = .bySignatories(within: Rule("tree.grow")) },
        PlantedFault("a clock that can be stopped for ever", found: ["state tree can be suspended but not resumed"]) {
            $0.rows.append(Transition(Suspend<Sapling>.self, from: [.tree], to: .tree, by: .tend).suspending)
        },
        PlantedFault("a command named twice", found: ["command fell stands in the table twice"]) {
            $0.rows.append(Plan.fell(from: [.seed]))
        },
        PlantedFault(
            "a command that leads nowhere",
            found: [
                "state tree is a dead end: no final state can be reached",
                "state seed is a dead end: no final state can be reached", "state felled cannot be reached",
                "command fell leads nowhere",
            ]
        ) { $0.rows = [Plan.grow, Transition(Fell.self, from: [.tree], toOneOf: [], by: .tend, choosing: nil)] },
        PlantedFault(
            "a reason needed but not asked for", found: ["command grow needs a reason but does not ask for one"]
        ) {
            $0.rows[0] = Plan.grow.requiringReason
        },
        PlantedFault(
            "separated from a command that is not there",
            found: [
                "command fell is separate from prune, which is not in the table"
            ]
        ) { $0.rows[1] = Plan.fell(from: [.tree]).separate(from: Prune.self) },
        PlantedFault("a field that the command never reads", found: ["command grow never reads height"]) {
            $0.rows[0] = Transition(GrowUnread.self, from: [.seed], to: .tree, by: .tend)
        },
        PlantedFault("a field read that the form does not have", found: ["command prune reads undeclared branch"]) {
            $0.rows.append(Transition(Prune.self, from: [.tree], to: .tree, by: .tend))
        },
        PlantedFault("a field declared twice", found: ["command grow declares a field twice"]) {
            $0.rows[0] = Transition(GrowTwice.self, from: [.seed], to: .tree, by: .tend)
        },
        PlantedFault("a column named twice", found: ["a detail column is named twice"]) {
            $0.columns = [DetailColumn("height", "高"), DetailColumn("height", "高度")]
        },
        PlantedFault(
            "a column named as one that all matters have", found: ["detail column version is one that all matters have"]
        ) { $0.columns = [DetailColumn("version", "版次")] },
        PlantedFault("a recurring matter named twice", found: ["a recurring matter is named twice"]) {
            $0.recurring = [Plan.ring, Plan.ring]
        },
    ]
}

/// The table to be checked, as far as it differs from fault to fault.
struct Plan: Sendable {
    var rows: [Transition<Sapling>] = [Plan.grow, Plan.fell(from: [.tree])]
    var final: Set<Sapling.State> = [.felled]
    var awaited: [Sapling.State: Awaited<Sapling>] = [:]
    var columns: [DetailColumn] = []
    var recurring: [Recurring<Sapling>] = []

    static let grow = Transition(Grow.self, from: [.seed], to: .tree, by: .tend)

    static let ring = Recurring<Sapling>("ring", "年轮", every: { _ in nil }) { sapling, _, _ in sapling }

    static func fell(from states: Set<Sapling.State>) -> Transition<Sapling> {
        Transition(Fell.self, from: states, to: .felled, by: .tend)
    }
}

/// A kind whose table each test plants anew.
struct Sapling: Matter {
    enum State: String, MatterState {
        case seed, tree, felled

        var title: String { rawValue }
    }

    @TaskLocal static var plan = Plan()

    static let kind = "sapling"
    static let title = "树苗"
    static let numberPrefix = "SM"
    static var detailColumns: [DetailColumn] { plan.columns }
    static var workflow: Workflow<Sapling> {
        let plan = plan
        return Workflow(
            initial: .seed, final: plan.final, reading: .tend, openings: [OpeningRow(PlantSapling.self, by: .tend)],
            transitions: plan.rows, recurring: plan.recurring,
            awaits: { state in
                plan.awaited[state] ?? (state == .felled ? .nothing : .by(.owner, within: Rule("tree.grow")))
            })
    }

    static func faults(of plan: Plan) -> Set<String> {
        let faults = $plan.withValue(plan) { WorkflowCheck.faults(of: Sapling.self) }
        #expect(faults.count == Set(faults).count)
        return Set(faults)
    }

    var header: MatterHeader
    var details: [SQLValue] { [] }

    init(header: MatterHeader, details row: Row) {
        self.header = header
    }
}

struct PlantSapling: Opening {
    static let slug = "plant"
    static let title = "栽种"

    func open(in step: inout Step) throws(Refusal) -> Sapling {
        throw Refusal(.invalid, code: "sapling", message: "这里不栽树。")
    }
}

struct Grow: Command {
    static let slug = "grow"
    static let title = "生长"
    static let fields: [Field] = [.number("height", "高", 1...50, unit: "米")]
    var height: Int

    func apply(to sapling: inout Sapling, in step: inout Step) {}
}

struct Fell: Command {
    static let slug = "fell"
    static let title = "采伐"

    func apply(to sapling: inout Sapling, in step: inout Step) {}
}

struct GrowUnread: Command {
    static let slug = "grow"
    static let title = "生长"
    static let fields = Grow.fields

    func apply(to sapling: inout Sapling, in step: inout Step) {}
}

struct GrowTwice: Command {
    static let slug = "grow"
    static let title = "生长"
    static let fields = Grow.fields + Grow.fields
    var height: Int

    func apply(to sapling: inout Sapling, in step: inout Step) {}
}

struct Prune: Command {
    static let slug = "prune"
    static let title = "修剪"
    var branch: String

    func apply(to sapling: inout Sapling, in step: inout Step) {}
}

extension Permission {
    fileprivate static let tend = Permission("saplings.tend")
}
