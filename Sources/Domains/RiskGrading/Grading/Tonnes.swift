import Rules

/// 吨 — an amount of a chemical, exact to the gram.
public struct Tonnes: Sendable, Hashable, Comparable, Codable {
    let grams: Int

    private static let gramsPerTonne = 1_000_000

    public init(_ whole: Int) {
        grams = whole * Self.gramsPerTonne
    }

    public init(_ figure: Figure) {
        grams = Int((figure.double * Double(Self.gramsPerTonne)).rounded())
    }

    /// Reads `12.5`, `12.5吨` and `12.5t`; more than nothing, and less than ten million tonnes.
    public init?(typed text: String) {
        var number = text[...]
        for unit in ["吨", "t", "T"] where number.hasSuffix(unit) { number = number.dropLast() }
        guard let figure = Figure(String(number)), figure > Figure(0), figure < Figure(10_000_000) else { return nil }
        self.init(figure)
    }

    public static func < (less: Self, more: Self) -> Bool { less.grams < more.grams }

    /// q/Q
    static func / (amount: Self, critical: Self) -> Fraction { Fraction(amount.grams, critical.grams) }
}

extension Tonnes: CustomStringConvertible {
    public var description: String { "\(Figure(Double(grams) / Double(Self.gramsPerTonne))!)" }
}

/// An exact ratio: whether a sum of ratios reaches 1 must not hang on how computers round.
struct Fraction: Sendable, Hashable {
    private let numerator: Int128
    private let denominator: Int128

    init(_ numerator: Int, _ denominator: Int = 1) {
        self.init(numerator: Int128(numerator), denominator: Int128(denominator))
    }

    init(_ figure: Figure) {
        self.init(Int((figure.double * 1e6).rounded()), 1_000_000)
    }

    private init(numerator: Int128, denominator: Int128) {
        var (divisor, rest) = (denominator, numerator % denominator)
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        self.numerator = numerator / divisor
        self.denominator = denominator / divisor
    }

    static func + (one: Self, other: Self) -> Self {
        Self(
            numerator: one.numerator * other.denominator + other.numerator * one.denominator,
            denominator: one.denominator * other.denominator)
    }

    static func * (one: Self, other: Self) -> Self {
        Self(
            numerator: one.numerator * other.numerator, denominator: one.denominator * other.denominator)
    }

    /// With six decimals, cut off and not rounded: what does not reach a limit must not seem to.
    var figure: Figure {
        let millionths = numerator * 1_000_000 / denominator
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
        let decimals = String(repeating: "0", count: 6 - String(rest).count) + String(rest)
        return Figure("\(whole).\(decimals)")!
    }
}
