#if canImport(Glibc)
    import Glibc
#endif

/// Takes a submitted form (`multipart/form-data`, RFC 7578) apart, however its bytes happen to arrive.
///
/// It holds no more than one piece and one boundary at a time, so a form may carry files of any size.
public struct MultipartParser {
    public enum Event: Sendable, Hashable {
        case part(PartHeading)
        case bytes([UInt8])
        case partEnd
        /// The last boundary. Whatever follows is nobody's.
        case end
    }

    /// What a body may not exceed.
    public struct Limits: Sendable {
        public var parts = 500
        public var heading = 8 * 1024

        public init() {}
    }

    private enum State {
        case start, afterBoundary, heading, contents, ended
    }

    private let limits: Limits
    /// The end of a line and the boundary behind it.
    private let delimiter: [UInt8]
    private var state = State.start
    private var parts = 0
    private var held: [UInt8] = []
    private var position = 0

    /// - Parameter contentType: the whole value, `multipart/form-data; boundary=…`.
    public init(contentType: String, limits: Limits = Limits()) throws(MultipartFault) {
        let boundary: String?
        do throws(MultipartFault) {
            let type = try HeaderParameters(parsing: contentType[...])
            boundary = type.value.lowercased() == "multipart/form-data" ? type["boundary"] : nil
        } catch {
            throw .noBoundary
        }
        guard let boundary, Self.isBoundary(boundary) else { throw .noBoundary }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
    }

    private static func isBoundary(_ text: String) -> Bool {
        (1...70).contains(text.utf8.count) && text.last != " "
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "'()+_,-./:=? ".utf8.contains(byte)
                }
            }
    }

    /// Hands over bytes that arrived.
    public mutating func feed(_ bytes: some Sequence<UInt8>) {
        guard state != .ended else { return }
        held.removeFirst(position)
        position = 0
        held.append(contentsOf: bytes)
    }

    /// What comes next; `nil` until more bytes have arrived.
    public mutating func next() throws(MultipartFault) -> Event? {
        switch state {
        case .start: try readStart()
        case .afterBoundary: try readAfterBoundary()
        case .heading: try readHeading()
        case .contents: readContents()
        case .ended: nil
        }
    }

    /// To be called when no more bytes will come.
    public func finish() throws(MultipartFault) {
        guard case .ended = state else { throw .truncated }
    }

    private var rest: ArraySlice<UInt8> { held[position...] }

    private mutating func readStart() throws(MultipartFault) -> Event? {
        let opening = delimiter.dropFirst(2)
        guard rest.count >= opening.count else {
            guard opening.starts(with: rest) else { throw .malformedBoundary }
            return nil
        }
        guard rest.starts(with: opening) else { throw .malformedBoundary }
        position += opening.count
        state = .afterBoundary
        return try readAfterBoundary()
    }

    private mutating func readAfterBoundary() throws(MultipartFault) -> Event? {
        guard rest.count >= 2 else { return nil }
        if rest.starts(with: "--".utf8) {
            state = .ended
            held = []
            position = 0
            return .end
        }
        let padding = rest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }.count
        guard padding <= 64 else { throw .malformedBoundary }
        guard rest.count >= padding + 2 else { return nil }
        guard rest.dropFirst(padding).starts(with: "\r\n".utf8) else { throw .malformedBoundary }
        // The end of this line is also the first half of the empty line that ends an empty heading.
        position += padding
        state = .heading
        return try readHeading()
    }

    private mutating func readHeading() throws(MultipartFault) -> Event? {
        guard let end = index(of: Self.emptyLine, from: position) else {
            guard rest.count <= limits.heading else { throw .headingTooLong }
            return nil
        }
        guard end - position <= limits.heading else { throw .headingTooLong }
        parts += 1
        guard parts <= limits.parts else { throw .tooManyParts }
        guard end > position else { throw .malformedHeading }
        let heading = try PartHeading(parsing: held[position + 2..<end])
        // The empty line stays: its second end of line may be the first of a boundary, when the part is empty.
        position = end + Self.emptyLine.count
        state = .contents
        return .part(heading)
    }

    private mutating func readContents() -> Event? {
        guard let end = index(of: delimiter, from: position) else {
            let sure = rest.count - (delimiter.count - 1)
            guard sure > 0 else { return nil }
            defer { position += sure }
            return .bytes(Array(rest.prefix(sure)))
        }
        if end > position {
            defer { position = end }
            return .bytes(Array(held[position..<end]))
        }
        position += delimiter.count
        state = .afterBoundary
        return .partEnd
    }

    private static let emptyLine = Array("\r\n\r\n".utf8)

    private func index(of pattern: [UInt8], from start: Int) -> Int? {
        held.withUnsafeBytes { bytes in
            var from = start
            while from + pattern.count <= bytes.count {
                let width = bytes.count - pattern.count + 1 - from
                guard let first = memchr(bytes.baseAddress! + from, Int32(pattern[0]), width) else { return nil }
                let place = UnsafeRawPointer(first)
                let offset = place - bytes.baseAddress!
                if memcmp(place, pattern, pattern.count) == 0 { return offset }
                from = offset + 1
            }
            return nil
        }
    }
}
