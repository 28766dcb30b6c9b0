import Attachments
import Markup
import Workflows

extension Visit {
    /// Refuses a form whose files could not be taken in, or were handed in for another purpose than the field's.
    func admitFiles(of fields: [Workflows.Field]) async throws {
        var problems = fileProblems
        let uploads = try await uploads(in: form, of: fields)
        for field in fields {
            guard let purpose = field.filePurpose?.purpose else { continue }
            let strange = form.all(field.name).compactMap { uploads[$0.lowercased()] }.filter { $0.purpose != purpose }
            if let file = strange.first, problems[field.name] == nil {
                problems[field.name] = "“\(file.name)”是作为\(file.purpose.title)上传的，这里需要\(purpose.title)。请在本页重新上传。"
            }
        }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
    }

    /// The files that a form holds already, by the name of their field; what is not this person's is left out.
    func heldFiles(in values: FieldValues, of fields: [Workflows.Field]) async throws -> [String: [Field.HeldFile]] {
        let uploads = try await uploads(in: values, of: fields)
        var held: [String: [Field.HeldFile]] = [:]
        for field in fields where field.filePurpose != nil {
            held[field.name] = values.all(field.name).compactMap { uploads[$0.lowercased()] }.map {
                Field.HeldFile(FileShown($0))
            }
        }
        return held
    }

    private func uploads(in values: FieldValues, of fields: [Workflows.Field]) async throws -> [String: Upload] {
        let named = fields.filter { $0.filePurpose != nil }.flatMap { values.all($0.name) }
        let hashes = Set(named).compactMap { ContentHash($0.lowercased()) }
        let uploads = try await premises.attachments.uploads(of: try user().person.id, hashes)
        return Dictionary(uniqueKeysWithValues: uploads.map { ($0.content.hash.text, $0) })
    }
}

extension Field.HeldFile {
    init(_ file: FileShown) {
        self.init(
            hash: file.content.hash.text, name: file.name, note: file.note, link: file.link,
            thumbnail: file.thumbnail)
    }
}

extension Workflows.Field {
    /// What its files are for; `nil` for a field without files.
    var filePurpose: Site.Field.FilePurpose? {
        guard case .attachments(let title) = kind else { return nil }
        return Site.Field.FilePurpose.allCases.first { $0.purpose.title == title } ?? .evidence
    }
}

extension Field.FilePurpose {
    /// As the store of attachments knows it.
    public var purpose: Purpose {
        switch self {
        case .evidence: .evidence
        case .rectification: .rectification
        case .document: .document
        case .emergency: .emergency
        }
    }

    /// What browsers offer to choose.
    public var accept: String {
        let pictures = purpose.kinds.contains(.heic) ? ["image/*"] : []
        return (pictures + purpose.kinds.map { "." + $0.fileExtension }.sorted()).joined(separator: ",")
    }
}
