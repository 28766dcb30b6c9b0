/// 化学文摘号（CAS 号）— the number of a chemical substance, `7782-50-5`, the last digit a check on the others.
public struct CASNumber: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// Reads what a person typed; `nil` when it is no CAS number or its check digit is wrong.
    ///
    /// Full-width digits, blanks and missing or different hyphens are put right.
    public init?(_ typed: String) {
        var digits: [Int] = []
        for scalar in typed.unicodeScalars {
            let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0)! : scalar
            if ("0"..."9").contains(narrow) {
                digits.append(Int(narrow.value - 48))
            } else if !narrow.properties.isWhitespace, !["-", "‐", "‑", "–", "—", "－"].contains(narrow) {
                return nil
            }
        }
        guard (5...10).contains(digits.count), digits[0] != 0, let check = digits.last else { return nil }
        let sum = digits.dropLast().reversed().enumerated().map { ($0 + 1) * $1 }.reduce(0, +)
        guard sum % 10 == check else { return nil }
        let plain = digits.map(String.init).joined()
        let head = plain.dropLast(3)
        text = "\(head)-\(plain.dropLast().suffix(2))-\(check)"
    }

    public var description: String { text }

    /// 给填报人的说明。
    static func problem(with typed: String) -> String {
        "“\(typed)”不是正确的 CAS 号：应形如 7782-50-5，末位是校验位。请对照化学品安全技术说明书（SDS）第 3 部分核对。"
    }
}
