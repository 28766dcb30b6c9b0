import Crypto
import Foundation
import SM2Signatures
import Storage

/// Whose signature is looked for: a name and a public key, as `name+hash+key`.
public struct VerifierKey: Sendable, Hashable, CustomStringConvertible {
    /// What the signature is, and what it is over.
    public enum Kind: UInt8, Sendable {
        /// Ed25519 over the text itself: what a log signs.
        case note = 1
        /// Ed25519 over the text and the time at which it was seen: what a witness signs (C2SP tlog-cosignature).
        case cosignature = 4
        /// SM2 with SM3 over the text itself: what a log signs beside the other where that is configured.
        case sm2 = 0xFF

        /// How the kind is written before a key (C2SP signed-note). SM2 has no number of its own there: FF, and the
        /// object identifier of SM2 with SM3.
        var identifier: [UInt8] { [rawValue] + (self == .sm2 ? Array("1.2.156.10197.1.501".utf8) : []) }

        var keySize: Int { self == .sm2 ? SM2PublicKey.size : 32 }
    }

    /// How a key stands to a note.
    public enum Standing: Sendable {
        case signed
        /// There is a signature of the key, and it does not hold.
        case contradicted
        case absent
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
        guard parts.count == 3, let bytes = Data(base64Encoded: parts[2]), let kind = bytes.first.flatMap(Kind.init),
            bytes.starts(with: kind.identifier), bytes.count == kind.identifier.count + kind.keySize
        else { return nil }
        self.init(name: parts[0], kind: kind, publicKey: Array(bytes.dropFirst(kind.identifier.count)))
        guard Self.isName(name), hash.hexadecimal == parts[1] else { return nil }
    }

    public var description: String {
        "\(name)+\(hash.hexadecimal)+\(Data(kind.identifier + publicKey).base64EncodedString())"
    }

    public var hash: [UInt8] {
        Array(SHA256.hash(data: Array("\(name)\n".utf8) + kind.identifier + publicKey).prefix(4))
    }

    /// Whether a text can be the name of a log or a witness.
    public static func isName(_ text: String) -> Bool {
        !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "+" }
    }

    /// Whether this key signed the note.
    public func verifies(_ note: SignedNote) -> Bool { standing(on: note) == .signed }

    public func standing(on note: SignedNote) -> Standing {
        let own = note.signatures.filter(isOwn)
        if own.isEmpty { return .absent }
        return own.contains { holds($0, over: note.text) } ? .signed : .contradicted
    }

    /// When the witness with this key saw the note, in seconds since 1970; `nil` when it did not sign it.
    public func time(on note: SignedNote) -> Int? {
        guard kind == .cosignature,
            let signature = note.signatures.first(where: { isOwn($0) && holds($0, over: note.text) })
        else { return nil }
        return signature.bytes.prefix(8).reduce(0) { $0 << 8 | Int($1) }
    }

    /// Whether a signature says that it is of this key.
    func isOwn(_ signature: SignedNote.Signature) -> Bool { signature.name == name && signature.keyHash == hash }

    private func holds(_ signature: SignedNote.Signature, over text: String) -> Bool {
        switch kind {
        case .note: return isEd25519(signature.bytes, over: Array(text.utf8))
        case .sm2:
            return SM2PublicKey(publicKey)?.isValidSignature(signature.bytes, for: Array(text.utf8)) ?? false
        case .cosignature:
            guard signature.bytes.count == 72 else { return false }
            let time = signature.bytes.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
            return isEd25519(Array(signature.bytes.dropFirst(8)), over: SigningKey.cosigned(text, at: time))
        }
    }

    private func isEd25519(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        // Absence means that these bytes are no key.
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        return key?.isValidSignature(signature, for: message) ?? false
    }
}
