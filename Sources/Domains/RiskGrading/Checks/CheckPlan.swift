import Calendars
import Permissions
import Rules
import Storage
import Workflows

/// 排查安排 — the controls of one level and interval are checked again and again: by whom, and in how many shifts. The
/// platform begins it when there are such controls and ends it when there are none.
public struct CheckPlan: Matter {
    public static let kind = "check-plan"
    public static let title = "排查安排"
    public static let numberPrefix = "PC"

    public enum State: String, MatterState {
        case checking, stopped

        public var title: String {
            switch self {
            case .checking: "执行中"
            case .stopped: "已停止"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("profile", "风险档案", .hidden), DetailColumn("level", "层级", of: RiskControl.Level.self),
        DetailColumn("check_interval", "周期", of: RiskControl.Interval.self), DetailColumn("shifts", "班次数"),
    ]

    public var header: MatterHeader
    public let profile: String
    public let level: RiskControl.Level
    public let interval: RiskControl.Interval
    /// How many shifts there are a day; one for what is not checked per shift.
    public var shifts: Int

    init(_ level: RiskControl.Level, _ interval: RiskControl.Interval, of profile: RiskProfile, in step: borrowing Step)
    {
        header = MatterHeader(
            CheckPlan.self, title: "\(level.title)级\(interval.title)排查（\(profile.header.title)）",
            region: profile.header.region, sector: profile.header.sector, owner: profile.header.owner,
            supervisor: profile.header.supervisor, subject: profile.header.subject, in: step)
        self.profile = profile.id
        self.level = level
        self.interval = interval
        shifts = interval == .shift ? 2 : 1
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        profile = try row["profile"]
        level = try row["level"]
        interval = try row["check_interval"]
        shifts = try row["shifts"]
    }

    public var details: [SQLValue] { [profile.sqlValue, level.sqlValue, interval.sqlValue, shifts.sqlValue] }

    public static let workflow = Workflow<CheckPlan>(
        initial: .checking,
        final: [.stopped],
        reading: .readRisks,
        openings: [],
        transitions: [
            .staying(ArrangeChecks.self, in: [.checking], by: .manageRisks, as: .owner),
            .init(StopChecks.self, from: [.checking], to: .stopped, by: .watchRisks).byPlatform,
        ],
        recurring: [
            Recurring("round", "排查清单", every: { $0.interval.cycle }) { plan, period, step throws(Refusal) in
                for shift in stride(from: plan.shifts, to: 1, by: -1) {
                    step.open(Checklist(of: plan, for: period, shift: shift, in: step), under: plan)
                }
                return Checklist(of: plan, for: period, shift: 1, in: step)
            }
        ],
        awaits: { state in
            switch state {
            case .checking: .byPlatform(because: "每期的期限在排查清单上")
            case .stopped: .nothing
            }
        })
}

extension RiskControl.Interval {
    var cycle: Cycle {
        switch self {
        case .shift, .day: Cycle(.daily, by: .lastDay)
        case .week: Cycle(.weekly, by: .lastDay)
        case .month: Cycle(.monthly, by: .lastDay)
        }
    }
}

/// 安排排查 — who checks, and how many shifts there are.
public struct ArrangeChecks: Command {
    public static let slug = "arrange"
    public static let title = "安排排查"
    public static let fields: [Field] = [
        .number("shifts", "每天几班", 1...4, unit: "班").hint("按班排查的每班一张清单；按日、周、月排查的填 1。"),
        .person("assignee", "谁来排查").optional,
    ]

    public var shifts: Int
    public var assignee: String?

    public init(shifts: Int, by assignee: String? = nil) {
        self.shifts = shifts
        self.assignee = assignee
    }

    public func apply(to plan: inout CheckPlan, in step: inout Step) throws(Refusal) {
        guard plan.interval == .shift || shifts == 1 else {
            throw Refusal.fields(["shifts": "\(plan.interval.title)排查的不分班次，请填 1。"])
        }
        plan.shifts = shifts
        plan.header.assignee = assignee
    }
}

/// 停止排查 — the platform, once no control of that level and interval is left.
struct StopChecks: Command {
    typealias Subject = CheckPlan
    static let slug = "stop"
    static let title = "停止排查"

    func apply(to plan: inout CheckPlan, in step: inout Step) {}
}

/// 生成排查安排 — the platform begins what controls in force ask for and nothing checks yet.
struct PlanChecks: Command {
    typealias Subject = RiskProfile
    static let slug = "plan-checks"
    static let title = "生成排查安排"

    private var missing: [CheckRound] = []

    private enum CodingKeys: CodingKey {}

    init() {}

    mutating func prepare(for profile: RiskProfile, reading database: any Database) async throws {
        missing = try await RiskGradingStore(database: database).rounds(of: profile.id).missing
    }

    func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        guard !missing.isEmpty else {
            throw Refusal(.conflicting, code: "nothing-to-plan", message: "没有需要新增的排查安排。")
        }
        for round in missing {
            step.open(CheckPlan(round.level, round.interval, of: profile, in: step), under: profile)
        }
    }
}

/// A level and an interval at which controls are checked.
struct CheckRound: Sendable, Hashable {
    let level: RiskControl.Level
    let interval: RiskControl.Interval

    init(row: Row) throws {
        level = try row["level"]
        interval = try row["check_interval"]
    }
}

extension RiskGradingStore {
    /// What the controls in force ask for, and which plans there are.
    func rounds(of profile: String) async throws -> (missing: [CheckRound], idle: [String]) {
        let asked = try await database.rows(
            """
            SELECT DISTINCT control.level, control.check_interval FROM risk_control control
            JOIN matter ON matter.id = control.risk_point
            WHERE matter.parent = \(profile) AND matter.is_open = 1 AND matter.grade IS NOT NULL
                AND control.ended_at IS NULL
            ORDER BY control.level, control.check_interval
            """
        ).map(CheckRound.init(row:))
        let plans = try await database.rows(
            """
            SELECT matter.id, own.level, own.check_interval FROM matter JOIN check_plan own ON own.id = matter.id
            WHERE matter.parent = \(profile) AND matter.kind = 'check-plan' AND matter.is_open = 1
            """
        ).map { (id: try $0["id"] as String, round: try CheckRound(row: $0)) }
        return (
            asked.filter { round in !plans.contains { $0.round == round } },
            plans.filter { !asked.contains($0.round) }.map(\.id)
        )
    }
}
