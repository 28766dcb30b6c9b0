import Archives
import Attachments
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The style sheet, the script and the icon, read once at start.
public struct Assets: Sendable {
    struct Asset: Sendable {
        let name: String
        let bytes: ByteBuffer
        let packed: ByteBuffer?
        let type: String
        /// Changes with the content, so that browsers ask again only when it did.
        let tag: String

        func response(to request: Request) -> Response {
            var headers: HTTPFields = [
                .contentType: type, .eTag: tag, .cacheControl: "public, max-age=300, must-revalidate",
            ]
            if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
            guard let packed, request.takesGzip else {
                return Response(status: .ok, headers: headers, body: .init(byteBuffer: bytes))
            }
            headers[.contentEncoding] = "gzip"
            headers[.vary] = "Accept-Encoding"
            return Response(status: .ok, headers: headers, body: .init(byteBuffer: packed))
        }
    }

    let all: [Asset]

    private static let types = [
        "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml",
        "geojson": "application/geo+json", "webmanifest": "application/manifest+json", "png": "image/png",
    ]

    /// A file that comes with a package of the system or with the program's resources, and the name it is served under.
    public struct File: Sendable {
        let name: String
        let path: String
        /// Of the file that was looked at: another one is not served. `nil` for the program's own.
        let hash: String?

        public init(_ name: String, at path: String, hash: String? = nil) {
            self.name = name
            self.path = path
            self.hash = hash
        }
    }

    /// Those of the files that are not there, or are not the ones that were looked at.
    public let missing: [String]

    public func holds(_ name: String) -> Bool { all.contains { $0.name == name } }

    /// Reads the files right inside the folder, and further ones.
    public init(folder: String, and files: [File] = []) throws {
        let further = files.map { file in (file, Self.content(of: file)) }
        missing = further.filter { $0.1 == nil }.map(\.0.name)
        let own: [Asset] = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
            guard let type = Self.types[String(name.split(separator: ".").last ?? "")] else { return nil }
            let content = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name))
            return Asset(name: name, content: content, type: type)
        }
        all =
            own
            + further.compactMap { file, content in
                guard let content, let type = Self.types[String(file.name.split(separator: ".").last ?? "")] else {
                    return nil
                }
                return Asset(name: file.name, content: content, type: type)
            }
    }

    private static func content(of file: File) -> Data? {
        guard let content = FileManager.default.contents(atPath: file.path) else { return nil }
        guard let hash = file.hash else { return content }
        return ContentHash(of: Array(content)).text == hash ? content : nil
    }
}

extension Assets.Asset {
    fileprivate init(name: String, content: Data, type: String) {
        var digest: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in content { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
        self.init(
            name: name, bytes: ByteBuffer(bytes: content),
            packed: Gzip.compressed(Array(content)).map { ByteBuffer(bytes: $0) }, type: type,
            tag: "\"\(String(digest, radix: 16))\"")
    }
}

extension Request {
    /// Whether the client reads gzip; `gzip;q=0` is the rare way to say no.
    var takesGzip: Bool {
        let accepted = headers[.acceptEncoding] ?? ""
        return accepted.contains("gzip") && !accepted.contains("gzip;q=0")
    }
}
