import Storage

/// What a backup must know of the files beside the database.
extension AttachmentStore {
    /// Where the file of a content lies below the folder of the attachments.
    public static func path(of hash: ContentHash, in folder: String) -> String {
        ContentFolder(path: folder).path(of: hash)
    }

    /// The hashes of the contents that are kept as files, a page at a time, in their order.
    public static func files(after hash: ContentHash?, limit: Int) -> SQL {
        """
        SELECT hash FROM content WHERE is_small = 0 AND hash > \(hash?.text ?? "") ORDER BY hash LIMIT \(limit)
        """
    }
}
