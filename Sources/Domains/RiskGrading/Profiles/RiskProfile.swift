import Calendars
import Facts
import Permissions
import Registry
import Storage
import Workflows

/// 风险档案 — how an enterprise grades its risks and keeps them under control: its places, its plan, its risk points as parts,
/// and its own colour as the grade.
public struct RiskProfile: Matter {
    public static let kind = "risk-profile"
    public static let title = "企业风险档案"
    public static let numberPrefix = "FD"

    public enum State: String, MatterState {
        case kept, appealed, ended

        public var title: String {
            switch self {
            case .kept: "管控中"
            case .appealed: "异议待答复"
            case .ended: "已停用"
            }
        }
    }

    public typealias Grade = RiskGrade

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("places", "场所数"), DetailColumn("plan", "平面图", .hidden, isTold: false),
        DetailColumn("accepted_on", "竣工验收日期", .day),
        DetailColumn("computed_grade", "按风险点得出的等级", of: RiskGrade.self),
        DetailColumn("adjusted_grade", "监管单位调整的等级", of: RiskGrade.self),
        DetailColumn("adjustment_reason", "调整理由", isPersonal: true), DetailColumn("appeal", "异议", isPersonal: true),
    ]

    public var header: MatterHeader
    public var places = 0
    /// The SHA-256 of the plan of the site.
    public var plan: String?
    /// 竣工验收合格之日 — from when the first report is due.
    public let acceptedOn: Day?
    public var computedGrade: RiskGrade?
    /// Set by the authority, on an appeal or on its own; it holds until it is taken back.
    public var adjustedGrade: RiskGrade?
    public var adjustmentReason: String?
    public var appeal: String?

    /// The enterprise it is about.
    public var enterprise: String { header.subject ?? "" }

    init(header: MatterHeader, acceptedOn: Day?) {
        self.header = header
        self.acceptedOn = acceptedOn
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        places = try row["places"]
        plan = try row["plan"]
        acceptedOn = try row["accepted_on"]
        computedGrade = try row["computed_grade"]
        adjustedGrade = try row["adjusted_grade"]
        adjustmentReason = try row["adjustment_reason"]
        appeal = try row["appeal"]
    }

    public var details: [SQLValue] {
        [
            places.sqlValue, value(plan), value(acceptedOn), value(computedGrade), value(adjustedGrade),
            value(adjustmentReason), value(appeal),
        ]
    }

    private func value(_ optional: (some SQLConvertible)?) -> SQLValue { optional?.sqlValue ?? .null }
}

/// 建立风险档案
public struct OpenRiskProfile: Opening {
    public static let slug = "open"
    public static let title = "建立风险档案"
    public static let fields: [Field] = [
        .enterprise("enterprise", "企业").holds(Fact("risk-profile.enterprise")),
        .day("acceptedOn", "竣工验收合格日期").optional.hint("新建企业填写，首次风险报告从这一天起算。")
            .holds(Fact("risk-profile.accepted-on")),
    ]

    public var enterprise: String
    public var acceptedOn: Day?
    private var isThere = false

    private enum CodingKeys: String, CodingKey { case enterprise, acceptedOn }

    public init(_ enterprise: String, acceptedOn: Day? = nil) {
        self.enterprise = enterprise
        self.acceptedOn = acceptedOn
    }

    public mutating func prepare(for user: User, reading database: any Database) async throws {
        isThere = try await !database.rows(
            """
            SELECT id FROM matter WHERE kind = 'risk-profile' AND subject = \(enterprise) AND is_open = 1 LIMIT 1
            """
        ).isEmpty
    }

    public func open(in step: inout Step) throws(Refusal) -> RiskProfile {
        let site = try step.organisation(enterprise, field: "enterprise")
        guard site.kind == .enterprise else {
            throw Refusal.fields(["enterprise": "“\(site.name)”不是企业，请从列表中选择企业。"])
        }
        guard !isThere else {
            throw Refusal.fields(["enterprise": "“\(site.name)”已经有风险档案，请直接在档案里登记。"])
        }
        if let acceptedOn, acceptedOn > step.today {
            throw Refusal.fields(["acceptedOn": "竣工验收日期不应晚于今天 \(step.today.chinese)。"])
        }
        let header = MatterHeader(
            RiskProfile.self, title: site.name, region: site.region, sector: site.sectors.first, owner: site.id,
            supervisor: step.organisations.supervising(site.region, on: step.today)?.id, subject: site.id, in: step)
        let profile = RiskProfile(header: header, acceptedOn: acceptedOn)
        step.open(try profile.firstReport(in: step), under: profile)
        return profile
    }
}

extension OrganisationDirectory {
    /// 属地监管单位 — of the county, or of what lies above where the county has none.
    func supervising(_ region: RegionCode, on day: Day) -> Organisation? {
        let kinds: [Organisation.Kind] = [.committeeOffice, .department]
        return region.lineage.filter { $0.level <= .county }.reversed().lazy.compactMap { place in
            kinds.lazy.compactMap { kind in
                all.first { $0.region == place && $0.kind == kind && $0.exists(on: day) }
            }.first
        }.first
    }
}
