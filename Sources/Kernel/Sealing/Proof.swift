/// The proofs of RFC 6962 and how they are checked (RFC 9162, 2.1.3.2 and 2.1.4.2).
public enum Proof {
    /// Whether the leaf stands at this place of the tree of this size and root.
    public static func includes(
        _ leaf: TreeHash, at index: Int, size: Int, path: [TreeHash], root: TreeHash
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var (node, last, hash) = (index, size - 1, leaf)
        for step in path {
            if last == 0 { return false }
            if node & 1 == 1 || node == last {
                hash = .node(step, hash)
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                hash = .node(hash, step)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    /// Whether the larger tree begins with all the leaves of the smaller one, in the same order.
    public static func extends(
        _ smaller: (size: Int, root: TreeHash), to larger: (size: Int, root: TreeHash), path: [TreeHash]
    ) -> Bool {
        guard smaller.size >= 0, smaller.size <= larger.size else { return false }
        if smaller.size == larger.size { return path.isEmpty && smaller.root == larger.root }
        if smaller.size == 0 { return path.isEmpty && smaller.root == .empty }
        var path = path[...]
        if smaller.size.nonzeroBitCount == 1 { path = [smaller.root] + path }
        guard let first = path.popFirst() else { return false }
        var (node, last) = (smaller.size - 1, larger.size - 1)
        while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
        var (old, new) = (first, first)
        for step in path {
            if last == 0 { return false }
            if node & 1 == 1 || node == last {
                (old, new) = (.node(step, old), .node(step, new))
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                new = .node(new, step)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && old == smaller.root && new == larger.root
    }
}
