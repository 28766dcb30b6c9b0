import Calendars
import Registry

/// What a person filled in, by field name, whether it came as a form or as JSON.
public struct FieldValues: Sendable, Hashable {
    public private(set) var values: [String: [String]]

    public init(_ values: [String: [String]] = [:]) {
        self.values = values
    }

    public init(_ values: [String: String]) {
        self.values = values.mapValues { [$0] }
    }

    public subscript(name: String) -> String? { values[name]?.first }

    public func all(_ name: String) -> [String] { values[name] ?? [] }

    /// Cleans and checks every field, and reports all that is wrong together.
    ///
    /// Full-width digits and spaces at the ends are put right silently; days are accepted in every form that
    /// officials type and handed on as `2026-09-30`.
    public func checked(against fields: [Field], on today: Day) throws(Refusal) -> FieldValues {
        var cleaned: [String: [String]] = [:]
        var problems: [String: String] = [:]
        for field in fields {
            let given = all(field.name).map(\.trimmed).filter { !$0.isEmpty }
            if given.isEmpty {
                if !field.isOptional { problems[field.name] = field.missing }
                continue
            }
            do throws(FieldProblem) {
                cleaned[field.name] = try given.map { text throws(FieldProblem) in try field.clean(text, on: today) }
                if given.count > 1, !field.takesSeveral { problems[field.name] = "“\(field.label)”只能填一项。" }
            } catch {
                problems[field.name] = error.message
            }
        }
        for stranger in values.keys where !fields.contains(where: { $0.name == stranger }) {
            problems[stranger] = "没有名为“\(stranger)”的填写项。"
        }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
        return FieldValues(cleaned)
    }
}

private struct FieldProblem: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

extension Field {
    /// Said when nothing is filled in; a phone without a network says the same.
    public var missing: String {
        switch kind {
        case .choice, .choices, .organisation, .organisations, .enterprise, .person, .region: "请选择\(label)。"
        case .attachments: "请上传\(label)。"
        default: "请填写\(label)。"
        }
    }

    /// Said when a text is longer than it may be.
    public func tooLong(_ limit: Int, _ count: some CustomStringConvertible) -> String {
        "\(label)最多 \(limit) 字，现在有 \(count) 字。"
    }

    fileprivate func clean(_ text: String, on today: Day) throws(FieldProblem) -> String {
        switch kind {
        case .text(let limit), .longText(let limit):
            guard text.count <= limit else { throw FieldProblem(tooLong(limit, text.count)) }
            guard !text.unicodeScalars.contains("\0") else { throw FieldProblem("\(label)中有不能保存的字符，请删去后再提交。") }
            return text
        case .choice(let choices), .choices(let choices):
            guard choices.contains(where: { $0.value == text }) else { throw FieldProblem("请在列出的各项中选择\(label)。") }
            return text
        case .day:
            guard let day = Day(typed: text, year: today.year) else {
                throw FieldProblem("\(label)看不懂，请写成 2026-09-30 或 2026年9月30日 的样子。")
            }
            return day.description
        case .number(let range, let unit):
            guard let number = Int(text.halfWidth) else { throw FieldProblem("\(label)应填整数（单位：\(unit)）。") }
            guard range.contains(number) else {
                throw FieldProblem("\(label)应在 \(range.lowerBound) 到 \(range.upperBound) \(unit)之间。")
            }
            return String(number)
        case .region:
            guard let code = RegionCode(text.halfWidth) else { throw FieldProblem("请选择\(label)，或填写行政区划代码。") }
            return code.rawValue
        case .organisation, .organisations, .enterprise, .person:
            guard text.count <= 64 else { throw FieldProblem("请在列出的各项中选择\(label)。") }
            return text
        case .attachments:
            guard text.utf8.count == 64, text.utf8.allSatisfy(\.isHexadecimalDigit) else {
                throw FieldProblem("\(label)没有上传完整，请重新上传。")
            }
            return text.lowercased()
        }
    }
}

extension UInt8 {
    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
            UInt8(ascii: "A")...UInt8(ascii: "F"):
            true
        default: false
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// Full-width digits, signs and letters as half-width ones.
    fileprivate var halfWidth: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { (0xFF01...0xFF5E).contains($0.value) ? Unicode.Scalar($0.value - 0xFEE0)! : $0 }))
    }
}
