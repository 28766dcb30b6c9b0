import Crypto
import Ledger
import Storage

/// One hash of the tree: 32 bytes of SHA-256.
public struct TreeHash: Sendable, Hashable, CustomStringConvertible {
    /// How many bytes.
    static let size = 32

    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// `nil` when these are not 32 bytes.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.size else { return nil }
        withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    init(_ digest: SHA256.Digest) {
        digest.withUnsafeBytes { bytes in withUnsafeMutableBytes(of: &words) { $0.copyMemory(from: bytes) } }
    }

    public var bytes: [UInt8] { withUnsafeBytes(of: words) { Array($0) } }
    public var description: String { bytes.hexadecimal }

    public static func == (one: TreeHash, other: TreeHash) -> Bool { one.words == other.words }
    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

    /// The root of the empty tree (RFC 6962, 2.1).
    public static let empty = TreeHash(SHA256.hash(data: [UInt8]()))

    /// The hash of a leaf (RFC 6962, 2.1).
    public static func leaf(_ content: some Collection<UInt8>) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: content.count + 1, alignment: 8) { buffer in
            buffer[0] = 0
            UnsafeMutableRawBufferPointer(rebasing: buffer[1...]).copyBytes(from: content)
            return TreeHash(SHA256.hash(data: UnsafeRawBufferPointer(buffer)))
        }
    }

    /// The hash of the node above two others (RFC 6962, 2.1).
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { buffer in
            buffer[0] = 1
            withUnsafeBytes(of: left.words) {
                UnsafeMutableRawBufferPointer(rebasing: buffer[1..<33]).copyMemory(from: $0)
            }
            withUnsafeBytes(of: right.words) {
                UnsafeMutableRawBufferPointer(rebasing: buffer[33..<65]).copyMemory(from: $0)
            }
            return TreeHash(SHA256.hash(data: UnsafeRawBufferPointer(buffer)))
        }
    }
}
