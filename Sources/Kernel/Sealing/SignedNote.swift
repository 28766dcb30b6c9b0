import Crypto
import Foundation
import Storage

/// A text with the signatures of those who stand by it (C2SP signed-note).
public struct SignedNote: Sendable, Hashable {
    public struct Signature: Sendable, Hashable {
        public let name: String
        /// The first four bytes of the key's hash.
        public let keyHash: [UInt8]
        public let bytes: [UInt8]
    }

    /// Ends with a line break.
    public let text: String
    public internal(set) var signatures: [Signature]

    public init(text: String, signatures: [Signature] = []) {
        self.text = text
        self.signatures = signatures
    }

    /// - Returns: `nil` when this is not a note.
    public init?(_ note: String) {
        guard let split = note.range(of: "\n\n", options: .backwards), note.hasSuffix("\n") else { return nil }
        let text = String(note[..<split.lowerBound]) + "\n"
        let lines = note[split.upperBound...].split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let signatures = lines.map(Signature.init)
        guard !lines.isEmpty, !signatures.contains(nil),
            !note.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" })
        else { return nil }
        self.init(text: text, signatures: signatures.compactMap { $0 })
    }

    public var encoded: String { text + "\n" + signatures.map { $0.line + "\n" }.joined() }
}

extension SignedNote.Signature {
    fileprivate init?(_ line: Substring) {
        let parts = line.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "—", !parts[1].isEmpty,
            let bytes = Data(base64Encoded: String(parts[2])), bytes.count > 4
        else { return nil }
        self.init(name: String(parts[1]), keyHash: Array(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }

    fileprivate var line: String { "— \(name) \(Data(keyHash + bytes).base64EncodedString())" }
}

/// Whose signature is looked for: a name and an Ed25519 public key, as `name+hash+key`.
public struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
    /// What the signature is over.
    public enum Kind: UInt8, Sendable {
        /// The text itself: what a log signs.
        case note = 1
        /// The text and the time at which it was seen: what a witness signs (C2SP tlog-cosignature).
        case cosignature = 4
    }

    public let name: String
    public let kind: Kind
    public let publicKey: [UInt8]

    public init(name: String, kind: Kind, publicKey: [UInt8]) {
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
    }

    /// - Returns: `nil` when the text is no key, or its hash does not fit.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let key = Data(base64Encoded: parts[2]), key.count == 33,
            let kind = Kind(rawValue: key[0])
        else { return nil }
        self.init(name: parts[0], kind: kind, publicKey: Array(key.dropFirst()))
        guard Self.isName(name), hash.hexadecimal == parts[1] else { return nil }
    }

    public var description: String {
        "\(name)+\(hash.hexadecimal)+\(Data([kind.rawValue] + publicKey).base64EncodedString())"
    }

    public var hash: [UInt8] {
        Array(SHA256.hash(data: Array("\(name)\n".utf8) + [kind.rawValue] + publicKey).prefix(4))
    }

    /// Whether a text can be the name of a log or a witness.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "+" }
    }

    /// Whether this key signed the note.
    public func verifies(_ note: SignedNote) -> Bool { signature(on: note) != nil }

    /// When the witness with this key saw the note, in seconds since 1970; `nil` when it did not sign it.
    public func time(on note: SignedNote) -> Int? {
        guard kind == .cosignature, let signature = signature(on: note) else { return nil }
        return signature.bytes.prefix(8).reduce(0) { $0 << 8 | Int($1) }
    }

    private func signature(on note: SignedNote) -> SignedNote.Signature? {
        guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return nil }
        return note.signatures.first { signature in
            guard signature.name == name, signature.keyHash == hash else { return false }
            switch kind {
            case .note: return key.isValidSignature(signature.bytes, for: Array(note.text.utf8))
            case .cosignature:
                guard signature.bytes.count == 72 else { return false }
                let time = signature.bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
                let message = SigningKey.cosigned(note.text, at: time)
                return key.isValidSignature(Array(signature.bytes.dropFirst(8)), for: message)
            }
        }
    }
}

/// 封存密钥 — signs in one name.
public struct SigningKey: Sendable {
    public let verifier: VerifierKey
    private let key: Curve25519.Signing.PrivateKey

    /// The key that belongs to a secret of the installation: every instance that has the secret signs alike.
    ///
    /// - Precondition: the name is one, see ``VerifierKey/isName(_:)``.
    public init(name: String, kind: VerifierKey.Kind, secret: [UInt8]) {
        precondition(VerifierKey.isName(name), "not a name: \(name)")
        let seed = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Array("anlan log key \(kind.rawValue) \(name)".utf8),
            outputByteCount: 32)
        // Any 32 bytes are a private key.
        key = try! seed.withUnsafeBytes { try Curve25519.Signing.PrivateKey(rawRepresentation: $0) }
        verifier = VerifierKey(name: name, kind: kind, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// Adds a signature to the note.
    ///
    /// - Parameter time: when a witness saw it, in seconds since 1970.
    public func sign(_ note: inout SignedNote, at time: UInt64 = 0) throws {
        let bytes: [UInt8]
        switch verifier.kind {
        case .note: bytes = Array(try key.signature(for: Array(note.text.utf8)))
        case .cosignature:
            let stamp = (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) }
            bytes = stamp + Array(try key.signature(for: Self.cosigned(note.text, at: time)))
        }
        note.signatures.append(.init(name: verifier.name, keyHash: verifier.hash, bytes: bytes))
    }

    static func cosigned(_ text: String, at time: UInt64) -> [UInt8] {
        Array("cosignature/v1\ntime \(time)\n\(text)".utf8)
    }
}
