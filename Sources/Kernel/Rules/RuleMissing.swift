import Calendars

/// The rule book cannot answer: the files are incomplete, or the question was put wrongly. A fault, not a refusal.
public struct RuleMissing: Error, Hashable, CustomStringConvertible {
    public enum Cause: Sendable, Hashable {
        case noSuchRule
        case notInForce
        case noSuchOutput(String)
        /// The rule says something of another type than was asked for.
        case otherType(asked: String, found: String)
        case missingInput(String)
        case unknownInput(String)
        /// The input has a type or a value that the rule does not provide for.
        case unfitInput(String, RuleInput)
        /// No row hits; only possible for values that loading could not check.
        case noRow
    }

    public var rule: String
    public var day: Day
    public var cause: Cause

    public var description: String {
        "规则“\(rule)”在\(day.chinese)无法读取：" + reason
    }

    private var reason: String {
        switch cause {
        case .noSuchRule: "规则文件中没有这条规则。"
        case .notInForce: "这一天没有生效的版本。"
        case .noSuchOutput(let output): "判定表没有输出“\(output)”。"
        case .otherType(let asked, let found): "要读的是\(asked)，规则给出的是“\(found)”。"
        case .missingInput(let input): "缺少输入“\(input)”。"
        case .unknownInput(let input): "规则没有输入“\(input)”。"
        case .unfitInput(let input, let value): "输入“\(input)”的值“\(value)”不在规定的范围内。"
        case .noRow: "判定表没有一行符合。"
        }
    }
}
