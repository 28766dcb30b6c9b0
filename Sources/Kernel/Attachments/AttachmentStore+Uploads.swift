import Calendars
import Storage

extension AttachmentStore {
    /// How a person hands in a file.
    public struct Handing: Sendable {
        public var person: String
        public var purpose: Purpose
        /// As the client sent it.
        public var name: String
        public var way: Attachment.Way

        public init(by person: String, for purpose: Purpose, name: String, way: Attachment.Way = .file) {
            self.person = person
            self.purpose = purpose
            self.name = name
            self.way = way
        }
    }

    /// Takes in a file and notes who handed it in; both stand or fall together.
    ///
    /// It is kept for ``AttachmentSettings/uploadLife``, or as long as ``keep(_:of:until:)`` says, or for good once a
    /// matter carries it. Whatever else must stay has to be attached to a matter.
    ///
    /// - Throws: as ``receive(_:for:)``, and ``AttachmentRefusal`` when the person has too many files waiting.
    public func receive<Pieces: AsyncSequence>(
        _ pieces: Pieces, from handing: Handing
    ) async throws -> Upload where Pieces.Element: Sequence<UInt8> {
        guard try await waiting(of: handing.person) < settings.uploadsOfOne else {
            throw AttachmentRefusal.tooManyUploads(limit: settings.uploadsOfOne)
        }
        let now = clock()
        let content = try await receive(pieces, for: handing.purpose) { content in
            [
                Upload(
                    person: handing.person, content: content, purpose: handing.purpose, name: handing.name,
                    way: handing.way, received: now, keptUntil: now.adding(settings.uploadLife)
                ).saving
            ]
        }
        guard let upload = try await uploads(of: handing.person, [content.hash]).first else {
            throw AttachmentRefusal.notFound
        }
        return upload
    }

    /// Those of these files that this person handed in, in the order of the hashes; each once.
    public func uploads(of person: String, _ hashes: [ContentHash]) async throws -> [Upload] {
        guard !hashes.isEmpty else { return [] }
        let found = try await database.rows(
            """
            SELECT \(Upload.columns), \(Content.columns) FROM upload JOIN content ON content.hash = upload.hash
            WHERE upload.person = \(person) AND upload.hash IN \(hashes)
            """
        ).map(Upload.init(row:))
        let byHash = Dictionary(uniqueKeysWithValues: found.map { ($0.content.hash, $0) })
        var seen: Set<ContentHash> = []
        return hashes.compactMap { seen.insert($0).inserted ? byHash[$0] : nil }
    }

    /// Keeps what a person handed in at least until then, such as for as long as a draft names it.
    public func keep(_ hashes: [ContentHash], of person: String, until instant: Instant) -> Change {
        .any(
            """
            UPDATE upload SET kept_until = \(instant)
            WHERE person = \(person) AND hash IN \(hashes) AND kept_until < \(instant)
            """)
    }

    /// Lets go what was kept for a draft that is gone: it stays as long as any other upload.
    public func release(_ hashes: [ContentHash], of person: String) -> Change {
        let soon = clock().adding(settings.uploadLife)
        return .any(
            """
            UPDATE upload SET kept_until = \(soon)
            WHERE person = \(person) AND hash IN \(hashes) AND kept_until > \(soon)
            """)
    }

    /// Removes what was uploaded and never attached, once nobody keeps it any longer; says how many uploads that were.
    ///
    /// The bytes go with the last mention of them. Somebody handing in the same file at this moment keeps it.
    public func tidyUploads(limit: Int = 500) async throws -> Int {
        let now = clock()
        let expired = try await database.rows(
            "SELECT person, hash FROM upload WHERE kept_until < \(now) ORDER BY kept_until LIMIT \(limit)"
        ).map { try (person: $0["person"] as String, hash: $0["hash"] as ContentHash) }
        for upload in expired {
            do {
                try await database.commit(
                    Self.forgetting(upload.hash, of: upload.person, before: now))
            } catch is ConstraintViolation {
                // Mentioned again in between: it stays.
                continue
            }
            if try await database.rows("SELECT 1 AS there FROM content WHERE hash = \(upload.hash)").isEmpty {
                try await disk.perform { [folder] in folder.remove(upload.hash, olderThan: .seconds(3600)) }
            }
        }
        return expired.count
    }

    private static func forgetting(_ hash: ContentHash, of person: String, before now: Instant) -> [Change] {
        let unused: SQL = """
            hash = \(hash) AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.hash = \(hash))
                AND NOT EXISTS (SELECT 1 FROM upload WHERE upload.hash = \(hash))
            """
        return [
            .any("DELETE FROM upload WHERE person = \(person) AND hash = \(hash) AND kept_until < \(now)"),
            .any("DELETE FROM fingerprint_part WHERE \(unused)"),
            .any("DELETE FROM content_bytes WHERE \(unused)"),
            .any("DELETE FROM content WHERE \(unused)"),
        ]
    }

    /// How many files of this person no matter carries yet.
    private func waiting(of person: String) async throws -> Int {
        try await database.rows(
            """
            SELECT count(*) AS amount FROM upload WHERE person = \(person)
                AND NOT EXISTS (SELECT 1 FROM attachment WHERE attachment.hash = upload.hash)
            """)[0]["amount"]
    }
}
