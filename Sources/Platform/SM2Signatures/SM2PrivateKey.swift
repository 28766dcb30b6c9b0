internal import COpenSSL

/// 国密 SM2 私钥 — signs with SM2 and SM3 (GB/T 32918.2, GB/T 32905).
public struct SM2PrivateKey: Sendable {
    /// How many bytes.
    public static let size = 32

    public let publicKey: SM2PublicKey
    private let scalar: [UInt8]

    /// `nil` when these bytes are not a number between 1 and n − 2, as one in four thousand million is not.
    public init?(scalar: some Collection<UInt8>) {
        guard Self.isInRange(scalar), let key = HeldKey(scalar: scalar), let point = SM2PublicKey(key.point) else {
            return nil
        }
        self.scalar = Array(scalar)
        publicKey = point
    }

    /// Another one each time: SM2 draws a number for every signature.
    ///
    /// - Throws: ``SM2Fault`` when the library fails.
    public func signature(
        for message: [UInt8], by identity: String = SM2PublicKey.usualIdentity
    ) throws(SM2Fault) -> [UInt8] {
        guard let key = HeldKey(scalar: scalar) else { throw SM2Fault() }
        var encoded: [UInt8] = []
        let isSigned = key.digesting(as: identity) { context, key in
            var length = 0
            guard EVP_DigestSignInit(context, nil, EVP_sm3(), nil, key) == 1,
                EVP_DigestSign(context, nil, &length, message, message.count) == 1
            else { return false }
            encoded = [UInt8](repeating: 0, count: length)
            guard EVP_DigestSign(context, &encoded, &length, message, message.count) == 1 else { return false }
            encoded.removeSubrange(length...)
            return true
        }
        guard isSigned, let signature = SignatureEncoding.decoded(encoded) else { throw SM2Fault() }
        return signature
    }

    /// One less than the order of the curve (GB/T 32918.5).
    private static let bound: [UInt8] = [
        0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0x72, 0x03, 0xDF, 0x6B, 0x21, 0xC6, 0x05, 0x2B, 0x53, 0xBB, 0xF4, 0x09, 0x39, 0xD5, 0x41, 0x22,
    ]

    private static func isInRange(_ scalar: some Collection<UInt8>) -> Bool {
        scalar.count == size && scalar.contains { $0 != 0 } && scalar.lexicographicallyPrecedes(bound)
    }
}

/// The library could not sign: it is out of memory, or set up without SM2.
public struct SM2Fault: Error, Hashable, CustomStringConvertible {
    public let description: String

    init() {
        var text = [CChar](repeating: 0, count: 256)
        ERR_error_string_n(ERR_get_error(), &text, text.count)
        ERR_clear_error()
        description = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
