import Attachments
import Calendars
import Storage
import Workflows

/// A file that somebody handed in to be imported.
struct ImportFile: Sendable {
    let name: String
    /// SHA-256 of its bytes.
    let hash: String
    /// Keeps it as long as its errors can be downloaded.
    let kept: Change

    /// How long a file stays after it was sent in.
    static let life = Duration.seconds(30 * 86_400)
}

extension Premises {
    /// The bytes of a file that was handed in.
    @Sendable func importedFile(_ hash: String) async throws -> [UInt8] {
        guard let hash = ContentHash(hash) else { throw ImportFailure.fileGone }
        var bytes: [UInt8] = []
        do {
            for try await piece in try await attachments.open(hash).pieces() { bytes += piece }
        } catch is AttachmentRefusal {
            throw ImportFailure.fileGone
        }
        return bytes
    }
}

extension ImportFailure {
    static let fileGone = ImportFailure("上传的文件已经清理（保留 30 天）。请重新上传。")
}

extension Visit {
    /// What this person handed in with the form: the hash of somebody else's file opens nothing.
    func importFiles() async throws -> [ImportFile] {
        let person = try user().person.id
        return try await importUploads(in: form).map { upload in
            let hash = upload.content.hash
            return ImportFile(
                name: upload.name, hash: hash.text,
                kept: premises.attachments.keep([hash], of: person, until: now.adding(ImportFile.life)))
        }
    }

    func importUploads(in values: FieldValues) async throws -> [Upload] {
        try await premises.attachments.uploads(
            of: try user().person.id, values.all("file").compactMap { ContentHash($0) })
    }
}
