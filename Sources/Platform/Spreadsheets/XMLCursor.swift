import Glibc

/// The bytes of one name, attribute value or stretch of text, within a buffer somebody else keeps alive.
typealias Slice = UnsafeBufferPointer<UInt8>

extension UnsafeBufferPointer<UInt8> {
    init(from start: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) {
        self.init(start: start, count: end - start)
    }

    func equals(_ text: StaticString) -> Bool {
        count == text.utf8CodeUnitCount && (count == 0 || memcmp(baseAddress!, text.utf8Start, count) == 0)
    }

    /// Where `needle` stands at or behind `position`.
    ///
    /// Looks for its last byte first: `</row` ends in a letter that is rare in a sheet, while `<` is everywhere.
    func offset(of needle: Slice, from position: Int) -> Int? {
        guard let start = baseAddress, let last = needle.last else { return nil }
        let length = needle.count
        var at = position + length - 1
        while at < count, let found = memchr(start + at, Int32(last), count - at) {
            let begin = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - start - (length - 1)
            if memcmp(start + begin, needle.baseAddress!, length) == 0 { return begin }
            at = begin + length
        }
        return nil
    }
}

/// A tag as it stands in the bytes; names are without their namespace prefix.
struct XMLTag {
    enum Form {
        case opening, closing, standalone
    }

    var form: Form
    var name: Slice
    var qualifiedName: Slice
    var attributes: Slice

    func opens(_ name: StaticString) -> Bool {
        form != .closing && self.name.equals(name)
    }

    func closes(_ name: StaticString) -> Bool {
        form == .closing && self.name.equals(name)
    }

    /// The value of an attribute by its name without prefix, entities not yet replaced.
    func value(of attribute: StaticString) -> Slice? {
        var rest = XMLAttributes(attributes)
        while let (name, value) = rest.next() {
            if name.equals(attribute) { return value }
        }
        return nil
    }

    /// The value of an attribute as text.
    subscript(attribute: StaticString) -> String? {
        value(of: attribute).map { XMLText.string(from: $0) }
    }

    /// The value of a yes-or-no attribute; absent means no.
    func isTrue(_ attribute: StaticString) -> Bool {
        guard let value = value(of: attribute) else { return false }
        return value.equals("1") || value.equals("true")
    }
}

/// The attributes of a tag, one after another.
struct XMLAttributes {
    private var at: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>

    init(_ region: Slice) {
        at = region.baseAddress!
        end = at + region.count
    }

    mutating func next() -> (name: Slice, value: Slice)? {
        while at < end, at.pointee <= UInt8(ascii: " ") { at += 1 }
        var nameStart = at
        while at < end, at.pointee != UInt8(ascii: "="), at.pointee > UInt8(ascii: " ") {
            if at.pointee == UInt8(ascii: ":") { nameStart = at + 1 }
            at += 1
        }
        let nameEnd = at
        while at < end, at.pointee != UInt8(ascii: "\""), at.pointee != UInt8(ascii: "'") { at += 1 }
        guard at < end else { return nil }
        let quote = at.pointee
        let valueStart = at + 1
        at = valueStart
        while at < end, at.pointee != quote { at += 1 }
        guard at < end else { return nil }
        defer { at += 1 }
        return (Slice(from: nameStart, to: nameEnd), Slice(from: valueStart, to: at))
    }
}

/// Walks over markup in a buffer, tag by tag; comments, declarations and instructions are passed over.
///
/// Not a validating parser: it looks only for what it is asked, and whoever asks decides what is damage.
/// There is no document type to define entities, so there is nothing that could expand.
struct XMLCursor {
    private(set) var at: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>

    init(_ bytes: Slice) {
        at = bytes.baseAddress ?? Self.nowhere
        end = at + bytes.count
    }

    private static var nowhere: UnsafePointer<UInt8> { StaticString("").utf8Start }

    /// The next tag; nil when none is complete before the end, and then the cursor has not moved beyond it.
    mutating func nextTag() -> XMLTag? {
        while let open = memchr(at, Int32(UInt8(ascii: "<")), end - at) {
            let start = UnsafePointer(open.assumingMemoryBound(to: UInt8.self))
            at = start
            guard start + 1 < end else { return nil }
            switch start[1] {
            case UInt8(ascii: "!"), UInt8(ascii: "?"):
                guard passOverDeclaration() else { return nil }
            default:
                return tag()
            }
        }
        at = end
        return nil
    }

    /// The text from here to the next tag, entities replaced, CDATA taken as it is.
    mutating func text() -> String {
        let start = at
        guard let open = memchr(at, Int32(UInt8(ascii: "<")), end - at) else { return "" }
        at = UnsafePointer(open.assumingMemoryBound(to: UInt8.self))
        let first = Slice(from: start, to: at)
        var text = XMLText.string(from: first)
        while at + 1 < end, at[1] == UInt8(ascii: "!") {
            let declaration = at
            guard passOverDeclaration() else { return text }
            if Slice(from: declaration, to: at).starts(with: "<![CDATA[".utf8) {
                text += String(decoding: Slice(from: declaration + 9, to: at - 3), as: UTF8.self)
            }
            text += XMLText.string(from: slice())
        }
        return text
    }

    /// The bytes from here to the next tag, as they are: for numbers.
    mutating func slice() -> Slice {
        let start = at
        let open = memchr(at, Int32(UInt8(ascii: "<")), end - at)
        at = open.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) } ?? end
        return Slice(from: start, to: at)
    }

    /// Comment, CDATA, processing instruction or declaration; false when its end is not in the buffer.
    private mutating func passOverDeclaration() -> Bool {
        let rest = Slice(from: at, to: end)
        let (terminator, skipped): (StaticString, Int) =
            if rest.starts(with: "<!--".utf8) {
                ("-->", 4)
            } else if rest.starts(with: "<![CDATA[".utf8) {
                ("]]>", 9)
            } else if rest[1] == UInt8(ascii: "?") {
                ("?>", 2)
            } else {
                (">", 2)
            }
        let length = terminator.utf8CodeUnitCount
        guard let found = rest.offset(of: Slice(start: terminator.utf8Start, count: length), from: skipped) else {
            return false
        }
        at += found + length
        return true
    }

    private mutating func tag() -> XMLTag? {
        var position = at + 1
        let isClosing = position.pointee == UInt8(ascii: "/")
        if isClosing { position += 1 }
        let qualifiedStart = position
        var nameStart = position
        while position < end {
            let byte = position.pointee
            if byte <= UInt8(ascii: " ") || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") { break }
            if byte == UInt8(ascii: ":") { nameStart = position + 1 }
            position += 1
        }
        let name = Slice(from: nameStart, to: position)
        let attributesStart = position
        while position < end, position.pointee != UInt8(ascii: ">") {
            let byte = position.pointee
            position += 1
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                guard let close = memchr(position, Int32(byte), end - position) else { return nil }
                position = UnsafePointer(close.assumingMemoryBound(to: UInt8.self)) + 1
            }
        }
        guard position < end else { return nil }
        let isStandalone = !isClosing && position > attributesStart && position[-1] == UInt8(ascii: "/")
        at = position + 1
        return XMLTag(
            form: isClosing ? .closing : isStandalone ? .standalone : .opening, name: name,
            qualifiedName: Slice(from: qualifiedStart, to: attributesStart),
            attributes: Slice(from: attributesStart, to: isStandalone ? position - 1 : position))
    }
}
