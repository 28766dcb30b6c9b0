import Calendars

/// Why a cell cannot be read.
struct CellFault: Error {
    var message: String
}

/// Reads S-FEEL unary tests for one column of a table.
struct UnaryTestsParser {
    private let text: String
    private let column: RuleColumn
    private var rest: Substring

    /// - Throws: ``CellFault`` with the sign at which reading stopped.
    static func parse(_ text: String, for column: RuleColumn) throws(CellFault) -> UnaryTests {
        var parser = UnaryTestsParser(text: text, column: column, rest: text[...])
        return try parser.unaryTests()
    }

    private mutating func unaryTests() throws(CellFault) -> UnaryTests {
        if text.filter({ !$0.isWhitespace }) == "-" { return UnaryTests(text: text, tests: [], isNegated: false) }
        let isNegated = takeWord("not")
        if isNegated { try expect("(") }
        let tests = try alternatives()
        if isNegated { try expect(")") }
        skipSpace()
        guard rest.isEmpty else { throw fault("多余的内容") }
        return UnaryTests(text: text, tests: tests, isNegated: isNegated)
    }

    private mutating func alternatives() throws(CellFault) -> [UnaryTest] {
        var tests = [try test()]
        while take(",") { tests.append(try test()) }
        return tests
    }

    private mutating func test() throws(CellFault) -> UnaryTest {
        for (sign, isUpper, isIncluded) in [
            ("<=", true, true), (">=", false, true), ("<", true, false), (">", false, false),
        ]
        where take(sign) {
            let end = UnaryTest.End(value: try orderedValue(), isIncluded: isIncluded)
            return isUpper ? .range(from: nil, to: end) : .range(from: end, to: nil)
        }
        if let isIncluded = opening() { return try interval(includingLower: isIncluded) }
        return .value(try value())
    }

    /// `[` includes the end, `(` and `]` leave it out.
    private mutating func opening() -> Bool? {
        take("[") ? true : take("(") || take("]") ? false : nil
    }

    private mutating func interval(includingLower: Bool) throws(CellFault) -> UnaryTest {
        let lower = UnaryTest.End(value: try orderedValue(), isIncluded: includingLower)
        try expect("..")
        let upperValue = try orderedValue()
        let includingUpper: Bool
        if take("]") {
            includingUpper = true
        } else if take(")") || take("[") {
            includingUpper = false
        } else {
            throw fault("区间没有以 ]、) 或 [ 结束")
        }
        let upper = UnaryTest.End(value: upperValue, isIncluded: includingUpper)
        guard let low = lower.value.ordinal, let high = upperValue.ordinal,
            low + (includingLower ? 0 : 1) <= high - (includingUpper ? 0 : 1)
        else { throw CellFault(message: "“\(text)”中的区间是空的，没有值能落在里面") }
        return .range(from: lower, to: upper)
    }

    private mutating func orderedValue() throws(CellFault) -> RuleInput {
        let value = try value()
        guard value.ordinal != nil else { throw CellFault(message: "“\(text)”：\(column.title)没有大小之分，不能用区间") }
        return value
    }

    private mutating func value() throws(CellFault) -> RuleInput {
        skipSpace()
        let value = try literal()
        guard column.hasType(of: value) else {
            throw CellFault(message: "“\(text)”：\(column.title)的类型与“\(value)”不符")
        }
        guard value.ordinal != nil || column.admits(value) else {
            throw CellFault(message: "“\(text)”：“\(value)”不在\(column.title)列出的取值中")
        }
        return value
    }

    private mutating func literal() throws(CellFault) -> RuleInput {
        if rest.hasPrefix("\"") { return .text(try quoted()) }
        if takeWord("true") { return .truth(true) }
        if takeWord("false") { return .truth(false) }
        if takeWord("date") {
            try expect("(")
            skipSpace()
            let day = try day()
            try expect(")")
            return day
        }
        let digits = rest.prefix { $0 == "-" || $0.isASCII && $0.isNumber }
        let decimals = rest.dropFirst(digits.count)
        // Two points are those of an interval, not a decimal point.
        let fraction =
            decimals.hasPrefix(".") && !decimals.hasPrefix("..")
            ? "." + decimals.dropFirst().prefix { $0.isASCII && $0.isNumber } : ""
        guard let figure = Figure(digits + fraction) else {
            throw fault("应为数字、带引号的文字、true、false 或 date(\"2017-06-01\")")
        }
        rest = rest.dropFirst(digits.count + fraction.count)
        return .number(figure)
    }

    private mutating func day() throws(CellFault) -> RuleInput {
        let written = rest.hasPrefix("\"") ? try quoted() : ""
        guard let day = Day(written) else { throw fault("日期应写成 date(\"2017-06-01\")") }
        return .day(day)
    }

    private mutating func quoted() throws(CellFault) -> String {
        guard let end = rest.dropFirst().firstIndex(of: "\"") else { throw fault("引号没有结束") }
        let inside = rest[rest.index(after: rest.startIndex)..<end]
        rest = rest[rest.index(after: end)...]
        return String(inside)
    }

    private mutating func skipSpace() {
        rest = rest.drop { $0.isWhitespace }
    }

    private mutating func take(_ sign: String) -> Bool {
        skipSpace()
        guard rest.hasPrefix(sign) else { return false }
        rest = rest.dropFirst(sign.count)
        return true
    }

    /// Takes the word unless it goes on, as `not` in `nothing`.
    private mutating func takeWord(_ word: String) -> Bool {
        skipSpace()
        guard rest.hasPrefix(word), rest.dropFirst(word.count).first?.isLetter != true else { return false }
        return take(word)
    }

    private mutating func expect(_ sign: String) throws(CellFault) {
        guard take(sign) else { throw fault("此处应为“\(sign)”") }
    }

    private func fault(_ message: String) -> CellFault {
        let position = text.distance(from: text.startIndex, to: rest.startIndex) + 1
        return CellFault(message: "“\(text)”第 \(position) 个字符处：\(message)")
    }
}

extension RuleColumn {
    func hasType(of input: RuleInput) -> Bool {
        switch (kind, input) {
        case (.integer, .number), (.number, .number), (.text, .text), (.truth, .truth), (.day, .day): true
        default: false
        }
    }
}
