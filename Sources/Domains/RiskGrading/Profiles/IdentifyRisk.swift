import Storage
import Workflows

/// 辨识风险点 — writes a risk point down at one of the enterprise's places; it is assessed next.
public struct IdentifyRisk: Command {
    public static let slug = "identify"
    public static let title = "登记风险点"
    public static let fields: [Field] = [
        .text("place", "场所", limit: 40), .text("name", "风险点名称", limit: 60),
        .longText("hazard", "危险源和危险有害因素", limit: 1000),
        .text("accidentTypes", "可能发生的事故类别", limit: 200).hint("GB 6441 的编码，多个用逗号分开。"),
        .longText("harm", "可能的后果", limit: 500).optional,
    ]

    public var place: String
    public var name: String
    public var hazard: String
    public var accidentTypes: String
    public var harm: String?
    public var remark: String? { name }
    private var known: RiskPlace?

    private enum CodingKeys: String, CodingKey { case place, name, hazard, accidentTypes, harm }

    public init(
        _ name: String, at place: String, hazard: String, accidentTypes: [String], harm: String? = nil
    ) {
        self.place = place
        self.name = name
        self.hazard = hazard
        self.accidentTypes = accidentTypes.joined(separator: ",")
        self.harm = harm
    }

    public mutating func prepare(for profile: RiskProfile, reading database: any Database) async throws {
        known = try await RiskPlace.all(of: profile.enterprise, in: database).first { $0.id == place }
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        guard let known else { throw Refusal.fields(["place": "请先登记场所，再从列表中选择风险点所在的场所。"]) }
        let codes = accidentTypes.split { ",，、 ".contains($0) }.map { String($0).uppercased() }
        try step.check(accidentTypes: codes)
        let header = MatterHeader(
            RiskPoint.self, title: name, region: profile.header.region, sector: profile.header.sector,
            owner: profile.header.owner, supervisor: profile.header.supervisor, subject: profile.header.subject,
            in: step)
        let point = RiskPoint(header: header, at: known, hazard: hazard, accidentTypes: codes, harm: harm)
        step.open(point, under: profile)
    }
}
