/// The tags and texts of an XML part of an office file, one after the other.
///
/// It knows no document type declarations and so cannot be made to expand anything.
struct XMLTokens {
    enum Token {
        case open(String, attributes: ArraySlice<UInt8>, isEmpty: Bool)
        case close(String)
        case text(ArraySlice<UInt8>)
    }

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() throws(UnreadableDocument) -> Token? {
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "<") else { return .text(take(until: UInt8(ascii: "<"))) }
            if follows("<!--") {
                try skip(past: "-->")
            } else if follows("<?") {
                try skip(past: "?>")
            } else if follows("<!") {
                throw .damaged
            } else {
                return try tag()
            }
        }
        return nil
    }

    private mutating func take(until stop: UInt8) -> ArraySlice<UInt8> {
        let start = at
        at = bytes[at...].firstIndex(of: stop) ?? bytes.count
        return bytes[start..<at]
    }

    private func follows(_ word: StaticString) -> Bool {
        word.withUTF8Buffer { bytes[at...].starts(with: $0) }
    }

    private mutating func skip(past word: StaticString) throws(UnreadableDocument) {
        while at < bytes.count {
            if follows(word) {
                at += word.utf8CodeUnitCount
                return
            }
            at += 1
        }
        throw .damaged
    }

    private mutating func tag() throws(UnreadableDocument) -> Token {
        at += 1
        let start = at
        var quote: UInt8?
        while at < bytes.count {
            let byte = bytes[at]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: ">") {
                break
            }
            at += 1
        }
        guard at < bytes.count else { throw .damaged }
        var inside = bytes[start..<at]
        at += 1
        if inside.first == UInt8(ascii: "/") { return .close(name(inside.dropFirst())) }
        let isEmpty = inside.last == UInt8(ascii: "/")
        if isEmpty { inside.removeLast() }
        let tag = name(inside)
        return .open(tag, attributes: inside.dropFirst(tag.utf8.count), isEmpty: isEmpty)
    }

    private func name(_ inside: ArraySlice<UInt8>) -> String {
        String(decoding: inside.prefix { $0 > 0x20 }, as: UTF8.self)
    }

    /// The value of an attribute, without the quotes.
    static func value(of name: String, in attributes: ArraySlice<UInt8>) -> String? {
        let words = String(decoding: attributes, as: UTF8.self)
        for quote in ["\"", "'"] {
            guard let start = words.firstRange(of: " \(name)=\(quote)")?.upperBound,
                let end = words[start...].firstRange(of: quote)?.lowerBound
            else { continue }
            return decoded(Array(words[start..<end].utf8)[...])
        }
        return nil
    }

    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]

    /// The characters a text stands for; an entity it does not know stays as written.
    static func decoded(_ text: ArraySlice<UInt8>) -> String {
        guard text.contains(UInt8(ascii: "&")) else { return String(decoding: text, as: UTF8.self) }
        var pieces = ""
        var rest = text
        while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
            pieces += String(decoding: rest[..<start], as: UTF8.self)
            let window = rest[start...].prefix(12)
            guard let end = window.firstIndex(of: UInt8(ascii: ";")),
                let scalar = scalar(String(decoding: rest[(start + 1)..<end], as: UTF8.self))
            else {
                pieces += "&"
                rest = rest[(start + 1)...]
                continue
            }
            pieces.unicodeScalars.append(scalar)
            rest = rest[(end + 1)...]
        }
        return pieces + String(decoding: rest, as: UTF8.self)
    }

    private static func scalar(_ entity: String) -> Unicode.Scalar? {
        guard entity.hasPrefix("#") else { return entities[entity] }
        let digits = entity.dropFirst()
        let value = digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        return value.flatMap(Unicode.Scalar.init)
    }
}
