import Calendars
import Crypto
import Storage

/// 动态码: six figures that change every 30 seconds (RFC 6238).
public struct TimeBasedCode: Sendable {
    public enum Algorithm: UInt8, Sendable {
        /// What every authenticator program understands.
        case sha1 = 1
        case sha256 = 2

        var name: String { self == .sha1 ? "SHA1" : "SHA256" }
    }

    static let period = 30

    let secret: [UInt8]
    let algorithm: Algorithm

    init(algorithm: Algorithm) {
        self.init(secret: (0..<20).map { _ in UInt8.random(in: .min ... .max) }, algorithm: algorithm)
    }

    init(secret: [UInt8], algorithm: Algorithm) {
        self.secret = secret
        self.algorithm = algorithm
    }

    static func step(at now: Instant) -> Int {
        now.milliseconds / 1000 / period
    }

    func code(at step: Int, digits: Int = 6) -> String {
        let counter = withUnsafeBytes(of: UInt64(step).bigEndian, Array.init)
        let key = SymmetricKey(data: secret)
        let mac: [UInt8] =
            switch algorithm {
            case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: key))
            case .sha256: Array(HMAC<SHA256>.authenticationCode(for: counter, using: key))
            }
        // RFC 4226, section 5.3: the low four bits of the last byte say where to read.
        let start = Int(mac[mac.count - 1] & 15)
        let number = mac[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(1) { product, _ in product * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// The step to which the code belongs: this one or a neighbour, for clocks that are half a minute off.
    func step(matching code: String, at now: Instant) -> Int? {
        let typed = normalised(code).filter { !$0.isWhitespace }
        let current = Self.step(at: now)
        return (current - 1...current + 1).filter { constantTimeEquals(self.code(at: $0), typed) }.last
    }

    /// For a link or a picture that authenticator programs read.
    func uri(issuer: String, login: String) -> String {
        let label = "\(percentEncoded(issuer)):\(percentEncoded(login))"
        return "otpauth://totp/\(label)?secret=\(base32(secret))&issuer=\(percentEncoded(issuer))"
            + "&algorithm=\(algorithm.name)&digits=6&period=\(Self.period)"
    }
}

private func percentEncoded(_ text: String) -> String {
    text.utf8.map { byte in
        let scalar = Unicode.Scalar(byte)
        let isPlain =
            byte < 128
            && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-" || scalar == ".")
        return isPlain ? String(scalar) : "%" + [byte].hexadecimal.uppercased()
    }.joined()
}
