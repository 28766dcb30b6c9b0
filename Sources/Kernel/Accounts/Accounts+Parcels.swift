import Calendars
import Crypto
import Foundation

extension Accounts {
    /// 封存的内容 — what a browser holds for somebody until they have signed in. It can be opened for that person alone,
    /// and nobody can read or change it meanwhile. Nothing of it is kept here.
    public func parcel(_ words: String, for person: String) throws -> String {
        let plain = Array("\(clock().milliseconds)\n\(words)".utf8)
        let box = try AES.GCM.seal(plain, using: keys.parcels, authenticating: Array(person.utf8))
        return (Data(box.nonce) + box.ciphertext + box.tag).base64EncodedString()
    }

    /// What a parcel holds, and when it was packed; `nil` when it is another person's, older than that, or none of ours.
    public func opened(
        _ parcel: String, for person: String, within time: Duration
    ) -> (words: String, packed: Instant)? {
        // What does not open is no parcel; there is nobody to be told why.
        guard let sealed = Data(base64Encoded: parcel), let box = try? AES.GCM.SealedBox(combined: sealed),
            let plain = try? AES.GCM.open(box, using: keys.parcels, authenticating: Array(person.utf8))
        else { return nil }
        let parts = String(decoding: plain, as: UTF8.self).split(separator: "\n", maxSplits: 1)
        guard parts.count == 2, let milliseconds = Int(parts[0]) else { return nil }
        let packed = Instant(milliseconds: milliseconds)
        return clock() < packed.adding(time) ? (String(parts[1]), packed) : nil
    }
}
