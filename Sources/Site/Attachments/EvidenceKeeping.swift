import Attachments
import Ledger
import Permissions
import Storage
import Workflows

extension AttachmentStore {
    /// What the desk needs to attach the evidence of a command: only files that the person who acts has handed in.
    /// Whoever merely knows a hash could otherwise attach, and then read, what is not theirs.
    public func attach(_ entry: LedgerEntry, _ user: User) async throws -> [Change] {
        let hashes = entry.attachments.compactMap { ContentHash($0) }
        let uploads = try await uploads(of: user.person.id, hashes)
        guard uploads.count == Set(entry.attachments).count else { throw Refusal.notUploaded }
        return uploads.map { upload in
            upload.attached(
                to: entry.target.matter, as: "\(entry.id)/\(upload.content.hash.text.prefix(16))",
                at: entry.times.received)
        }
    }
}

extension Refusal {
    static let notUploaded = Refusal(
        .invalid, code: "evidence-not-uploaded", message: "有附件没有上传完整，或不是由您本人上传的，也可能存放过久已被清理。请重新上传后再提交。")

    /// A file that cannot be taken in, in the words of the store.
    init(_ refusal: AttachmentRefusal) {
        switch refusal.code {
        case .notFound: self = Refusal.notFound("附件")
        case .tooLarge, .tooManyPixels:
            self.init(.tooLarge, code: refusal.code.rawValue, message: refusal.message)
        case .tooManyUploads: self.init(.tooMany, code: refusal.code.rawValue, message: refusal.message)
        default: self.init(.invalid, code: refusal.code.rawValue, message: refusal.message)
        }
    }
}
