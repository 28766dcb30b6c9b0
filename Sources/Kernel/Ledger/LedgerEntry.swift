import Calendars
import Registry
import Storage

/// 留痕 — one line of the ledger: who did what to which matter, when, and from which state to which.
///
/// Entries are only ever added; the database itself refuses to change or delete one. Each keeps the times apart:
/// when it is claimed to have happened, when the device wrote it down, and when it was received here.
public struct LedgerEntry: Sendable, Hashable {
    /// What the entry is about.
    public struct Target: Sendable, Hashable {
        public var matter: String
        public var kind: String
        public var region: RegionCode
        /// The matter's version after this entry.
        public var version: Int

        public init(matter: String, kind: String, region: RegionCode, version: Int) {
            self.matter = matter
            self.kind = kind
            self.region = region
            self.version = version
        }
    }

    /// Who acted, and in which capacity.
    public struct Actor: Sendable, Hashable {
        public var person: String
        public var post: String?
        public var organisation: String?

        public init(person: String, post: String?, organisation: String?) {
            self.person = person
            self.post = post
            self.organisation = organisation
        }
    }

    /// When. A late entry stays visibly late: the claimed time never replaces the received one.
    public struct Times: Sendable, Hashable {
        public var happened: Instant?
        public var written: Instant?
        public var received: Instant

        public init(happened: Instant? = nil, written: Instant? = nil, received: Instant) {
            self.happened = happened
            self.written = written
            self.received = received
        }
    }

    /// Where the command came in.
    public enum Channel: String, Sendable, CaseIterable, SQLConvertible, Codable {
        case page, phone, api, importBatch, timer

        public var title: String {
            switch self {
            case .page: "网页"
            case .phone: "手机离线"
            case .api: "接口"
            case .importBatch: "导入批次"
            case .timer: "平台定时"
            }
        }
    }

    public var id: String
    public var target: Target
    public var command: String
    /// Made by the client; the same id is carried out once.
    public var commandID: String
    public var actor: Actor
    public var times: Times
    public var channel: Channel
    /// `nil` for the entry that opens a matter.
    public var stateBefore: String?
    public var stateAfter: String
    public var changes: [FieldChange]
    public var reason: String?
    /// SHA-256 of each attachment, hexadecimal.
    public var attachments: [String]

    /// 抹除 — whether it says that texts were erased: nothing was done with the matter then.
    public var isErasure: Bool { command == Inscription.erasure }

    public init(
        id: String, target: Target, command: String, commandID: String, actor: Actor, times: Times, channel: Channel,
        stateBefore: String?, stateAfter: String, changes: [FieldChange], reason: String?, attachments: [String]
    ) {
        self.id = id
        self.target = target
        self.command = command
        self.commandID = commandID
        self.actor = actor
        self.times = times
        self.channel = channel
        self.stateBefore = stateBefore
        self.stateAfter = stateAfter
        self.changes = changes
        self.reason = reason
        self.attachments = attachments
    }
}
