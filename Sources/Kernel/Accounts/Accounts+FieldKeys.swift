import Calendars
import Crypto
import Foundation

/// 托管密钥 — a key that a phone seals its own key with before a PIN locks it, and the same key as only the platform can
/// read it. A PIN that is forgotten then loses nothing: whoever set it signs in and is told the key again.
public struct FieldKey: Sendable {
    public let key: String
    public let parcel: String
}

extension Accounts {
    private static let mark = "field-key "
    /// Longer than any phone keeps anything.
    private static let fieldKeyTime = Duration.seconds(10 * 366 * 86_400)

    /// A fresh one for this person; nothing of it is kept here.
    public func fieldKey(for person: String) throws -> FieldKey {
        let key = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0).base64EncodedString() }
        return FieldKey(key: key, parcel: try parcel(Self.mark + key, for: person))
    }

    /// The key in a parcel, in Base64; `nil` when it is another person's or none of ours.
    public func fieldKey(in parcel: String, of person: String) -> String? {
        guard let words = opened(parcel, for: person, within: Self.fieldKeyTime)?.words, words.hasPrefix(Self.mark)
        else { return nil }
        return String(words.dropFirst(Self.mark.count))
    }
}
