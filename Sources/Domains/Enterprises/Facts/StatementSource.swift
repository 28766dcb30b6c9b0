import Markup
import Storage
import Workflows

/// 信息来源 — who says something about an enterprise.
public enum StatementSource: Sendable, Hashable {
    case marketRegister
    case enterprise
    case supervisor
    /// 虚构数据, for demonstrations and tests of scale.
    case madeUp
    /// A correction that was granted holds for its fact against every other source.
    case correction(EnterpriseFact)

    /// Those a person can name as the source of what is entered or imported.
    public static let chosen: [StatementSource] = [.supervisor, .enterprise, .marketRegister]

    public var wording: Wording {
        switch self {
        case .marketRegister: Wording(zh: "市场监管登记", en: "market register")
        case .enterprise: Wording(zh: "企业填报", en: "the enterprise")
        case .supervisor: Wording(zh: "监管部门登记", en: "supervisor")
        case .madeUp: Wording(zh: "虚构数据", en: "made up")
        case .correction: Wording(zh: "纠正", en: "correction")
        }
    }

    public var name: String {
        switch self {
        case .marketRegister: "market-register"
        case .enterprise: "enterprise"
        case .supervisor: "supervisor"
        case .madeUp: "made-up"
        case .correction(let fact): "correction/" + fact.rawValue
        }
    }

    public init?(name: String) {
        switch name {
        case "market-register": self = .marketRegister
        case "enterprise": self = .enterprise
        case "supervisor": self = .supervisor
        case "made-up": self = .madeUp
        default:
            guard name.hasPrefix("correction/"), let fact = EnterpriseFact(rawValue: String(name.dropFirst(11))) else {
                return nil
            }
            self = .correction(fact)
        }
    }
}

extension StatementSource: SQLConvertible {
    public var sqlValue: SQLValue { .text(name) }

    public init?(sqlValue: SQLValue) {
        guard case .text(let name) = sqlValue else { return nil }
        self.init(name: name)
    }
}
