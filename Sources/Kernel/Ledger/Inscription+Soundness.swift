import Crypto
import Storage

extension Inscription {
    /// Whether these texts are the ones committed to, each standing where it was written down.
    ///
    /// Takes a fraction of ``check()`` and makes nothing in memory. What it does not find sound may still be: something
    /// was erased, or is escaped; `check` tells.
    ///
    /// - Parameters:
    ///   - changes: the column of the entry, as is `reason`.
    ///   - texts: as `ledger_text` keeps them.
    public static func areSound(texts: String?, changes: String, reason: String?) -> Bool {
        var (texts, changes) = (texts ?? "[]", changes)
        return texts.withUTF8 { texts in
            changes.withUTF8 { changes in
                var kept = TextsInOrder(texts)
                return kept.fit(changes: changes) && kept.fit(reason: reason) && kept.isAtEnd
            }
        }
    }
}

/// The texts of an entry in the order in which it was written down: change by change, the reason last.
private struct TextsInOrder {
    private typealias Bytes = UnsafeBufferPointer<UInt8>

    private var walk: JSONRowsWalk
    private var text: [JSONRowsWalk.Value] = []

    init(_ texts: UnsafeBufferPointer<UInt8>) {
        walk = JSONRowsWalk(texts)
        text.reserveCapacity(3)
    }

    var isAtEnd: Bool {
        mutating get { walk.next(&text) == false }
    }

    mutating func fit(changes: UnsafeBufferPointer<UInt8>) -> Bool {
        var changes = JSONRowsWalk(changes)
        var change: [JSONRowsWalk.Value] = []
        change.reserveCapacity(4)
        while let isOneMore = changes.next(&change) {
            guard isOneMore else { return true }
            guard change.count == 4 else { continue }
            guard let field = change[0] else { return false }
            if let before = change[1], !fit(commitment: before, of: field, "/before") { return false }
            if let after = change[2], !fit(commitment: after, of: field, "/after") { return false }
        }
        return false
    }

    mutating func fit(reason: String?) -> Bool {
        guard var reason, ErasableText.isCommitment(reason) else { return true }
        return reason.withUTF8 { commitment in
            var slot = ErasableText.reasonSlot
            return slot.withUTF8 { fit(commitment: commitment, of: $0, "") }
        }
    }

    private mutating func fit(commitment: Bytes, of field: Bytes, _ moment: StaticString) -> Bool {
        guard walk.next(&text) == true, text.count == 3, let slot = text[0], let salt = text[1], let content = text[2],
            slot.count == field.count + moment.utf8CodeUnitCount,
            UnsafeBufferPointer(rebasing: slot.prefix(field.count)).isEqual(to: field),
            UnsafeBufferPointer(rebasing: slot.suffix(moment.utf8CodeUnitCount)).isEqual(
                to: UnsafeBufferPointer(start: moment.utf8Start, count: moment.utf8CodeUnitCount))
        else { return false }
        return Self.commitment(to: content, salt: salt, is: commitment)
    }

    private static func commitment(to content: Bytes, salt: Bytes, is commitment: Bytes) -> Bool {
        guard salt.count == 32, commitment.count == 64 else { return false }
        var hash = SHA256()
        let isHexadecimal = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { bytes in
            for index in 0..<16 {
                guard let high = salt[2 * index].valueOfDigit, let low = salt[2 * index + 1].valueOfDigit else {
                    return false
                }
                bytes[index] = high << 4 | low
            }
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return true
        }
        guard isHexadecimal else { return false }
        hash.update(bufferPointer: UnsafeRawBufferPointer(content))
        return hash.finalize().withUnsafeBytes { digest in
            for index in 0..<32 {
                guard let high = commitment[2 * index].valueOfDigit,
                    let low = commitment[2 * index + 1].valueOfDigit, digest[index] == high << 4 | low
                else { return false }
            }
            return true
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    fileprivate func isEqual(to other: Self) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }
}

extension UInt8 {
    /// Of a lower-case hexadecimal digit.
    fileprivate var valueOfDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
