internal import COpenSSL

/// A key in the hands of OpenSSL, for one operation.
///
/// It is handed over in the encoding that files have, which OpenSSL checks: the point must lie on the curve.
final class HeldKey {
    private let key: OpaquePointer

    /// SubjectPublicKeyInfo (RFC 5480) with the curve 1.2.156.10197.1.301, up to the point.
    private static let publicPrefix: [UInt8] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x81, 0x1C,
        0xCF, 0x55, 0x01, 0x82, 0x2D, 0x03, 0x42, 0x00,
    ]
    /// PrivateKeyInfo (RFC 5208) around an ECPrivateKey (RFC 5915) without its point, up to the number.
    private static let privatePrefix: [UInt8] = [
        0x30, 0x41, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08,
        0x2A, 0x81, 0x1C, 0xCF, 0x55, 0x01, 0x82, 0x2D, 0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20,
    ]

    init?(point: some Collection<UInt8>) {
        let encoded = Self.publicPrefix + point
        let read = encoded.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var place = buffer.baseAddress
            return d2i_PUBKEY(nil, &place, buffer.count)
        }
        guard let read else {
            ERR_clear_error()
            return nil
        }
        key = read
    }

    init?(scalar: some Collection<UInt8>) {
        let encoded = Self.privatePrefix + scalar
        let read = encoded.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var place = buffer.baseAddress
            return d2i_AutoPrivateKey(nil, &place, buffer.count)
        }
        guard let read else { return nil }
        key = read
    }

    deinit { EVP_PKEY_free(key) }

    /// What belongs to the key in public; empty when it cannot be told.
    var point: [UInt8] {
        var encoded: UnsafeMutablePointer<UInt8>?
        let length = Int(i2d_PUBKEY(key, &encoded))
        guard length == Self.publicPrefix.count + SM2PublicKey.size, let encoded else { return [] }
        defer { CRYPTO_free(encoded, #file, #line) }
        return Array(UnsafeBufferPointer(start: encoded, count: length).dropFirst(Self.publicPrefix.count))
    }

    /// Digests and signs, or verifies, as whoever is known by this identity, which goes into the digest
    /// (GB/T 32918.2, 5.5).
    func digesting(as identity: String, _ work: (_ context: OpaquePointer, _ key: OpaquePointer) -> Bool) -> Bool {
        let identity = Array(identity.utf8)
        guard let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        guard let operation = EVP_PKEY_CTX_new(key, nil) else { return false }
        defer { EVP_PKEY_CTX_free(operation) }
        guard EVP_PKEY_CTX_set1_id(operation, identity, Int32(identity.count)) == 1 else { return false }
        EVP_MD_CTX_set_pkey_ctx(context, operation)
        return work(context, key)
    }
}
