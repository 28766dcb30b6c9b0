/// Reads a submitted form part by part while it arrives: first the heading, then the contents in pieces.
///
/// One task reads it, from the front to the back.
public final class MultipartReader<Source: AsyncSequence> where Source.Element: Sequence<UInt8> {
    private var parser: MultipartParser
    private var source: Source.AsyncIterator
    private var isInPart = false

    /// - Parameter contentType: the whole value, `multipart/form-data; boundary=…`.
    public init(
        _ source: Source, contentType: String, limits: MultipartParser.Limits = .init()
    ) throws(MultipartFault) {
        parser = try MultipartParser(contentType: contentType, limits: limits)
        self.source = source.makeAsyncIterator()
    }

    /// The next part, passing over what was not read of the one before; `nil` after the last.
    ///
    /// - Throws: ``MultipartFault``, or whatever the source throws.
    public func nextPart() async throws -> PartHeading? {
        while isInPart { _ = try await nextPiece() }
        switch try await nextEvent() {
        case .part(let heading):
            isInPart = true
            return heading
        default: return nil
        }
    }

    /// The next bytes of the part; `nil` at its end.
    ///
    /// - Throws: ``MultipartFault``, or whatever the source throws.
    public func nextPiece() async throws -> [UInt8]? {
        guard isInPart else { return nil }
        if case .bytes(let bytes) = try await nextEvent() { return bytes }
        isInPart = false
        return nil
    }

    /// The part's contents as text.
    ///
    /// - Throws: ``MultipartFault/tooLong`` beyond so many bytes.
    public func text(limit: Int) async throws -> String {
        var bytes: [UInt8] = []
        while let piece = try await nextPiece() {
            bytes += piece
            guard bytes.count <= limit else { throw MultipartFault.tooLong }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The part's contents in pieces.
    public var pieces: Pieces { Pieces(reader: self) }

    public struct Pieces: AsyncSequence, AsyncIteratorProtocol {
        let reader: MultipartReader

        public func makeAsyncIterator() -> Self { self }

        public mutating func next() async throws -> [UInt8]? { try await reader.nextPiece() }
    }

    private func nextEvent() async throws -> MultipartParser.Event {
        while true {
            if let event = try parser.next() { return event }
            guard let bytes = try await source.next() else {
                try parser.finish()
                return .end
            }
            parser.feed(bytes)
        }
    }
}
