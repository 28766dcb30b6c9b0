import Crypto
import Foundation
import Workflows

/// 加密的救急导出文件 — what a phone with a PIN hands out: everything as it lies on the phone, and the phone's own key as
/// only the platform can read it. Nobody on the way can read or change it.
struct SealedRescueFile: Decodable {
    static let format = "anlan-field/2"

    /// AES-GCM as browsers write it: the tag behind the words, each sealed for its place.
    struct Envelope: Decodable {
        let iv: Data
        let bytes: Data

        func opened(by key: SymmetricKey, at place: String) throws -> Data {
            guard bytes.count >= 16 else { throw RescueFile.unreadable }
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: iv), ciphertext: bytes.dropLast(16), tag: bytes.suffix(16))
            return try AES.GCM.open(box, using: key, authenticating: Data(place.utf8))
        }
    }

    struct Escrow: Decodable {
        let parcel: String
        let key: Envelope
    }

    struct Item: Decodable {
        let id: String
        let words: Envelope
        let picture: Envelope?
        let type: String?
    }

    let escrow: Escrow
    let queue: [Item]
    let photographs: [Item]

    /// Opened with the key that the platform has for the parcel of the person who brings it.
    func records(key: (_ parcel: String) -> String?) throws -> [RescueFile.Record] {
        guard let platform = key(escrow.parcel).flatMap({ Data(base64Encoded: $0) }) else {
            throw Refusal.fields(["file": "这份文件是加密的，只有在手机上设 PIN 的人能导入。请由其本人登录后导入。"])
        }
        let phone = SymmetricKey(
            data: try escrow.key.opened(by: SymmetricKey(data: platform), at: "escrow"))
        var pictures: [String: String] = [:]
        for item in photographs {
            guard let picture = item.picture, let type = item.type, type.hasPrefix("image/") else { continue }
            let bytes = try picture.opened(by: phone, at: "photographs/\(item.id)/picture")
            pictures[item.id] = "data:\(type);base64,\(bytes.base64EncodedString())"
        }
        return try queue.map { item in
            let words = try item.words.opened(by: phone, at: "queue/\(item.id)")
            var record = try JSONDecoder().decode(RescueFile.Record.self, from: words)
            record.photographs = record.photographs.map { photograph in
                var photograph = photograph
                photograph.content = photograph.hash.flatMap { pictures[$0] }
                return photograph
            }
            return record
        }
    }
}
