import Calendars
import Permissions
import Storage
import Workflows

/// 排查清单 — the controls to be checked in one shift, day, week or month, and what was found.
public struct Checklist: Matter {
    public static let kind = "checklist"
    public static let title = "排查清单"
    public static let numberPrefix = "QD"

    public enum State: String, MatterState {
        case unchecked, checked

        public var title: String {
            switch self {
            case .unchecked: "待排查"
            case .checked: "已排查"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("profile", "风险档案", .hidden), DetailColumn("level", "层级", of: RiskControl.Level.self),
        DetailColumn("check_interval", "周期", of: RiskControl.Interval.self), DetailColumn("shift", "班次"),
        DetailColumn("normal", "正常"), DetailColumn("abnormal", "异常"), DetailColumn("left_out", "未检查"),
    ]

    public var header: MatterHeader
    public let profile: String
    public let level: RiskControl.Level
    public let interval: RiskControl.Interval
    /// Which shift of the day; `nil` for what is not checked per shift.
    public let shift: Int?
    public var normal: Int?
    public var abnormal: Int?
    public var leftOut: Int?

    init(of plan: CheckPlan, for period: CyclePeriod, shift: Int, in step: borrowing Step) {
        let named = plan.interval == .shift ? "第\(shift)班" : ""
        header = MatterHeader(
            Checklist.self, title: "\(plan.level.title)级排查：\(period.title)\(named)", region: plan.header.region,
            sector: plan.header.sector, owner: plan.header.owner, supervisor: plan.header.supervisor,
            subject: plan.header.subject, in: step)
        header.agreedDay = period.due(in: step.calendar)
        header.assignee = plan.header.assignee
        profile = plan.profile
        level = plan.level
        interval = plan.interval
        self.shift = plan.interval == .shift ? shift : nil
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        profile = try row["profile"]
        level = try row["level"]
        interval = try row["check_interval"]
        shift = try row["shift"]
        normal = try row["normal"]
        abnormal = try row["abnormal"]
        leftOut = try row["left_out"]
    }

    public var details: [SQLValue] {
        [
            profile.sqlValue, level.sqlValue, interval.sqlValue, shift?.sqlValue ?? .null, normal?.sqlValue ?? .null,
            abnormal?.sqlValue ?? .null, leftOut?.sqlValue ?? .null,
        ]
    }

    public static let workflow = Workflow<Checklist>(
        initial: .unchecked,
        final: [.checked],
        reading: .readRisks,
        openings: [],
        transitions: [
            .init(FillChecklist.self, from: [.unchecked], to: .checked, by: .checkRisks, as: .owner)
        ],
        awaits: { state in
            switch state {
            case .unchecked: .by(.owner, .agreedDay(setBy: "排查安排"))
            case .checked: .nothing
            }
        })
}

extension Permission {
    public static let checkRisks = Permission("risks.check")
}

/// 检查项 — one control of a checklist, with the risk point that it keeps in check.
struct CheckItem: Sendable, Hashable {
    let control: RiskControl
    let point: String
    let placePath: String

    init(row: Row) throws {
        control = try RiskControl(row: row)
        point = try row["point_title"]
        placePath = try row["place_path"]
    }
}

/// 检查结果 — 未检查 is not 正常.
public enum CheckResult: String, CaseIterable, SQLConvertible, Codable, Titled, Sendable {
    case normal, abnormal

    public var title: String {
        switch self {
        case .normal: "正常"
        case .abnormal: "异常"
        }
    }
}

extension RiskGradingStore {
    /// What is to be checked now: controls in force of graded points, of this level and interval.
    func items(of checklist: Checklist) async throws -> [CheckItem] {
        try await database.rows(
            """
            SELECT control.*, matter.title AS point_title, risk_point.place_path FROM risk_control control
            JOIN risk_point ON risk_point.id = control.risk_point JOIN matter ON matter.id = risk_point.id
            WHERE matter.parent = \(checklist.profile) AND matter.is_open = 1 AND matter.grade IS NOT NULL
                AND control.level = \(checklist.level) AND control.check_interval = \(checklist.interval)
                AND control.ended_at IS NULL
            ORDER BY risk_point.place_path, matter.id, control.id
            """
        ).map(CheckItem.init(row:))
    }

    func checklist(_ id: String) async throws -> Checklist? {
        try await database.rows(
            "SELECT matter.*, own.* FROM matter JOIN checklist own ON own.id = matter.id WHERE matter.id = \(id)"
        ).first.map { try Checklist(header: MatterHeader(row: $0), details: $0) }
    }

    /// What was found, the abnormal first.
    func findings(of checklist: String) async throws -> [CheckFinding] {
        try await database.rows(
            "SELECT * FROM risk_check WHERE checklist = \(checklist) ORDER BY result, id"
        ).map(CheckFinding.init(row:))
    }
}

/// 检查记录 — what was found at one control.
struct CheckFinding: Sendable, Hashable {
    let id: String
    let point: String
    let placePath: String
    let measure: String
    let result: CheckResult
    let note: String?

    init(row: Row) throws {
        id = try row["id"]
        point = try row["point_title"]
        placePath = try row["place_path"]
        measure = try row["measure"]
        result = try row["result"]
        note = try row["note"]
    }
}
