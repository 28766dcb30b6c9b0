import Calendars

/// The condition in one cell of a decision table, in DMN's S-FEEL: `>= 10`, `[3..10)`, `"a","b"`, `not(0)`, `-`.
public struct UnaryTests: Sendable, Hashable {
    /// As it stands in the file.
    public let text: String
    /// The alternatives; none means that everything passes.
    let tests: [UnaryTest]
    let isNegated: Bool

    /// Whether everything passes (`-`).
    public var isAny: Bool { tests.isEmpty }

    /// Whether the input passes.
    public func holds(for input: RuleInput) -> Bool {
        isAny || tests.contains { $0.holds(for: input) } != isNegated
    }

    /// The condition in words: 不少于 3 人且少于 10 人.
    func words(for column: RuleColumn) -> String {
        let alternatives = tests.map { $0.words(for: column) }.joined(separator: "或")
        return column.title + (isNegated ? "不是：" : "") + alternatives
    }
}

/// One alternative of a cell: a value, or a range of numbers or days.
enum UnaryTest: Sendable, Hashable {
    struct End: Sendable, Hashable {
        var value: RuleInput
        var isIncluded: Bool
    }

    case value(RuleInput)
    case range(from: End?, to: End?)

    func holds(for input: RuleInput) -> Bool {
        switch self {
        case .value(let value): value == input
        case .range: input.ordinal.map(ordinals.contains) ?? false
        }
    }

    /// The places that pass, on the scale of ``RuleInput/ordinal``.
    var ordinals: ClosedRange<Int> {
        switch self {
        case .value(let value):
            return (value.ordinal ?? 0)...(value.ordinal ?? 0)
        case .range(let from, let to):
            let lower = from.map { ($0.value.ordinal ?? 0) + ($0.isIncluded ? 0 : 1) } ?? -.max
            let upper = to.map { ($0.value.ordinal ?? 0) - ($0.isIncluded ? 0 : 1) } ?? .max
            return lower...max(lower, upper)
        }
    }

    func words(for column: RuleColumn) -> String {
        switch self {
        case .value(let value): return "为 " + column.words(for: value)
        case .range(let from, let to):
            let isDay = column.kind == .day
            let lower = from.map { end in
                (end.isIncluded ? isDay ? "不早于 " : "不少于 " : isDay ? "晚于 " : "多于 ") + column.words(for: end.value)
            }
            let upper = to.map { end in
                (end.isIncluded ? isDay ? "不晚于 " : "不多于 " : isDay ? "早于 " : "少于 ") + column.words(for: end.value)
            }
            return [lower, upper].compactMap { $0 }.joined(separator: "且")
        }
    }
}

extension RuleInput {
    /// The place on the number line, so that neighbours differ by one: millionths for numbers, days for days.
    var ordinal: Int? {
        switch self {
        case .number(let figure): figure.millionths
        case .day(let day): Day.first.distance(to: day)
        case .text, .truth: nil
        }
    }
}
