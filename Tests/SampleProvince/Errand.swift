import Permissions
import Registry
import Storage
import Workflows

/// 差事 — a kind of matter that exists only here, and uses every mechanism of a workflow.
public struct Errand: Matter {
    public enum State: String, MatterState {
        case handedOver, working, countersigning, deferred, reported, archiving, closed, withdrawn

        public var title: String {
            switch self {
            case .handedOver: "待签收"
            case .working: "办理中"
            case .countersigning: "会签中"
            case .deferred: "待批复"
            case .reported: "待复核"
            case .archiving: "待归档"
            case .closed: "已办结"
            case .withdrawn: "已撤回"
            }
        }
    }

    public enum Grade: String, MatterGrade, Decodable {
        case ordinary, urgent

        public var title: String { self == .urgent ? "急件" : "平件" }
    }

    public static let kind = "errand"
    public static let title = "差事"
    public static let numberPrefix = "CS"
    public static let detailColumns = [
        DetailColumn("demand", "要求"), DetailColumn("outcome", "办理结果", isPersonal: true),
    ]

    public var header: MatterHeader
    public var demand: String
    public var outcome: String?

    public var details: [SQLValue] { [.text(demand), outcome.map { .text($0) } ?? .null] }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        demand = try row["demand"]
        outcome = try row["outcome"]
    }

    public init(header: MatterHeader, demand: String) {
        self.header = header
        self.demand = demand
    }

    public static let migrations = [
        Migration(
            "errands", 1, "样例差事",
            ["CREATE TABLE errand (id TEXT PRIMARY KEY REFERENCES matter (id), demand TEXT NOT NULL, outcome TEXT)"])
    ]

    /// Kept, since the desk asks for it with every command.
    public static let workflow = Workflow<Errand>(
        initial: .handedOver,
        final: [.closed, .withdrawn],
        reading: .readErrands,
        openings: [OpeningRow(HandOver.self, by: .handOverErrands)],
        transitions: [
            Transition(SignFor.self, from: [.handedOver], to: .working, by: .workOnErrands, as: .owner),
            Transition(Withdraw.self, from: [.handedOver], to: .withdrawn, by: .steerErrands, as: .issuer)
                .requiringReason,
            Transition(Recall<Errand>.self, from: [.handedOver], to: .withdrawn, by: .steerErrands).byPlatform,
            Transition(
                Transfer<Errand>.self, from: [.handedOver, .working], to: .handedOver, by: .workOnErrands, as: .owner
            ).requiringReason,
            Transition(Split.self, from: [.working], to: .working, by: .workOnErrands, as: .owner),
            Transition(AskOpinions.self, from: [.working], to: .countersigning, by: .workOnErrands, as: .owner),
            Transition(
                Countersign<Errand>.self, from: [.countersigning], toOneOf: [.countersigning, .working],
                by: .signErrands, choosing: { $0.header.awaitedSignatures.isEmpty ? .working : .countersigning }
            ).asSignature,
            Transition(Suspend<Errand>.self, from: [.working], to: .working, by: .steerErrands, as: .issuer)
                .requiringReason.suspending,
            Transition(Resume<Errand>.self, from: [.working], to: .working, by: .steerErrands, as: .issuer)
                .requiringReason.resuming,
            Transition(Extend.self, from: [.working], to: .working, by: .steerErrands, as: .issuer).requiringReason,
            Transition(Defer.self, from: [.working], to: .deferred, by: .workOnErrands, as: .owner).requiringReason,
            Transition(Decide.self, from: [.deferred], to: .working, by: .steerErrands, as: .issuer),
            Transition(Report.self, from: [.working], to: .reported, by: .workOnErrands, as: .owner).afterChildren,
            Transition(SendBack.self, from: [.reported], to: .working, by: .verifyErrands, as: .supervisor)
                .requiringReason.separate(from: Report.self),
            Transition(Verify.self, from: [.reported], to: .archiving, by: .verifyErrands, as: .supervisor)
                .separate(from: Report.self, SignFor.self),
            Transition(Archive.self, from: [.archiving], to: .closed, by: .steerErrands).byPlatform,
            Transition(Reopen.self, from: [.closed], to: .working, by: .verifyErrands, as: .supervisor)
                .requiringReason,
        ],
        awaits: { state in
            switch state {
            case .handedOver: .by(.owner, within: .signFor)
            case .working: .by(.owner, .agreedDay(setBy: "交办时指定"))
            case .countersigning: .bySignatories(within: .countersign)
            case .deferred: .by(.issuer, .none(because: "上级何时批复不由本级决定"))
            case .reported: .by(.supervisor, .chosen { $0.grade == .urgent ? .verifyUrgent : .verify })
            case .archiving: .byPlatform(because: "由平台当日归档")
            case .closed, .withdrawn: .nothing
            }
        })
}

extension Errand {
    /// Errands carry out what other kinds of matter assign: one for the lead, and parts of it for the others.
    public static let delegation = Delegation(to: Errand.self) { assignment, source, step throws(Refusal) in
        let lead = try step.organisation(assignment.lead, field: "owner")
        var header = MatterHeader(
            Errand.self, title: assignment.title, region: lead.region, owner: lead.id,
            supervisor: source.header.owner, issuer: source.header.issuer, in: step)
        header.agreedDay = assignment.day
        var errand = Errand(header: header, demand: assignment.requirement)
        errand.grade = .ordinary
        step.open(errand, under: source)
        for unit in assignment.cooperating { step.open(try errand.part(for: unit, in: step), under: errand) }
    }
}

extension Permission {
    public static let readErrands = Permission("errands.read")
    public static let handOverErrands = Permission("errands.hand-over")
    public static let workOnErrands = Permission("errands.work")
    public static let signErrands = Permission("errands.sign")
    public static let verifyErrands = Permission("errands.verify")
    public static let steerErrands = Permission("errands.steer")
}
