import Accounts
import Attachments
import Foundation
import HTTPTypes
import Hummingbird
import Markup
import Multipart
import NIOCore
import Workflows

/// What a form or a program sent: its fields, and what is wrong with the files among them.
struct SentForm: Sendable {
    var values = FieldValues()
    /// By the name of the field. The other fields and files of the form were read all the same.
    var fileProblems: [String: String] = [:]
}

/// Reads the body of a request, whatever its encoding. Files go straight into the store; the form then holds their
/// hashes, as a program would send them.
struct FormReader: Sendable {
    /// Who sends the form, as far as files are concerned.
    enum Sender: Sendable {
        /// Their files are taken in once the form has proved to be ours.
        case person(String, isOurs: @Sendable (String) -> Bool)
        /// Nobody is signed in: what is typed is read, files are passed over.
        case nobody

        /// Who was signed in until the session ran out.
        static func person(_ former: Session) -> Sender {
            .person(former.person) { former.accepts(csrfToken: $0) }
        }
    }

    let premises: Premises
    let sender: Sender

    private static let manyFiles = 50

    func read(_ request: inout Request) async throws -> SentForm {
        let type = request.headers[.contentType] ?? ""
        if type.lowercased().hasPrefix("multipart/form-data") {
            return try await readParts(request, type: type)
        }
        return SentForm(values: try await readWhole(&request, type: type))
    }

    private func readWhole(_ request: inout Request, type: String) async throws -> FieldValues {
        let buffer: ByteBuffer
        do {
            buffer = try await request.collectBody(upTo: premises.settings.formLimit)
        } catch is NIOTooManyBytesError {
            throw Refusal.formTooLarge(premises.settings.formLimit)
        }
        if type.hasPrefix("application/json") { return try FieldValues(json: Data(buffer: buffer)) }
        guard type.hasPrefix("application/x-www-form-urlencoded") || buffer.readableBytes == 0 else {
            throw Refusal(
                .invalid, code: "unknown-body",
                message: "只接受网页表单（application/x-www-form-urlencoded、multipart/form-data）或 JSON。")
        }
        return FieldValues(Link.parameters(parsing: String(buffer: buffer))).settled
    }

    private func readParts(_ request: Request, type: String) async throws -> SentForm {
        do {
            let reader = try MultipartReader(request.body.map(\.readableBytesView), contentType: type)
            var form = SentForm()
            var fields: [Link.Parameter] = []
            var room = premises.settings.formLimit
            var files = 0
            while let part = try await reader.nextPart() {
                guard let fileName = part.fileName else {
                    let text = try await reader.text(limit: room)
                    room -= text.utf8.count + part.name.utf8.count
                    fields.append(.init(part.name, text))
                    continue
                }
                files += 1
                guard files <= Self.manyFiles else { throw Refusal.manyFiles(Self.manyFiles) }
                do {
                    if let hash = try await file(fileName, of: part.name, from: reader, after: fields) {
                        fields.append(.init(part.name, hash))
                    }
                } catch let refusal as AttachmentRefusal {
                    let name = fileName.isEmpty ? "" : "“\(fileName.prefix(60))”："
                    form.fileProblems[part.name, default: ""] += name + refusal.message
                }
            }
            form.values = FieldValues(fields).settled
            return form
        } catch MultipartFault.tooLong {
            throw Refusal.formTooLarge(premises.settings.formLimit)
        } catch let fault as MultipartFault {
            throw Refusal(
                .invalid, code: "bad-form", message: "提交的内容没有完整到达，或不是网页表单。请检查网络后重新提交。",
                explanation: "\(fault)")
        }
    }

    /// The hash of the file, once it is stored; `nil` where no file was chosen.
    private func file<Source>(
        _ name: String, of field: String, from reader: MultipartReader<Source>, after fields: [Link.Parameter]
    ) async throws -> String? {
        guard let first = try await reader.nextPiece() else {
            // An input of files in which none was chosen sends one without name and content.
            if name.isEmpty { return nil }
            throw AttachmentRefusal.empty
        }
        guard case .person(let person, let isOurs) = sender else { return nil }
        // Nothing is stored for a page that is not ours: its token stands before the files.
        guard isOurs(fields.last(where: { $0.name == FormFieldName.formToken })?.value ?? "") else {
            throw Refusal.staleForm
        }
        let purpose = fields.last { $0.name == FormFieldName.purpose(of: field) }.flatMap {
            Purpose(rawValue: $0.value)
        }
        guard let purpose else {
            throw Refusal.fields([field: "没有说明文件的用途。请刷新页面后重新上传。"])
        }
        let upload = try await premises.attachments.receive(
            Begun(first: first, reader: reader), from: .init(by: person, for: purpose, name: name))
        return upload.content.hash.text
    }

    /// The pieces of a part of which the first has been read.
    private struct Begun<Source: AsyncSequence>: AsyncSequence, AsyncIteratorProtocol
    where Source.Element: Sequence<UInt8> {
        var first: [UInt8]?
        let reader: MultipartReader<Source>

        func makeAsyncIterator() -> Self { self }

        mutating func next() async throws -> [UInt8]? {
            if let piece = first {
                first = nil
                return piece
            }
            return try await reader.nextPiece()
        }
    }
}

extension FormFieldName {
    /// Says what the files of a field are for; stands before them in the form.
    static func purpose(of field: String) -> String { field + ".purpose" }

    /// Names the files of a field that shall not be sent after all.
    static func removed(of field: String) -> String { field + ".removed" }
}

extension FieldValues {
    init(_ parameters: [Link.Parameter]) {
        var values: [String: [String]] = [:]
        for parameter in parameters { values[parameter.name, default: []].append(parameter.value) }
        self.init(values)
    }

    /// Without the files that the person ticked to be removed, each other file once, and without the form's own notes.
    var settled: FieldValues {
        var settled = values.filter { !$0.key.contains(".") }
        for (name, removed) in values where name.hasSuffix(".removed") {
            let field = String(name.dropLast(".removed".count))
            settled[field]?.removeAll(where: removed.contains)
        }
        for (name, _) in values where name.hasSuffix(".purpose") {
            let field = String(name.dropLast(".purpose".count))
            var seen: Set<String> = []
            settled[field]?.removeAll { !seen.insert($0).inserted }
        }
        return FieldValues(settled)
    }
}

extension Refusal {
    static func formTooLarge(_ limit: Int) -> Refusal {
        Refusal(.tooLarge, code: "form-too-large", message: "提交的内容超过 \(limit >> 10) KB。请精简文字，或把材料作为附件上传。")
    }

    static func manyFiles(_ limit: Int) -> Refusal {
        Refusal(.tooLarge, code: "too-many-files", message: "一次最多上传 \(limit) 个文件。请分几次提交，或压缩成一个文件。")
    }
}
