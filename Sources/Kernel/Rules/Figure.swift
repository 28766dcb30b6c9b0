/// 数值: an exact number as regulations write it, with at most six decimals, up to nine million million.
public struct Figure: Sendable, Hashable, Comparable {
    /// The number in millionths.
    let millionths: Int

    private static let one = 1_000_000
    static let largest = Figure(millionths: .max)

    init(millionths: Int) {
        self.millionths = millionths
    }

    /// The whole number; numbers beyond the range stay at its edge.
    public init(_ whole: Int) {
        let (product, overflow) = whole.multipliedReportingOverflow(by: Self.one)
        millionths = overflow ? (whole < 0 ? -.max : .max) : product
    }

    /// The number, rounded to six decimals; numbers beyond the range stay at its edge, what is no number is nil.
    public init?(_ number: Double) {
        guard !number.isNaN else { return nil }
        let scaled = (number * Double(Self.one)).rounded()
        millionths = Int(exactly: scaled) ?? (number < 0 ? -.max : .max)
    }

    /// Reads `30`, `-2`, `0.5`.
    public init?(_ text: String) {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count == 2 ? parts[1] : "0"
        guard parts.count <= 2, !decimals.isEmpty, decimals.count <= 6, !parts[0].isEmpty,
            (parts[0] + decimals).allSatisfy({ $0.isASCII && $0.isNumber }),
            let whole = Int(parts[0]), whole < Int.max / Self.one,
            let fraction = Int(decimals.padded(to: 6))
        else { return nil }
        millionths = (whole * Self.one + fraction) * (isNegative ? -1 : 1)
    }

    /// The whole number it is, if it is one.
    public var whole: Int? { millionths % Self.one == 0 ? millionths / Self.one : nil }

    /// The nearest floating-point number.
    public var double: Double { Double(millionths) / Double(Self.one) }

    public static func < (smaller: Figure, larger: Figure) -> Bool {
        smaller.millionths < larger.millionths
    }
}

extension Figure: CustomStringConvertible {
    /// `30`, `-2`, `0.5`
    public var description: String {
        let (whole, rest) = millionths.magnitude.quotientAndRemainder(dividingBy: UInt(Self.one))
        let digits = String(rest)
        var decimals = Substring(String(repeating: "0", count: 6 - digits.count) + digits)
        while decimals.last == "0" { decimals.removeLast() }
        return (millionths < 0 ? "-" : "") + String(whole) + (decimals.isEmpty ? "" : "." + decimals)
    }
}

extension Substring {
    fileprivate func padded(to count: Int) -> String {
        self + String(repeating: "0", count: count - self.count)
    }
}
