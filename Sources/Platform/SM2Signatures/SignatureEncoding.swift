internal import COpenSSL

/// Between the two numbers of a signature in 32 bytes each, and the sequence of GB/T 35276 that OpenSSL reads and writes.
enum SignatureEncoding {
    private static let half = SM2PublicKey.signatureSize / 2

    /// `nil` when these are not 64 bytes.
    static func encoded(_ signature: some Collection<UInt8>) -> [UInt8]? {
        guard signature.count == SM2PublicKey.signatureSize, let pair = ECDSA_SIG_new() else { return nil }
        defer { ECDSA_SIG_free(pair) }
        let r = BN_bin2bn(Array(signature.prefix(half)), Int32(half), nil)
        let s = BN_bin2bn(Array(signature.dropFirst(half)), Int32(half), nil)
        // The pair owns the numbers from here on.
        guard ECDSA_SIG_set0(pair, r, s) == 1 else { return nil }
        var bytes: UnsafeMutablePointer<UInt8>?
        let length = Int(i2d_ECDSA_SIG(pair, &bytes))
        guard length > 0, let bytes else { return nil }
        defer { CRYPTO_free(bytes, #file, #line) }
        return Array(UnsafeBufferPointer(start: bytes, count: length))
    }

    /// `nil` when this is no such sequence.
    static func decoded(_ sequence: [UInt8]) -> [UInt8]? {
        let pair = sequence.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var place = buffer.baseAddress
            return d2i_ECDSA_SIG(nil, &place, buffer.count)
        }
        guard let pair else { return nil }
        defer { ECDSA_SIG_free(pair) }
        var signature = [UInt8](repeating: 0, count: SM2PublicKey.signatureSize)
        let isWritten = signature.withUnsafeMutableBufferPointer { buffer in
            BN_bn2binpad(ECDSA_SIG_get0_r(pair), buffer.baseAddress, Int32(half)) == Int32(half)
                && BN_bn2binpad(ECDSA_SIG_get0_s(pair), buffer.baseAddress! + half, Int32(half)) == Int32(half)
        }
        return isWritten ? signature : nil
    }
}
