import Crypto
import Storage

/// 内容指纹: the SHA-256 of a file, which is also its only name in the store.
///
/// It can hold nothing but 64 figures and letters, so no path a client sends can reach the disk.
public struct ContentHash: Sendable, Hashable, CustomStringConvertible, SQLConvertible {
    /// 64 hexadecimal digits in lower case.
    public let text: String

    public init?(_ text: String) {
        let isHash = text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
        guard isHash else { return nil }
        self.text = text
    }

    init(_ digest: SHA256.Digest) {
        text = digest.hexadecimal
    }

    /// The hash of these bytes.
    public init(of bytes: [UInt8]) {
        self.init(SHA256.hash(data: bytes))
    }

    public var description: String { text }

    public var sqlValue: SQLValue { .text(text) }

    public init?(sqlValue: SQLValue) {
        guard case .text(let text) = sqlValue else { return nil }
        self.init(text)
    }
}
