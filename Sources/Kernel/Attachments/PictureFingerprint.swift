import Storage

/// 图像指纹: 64 comparisons of neighbouring brightnesses, which survive scaling, recompression and small corrections.
///
/// Two pictures whose fingerprints differ in a few bits are most likely the same photograph. A photograph handed in
/// twice for two rectifications is found by it.
public struct PictureFingerprint: Sendable, Hashable {
    public let bits: UInt64

    public init(bits: UInt64) {
        self.bits = bits
    }

    /// nil when the picture is so plain that any other plain one would look the same.
    init?(_ picture: SmallPicture) {
        let grid = picture.brightness(columns: 9, rows: 8)
        var bits: UInt64 = 0
        var contrast = 0
        for row in 0..<8 {
            for column in 0..<8 {
                let (left, right) = (grid[row * 9 + column], grid[row * 9 + column + 1])
                bits = bits << 1 | (left > right ? 1 : 0)
                contrast += abs(left - right)
            }
        }
        guard contrast >= 64 * 2 else { return nil }
        self.bits = bits
    }

    /// In how many of 64 bits the two differ.
    public func distance(to other: PictureFingerprint) -> Int {
        (bits ^ other.bits).nonzeroBitCount
    }

    /// Two fingerprints that differ in at most so many bits have a part of ``parts`` that differs in at most one.
    static let searchedDistance = 7

    /// The four quarters, each with its place, as they stand in the index.
    var parts: [Int] {
        (0..<4).map { quarter in quarter << 16 | Int(bits >> UInt64(16 * quarter) & 0xFFFF) }
    }

    /// Where fingerprints within ``searchedDistance`` must be found.
    var searchedParts: [Int] {
        parts.flatMap { part in [part] + (0..<16).map { part ^ 1 << $0 } }
    }
}

extension PictureFingerprint: SQLConvertible {
    public var sqlValue: SQLValue { .integer(Int64(bitPattern: bits)) }

    public init?(sqlValue: SQLValue) {
        guard case .integer(let number) = sqlValue else { return nil }
        bits = UInt64(bitPattern: number)
    }
}
