import Calendars
import Permissions
import Registry
import SampleProvince
import Workflows

/// What people do to an errand.
enum Deed: String, CaseIterable {
    case signFor, withdraw, recall, transfer, split, askOpinions, countersign, suspend, resume, extend, `defer`, decide
    case report, sendBack, verify, archive, reopen

    /// When the model lets it happen, and where to.
    struct Rule {
        var from: Set<String> = ["working"]
        /// `nil` when the state stays.
        var to: String?
        /// `nil` for the platform's own.
        var right: String?
        var party: KeyPath<ModelErrand, String?>?
        var apart: Set<Deed> = []
    }

    var rule: Rule { Self.rules[self]! }

    private nonisolated(unsafe) static let rules: [Deed: Rule] = {
        let owner = \ModelErrand.ownerIfAny
        let supervisor = \ModelErrand.supervisorIfAny
        let issuer = \ModelErrand.issuer
        return [
            .signFor: Rule(from: ["handedOver"], to: "working", right: "work", party: owner),
            .withdraw: Rule(from: ["handedOver"], to: "withdrawn", right: "steer", party: issuer),
            .recall: Rule(from: ["handedOver"], to: "withdrawn"),
            .transfer: Rule(from: ["handedOver", "working"], to: "handedOver", right: "work", party: owner),
            .split: Rule(right: "work", party: owner),
            .askOpinions: Rule(to: "countersigning", right: "work", party: owner),
            .countersign: Rule(from: ["countersigning"], right: "sign"),
            .suspend: Rule(right: "steer", party: issuer),
            .resume: Rule(right: "steer", party: issuer),
            .extend: Rule(right: "steer", party: issuer),
            .defer: Rule(to: "deferred", right: "work", party: owner),
            .decide: Rule(from: ["deferred"], to: "working", right: "steer", party: issuer),
            .report: Rule(to: "reported", right: "work", party: owner),
            .sendBack: Rule(from: ["reported"], to: "working", right: "verify", party: supervisor, apart: [.report]),
            .verify: Rule(
                from: ["reported"], to: "archiving", right: "verify", party: supervisor, apart: [.report, .signFor]),
            .archive: Rule(from: ["archiving"], to: "closed"),
            .reopen: Rule(from: ["closed"], to: "working", right: "verify", party: supervisor),
        ]
    }()
}

extension ModelErrand {
    fileprivate var ownerIfAny: String? { owner }
    fileprivate var supervisorIfAny: String? { supervisor }
}

/// What is filled in, whatever the deed needs of it.
struct Order {
    let day: Day
    var unit = ""
    var units: [String] = []
    var supervisor = "nanjing-bureau"
    var sector: String?
    var isEarly = false
    var expectedVersion: Int?
}

extension CommandDesk {
    func open(_ order: Order, by user: User, in envelope: Envelope) async throws -> Receipt {
        let opening = HandOver {
            ($0.owner, $0.parts, $0.supervisor, $0.sector) = (order.unit, order.units, order.supervisor, order.sector)
            $0.region = RegionCode(Units.regions[order.unit] ?? "320102")!
            if order.isEarly { $0.grade = .urgent }
        }
        return try await open(opening, by: user, in: envelope)
    }

    func carryOut(_ deed: Deed, on id: String, with order: Order, by user: User, in envelope: Envelope) async throws
        -> Receipt
    {
        func give(_ command: some Command) async throws -> Receipt {
            try await perform(command, on: id, by: user, in: envelope)
        }
        let reason = "按规定办理"
        switch deed {
        case .signFor: return try await give(SignFor())
        case .withdraw: return try await give(Withdraw(reason: reason))
        case .recall: return try await give(Recall<Errand>(reason: reason))
        case .transfer: return try await give(Transfer<Errand>(organisation: order.unit, reason: reason))
        case .split: return try await give(Split(order.units))
        case .askOpinions: return try await give(AskOpinions(order.units))
        case .countersign: return try await give(Countersign<Errand>(reason: reason))
        case .suspend: return try await give(Suspend<Errand>(reason: reason))
        case .resume: return try await give(Resume<Errand>(reason: reason))
        case .extend:
            return try await give(Extend(to: Day(order.isEarly ? "2020-01-02" : "2027-03-31")!, reason: reason))
        case .defer: return try await give(Defer(reason: reason))
        case .decide: return try await give(Decide())
        case .report: return try await give(Report(outcome: "已办理"))
        case .sendBack: return try await give(SendBack(reason: reason))
        case .verify: return try await give(Verify())
        case .archive: return try await give(Archive())
        case .reopen: return try await give(Reopen(reason: reason))
        }
    }
}
