import Calendars

/// The name of something a regulation sets, such as the days within which a penalty is decided.
///
/// Domains declare theirs as constants: `static let decision = Rule<Term>("penalty.decision")`.
public struct Rule<Value: RuleReadable>: Sendable, Hashable {
    public let name: String
    /// Which output of a decision table is meant; the first when absent.
    public let output: String?

    public init(_ name: String, output: String? = nil) {
        self.name = name
        self.output = output
    }
}

/// What a rule can say.
public enum RuleValue: Sendable, Hashable {
    case number(Figure)
    case text(String)
    case truth(Bool)
    case term(Term)
    /// What a table that collects (hit policy C) found, in the order of its rows.
    case list([RuleValue])
}

extension RuleValue: CustomStringConvertible {
    /// As people read it.
    public var description: String {
        switch self {
        case .number(let figure): figure.description
        case .text(let text): text
        case .truth(let truth): truth ? "是" : "否"
        case .term(let term): term.description
        case .list(let values): values.isEmpty ? "（无）" : values.map(\.description).joined(separator: "、")
        }
    }
}

/// A type in which a rule can be read: whole and other numbers, text, yes or no, terms, and lists of these.
public protocol RuleReadable: Sendable {
    /// What rule files call this type.
    static var ruleType: String { get }
    init?(_ value: RuleValue)
}

extension Int: RuleReadable {
    public static var ruleType: String { "整数" }

    public init?(_ value: RuleValue) {
        guard case .number(let figure) = value, let whole = figure.whole else { return nil }
        self = whole
    }
}

extension Figure: RuleReadable {
    public static var ruleType: String { "数" }

    public init?(_ value: RuleValue) {
        guard case .number(let figure) = value else { return nil }
        self = figure
    }
}

extension Double: RuleReadable {
    public static var ruleType: String { "数" }

    public init?(_ value: RuleValue) {
        guard case .number(let figure) = value else { return nil }
        self = figure.double
    }
}

extension String: RuleReadable {
    public static var ruleType: String { "文字" }

    public init?(_ value: RuleValue) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
}

extension Bool: RuleReadable {
    public static var ruleType: String { "是否" }

    public init?(_ value: RuleValue) {
        guard case .truth(let truth) = value else { return nil }
        self = truth
    }
}

extension Term: RuleReadable {
    public static var ruleType: String { "期限" }

    public init?(_ value: RuleValue) {
        guard case .term(let term) = value else { return nil }
        self = term
    }
}

extension Array: RuleReadable where Element: RuleReadable {
    public static var ruleType: String { Element.ruleType + "列表" }

    public init?(_ value: RuleValue) {
        guard case .list(let values) = value else { return nil }
        let elements = values.compactMap { Element($0) }
        guard elements.count == values.count else { return nil }
        self = elements
    }
}
