import Crypto
import SM2Signatures

/// 封存密钥 — signs in one name.
public struct SigningKey: Sendable {
    private enum Secret {
        case ed25519(Curve25519.Signing.PrivateKey)
        case sm2(SM2PrivateKey)
    }

    public let verifier: VerifierKey
    private let secret: Secret

    /// The key that belongs to a secret of the installation: every instance that has the secret signs alike.
    ///
    /// - Precondition: the name is one, see ``VerifierKey/isName(_:)``.
    public init(name: String, kind: VerifierKey.Kind, secret: [UInt8]) {
        precondition(VerifierKey.isName(name), "not a name: \(name)")
        let info = "anlan log key \(kind.rawValue) \(name)"
        let publicKey: [UInt8]
        switch kind {
        case .note, .cosignature:
            // Any 32 bytes are a private key.
            let key = try! Curve25519.Signing.PrivateKey(rawRepresentation: Self.seed(info, of: secret))
            (self.secret, publicKey) = (.ed25519(key), Array(key.publicKey.rawRepresentation))
        case .sm2:
            let key = Self.sm2(info, of: secret)
            (self.secret, publicKey) = (.sm2(key), key.publicKey.bytes)
        }
        verifier = VerifierKey(name: name, kind: kind, publicKey: publicKey)
    }

    /// The first of the seeds that is a private key; nearly always the very first.
    private static func sm2(_ info: String, of secret: [UInt8]) -> SM2PrivateKey {
        for number in 0..<UInt8.max {
            if let key = SM2PrivateKey(scalar: seed("\(info) \(number)", of: secret)) { return key }
        }
        preconditionFailure("OpenSSL knows no SM2")
    }

    private static func seed(_ info: String, of secret: [UInt8]) -> [UInt8] {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Array(info.utf8), outputByteCount: 32
        ).withUnsafeBytes { Array($0) }
    }

    /// Adds a signature to the note.
    ///
    /// - Parameter time: when a witness saw it, in seconds since 1970.
    public func sign(_ note: inout SignedNote, at time: UInt64 = 0) throws {
        note.signatures.append(
            .init(name: verifier.name, keyHash: verifier.hash, bytes: try signature(over: note.text, at: time)))
    }

    private func signature(over text: String, at time: UInt64) throws -> [UInt8] {
        switch secret {
        case .sm2(let key): return try key.signature(for: Array(text.utf8))
        case .ed25519(let key):
            guard verifier.kind == .cosignature else { return Array(try key.signature(for: Array(text.utf8))) }
            let stamp = (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) }
            return stamp + Array(try key.signature(for: Self.cosigned(text, at: time)))
        }
    }

    static func cosigned(_ text: String, at time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
    }
}
