import Attachments
import OfficialDocuments
import Site
import Workflows

/// 来文原件 — the file a document came in; its text is what the person would have pasted.
struct DocumentFile {
    let visit: Visit

    /// What was filled in, with the text of the file where none was pasted.
    ///
    /// - Throws: ``Refusal`` that says what is the matter with the file and what to do.
    func answers(_ given: FieldValues) async throws -> FieldValues {
        guard given["text"] == nil, !given.all("original").isEmpty else { return given }
        let hashes = given.all("original").compactMap { ContentHash($0.lowercased()) }
        // Only what this person has sent: to know the name of a file is not to have read it.
        let uploads = try await visit.premises.attachments.uploads(of: try visit.user().person.id, hashes)
        guard uploads.count == 1, given.all("original").count == 1 else {
            throw Refusal.fields(["original": "请只选一个文件：公文正文。其他附件可在收文后另行提交。"])
        }
        var values = given.values
        values["text"] = [try await text(of: uploads[0])]
        return FieldValues(values)
    }

    private func text(of upload: Upload) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in try await visit.premises.attachments.open(upload.content.hash).pieces() {
            bytes += piece
        }
        let text: String
        do throws(UnreadableDocument) {
            text = try await DocumentText.read(bytes, name: upload.name).text
        } catch {
            throw Refusal.fields(["original": "“\(upload.name)”：\(error.message)"])
        }
        guard text.count <= ReceiveDocument.largestText else {
            throw Refusal.fields([
                "original":
                    "“\(upload.name)”有 \(text.count) 字，最多 \(ReceiveDocument.largestText) 字。请分成几份文件收文，附件另行提交。"
            ])
        }
        return text
    }
}
