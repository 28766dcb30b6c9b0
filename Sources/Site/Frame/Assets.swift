import Archives
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
        "webmanifest": "application/manifest+json", "png": "image/png",
    ]

    /// Reads the files right inside the folder.
    public init(folder: String) throws {
        all = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().compactMap { name in
            guard let type = Self.types[String(name.split(separator: ".").last ?? "")] else { return nil }
            let content = try Data(contentsOf: URL(fileURLWithPath: folder).appendingPathComponent(name))
            var digest: UInt64 = 0xcbf2_9ce4_8422_2325
            for byte in content { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
            return Asset(
                name: name, bytes: ByteBuffer(bytes: content),
                packed: Gzip.compressed(Array(content)).map { ByteBuffer(bytes: $0) }, type: type,
                tag: "\"\(String(digest, radix: 16))\"")
        }
    }
}

extension Request {
    /// Whether the client reads gzip; `gzip;q=0` is the rare way to say no.
    var takesGzip: Bool {
        let accepted = headers[.acceptEncoding] ?? ""
        return accepted.contains("gzip") && !accepted.contains("gzip;q=0")
    }
}
