import Storage

/// 行政区划代码 — the 12-digit statistical code of an administrative division.
///
/// Its level follows from its trailing zeros: 2 digits a province, 4 a city, 6 a county, 9 a township, 12 a village
/// (GB/T 2260 and the 统计用区划代码 that extends it).
public struct RegionCode: Sendable, Hashable, Comparable, RawRepresentable, Codable, SQLConvertible,
    CustomStringConvertible
{
    public enum Level: Int, Sendable, CaseIterable, Comparable {
        case province, city, county, township, village

        /// How many digits name a division of this level.
        public var digits: Int {
            switch self {
            case .province: 2
            case .city: 4
            case .county: 6
            case .township: 9
            case .village: 12
            }
        }

        public static func < (higher: Level, lower: Level) -> Bool { higher.rawValue < lower.rawValue }
    }

    public let rawValue: String

    /// Accepts 2, 4, 6, 9 or 12 digits; shorter codes are filled with zeros.
    public init?(rawValue: String) {
        guard [2, 4, 6, 9, 12].contains(rawValue.utf8.count), rawValue.utf8.allSatisfy({ (48...57).contains($0) })
        else {
            return nil
        }
        self.rawValue = rawValue + String(repeating: "0", count: 12 - rawValue.utf8.count)
    }

    public init?(_ code: String) {
        self.init(rawValue: code)
    }

    public var level: Level {
        let named = rawValue.utf8.reduce((place: 0, last: 0)) { seen, digit in
            (seen.place + 1, digit == 48 ? seen.last : seen.place + 1)
        }.last
        return Level.allCases.first { named <= $0.digits } ?? .village
    }

    /// The digits that name it, without the filling zeros.
    public var prefix: String { String(rawValue.prefix(level.digits)) }

    public func contains(_ other: RegionCode) -> Bool {
        other.rawValue.utf8.starts(with: rawValue.utf8.prefix(level.digits))
    }

    /// The division of a higher or equal level that this one lies in; itself when the level is not higher.
    public func ancestor(at level: Level) -> RegionCode {
        level >= self.level ? self : RegionCode(rawValue: String(rawValue.prefix(level.digits)))!
    }

    /// Itself and every division it lies in, the largest first.
    public var lineage: [RegionCode] {
        // A city without counties has townships right below it: their county digits are zeros and name nothing.
        Level.allCases.filter { $0 <= level && ancestor(at: $0).level == $0 }.map { ancestor(at: $0) }
    }

    /// The smallest and largest 12-digit codes inside, so that an index on the code finds the subtree.
    public var range: ClosedRange<String> {
        let digits = prefix
        let missing = 12 - digits.utf8.count
        return (digits + String(repeating: "0", count: missing))...(digits + String(repeating: "9", count: missing))
    }

    /// `region BETWEEN … AND …` for a column that holds 12-digit codes.
    public func condition(on column: SQL) -> SQL {
        "\(column) BETWEEN \(range.lowerBound) AND \(range.upperBound)"
    }

    public var description: String { rawValue }

    public static func < (one: RegionCode, other: RegionCode) -> Bool { one.rawValue < other.rawValue }
}
