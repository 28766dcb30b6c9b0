import Workflows

/// L — how likely the accident is. The numbers are the rule's (`risk.lec.likelihood`), the words are its rows.
public enum Likelihood: String, Codable, CaseIterable, Sendable, Titled {
    case expected, probable, possible, unlikely, conceivable
    case nearlyImpossible = "nearly-impossible"
    case impossible

    public var title: String {
        switch self {
        case .expected: "完全可以预料"
        case .probable: "相当可能"
        case .possible: "可能，但不经常"
        case .unlikely: "可能性小，完全意外"
        case .conceivable: "很不可能，可以设想"
        case .nearlyImpossible: "极不可能"
        case .impossible: "实际不可能"
        }
    }
}

/// E — how often people are exposed to it.
public enum Exposure: String, Codable, CaseIterable, Sendable, Titled {
    case continuous, daily, weekly, monthly, yearly, rare

    public var title: String {
        switch self {
        case .continuous: "连续暴露"
        case .daily: "每天工作时间内暴露"
        case .weekly: "每周一次或偶然暴露"
        case .monthly: "每月一次暴露"
        case .yearly: "每年几次暴露"
        case .rare: "非常罕见暴露"
        }
    }
}

/// C — what the accident would do.
public enum Consequence: String, Codable, CaseIterable, Sendable, Titled {
    case tenDeaths = "ten-deaths"
    case threeDeaths = "three-deaths"
    case death
    case seriousInjury = "serious-injury"
    case disability, noticeable

    public var title: String {
        switch self {
        case .tenDeaths: "10人以上死亡"
        case .threeDeaths: "3至9人死亡"
        case .death: "1至2人死亡"
        case .seriousInjury: "重伤"
        case .disability: "伤残"
        case .noticeable: "引人注意"
        }
    }
}
