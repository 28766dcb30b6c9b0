import Calendars

/// 见证 — another instance that watches a sealed log and signs only what continues what it saw before.
///
/// A province cannot rewrite its history unnoticed while a city remembers it: a log that shrank, or that shows somebody
/// else another past, does not lead on from the last checkpoint the witness signed (C2SP tlog-cosignature).
public struct Witness: Sendable {
    /// Whose log it is.
    public let log: LogKeys
    private let key: SigningKey

    /// The hashes of a tile of the log.
    public typealias Tiles = @Sendable (TilePath) async throws -> [TreeHash]

    /// - Precondition: the key is one for cosignatures.
    public init(of log: LogKeys, key: SigningKey) {
        precondition(key.verifier.kind == .cosignature, "a witness cosigns")
        self.log = log
        self.key = key
    }

    public var verifier: VerifierKey { key.verifier }

    /// Signs the note when the log behind it has only grown since the one that was known.
    ///
    /// - Parameters:
    ///   - known: the last note this witness signed; `nil` at first, when there is nothing yet to compare with.
    ///   - tiles: of the log as it is now.
    /// - Throws: ``WitnessAlarm`` when it has not; whatever `tiles` throws when the log cannot be reached.
    public func cosign(
        _ note: SignedNote, after known: SignedNote?, at instant: Instant, tiles: @escaping Tiles
    ) async throws -> SignedNote {
        guard log.verifies(note), let fresh = Checkpoint(note), fresh.origin == log.name else {
            throw WitnessAlarm(.unsigned, known: known, shown: note, detail: "检查点不是用这本日志的密钥签的")
        }
        if let known, let old = Checkpoint(known) { try await check(fresh, note, after: old, known, tiles) }
        var cosigned = SignedNote(
            text: note.text,
            signatures: note.signatures.filter { signature in log.all.contains { $0.isOwn(signature) } })
        try key.sign(&cosigned, at: UInt64(instant.milliseconds / 1_000))
        return cosigned
    }

    private func check(
        _ fresh: Checkpoint, _ note: SignedNote, after old: Checkpoint, _ known: SignedNote, _ tiles: @escaping Tiles
    ) async throws {
        guard fresh.size >= old.size else {
            throw WitnessAlarm(
                .rolledBack, known: known, shown: note, detail: "见证过 \(old.size) 条，现在只有 \(fresh.size) 条：被截断，或退回了以前的样子")
        }
        let path: [TreeHash]
        do {
            var reader = TileReader(size: fresh.size, fetch: tiles)
            path = try await reader.consistency(from: old.size, to: fresh.size)
        } catch let damaged as DamagedTile {
            throw WitnessAlarm(.split, known: known, shown: note, detail: "分块 \(damaged.path) 缺失或长短不对")
        }
        guard Proof.extends((old.size, old.root), to: (fresh.size, fresh.root), path: path) else {
            throw WitnessAlarm(
                .split, known: known, shown: note,
                detail: "第 \(fresh.size) 条处的日志不是从见证过的第 \(old.size) 条处接续下来的：前面的留痕被改过，或给不同的人看不同的日志")
        }
    }
}

/// 见证警报 — the two notes are evidence: both are signed by the log, and they cannot both be true.
public struct WitnessAlarm: Error, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable {
        case unsigned = "签名不符"
        case rolledBack = "日志退回"
        case split = "日志分叉"
    }

    public let kind: Kind
    public let known: SignedNote?
    public let shown: SignedNote
    public let detail: String

    init(_ kind: Kind, known: SignedNote?, shown: SignedNote, detail: String) {
        self.kind = kind
        self.known = known
        self.shown = shown
        self.detail = detail
    }

    public var description: String { "\(kind.rawValue)：\(detail)" }
}
