import Calendars
import Rules
import Workflows

/// 事故类别 — what kind of accident a risk can lead to, by the standard in force that day (GB 6441).
public struct AccidentType: Sendable, Hashable {
    /// The standard's code: `08` until June 2026, `WSA10003` since.
    public let code: String
    public let title: String
    public let source: String

    init?(_ rule: RuleDescription, on day: Day) {
        guard let version = rule.version(on: day), case .value(.text(let code)) = version.content else { return nil }
        self.code = code
        title = rule.title
        source = version.source.number
    }
}

extension RuleBook {
    /// Those of the standard in force that day.
    public func accidentTypes(on day: Day) -> [AccidentType] {
        rules.filter { $0.name.hasPrefix("accident-type.") }.compactMap { AccidentType($0, on: day) }
            .sorted { $0.code < $1.code }
    }

    /// What a code says, by whichever standard it is of.
    func accidentType(_ code: String) -> String {
        for prefix in ["accident-type.no", "accident-type."] {
            if let rule = rule(named: prefix + code.lowercased()) { return rule.title }
        }
        return code
    }
}

extension Step {
    /// Only codes of the standard in force today.
    func check(accidentTypes codes: [String]) throws(Refusal) {
        let known = Set(rules.accidentTypes(on: today).map(\.code))
        guard codes.allSatisfy(known.contains) else {
            throw Refusal.fields(["accidentTypes": "事故类别应从今天有效的 GB 6441 标准中选择，请重新勾选。"])
        }
    }
}
