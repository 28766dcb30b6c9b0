import Calendars
import Foundation

/// 检查点 — how many entries are sealed, and the one hash that stands for all of them (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable, Hashable {
    /// When the batch was sealed that this checkpoint closes, and how large the log was before it.
    ///
    /// Signed with the checkpoint, as an extension line, so that neither can be changed and no checkpoint can be taken
    /// out from between two others.
    public struct Sealing: Sendable, Hashable {
        public let at: Instant
        public let after: Int

        public init(at: Instant, after: Int) {
            self.at = at
            self.after = after
        }

        init?(_ line: String) {
            let parts = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 4, parts[0] == "sealed", parts[2] == "after", let at = Int(parts[1]),
                let after = Int(parts[3])
            else { return nil }
            self.init(at: Instant(milliseconds: at), after: after)
        }

        var line: String { "sealed \(at.milliseconds) after \(after)\n" }
    }

    /// The log's name.
    public let origin: String
    public let size: Int
    public let root: TreeHash
    /// `nil` in checkpoints of other logs, and in those signed before it was noted.
    public let sealing: Sealing?

    public init(origin: String, size: Int, root: TreeHash, sealing: Sealing? = nil) {
        self.origin = origin
        self.size = size
        self.root = root
        self.sealing = sealing
    }

    /// - Returns: `nil` when the note's text is no checkpoint.
    public init?(_ note: SignedNote) {
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard lines.count >= 4, !lines[0].isEmpty, let size = Int(lines[1]), size >= 0, String(size) == lines[1],
            let root = Data(base64Encoded: lines[2]).flatMap({ TreeHash($0) })
        else { return nil }
        self.init(origin: lines[0], size: size, root: root, sealing: lines[3...].lazy.compactMap(Sealing.init).first)
    }

    public var text: String {
        "\(origin)\n\(size)\n\(Data(root.bytes).base64EncodedString())\n\(sealing?.line ?? "")"
    }
}
