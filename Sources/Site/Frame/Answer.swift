import Archives
import HTTPTypes
import Hummingbird
import Markup
import NIOCore

/// What a route answers: a page for people and the same as JSON for programs, or one of the two.
public struct Answer: Sendable {
    enum Body: Sendable {
        case page(@Sendable () -> [UInt8], json: JSON)
        case redirect(Link)
        case bytes([UInt8], type: String)
        case stream(ResponseBody, type: String)
        case empty
    }

    var status: HTTPResponse.Status = .ok
    var body: Body
    var headers: HTTPFields = [:]
    var cookies: [Cookie] = []

    /// A page and what a program gets instead.
    public static func page(_ frame: PageFrame, json: JSON) -> Answer {
        Answer(body: .page({ frame.rendered }, json: json))
    }

    /// Leads on, after something was changed; a program gets the JSON instead.
    public static func redirect(_ link: Link) -> Answer {
        Answer(status: .seeOther, body: .redirect(link))
    }

    public static func json(_ json: JSON, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, body: .bytes(Array(json.encoded.utf8), type: "application/json; charset=utf-8"))
    }

    public static func text(_ text: String, type: String = "text/plain; charset=utf-8") -> Answer {
        Answer(body: .bytes(Array(text.utf8), type: type))
    }

    /// A file to be kept under a name.
    public static func download(_ bytes: [UInt8], type: String, name: String) -> Answer {
        var answer = Answer(body: .bytes(bytes, type: type))
        answer.headers[.contentDisposition] = Self.disposition(name)
        return answer
    }

    static func bytes(_ bytes: [UInt8], type: String) -> Answer {
        Answer(body: .bytes(bytes, type: type))
    }

    static func stream(_ body: ResponseBody, type: String) -> Answer {
        Answer(body: .stream(body, type: type))
    }

    public func status(_ status: HTTPResponse.Status) -> Answer {
        var answer = self
        answer.status = status
        return answer
    }

    public func header(_ name: HTTPField.Name, _ value: String) -> Answer {
        var answer = self
        answer.headers[name] = value
        return answer
    }

    func cookie(_ cookie: Cookie) -> Answer {
        var answer = self
        answer.cookies.append(cookie)
        return answer
    }

    private static func disposition(_ name: String) -> String {
        let plain = String(name.unicodeScalars.map { $0.isASCII && $0 != "\"" ? Character($0) : "_" })
        return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(Link(name).url.dropFirst())"
    }

    func response(asJSON: Bool, packed: Bool = false) -> Response {
        var fields = headers
        for cookie in cookies { fields.append(HTTPField(name: .setCookie, value: cookie.description)) }
        switch body {
        case .page(_, let json) where asJSON:
            fields[.contentType] = "application/json; charset=utf-8"
            return Self.response(status, fields, Array(json.encoded.utf8), packed: packed)
        case .page(let render, _):
            fields[.contentType] = "text/html; charset=utf-8"
            return Self.response(status, fields, render(), packed: packed)
        case .redirect(let link):
            fields[.location] = link.url
            return Response(status: status, headers: fields)
        case .bytes(let bytes, let type):
            fields[.contentType] = type
            // Files are packed already, or small.
            return Self.response(status, fields, bytes, packed: packed && type.hasPrefix("application/json"))
        case .stream(let body, let type):
            fields[.contentType] = type
            return Response(status: status, headers: fields, body: body)
        case .empty:
            return Response(status: status, headers: fields)
        }
    }

    /// Packed where the client reads that; a few words travel as fast as they are.
    private static func response(
        _ status: HTTPResponse.Status, _ headers: HTTPFields, _ bytes: [UInt8], packed: Bool
    ) -> Response {
        var headers = headers
        guard packed, bytes.count > 1000, let small = Gzip.compressed(bytes) else {
            return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
        }
        headers[.contentEncoding] = "gzip"
        headers[.vary] = "Accept-Encoding"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: small)))
    }
}
