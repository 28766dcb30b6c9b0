import Calendars

/// What is known about a case and given to a rule: a number, a word, a yes or no, a day.
public enum RuleInput: Sendable, Hashable {
    case number(Figure)
    case text(String)
    case truth(Bool)
    case day(Day)

    /// The number.
    public static func number(_ number: Int) -> RuleInput { .number(Figure(number)) }
}

extension RuleInput: CustomStringConvertible {
    /// As people read it: 3, 冶金, 是, 2017年6月1日.
    public var description: String {
        switch self {
        case .number(let figure): figure.description
        case .text(let text): text
        case .truth(let truth): truth ? "是" : "否"
        case .day(let day): day.chinese
        }
    }
}

extension RuleInput: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    public init(integerLiteral number: Int) { self = .number(Figure(number)) }
    public init(stringLiteral text: String) { self = .text(text) }
    public init(booleanLiteral truth: Bool) { self = .truth(truth) }
}
