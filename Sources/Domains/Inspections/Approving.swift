import Storage
import Workflows

/// 批准检查 — somebody else than the applicant agrees. Refused when the cap has been reached meanwhile.
public struct ApproveInspection: Command {
    public static let slug = "approve"
    public static let title = "批准检查"
    public static let fields: [Field] = [.longText("opinion", "审批意见", limit: 500).optional]

    public var opinion: String?
    public var remark: String? { opinion }
    private var record = CapRecord()

    private enum CodingKeys: String, CodingKey { case opinion }

    public init(_ opinion: String? = nil) {
        self.opinion = opinion
    }

    public mutating func prepare(for inspection: Inspection, reading database: any Database) async throws {
        record = try await InspectionStore(database: database)
            .capRecord(of: inspection.enterprise, in: inspection.year, by: [inspection.authority])
    }

    public func apply(to inspection: inout Inspection, in step: inout Step) throws(Refusal) {
        guard (inspection.header.agreedDay ?? step.today) >= step.today else {
            throw Refusal(
                .conflicting, code: "day-passed", message: "拟定的检查日期已过，不能再批准。请不予批准并说明原因，由申请人重新申请。")
        }
        guard let turn = inspection.turn, let authority = step.organisations[inspection.authority] else { return }
        let standing = record.standing(
            of: inspection.authority, at: inspection.enterprise, sector: inspection.header.sector)
        if let cap = standing.cap, turn > cap.most {
            throw Refusal.capReached(standing, by: authority, in: inspection.year)
        }
        inspection.capFigure = standing.cap?.most
        inspection.capDocument = standing.cap?.document
    }
}

/// 不予批准 — with the reason; what it had taken up of the cap is free again.
public struct TurnDownInspection: Command {
    public static let slug = "turn-down"
    public static let title = "不予批准"
    public static let fields: [Field] = [.reason("不予批准的理由")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to inspection: inout Inspection, in step: inout Step) {
        inspection.release()
    }
}

extension Inspection {
    /// It will not be done: what it had taken up of the cap is free again.
    mutating func release() {
        counting = .released
        turn = nil
    }
}
