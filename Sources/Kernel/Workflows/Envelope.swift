import Calendars
import Ledger

/// What comes with a command beside what the person filled in.
public struct Envelope: Sendable, Hashable {
    /// Made by the client; the same id is carried out once and answered the same again.
    public var commandID: String
    /// When it is claimed to have happened.
    public var happened: Instant?
    /// When the device wrote it down.
    public var written: Instant?
    public var channel: LedgerEntry.Channel
    /// The version the person saw; a newer one is not overwritten.
    public var expectedVersion: Int?

    public init(
        commandID: String = UUIDv7.make(), happened: Instant? = nil, written: Instant? = nil,
        channel: LedgerEntry.Channel = .api, expectedVersion: Int? = nil
    ) {
        self.commandID = commandID
        self.happened = happened
        self.written = written
        self.channel = channel
        self.expectedVersion = expectedVersion
    }

    /// What the command itself says of when it happened comes before what the device says.
    func stating(_ happened: Instant?) -> Envelope {
        var envelope = self
        if let happened { envelope.happened = happened }
        return envelope
    }
}

/// 回执 — what the desk answers when a command has been carried out and is on disk.
public struct Receipt: Sendable, Hashable {
    public let matter: String
    public let kind: String
    public let state: String
    public let version: Int
    public let entry: String
    /// 留痕摘要 — SHA-256 of the entry, hexadecimal: with it the person holds whoever keeps the ledger to this entry.
    public let digest: String
    /// The same command had been carried out before; this is its first answer.
    public let isRepeated: Bool

    init(_ entry: LedgerEntry, digest: String, isRepeated: Bool = false) {
        matter = entry.target.matter
        kind = entry.target.kind
        state = entry.stateAfter
        version = entry.target.version
        self.entry = entry.id
        self.digest = digest
        self.isRepeated = isRepeated
    }
}
