import Storage

/// A file as a matter carries it, with what is known of its content.
public struct CarriedFile: Sendable, Hashable {
    public let attachment: Attachment
    public let content: Content

    init(row: Row) throws {
        attachment = try Attachment(row: row)
        content = try Content(row: row)
    }
}

extension AttachmentStore {
    /// The files of a matter in the order in which they came, withdrawn ones included.
    public func carried(by matter: String) async throws -> [CarriedFile] {
        try await database.rows(
            """
            SELECT \(Attachment.columns), \(Content.columns) FROM attachment
            JOIN content ON content.hash = attachment.hash
            WHERE attachment.matter = \(matter) ORDER BY attachment.received, attachment.id
            """
        ).map(CarriedFile.init(row:))
    }

    /// The file as a matter carries it that may be read.
    ///
    /// - Parameter readable: the condition on rows of `matter` that says which matters the reader may read.
    /// - Throws: ``AttachmentRefusal``, the same whether there is none or none that may be read.
    public func carried(_ hash: ContentHash, where readable: SQL) async throws -> CarriedFile {
        let row = try await database.rows(
            """
            SELECT \(Attachment.columns), \(Content.columns) FROM attachment
            JOIN content ON content.hash = attachment.hash
            WHERE attachment.hash = \(hash)
                AND EXISTS (SELECT 1 FROM matter WHERE matter.id = attachment.matter AND (\(readable)))
            ORDER BY attachment.received, attachment.id LIMIT 1
            """
        ).first
        guard let row else { throw AttachmentRefusal.notFound }
        return try CarriedFile(row: row)
    }
}
