extension Day {
    /// Reads a day as people type it: 20260930, 2026-9-30, 2026/9/30, 2026.9.30, 2026年9月30日, with full-width
    /// digits too; 9.30 and 9月30日 when the year is given.
    ///
    /// - Parameter year: The year meant when none is typed. Without it a day without a year is not read.
    public init?(typed text: String, year: Int? = nil) {
        guard let parts = TypedDay(text) else { return nil }
        switch (parts.numbers, year) {
        case (let numbers, _) where numbers.count == 3 && parts.numberLengths[0] == 4:
            self.init(year: numbers[0], month: numbers[1], day: numbers[2])
        case (let numbers, let year?) where numbers.count == 2:
            self.init(year: year, month: numbers[0], day: numbers[1])
        case (let numbers, _) where numbers.count == 1 && parts.numberLengths[0] == 8:
            self.init(year: numbers[0] / 10_000, month: numbers[0] / 100 % 100, day: numbers[0] % 100)
        default: return nil
        }
    }
}

/// The numbers of a typed day and what stands between them.
private struct TypedDay {
    var numbers: [Int] = []
    var numberLengths: [Int] = []

    init?(_ text: String) {
        var separators: [String] = []
        for character in Self.plain(text) {
            if let digit = character.isASCII ? character.wholeNumberValue : nil {
                guard append(digit, startingNumber: separators.count == numbers.count) else { return nil }
            } else {
                // Two signs in a row, or a sign before the first number.
                guard separators.count + 1 == numbers.count else { return nil }
                separators.append(String(character))
            }
        }
        guard Self.accepted[numbers.count]?.contains(separators.joined()) == true else { return nil }
    }

    private mutating func append(_ digit: Int, startingNumber: Bool) -> Bool {
        if startingNumber {
            numbers.append(digit)
            numberLengths.append(1)
        } else {
            numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + digit
            numberLengths[numbers.count - 1] += 1
        }
        return numberLengths[numbers.count - 1] <= 8
    }

    private static let accepted: [Int: Set<String>] = [
        1: [""],
        2: ["-", "/", ".", "月", "月日"],
        3: ["--", "//", "..", "年月", "年月日"],
    ]

    /// Full-width signs become plain ones, spaces go.
    private static func plain(_ text: String) -> String {
        var plain = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where !scalar.properties.isWhitespace {
            switch scalar {
            case "０"..."９", "－", "／", "．": plain.append(Unicode.Scalar(scalar.value - 0xFEE0)!)
            case "。", "、": plain.append(".")
            case "—", "–", "‐": plain.append("-")
            case "号": plain.append("日")
            default: plain.append(scalar)
            }
        }
        return String(plain)
    }
}
