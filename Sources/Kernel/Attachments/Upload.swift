import Calendars
import Storage

/// 已上传的文件: what a person has handed in. Until a matter carries it, it is that person's alone, and it is tidied
/// away after some days.
public struct Upload: Sendable, Hashable {
    public let person: String
    public let content: Content
    public let purpose: Purpose
    /// For people to read.
    public let name: String
    public let way: Attachment.Way
    public let received: Instant
    /// Not tidied away before.
    public let keptUntil: Instant

    init(
        person: String, content: Content, purpose: Purpose, name: String, way: Attachment.Way, received: Instant,
        keptUntil: Instant
    ) {
        self.person = person
        self.content = content
        self.purpose = purpose
        self.name = CleanName.of(name, kind: content.kind)
        self.way = way
        self.received = received
        self.keptUntil = keptUntil
    }

    /// The row that attaches it to a matter, to be committed together with the matter's own step.
    ///
    /// - Parameter id: unique; sending twice attaches once.
    public func attached(to matter: String, as id: String, at now: Instant) -> Change {
        Attachment(
            id: id, matter: matter, content: content, purpose: purpose, name: name, person: person, received: now,
            way: way
        ).insertion
    }

    /// Handing in the same file again renews what is said about it, and never shortens how long it is kept.
    var saving: Change {
        .any(
            """
            INSERT INTO upload (person, hash, purpose, name, way, received, kept_until)
            VALUES (\(person), \(content.hash), \(purpose), \(name), \(way), \(received), \(keptUntil))
            ON CONFLICT (person, hash) DO UPDATE SET
                purpose = excluded.purpose, name = excluded.name, way = excluded.way, received = excluded.received,
                kept_until = CASE WHEN upload.kept_until > excluded.kept_until THEN upload.kept_until
                    ELSE excluded.kept_until END
            """)
    }

    static let columns: SQL = """
        upload.person, upload.purpose, upload.name, upload.way, upload.received AS uploaded, upload.kept_until
        """

    init(row: Row) throws {
        person = try row["person"]
        content = try Content(row: row)
        purpose = try row["purpose"]
        name = try row["name"]
        way = try row["way"]
        received = try row["uploaded"]
        keptUntil = try row["kept_until"]
    }
}
