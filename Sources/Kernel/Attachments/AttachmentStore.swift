import Calendars
import Storage

/// Every file that was handed in, and every statement about attachments.
public struct AttachmentStore: Sendable {
    let database: any Database
    let folder: ContentFolder
    let settings: AttachmentSettings
    let clock: @Sendable () -> Instant
    let disk: Workers
    let pictures: Workers

    /// - Parameter folder: where larger files are kept; all instances on one database use the same.
    public init(
        database: any Database, folder: String, settings: AttachmentSettings = AttachmentSettings(),
        clock: @escaping @Sendable () -> Instant = { .now }
    ) {
        self.database = database
        self.folder = ContentFolder(path: folder)
        self.settings = settings
        self.clock = clock
        disk = Workers("attachments", count: settings.diskWorkers)
        pictures = Workers("pictures", count: settings.pictureWorkers)
    }

    /// The attachments of a matter in the order in which they came, withdrawn ones included.
    public func attachments(of matter: String) async throws -> [Attachment] {
        try await database.rows(
            "SELECT \(Attachment.columns) FROM attachment WHERE matter = \(matter) ORDER BY attachment.received, id"
        ).map(Attachment.init(row:))
    }

    /// Whether the reader may see it follows from its matter, which the caller must check.
    ///
    /// - Throws: ``AttachmentRefusal`` when there is none.
    public func attachment(_ id: Attachment.ID) async throws -> Attachment {
        let row = try await database.rows("SELECT \(Attachment.columns) FROM attachment WHERE id = \(id)").first
        guard let row else { throw AttachmentRefusal.notFound }
        return try Attachment(row: row)
    }

    /// - Throws: ``AttachmentRefusal`` when there is none.
    public func content(_ hash: ContentHash) async throws -> Content {
        let row = try await database.rows("SELECT \(Content.columns) FROM content WHERE hash = \(hash)").first
        guard let row else { throw AttachmentRefusal.notFound }
        return try Content(row: row)
    }

    /// Where else the same file was handed in.
    public func attachments(with hash: ContentHash, limit: Int = 100) async throws -> [Attachment] {
        try await database.rows(
            """
            SELECT \(Attachment.columns) FROM attachment WHERE hash = \(hash)
            ORDER BY attachment.received, id LIMIT \(limit)
            """
        ).map(Attachment.init(row:))
    }

    /// 疑似重复照片: pictures that look the same though their bytes differ, the most alike first.
    public func lookalikes(of content: Content) async throws -> [(content: Content, distance: Int)] {
        guard let fingerprint = content.picture?.fingerprint else { return [] }
        let candidates = try await database.rows(
            """
            SELECT \(Content.columns) FROM content WHERE content.hash <> \(content.hash) AND content.hash IN (
                SELECT part.hash FROM fingerprint_part AS part WHERE part.part IN \(fingerprint.searchedParts))
            """
        ).map(Content.init(row:))
        return
            candidates
            .compactMap { other in other.picture?.fingerprint.map { (other, $0.distance(to: fingerprint)) } }
            .filter { $0.1 <= PictureFingerprint.searchedDistance }
            .sorted { ($0.1, $0.0.hash.text) < ($1.1, $1.0.hash.text) }
    }

    /// Removes what uploads left behind that were interrupted longer ago than this; says how many.
    public func removeLeftovers(olderThan age: Duration = .seconds(86400)) async throws -> Int {
        try await disk.perform { [folder] in folder.removeIncoming(olderThan: age) }
    }
}
