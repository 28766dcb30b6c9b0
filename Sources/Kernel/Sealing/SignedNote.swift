import Foundation

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
