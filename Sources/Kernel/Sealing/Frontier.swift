/// The right edge of a tree that grows: the roots of its complete subtrees, the largest first.
///
/// Enough to take on further leaves and to know the root, however large the tree is.
public struct Frontier: Sendable, Hashable {
    /// A complete subtree whose hash stands in a tile: level 1 holds the roots of 256 leaves, level 2 of 65,536.
    public struct TileNode: Sendable, Hashable {
        public let level: Int
        public let number: Int
        public let hash: TreeHash
    }

    public private(set) var size = 0
    private var roots: [TreeHash] = []

    public init() {}

    /// - Parameter roots: one for each bit that is set in the size, the largest subtree first.
    init(size: Int, roots: [TreeHash]) {
        precondition(roots.count == size.nonzeroBitCount)
        self.size = size
        self.roots = roots
    }

    /// Takes on a leaf.
    ///
    /// - Returns: the nodes of tiles that this leaf completed.
    @discardableResult
    public mutating func append(_ leaf: TreeHash) -> [TileNode] {
        var (hash, height, nodes) = (leaf, 0, [TileNode]())
        while size >> height & 1 == 1 {
            hash = .node(roots.removeLast(), hash)
            height += 1
            if height.isMultiple(of: TilePath.height) {
                nodes.append(TileNode(level: height / TilePath.height, number: size >> height, hash: hash))
            }
        }
        roots.append(hash)
        size += 1
        return nodes
    }

    public var root: TreeHash {
        guard var hash = roots.last else { return .empty }
        for left in roots.dropLast().reversed() { hash = .node(left, hash) }
        return hash
    }
}
