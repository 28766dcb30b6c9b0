import Crypto

/// 可抹除的内容 — a free text or personal value of an entry, with the salt that hides it behind its commitment.
///
/// The entry itself, and with it the sealed log, holds only the commitment. When salt and text are erased nothing
/// about the text can be found out any more, and every proof stays valid.
public struct ErasableText: Sendable, Hashable {
    /// Which text of the entry: `reason`, or `title/before`, `title/after`.
    public let slot: String
    /// 16 random bytes, hexadecimal.
    public let salt: String
    public let text: String

    init(_ text: String, in slot: String) {
        self.init(
            slot: slot,
            salt: [UInt64.random(in: 0...UInt64.max), .random(in: 0...UInt64.max)].map(\.hexadecimal).joined(),
            text: text)
    }

    public init(slot: String, salt: String, text: String) {
        self.slot = slot
        self.salt = salt
        self.text = text
    }

    /// SHA-256 over the bytes of the salt and the text, hexadecimal: what the entry holds.
    public var commitment: String {
        var hash = SHA256()
        hash.update(data: [UInt8](hexadecimal: salt) ?? Array(salt.utf8))
        hash.update(data: Array(text.utf8))
        return hash.finalize().hexadecimal
    }

    /// Reasons written down before texts could be erased stand in their entries as they are.
    static func isCommitment(_ reason: String) -> Bool {
        reason.utf8.count == 64 && [UInt8](hexadecimal: reason) != nil
    }

    static let reasonSlot = "reason"
    /// The field under which an entry names the texts that it erased.
    public static let erasedField = "erased"

    static func slot(of field: String, isAfter: Bool) -> String { field + (isAfter ? "/after" : "/before") }
}

extension [ErasableText] {
    /// As the table `ledger_text` keeps them.
    var encoded: String { JSONRows.encoded(map { [$0.slot, $0.salt, $0.text] }) }

    /// The texts of an entry; none where all were erased.
    public init(encoded: String?) throws(UnreadableRows) {
        self = []
        guard let encoded else { return }
        for row in try JSONRows.decoded(encoded) {
            guard row.count == 3, let slot = row[0], let salt = row[1], let text = row[2] else {
                throw UnreadableRows()
            }
            append(ErasableText(slot: slot, salt: salt, text: text))
        }
    }
}

extension UInt64 {
    fileprivate var hexadecimal: String {
        let digits = String(self, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}

extension Sequence<UInt8> {
    /// Two lower-case digits for each byte.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

extension [UInt8] {
    /// `nil` when the text is not pairs of hexadecimal digits.
    public init?(hexadecimal text: String) {
        let digits = text.utf8.map { UInt8(hexadecimalDigit: $0) }
        guard digits.count.isMultiple(of: 2), !digits.contains(nil) else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0]! << 4 | digits[$0 + 1]! }
    }
}

extension UInt8 {
    fileprivate init?(hexadecimalDigit digit: UInt8) {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self = digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self = digit - UInt8(ascii: "a") + 10
        default: return nil
        }
    }
}
