import Crypto
import Storage

/// 256 random bits as text. The holder keeps the text; the database keeps its SHA-256 only.
struct SecretToken: Sendable {
    let text: String

    init(prefix: String = "") {
        text = prefix + base64URL((0..<32).map { _ in UInt8.random(in: .min ... .max) })
    }

    var hash: String { Self.hash(text) }

    static func hash(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).hexadecimal
    }
}

/// RFC 4648, section 5, without padding.
func base64URL(_ bytes: [UInt8]) -> String {
    encoded(bytes, alphabet: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8), bits: 6)
}

/// RFC 4648, section 6, without padding.
func base32(_ bytes: [UInt8]) -> String {
    encoded(bytes, alphabet: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8), bits: 5)
}

private func encoded(_ bytes: [UInt8], alphabet: [UInt8], bits: Int) -> String {
    var text: [UInt8] = []
    var held = 0
    var count = 0
    for byte in bytes {
        held = held << 8 | Int(byte)
        count += 8
        while count >= bits {
            count -= bits
            text.append(alphabet[held >> count])
            held &= (1 << count) - 1
        }
    }
    if count > 0 { text.append(alphabet[held << (bits - count)]) }
    return String(decoding: text, as: UTF8.self)
}

/// Takes the same time wherever the two differ.
func constantTimeEquals(_ one: String, _ other: String) -> Bool {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    guard one.count == other.count else { return false }
    return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
}
