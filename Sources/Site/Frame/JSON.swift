import Storage

/// A JSON value to be sent; written straight to text.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case number(Int)
    case real(Double)
    case text(String)
    case array([JSON])
    case object([Member])

    public struct Member: Sendable, Hashable {
        public let name: String
        public let value: JSON

        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// An object in the order written: `.of(("id", .text(id)), ("version", .number(3)))`.
    public static func of(_ members: (String, JSON)...) -> JSON {
        .object(members.map { Member($0.0, $0.1) })
    }

    public static func text(_ optional: String?) -> JSON {
        optional.map { .text($0) } ?? .null
    }

    public var encoded: String {
        var output = ""
        write(into: &output)
        return output
    }

    private func write(into output: inout String) {
        switch self {
        case .null: output += "null"
        case .bool(let truth): output += truth ? "true" : "false"
        case .number(let number): output += String(number)
        case .real(let number): output += number.isFinite ? String(number) : "null"
        case .text(let text): output.appendJSON(text)
        case .array(let values):
            output += "["
            for (index, value) in values.enumerated() {
                if index > 0 { output += "," }
                value.write(into: &output)
            }
            output += "]"
        case .object(let members):
            output += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { output += "," }
                output.appendJSON(member.name)
                output += ":"
                member.value.write(into: &output)
            }
            output += "}"
        }
    }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(stringLiteral text: String) { self = .text(text) }
    public init(integerLiteral number: Int) { self = .number(number) }
    public init(booleanLiteral truth: Bool) { self = .bool(truth) }
    public init(arrayLiteral values: JSON...) { self = .array(values) }
    public init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(members.map { Member($0.0, $0.1) })
    }
}
