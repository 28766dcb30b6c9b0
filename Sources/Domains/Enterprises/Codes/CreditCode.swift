import Storage

/// 统一社会信用代码 — the 18 characters under which a body is registered, the last one a check on the others
/// (GB 32100-2015).
public struct CreditCode: Sendable, Hashable, Comparable, CustomStringConvertible, SQLConvertible {
    public let text: String

    /// Digits and capital letters without I, O, S, V and Z, each standing for its position.
    static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)
    private static let values = Dictionary(uniqueKeysWithValues: alphabet.enumerated().map { ($1, $0) })
    /// Powers of 3, modulo 31.
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// Reads what a person typed: blanks and hyphens are passed over, small and full-width letters count as capitals.
    ///
    /// - Throws: ``CreditCodeProblem`` that says what to look at.
    public init(typed: String) throws(CreditCodeProblem) {
        let plain = Self.cleaned(typed)
        if let problem = CreditCodeProblem(in: plain) { throw problem }
        text = plain
    }

    /// The code of 17 characters, completed with its check character; `nil` when one of them cannot stand in a code.
    public init?(completing body: String) {
        guard let check = Self.checkCharacter(for: body) else { return nil }
        text = body + String(check)
    }

    /// The character that must follow 17 others; `nil` when there are not 17 or one of them is not of the alphabet.
    static func checkCharacter(for body: some StringProtocol) -> Character? {
        let values = body.utf8.compactMap { Self.values[$0] }
        guard values.count == weights.count, body.utf8.count == weights.count else { return nil }
        let sum = zip(values, weights).map { $0 * $1 }.reduce(0, +)
        return Character(Unicode.Scalar(alphabet[(31 - sum % 31) % 31]))
    }

    static func isOfAlphabet(_ character: Character) -> Bool {
        character.asciiValue.map { values[$0] != nil } ?? false
    }

    private static func cleaned(_ typed: String) -> String {
        var plain = ""
        for scalar in typed.unicodeScalars {
            let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0)! : scalar
            let isSeparator = narrow.properties.isWhitespace || ["-", "\u{FEFF}", "\u{200B}"].contains(narrow)
            if !isSeparator { plain += narrow.properties.uppercaseMapping }
        }
        return plain
    }

    public var description: String { text }
    public var sqlValue: SQLValue { .text(text) }

    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue, CreditCodeProblem(in: text) == nil else { return nil }
        self.text = text
    }

    public static func < (one: CreditCode, other: CreditCode) -> Bool { one.text < other.text }
}
