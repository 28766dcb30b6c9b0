import Storage
import Workflows

/// 核算企业等级 — the platform works the colour out anew after a risk point changed.
struct SettleColour: Command {
    static let slug = "settle-colour"
    static let title = "核算企业风险等级"
    static let fields: [Field] = [.reason("依据")]

    var reason: String
    var remark: String? { reason }
    private var points: [RiskGrade: Int] = [:]

    private enum CodingKeys: String, CodingKey { case reason }

    init(because reason: String) {
        self.reason = reason
    }

    mutating func prepare(for profile: RiskProfile, reading database: any Database) async throws {
        points = try await RiskGradingStore(database: database).gradedPoints(of: profile.id)
    }

    func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        let computed: RiskGrade
        do {
            computed = try EnterpriseColour(points).reading(by: step.rules, on: step.today).value
        } catch {
            throw Refusal(.conflicting, code: "rule-missing", message: "规则库中没有今天有效的企业风险等级规定，请联系系统管理员补充。")
        }
        let before = profile.grade
        profile.computedGrade = points.isEmpty ? nil : computed
        profile.grade = profile.adjustedGrade ?? profile.computedGrade
        if let grade = profile.grade, grade != before, let owner = profile.header.owner {
            step.tell(owner, "企业风险等级为\(grade.title)（\(grade.colour)色）。\(reason)")
        }
    }
}

/// 调整企业等级 — the authority sets the colour by hand, or takes that back.
public struct AdjustColour: Command {
    public static let slug = "adjust-colour"
    public static let title = "调整企业风险等级"
    public static let fields: [Field] = [
        .choice("grade", "调整为", of: RiskGrade.self).optional.hint("不选则撤销调整，按风险点得出的等级。"), .reason("理由"),
    ]

    public var grade: RiskGrade?
    public var reason: String
    public var remark: String? { reason }

    public init(_ grade: RiskGrade?, because reason: String) {
        self.grade = grade
        self.reason = reason
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        guard grade != profile.adjustedGrade else {
            throw Refusal.fields(["grade": "等级没有变化，请重新选择。"])
        }
        profile.adjust(to: grade, because: reason, in: &step)
    }
}

/// 提出异议 — the enterprise says why its colour is wrong; the authority answers within the term.
public struct AppealColour: Command {
    public static let slug = "appeal"
    public static let title = "对企业等级提出异议"
    public static let fields: [Field] = [
        .reason("异议和理由"), .attachments("evidence", "证明材料", purpose: "文书"),
    ]

    public var reason: String
    public var evidence: [String]
    public var remark: String? { reason }

    public init(_ reason: String, evidence: [String] = []) {
        self.reason = reason
        self.evidence = evidence
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        guard profile.grade != nil else {
            throw Refusal(.conflicting, code: "no-colour", message: "企业还没有风险等级：确定至少一个风险点之后才会得出，暂时没有可以提出异议的等级。")
        }
        profile.appeal = reason
    }
}

/// 异议成立 — the colour is set as is right.
public struct UpholdAppeal: Command {
    public static let slug = "uphold-appeal"
    public static let title = "异议成立，调整等级"
    public static let fields: [Field] = [.choice("grade", "调整为", of: RiskGrade.self), .reason("理由")]

    public var grade: RiskGrade
    public var reason: String
    public var remark: String? { reason }

    public init(_ grade: RiskGrade, because reason: String) {
        self.grade = grade
        self.reason = reason
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) throws(Refusal) {
        guard grade != profile.grade else {
            throw Refusal.fields(["grade": "现在就是\(grade.title)。异议不成立的，请办理“异议不成立”。"])
        }
        profile.adjust(to: grade, because: reason, in: &step)
    }
}

/// 异议不成立 — the colour stays, and why.
public struct DeclineAppeal: Command {
    public static let slug = "decline-appeal"
    public static let title = "异议不成立"
    public static let fields: [Field] = [.reason("理由")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) {
        if let owner = profile.header.owner { step.tell(owner, "对企业风险等级的异议不成立：\(reason)") }
    }
}

/// 停用档案 — the enterprise is closed or gone; possible when no risk point and no report is open.
public struct EndProfile: Command {
    public static let slug = "end"
    public static let title = "停用风险档案"
    public static let fields: [Field] = [.reason("停用原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to profile: inout RiskProfile, in step: inout Step) {}
}

extension RiskProfile {
    fileprivate mutating func adjust(to grade: RiskGrade?, because reason: String, in step: inout Step) {
        adjustedGrade = grade
        adjustmentReason = grade == nil ? nil : reason
        self.grade = grade ?? computedGrade
        if let owner = header.owner {
            let words = grade.map { "调整为\($0.title)" } ?? "恢复为按风险点得出的等级"
            step.tell(owner, "企业风险等级\(words)：\(reason)")
        }
    }
}
