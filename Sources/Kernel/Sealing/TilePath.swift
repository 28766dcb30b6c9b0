/// The address of a tile or of a bundle of entries (C2SP tlog-tiles): `tile/0/x001/234.p/17`.
public struct TilePath: Sendable, Hashable {
    /// A tile covers so many levels of the tree, and is 2^8 hashes wide when it is full.
    public static let height = 8
    public static let width = 1 << height

    /// `nil` for a bundle of entries.
    public let level: Int?
    public let number: Int
    /// How many hashes or entries; ``width`` when it is full.
    public let count: Int

    public init(level: Int?, number: Int, count: Int = width) {
        self.level = level
        self.number = number
        self.count = count
    }

    /// Below `tile/`.
    ///
    /// - Returns: `nil` when there can be no such tile.
    public init?(_ path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        var count = Self.width
        if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
            guard let width = Self.decimal(parts.removeLast()), (1..<Self.width).contains(width) else { return nil }
            count = width
            parts[parts.count - 1].removeLast(2)
        }
        guard parts.count >= 2, parts.count <= 7 else { return nil }
        let level = Self.decimal(parts[0])
        guard parts[0] == "entries" || level.map({ $0 < 64 }) == true else { return nil }
        var number = 0
        for (index, part) in parts.dropFirst().enumerated() {
            let isLast = index == parts.count - 2
            let digits = isLast ? part : part.hasPrefix("x") ? String(part.dropFirst()) : ""
            guard digits.utf8.count == 3, digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int(digits)
            else { return nil }
            number = number * 1_000 + value
        }
        self.init(level: parts[0] == "entries" ? nil : level, number: number, count: count)
        guard "\(self)" == path else { return nil }
    }

    /// Whether a log of this size has the tile.
    public func fits(_ size: Int) -> Bool {
        let (start, overflow) = number.multipliedReportingOverflow(by: Self.width)
        return !overflow && start + count <= size >> ((level ?? 0) * Self.height)
    }

    /// The hashes of the tile, out of what stands under its address.
    ///
    /// - Throws: ``DamagedTile`` when these are not as many whole hashes as the address says.
    public func hashes(in bytes: some Collection<UInt8>) throws(DamagedTile) -> [TreeHash] {
        guard bytes.count == count * TreeHash.size else { throw DamagedTile(path: self) }
        var rest = bytes[...]
        var hashes: [TreeHash] = []
        while let hash = TreeHash(rest.prefix(TreeHash.size)) {
            hashes.append(hash)
            rest = rest.dropFirst(TreeHash.size)
        }
        return hashes
    }

    /// Digits without a sign or a leading zero.
    private static func decimal(_ text: String) -> Int? {
        guard let number = Int(text), number >= 0, String(number) == text else { return nil }
        return number
    }
}

extension TilePath: CustomStringConvertible {
    public var description: String {
        var groups: [String] = []
        var rest = number
        repeat {
            let digits = String(rest % 1_000)
            groups.insert(String(repeating: "0", count: 3 - digits.count) + digits, at: 0)
            rest /= 1_000
        } while rest > 0
        let name = groups.dropLast().map { "x\($0)/" }.joined() + groups[groups.count - 1]
        return "\(level.map(String.init) ?? "entries")/\(name)" + (count < Self.width ? ".p/\(count)" : "")
    }
}
