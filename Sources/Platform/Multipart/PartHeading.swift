/// What stands before the contents of one part of a submitted form (RFC 7578).
public struct PartHeading: Sendable, Hashable {
    /// The name of the form's field.
    public let name: String
    /// As the client sent it, for people to read; never to become part of a path. `nil` where the part is no file.
    public let fileName: String?

    public init(name: String, fileName: String? = nil) {
        self.name = name
        self.fileName = fileName
    }

    /// Reads the lines between the boundary and the empty line.
    init(parsing bytes: ArraySlice<UInt8>) throws(MultipartFault) {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)
        var disposition: Substring?
        for line in lines {
            guard let colon = line.firstIndex(of: ":"), colon != line.startIndex, line.first?.isWhitespace == false
            else {
                throw .malformedHeading
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard disposition == nil else { throw .malformedHeading }
                disposition = value
            case "content-transfer-encoding":
                guard ["binary", "8bit", "7bit"].contains(value.lowercased()) else { throw .unknownEncoding }
            default: continue
            }
        }
        guard let disposition else { throw .malformedHeading }
        let parameters = try HeaderParameters(parsing: disposition)
        guard parameters.value.lowercased() == "form-data", let name = parameters["name"], !name.isEmpty else {
            throw .malformedHeading
        }
        self.name = Self.unescaped(name)
        fileName = (parameters["filename*"].flatMap(Self.extended) ?? parameters["filename"]).map(Self.unescaped)
        guard !self.name.unicodeScalars.contains("\0"), fileName?.unicodeScalars.contains("\0") != true else {
            throw .malformedHeading
        }
    }

    /// Browsers write a quotation mark and the ends of lines as `%22`, `%0D` and `%0A`, and nothing else so.
    private static func unescaped(_ text: String) -> String {
        text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }

    /// RFC 8187: `UTF-8''%E7%85%A7%E7%89%87.jpg`
    private static func extended(_ text: String) -> String? {
        let parts = text.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].lowercased() == "utf-8" else { return nil }
        var bytes: [UInt8] = []
        var rest = parts[2].utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return nil
            }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// `form-data; name="photo"; filename="a.jpg"`: a value and its parameters, names in lower case.
struct HeaderParameters {
    let value: String
    private var parameters: [String: String] = [:]

    subscript(name: String) -> String? { parameters[name] }

    init(parsing text: Substring) throws(MultipartFault) {
        var rest = text.unicodeScalars[...]
        value = Self.token(&rest)
        while Self.skip(&rest, over: ";") {
            Self.skipSpace(&rest)
            // A semicolon at the very end says nothing more.
            if rest.isEmpty { break }
            let name = Self.token(&rest).lowercased()
            guard !name.isEmpty, Self.skip(&rest, over: "=") else { throw .malformedHeading }
            let content = rest.first == "\"" ? try Self.quoted(&rest) : Self.token(&rest)
            guard parameters.updateValue(content, forKey: name) == nil else { throw .malformedHeading }
        }
        guard rest.isEmpty else { throw .malformedHeading }
    }

    private typealias Rest = Substring.UnicodeScalarView

    private static func token(_ rest: inout Rest) -> String {
        skipSpace(&rest)
        let end = rest.firstIndex { " \t;=\"".unicodeScalars.contains($0) } ?? rest.endIndex
        let token = String(rest[..<end])
        rest = rest[end...]
        skipSpace(&rest)
        return token
    }

    /// A backslash escapes quotation marks and backslashes alone: old browsers send `C:\photos\a.jpg` as it is.
    private static func quoted(_ rest: inout Rest) throws(MultipartFault) -> String {
        rest.removeFirst()
        var content = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                skipSpace(&rest)
                return String(content)
            }
            if scalar == "\\", let next = rest.first, next == "\"" || next == "\\" {
                content.append(next)
                rest.removeFirst()
            } else {
                content.append(scalar)
            }
        }
        throw .malformedHeading
    }

    private static func skip(_ rest: inout Rest, over scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private static func skipSpace(_ rest: inout Rest) {
        rest = rest.drop { $0 == " " || $0 == "\t" }
    }
}
