import Attachments
import Foundation
import HTTPTypes
import Hummingbird
import Markup
import NIOCore
import Workflows

/// 附件 — handing files in ahead of a form, and reading them as far as the matters that carry them may be read.
enum AttachmentRoutes {
    static let all: [Route] = [
        receiving,
        Route(
            .get, "/attachments/{hash}", "附件", for: .signedIn, produces: "application/octet-stream"
        ) { visit in try await whole(visit) },
        Route(
            .get, "/attachments/{hash}/thumbnail", "附件的缩略图", for: .signedIn, produces: "image/jpeg"
        ) { visit in try await thumbnail(visit) },
    ]

    private static let receiving: Route = {
        var route = Route(
            .post, "/attachments", "上传附件，随后在办理时填写其 hash", for: .signedIn,
            query: [
                .init("purpose", "用途：evidence 证据、rectification 整改、document 文书、emergency 应急"),
                .init("name", "文件名"), .init("way", "来源：camera 现场拍摄、gallery 相册选取、file 文件（默认）"),
            ]
        ) { visit in try await receive(visit) }
        route.takesStream = true
        return route
    }()

    private static func receive(_ visit: Visit) async throws -> Answer {
        guard let purpose = visit.address.first("purpose").flatMap(Purpose.init(rawValue:)) else {
            throw Refusal.fields(["purpose": "请说明用途：evidence、rectification、document 或 emergency。"])
        }
        let handing = AttachmentStore.Handing(
            by: try visit.user().person.id, for: purpose, name: visit.address.first("name") ?? "",
            way: visit.address.first("way").flatMap(Attachment.Way.init(rawValue:)) ?? .file)
        let upload = try await visit.premises.attachments.receive(
            visit.request.body.map(\.readableBytesView), from: handing)
        return .json(FileShown(upload).json, status: .created)
    }

    // MARK: Reading

    private static func whole(_ visit: Visit) async throws -> Answer {
        let file = try await found(visit)
        let stored = try await visit.premises.attachments.open(file.content.hash)
        let tag = "\"\(file.content.hash.text.prefix(32))\""
        var headers: HTTPFields = [.acceptRanges: "bytes", .eTag: tag]
        headers.say(Download(name: file.name, kind: file.content.kind, inPage: true))
        if visit.request.headers[.ifNoneMatch] == tag {
            return Answer(status: .notModified, body: .empty, headers: headers)
        }
        var range: Range<Int>?
        if let asked = visit.request.headers[.range], [nil, tag].contains(visit.request.headers[.ifRange]) {
            do throws(UnsatisfiableRange) {
                range = try ByteRange.single(asked, of: file.content.size)
            } catch {
                headers[.contentRange] = "bytes */\(file.content.size)"
                return Answer(status: .rangeNotSatisfiable, body: .empty, headers: headers)
            }
        }
        let pieces = try stored.pieces(in: range)
        if let range {
            headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(file.content.size)"
        }
        let body = ResponseBody(contentLength: pieces.range.count) { writer in
            for try await piece in pieces { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
        return Answer(
            status: range == nil ? .ok : .partialContent, body: .stream(body, type: headers[.contentType] ?? ""),
            headers: headers)
    }

    private static func thumbnail(_ visit: Visit) async throws -> Answer {
        let file = try await found(visit)
        let bytes = try await visit.premises.attachments.thumbnail(of: file.content.hash)
        var headers = HTTPFields()
        headers.say(Download(name: file.name, kind: .jpeg, inPage: true))
        headers[.cacheControl] = "private, no-transform, max-age=300"
        return Answer(body: .bytes(bytes, type: "image/jpeg"), headers: headers)
    }

    /// One's own upload, or what a matter carries that one may read; everything else is as if it were not there.
    private static func found(_ visit: Visit) async throws -> FileShown {
        let user = try visit.user()
        guard let hash = ContentHash(try visit.parameter("hash")) else { throw Refusal.notFound("附件") }
        let store = visit.premises.attachments
        if let own = try await store.uploads(of: user.person.id, [hash]).first { return FileShown(own) }
        return FileShown(try await store.carried(hash, where: visit.premises.lists.readable(by: user)))
    }
}

/// A file as pages and programs are told of it.
struct FileShown: Sendable, Hashable {
    let content: Content
    let purpose: Purpose
    let name: String

    init(_ upload: Upload) {
        (content, purpose, name) = (upload.content, upload.purpose, upload.name)
    }

    init(_ carried: CarriedFile) {
        (content, purpose, name) = (carried.content, carried.attachment.purpose, carried.attachment.name)
    }

    var link: Link { Link("attachments", content.hash.text) }
    /// Only of pictures.
    var thumbnail: Link? { content.picture == nil ? nil : link / "thumbnail" }

    /// Such as “图片 286 KB”.
    var note: String { "\(content.kind.title) \(Self.words(size: content.size))" }

    var json: JSON {
        .of(
            ("hash", .text(content.hash.text)), ("name", .text(name)), ("size", .number(content.size)),
            ("kind", .text(content.kind.rawValue)), ("purpose", .text(purpose.rawValue)),
            ("note", .text(note)), ("isPicture", .bool(content.picture != nil)))
    }

    static func words(size: Int) -> String {
        guard size >= 1 << 20 else { return "\(max(1, (size + 512) >> 10)) KB" }
        let tenths = (size * 10 + (1 << 19)) >> 20
        return "\(tenths / 10).\(tenths % 10) MB"
    }
}

struct UnsatisfiableRange: Error {}

enum ByteRange {
    /// The one range asked for; `nil` where several are, or something else than bytes: then the whole is sent.
    static func single(_ header: String, of size: Int) throws(UnsatisfiableRange) -> Range<Int>? {
        guard header.hasPrefix("bytes=") else { return nil }
        let ends = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard ends.count == 2, !header.contains(",") else { return nil }
        let (first, last) = (Int(ends[0]), Int(ends[1]))
        switch (ends[0].isEmpty, ends[1].isEmpty) {
        case (true, true): return nil
        case (true, false):
            guard let last, last > 0 else { throw UnsatisfiableRange() }
            return max(0, size - last)..<size
        default:
            guard let first else { return nil }
            guard first >= 0, first < size, ends[1].isEmpty || last ?? -1 >= first else { throw UnsatisfiableRange() }
            return first..<(min(last ?? size - 1, size - 1) + 1)
        }
    }
}

extension HTTPFields {
    fileprivate mutating func say(_ download: Download) {
        self[.contentType] = download.contentType
        self[.contentDisposition] = download.contentDisposition
        for field in download.protection where field.name != "X-Content-Type-Options" {
            if let name = HTTPField.Name(field.name) { self[name] = field.value }
        }
    }
}
