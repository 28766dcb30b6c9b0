internal import COpenSSL

/// 国密 SM2 公钥 — checks signatures of SM2 with SM3 (GB/T 32918.2, GB/T 32905).
public struct SM2PublicKey: Sendable, Hashable {
    /// By which name whoever signs is known when none was agreed upon (GB/T 35276).
    public static let usualIdentity = "1234567812345678"
    /// How many bytes.
    public static let size = 65
    /// How many bytes a signature has: the two numbers r and s of GB/T 32918.2, 32 bytes each, the highest first.
    public static let signatureSize = 64

    /// The point, not compressed: 04 and both coordinates (GB/T 32918.1, 4.2.9).
    public let bytes: [UInt8]

    /// `nil` when these bytes are no point of the curve.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.size, bytes.first == 4, HeldKey(point: bytes) != nil else { return nil }
        self.bytes = Array(bytes)
    }

    /// Whether the owner of the key signed the message under this identity.
    public func isValidSignature(
        _ signature: some Collection<UInt8>, for message: [UInt8], by identity: String = usualIdentity
    ) -> Bool {
        guard let key = HeldKey(point: bytes), let encoded = SignatureEncoding.encoded(signature) else { return false }
        // A signature that does not hold leaves its complaints in the thread's queue.
        defer { ERR_clear_error() }
        return key.digesting(as: identity) { context, key in
            EVP_DigestVerifyInit(context, nil, EVP_sm3(), nil, key) == 1
                && EVP_DigestVerify(context, encoded, encoded.count, message, message.count) == 1
        }
    }
}
