/// 封存公钥 — whose signatures the checkpoints of one log bear: Ed25519, and SM2 beside it where that is configured.
public struct LogKeys: Sendable, Hashable, CustomStringConvertible {
    public let ed25519: VerifierKey
    public let sm2: VerifierKey?

    /// - Precondition: both are keys of a log, and of the same one.
    public init(_ ed25519: VerifierKey, sm2: VerifierKey? = nil) {
        precondition(ed25519.kind == .note && (sm2 == nil || sm2?.kind == .sm2 && sm2?.name == ed25519.name))
        self.ed25519 = ed25519
        self.sm2 = sm2
    }

    /// A key a line, as at `/log/key`.
    ///
    /// - Returns: `nil` when the text is something else than one key of a log and at most one of SM2 beside it.
    public init?(_ text: String) {
        let keys = text.split(whereSeparator: \.isWhitespace).map { VerifierKey(String($0)) }
        guard !keys.contains(nil), let own = keys.first(where: { $0?.kind == .note }) ?? nil else { return nil }
        let beside = keys.compactMap { $0 }.filter { $0 != own }
        guard beside.count < 2, keys.count == 1 + beside.count,
            beside.allSatisfy({ $0.kind == .sm2 && $0.name == own.name })
        else { return nil }
        self.init(own, sm2: beside.first)
    }

    public var description: String { all.map(\.description).joined(separator: "\n") }
    public var all: [VerifierKey] { [ed25519] + (sm2.map { [$0] } ?? []) }
    /// The log's name.
    public var name: String { ed25519.name }

    /// Whether everyone named here signed the note.
    public func verifies(_ note: SignedNote) -> Bool { all.allSatisfy { $0.verifies(note) } }

    /// Whether the note is the log's own, though it may be older than the key that signs beside.
    func isOwn(_ note: SignedNote) -> Bool {
        ed25519.verifies(note) && sm2?.standing(on: note) != .contradicted
    }
}
