import Foundation

/// 检查点 — how many entries are sealed, and the one hash that stands for all of them (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable, Hashable {
    /// The log's name.
    public let origin: String
    public let size: Int
    public let root: TreeHash

    public init(origin: String, size: Int, root: TreeHash) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// - Returns: `nil` when the note's text is no checkpoint.
    public init?(_ note: SignedNote) {
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 4, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0, String(size) == lines[1],
            let root = Data(base64Encoded: lines[2]).flatMap({ TreeHash($0) })
        else { return nil }
        self.init(origin: lines[0], size: size, root: root)
    }

    public var text: String { "\(origin)\n\(size)\n\(Data(root.bytes).base64EncodedString())\n" }
}
