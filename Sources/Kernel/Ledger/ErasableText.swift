import Crypto
import Storage

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
            salt: withUnsafeBytes(of: (UInt64.random(in: 0...UInt64.max), UInt64.random(in: 0...UInt64.max))) {
                $0.hexadecimal
            },
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
        reason.utf8.count == 64
            && reason.utf8.allSatisfy {
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
            }
    }

    /// The slot of the remark that came with a step.
    public static let reasonSlot = "reason"
    /// The field under which an entry names the texts that it erased.
    public static let erasedField = "erased"

    /// The field whose text it is; `nil` for the remark that came with the step.
    public var field: String? { Self.field(of: slot) }

    /// The field that a slot names; `nil` for the remark that came with the step.
    public static func field(of slot: String) -> String? {
        slot == reasonSlot ? nil : String(slot.prefix { $0 != "/" })
    }

    public static func slot(of field: String, isAfter: Bool) -> String { field + (isAfter ? "/after" : "/before") }
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
