/// How a file is handed to a browser so that nothing in it can act: the header fields of the answer.
public struct Download: Sendable, Hashable {
    public let contentType: String
    public let contentDisposition: String
    /// Further header fields that must be sent with it.
    public let protection: [(name: String, value: String)] = [
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", "default-src 'none'; sandbox"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "private, no-transform"),
    ]

    /// Pictures may be shown in a page; everything else is saved, never opened in place.
    public init(name: String, kind: FileKind, inPage: Bool = false) {
        contentType = kind.mediaType
        let verb = inPage && kind.isSafeInline ? "inline" : "attachment"
        contentDisposition = "\(verb); filename=\"\(Self.plain(name))\"; filename*=UTF-8''\(Self.encoded(name))"
    }

    public static func == (one: Download, other: Download) -> Bool {
        (one.contentType, one.contentDisposition) == (other.contentType, other.contentDisposition)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(contentType)
        hasher.combine(contentDisposition)
    }

    /// For programs that know nothing but ASCII.
    private static func plain(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_. ".contains($0)) ? $0 : "_" })
    }

    /// RFC 8187
    private static func encoded(_ name: String) -> String {
        name.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain =
                byte < 128
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "-._".unicodeScalars.contains(scalar))
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(scalar) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
