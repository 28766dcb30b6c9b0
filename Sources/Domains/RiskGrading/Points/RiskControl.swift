import Calendars
import Ledger
import Rules
import Storage
import Workflows

/// 管控措施 — what keeps a risk from becoming an accident, who owns it, and how often that is checked.
public struct RiskControl: Sendable, Hashable {
    /// 措施类别
    public enum Kind: String, CaseIterable, SQLConvertible, Codable, Titled {
        case engineering, management, training, protection, emergency

        public var title: String {
            switch self {
            case .engineering: "工程技术"
            case .management: "管理"
            case .training: "培训教育"
            case .protection: "个体防护"
            case .emergency: "应急处置"
            }
        }
    }

    /// 管控层级 — the higher the risk, the higher who owns its controls; who is above owns what those below own too.
    public enum Level: String, CaseIterable, SQLConvertible, Codable, Titled, Comparable {
        case company, workshop, team, post

        public var title: String {
            switch self {
            case .company: "公司"
            case .workshop: "车间"
            case .team: "班组"
            case .post: "岗位"
            }
        }

        private var height: Int { Self.allCases.count - Self.allCases.firstIndex(of: self)! }

        public static func < (lower: Self, higher: Self) -> Bool { lower.height < higher.height }
    }

    /// 检查周期
    public enum Interval: String, CaseIterable, SQLConvertible, Codable, Titled {
        case shift, day, week, month

        public var title: String {
            switch self {
            case .shift: "每班"
            case .day: "每日"
            case .week: "每周"
            case .month: "每月"
            }
        }
    }

    public let id: String
    public let riskPoint: String
    public let kind: Kind
    public let measure: String
    public let level: Level
    public let interval: Interval
    /// Name and post, as the enterprise writes it.
    public let responsible: String

    init(row: Row) throws {
        id = try row["id"]
        riskPoint = try row["risk_point"]
        kind = try row["kind"]
        measure = try row["measure"]
        level = try row["level"]
        interval = try row["check_interval"]
        responsible = try row["responsible"]
    }

    /// Those in force of these points.
    static func all(of points: [String], in database: any Database) async throws -> [RiskControl] {
        try await database.rows(
            "SELECT * FROM risk_control WHERE risk_point IN \(points) AND ended_at IS NULL ORDER BY id"
        ).map(RiskControl.init(row:))
    }
}

/// 登记管控措施
public struct AddControl: Command {
    public static let slug = "add-control"
    public static let title = "登记管控措施"
    public static let fields: [Field] = [
        .choice("kind", "措施类别", of: RiskControl.Kind.self), .longText("measure", "措施内容", limit: 500),
        .choice("level", "负责管控的层级", of: RiskControl.Level.self),
        .choice("interval", "多久检查一次", of: RiskControl.Interval.self),
        .text("responsible", "责任人（姓名和职务）", limit: 60),
    ]

    public var kind: RiskControl.Kind
    public var measure: String
    public var level: RiskControl.Level
    public var interval: RiskControl.Interval
    public var responsible: String
    public var remark: String? { "\(kind.title)：\(measure)（\(level.title)，\(interval.title)）" }

    public init(
        _ kind: RiskControl.Kind, _ measure: String, owned level: RiskControl.Level, by responsible: String,
        every interval: RiskControl.Interval
    ) {
        self.kind = kind
        self.measure = measure
        self.level = level
        self.interval = interval
        self.responsible = responsible
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) throws(Refusal) {
        step.register([
            .one(
                """
                INSERT INTO risk_control (id, risk_point, enterprise, kind, measure, level, check_interval,
                    responsible, added_at)
                VALUES (\(step.newID()), \(point.id), \(point.header.subject ?? ""), \(kind), \(measure), \(level),
                    \(interval), \(responsible), \(step.now))
                """)
        ])
        point.controls += 1
    }
}

/// 停用管控措施
public struct EndControl: Command {
    public static let slug = "end-control"
    public static let title = "停用管控措施"
    public static let fields: [Field] = [.text("control", "管控措施", limit: 40), .reason("停用原因")]

    public var control: String
    public var reason: String
    public var remark: String? { reason }
    private var isKnown = false
    private var remaining: [RiskControl.Level] = []

    private enum CodingKeys: String, CodingKey { case control, reason }

    public init(_ control: String, because reason: String) {
        self.control = control
        self.reason = reason
    }

    public mutating func prepare(for point: RiskPoint, reading database: any Database) async throws {
        let controls = try await RiskControl.all(of: [point.id], in: database)
        isKnown = controls.contains { $0.id == control }
        remaining = controls.filter { $0.id != control }.map(\.level)
    }

    public func apply(to point: inout RiskPoint, in step: inout Step) throws(Refusal) {
        guard isKnown else { throw Refusal.fields(["control": "这条措施不在该风险点在用的措施里，请刷新后重新选择。"]) }
        if point.state == .controlled, let grade = point.grade {
            try step.check(levels: remaining, for: grade, field: "control")
        }
        step.register([
            .one("UPDATE risk_control SET ended_at = \(step.now) WHERE id = \(control) AND ended_at IS NULL")
        ])
        point.controls -= 1
    }
}

extension Step {
    /// Someone high enough must own a control of a risk of this grade.
    func check(levels: [RiskControl.Level], for grade: RiskGrade, field: String) throws(Refusal) {
        let lowest: RiskControl.Level
        do {
            let rule = Rule<RiskControl.Level>("risk.control-level")
            lowest = try rules.reading(rule, on: today, given: ["grade": .text(grade.title)]).value
        } catch {
            throw Refusal(
                .conflicting, code: "rule-missing", message: "规则库中没有今天有效的管控层级规定，请联系系统管理员补充后再办理。")
        }
        guard levels.contains(where: { $0 >= lowest }) else {
            throw Refusal.fields([
                field: "\(grade.title)至少要有一条由\(lowest.title)\(lowest == .company ? "" : "或以上")负责的管控措施，请先登记。"
            ])
        }
    }

    /// An id for a row of the domain's own registers.
    func newID() -> String { UUIDv7.make(at: now) }
}

extension RiskControl.Level: RuleReadable {
    public static var ruleType: String { "管控层级" }

    public init?(_ value: RuleValue) {
        guard case .text(let title) = value, let level = Self.allCases.first(where: { $0.title == title }) else {
            return nil
        }
        self = level
    }
}
