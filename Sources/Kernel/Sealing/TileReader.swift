/// Computes hashes and proofs of a tree from its tiles, wherever these come from.
public struct TileReader: Sendable {
    private let fetch: @Sendable (TilePath) async throws -> [TreeHash]
    private let size: Int
    private var tiles: [TilePath: [TreeHash]] = [:]

    /// - Parameters:
    ///   - size: how many leaves the tree has whose tiles are read.
    ///   - fetch: the hashes of a tile.
    public init(size: Int, fetch: @escaping @Sendable (TilePath) async throws -> [TreeHash]) {
        self.size = size
        self.fetch = fetch
    }

    /// The root of the tree as it was at this size.
    public mutating func root(at size: Int) async throws -> TreeHash {
        size == 0 ? .empty : try await hash(0..<size)
    }

    /// The right edge of the whole tree.
    public mutating func frontier() async throws -> Frontier {
        var (start, roots) = (0, [TreeHash]())
        for height in stride(from: Int.bitWidth - 2, through: 0, by: -1) where size >> height & 1 == 1 {
            roots.append(try await hash(start..<start + 1 << height))
            start += 1 << height
        }
        return Frontier(size: size, roots: roots)
    }

    /// The audit path of RFC 6962, 2.1.1.
    public mutating func inclusion(of index: Int, in size: Int) async throws -> [TreeHash] {
        precondition(index >= 0 && index < size && size <= self.size)
        return try await path(to: index, in: 0..<size)
    }

    /// The consistency proof of RFC 6962, 2.1.2.
    public mutating func consistency(from smaller: Int, to larger: Int) async throws -> [TreeHash] {
        precondition(smaller >= 0 && smaller <= larger && larger <= size)
        if smaller == 0 || smaller == larger { return [] }
        return try await subproof(smaller, 0..<larger, isWhole: true)
    }

    private mutating func path(to index: Int, in range: Range<Int>) async throws -> [TreeHash] {
        if range.count == 1 { return [] }
        let middle = range.lowerBound + range.count.largestPowerBelow
        if index < middle {
            return try await path(to: index, in: range.lowerBound..<middle) + [hash(middle..<range.upperBound)]
        }
        return try await path(to: index, in: middle..<range.upperBound) + [hash(range.lowerBound..<middle)]
    }

    private mutating func subproof(_ smaller: Int, _ range: Range<Int>, isWhole: Bool) async throws -> [TreeHash] {
        if smaller == range.upperBound { return isWhole ? [] : [try await hash(range)] }
        let middle = range.lowerBound + range.count.largestPowerBelow
        if smaller <= middle {
            return try await subproof(smaller, range.lowerBound..<middle, isWhole: isWhole)
                + [hash(middle..<range.upperBound)]
        }
        return try await subproof(smaller, middle..<range.upperBound, isWhole: false)
            + [hash(range.lowerBound..<middle)]
    }

    private mutating func hash(_ range: Range<Int>) async throws -> TreeHash {
        let count = range.count
        guard count.nonzeroBitCount == 1, range.lowerBound.isMultiple(of: count) else {
            let middle = range.lowerBound + count.largestPowerBelow
            return .node(try await hash(range.lowerBound..<middle), try await hash(middle..<range.upperBound))
        }
        return try await complete(height: count.trailingZeroBitCount, number: range.lowerBound / count)
    }

    /// The root of a complete subtree: a hash of a tile, or computed from some that stand beside each other in one.
    private mutating func complete(height: Int, number: Int) async throws -> TreeHash {
        let level = height / TilePath.height
        let width = 1 << (height % TilePath.height)
        let first = number * width
        let tile = try await tile(level: level, number: first / TilePath.width)
        let start = first % TilePath.width
        var hashes = Array(tile[start..<start + width])
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map { .node(hashes[$0], hashes[$0 + 1]) }
        }
        return hashes[0]
    }

    private mutating func tile(level: Int, number: Int) async throws -> [TreeHash] {
        let count = min(TilePath.width, size >> (level * TilePath.height) - number * TilePath.width)
        let path = TilePath(level: level, number: number, count: count)
        if let known = tiles[path] { return known }
        let hashes = try await fetch(path)
        guard hashes.count == count else { throw DamagedTile(path: path) }
        tiles[path] = hashes
        return hashes
    }
}

/// A tile is not there, or not as wide as the tree makes it.
public struct DamagedTile: Error, Hashable {
    public let path: TilePath
}

extension Int {
    /// The largest power of two below this number, which is at least 2.
    fileprivate var largestPowerBelow: Int { 1 << (Int.bitWidth - 1 - (self - 1).leadingZeroBitCount) }
}
