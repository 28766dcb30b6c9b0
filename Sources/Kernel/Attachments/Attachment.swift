import Calendars
import Storage

/// 附件: a file that somebody handed in for a matter, for a stated purpose.
public struct Attachment: Sendable, Hashable, Identifiable {
    /// How the file came about, as the client says.
    public enum Way: String, Sendable, Hashable, SQLConvertible {
        /// 现场拍摄: taken within the form.
        case camera
        /// 相册选取: chosen from pictures that existed before.
        case gallery
        /// 文件上传
        case file
    }

    /// 作废: it stays where it is, marked, with the reason.
    public struct Withdrawal: Sendable, Hashable {
        public let at: Instant
        public let person: String
        public let reason: String
    }

    /// Made by the client, so that sending twice attaches once.
    public let id: String
    public let matter: String
    public let hash: ContentHash
    public let purpose: Purpose
    /// For people to read.
    public let name: String
    public let person: String
    public let received: Instant
    /// By the clock of the device on which it was handed in.
    public let deviceTime: Instant?
    public let way: Way
    public let withdrawal: Withdrawal?

    /// - Parameter name: as the client sent it; what is kept of it is text without folders and tricks.
    public init(
        id: String, matter: String, content: Content, purpose: Purpose, name: String, person: String,
        received: Instant, deviceTime: Instant? = nil, way: Way = .file
    ) {
        self.id = id
        self.matter = matter
        hash = content.hash
        self.purpose = purpose
        self.name = CleanName.of(name, kind: content.kind)
        self.person = person
        self.received = received
        self.deviceTime = deviceTime
        self.way = way
        withdrawal = nil
    }

    /// To be committed together with the matter's own step.
    public var insertion: Change {
        .one(
            """
            INSERT INTO attachment (id, matter, hash, purpose, name, person, received, device_time, way)
            VALUES (\(id), \(matter), \(hash), \(purpose), \(name), \(person), \(received), \(deviceTime), \(way))
            """)
    }

    /// Marks it as withdrawn; refuses the commit when it was withdrawn before.
    public func withdrawing(because reason: String, by person: String, at now: Instant) -> Change {
        .one(
            """
            UPDATE attachment SET withdrawn = \(now), withdrawn_by = \(person), withdrawn_reason = \(reason)
            WHERE id = \(id) AND withdrawn IS NULL
            """)
    }

    static let columns: SQL = """
        id, matter, attachment.hash AS hash, purpose, name, person, attachment.received AS received, device_time, way,
        withdrawn, withdrawn_by, withdrawn_reason
        """

    init(row: Row) throws {
        id = try row["id"]
        matter = try row["matter"]
        hash = try row["hash"]
        purpose = try row["purpose"]
        name = try row["name"]
        person = try row["person"]
        received = try row["received"]
        deviceTime = try row["device_time"]
        way = try row["way"]
        let withdrawn: Instant? = try row["withdrawn"]
        withdrawal = try withdrawn.map {
            try Withdrawal(at: $0, person: row["withdrawn_by"], reason: row["withdrawn_reason"])
        }
    }
}
