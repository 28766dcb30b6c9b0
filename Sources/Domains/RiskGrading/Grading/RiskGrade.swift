import Rules
import Workflows

/// 风险等级 — of a risk point and of an enterprise, worst first; each has its colour.
public enum RiskGrade: String, MatterGrade, Comparable {
    case major, considerable, general, low

    public var title: String {
        switch self {
        case .major: "重大风险"
        case .considerable: "较大风险"
        case .general: "一般风险"
        case .low: "低风险"
        }
    }

    /// 红橙黄蓝
    public var colour: String {
        switch self {
        case .major: "红"
        case .considerable: "橙"
        case .general: "黄"
        case .low: "蓝"
        }
    }

    private var gravity: Int { Self.allCases.count - Self.allCases.firstIndex(of: self)! }

    /// The milder grade is the smaller one.
    public static func < (milder: Self, graver: Self) -> Bool { milder.gravity < graver.gravity }

    /// 较大以上 — what has to be reported when it is new or has changed.
    public var isConsiderableOrWorse: Bool { self >= .considerable }
}

extension RiskGrade: RuleReadable {
    public static var ruleType: String { "风险等级" }

    public init?(_ value: RuleValue) {
        guard case .text(let title) = value, let grade = Self.allCases.first(where: { $0.title == title }) else {
            return nil
        }
        self = grade
    }
}
