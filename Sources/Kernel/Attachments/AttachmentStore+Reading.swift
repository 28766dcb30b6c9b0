import Crypto
import Storage

/// A file that can be read piece by piece, from any position.
public struct StoredFile: Sendable {
    public let content: Content
    let source: ContentSource
    let disk: Workers

    /// The bytes of the range, or all of them.
    ///
    /// - Throws: ``AttachmentRefusal`` when the range is empty or begins beyond the end of the file.
    public func pieces(in range: Range<Int>? = nil) throws(AttachmentRefusal) -> FilePieces {
        let range = range ?? 0..<content.size
        guard range.lowerBound >= 0, range.lowerBound < content.size, !range.isEmpty else { throw .unsatisfiableRange }
        return FilePieces(source: source, range: range.clamped(to: 0..<content.size), disk: disk)
    }
}

/// The bytes of a file, at most 64 KiB at a time; the disk is read no faster than the client takes them.
public struct FilePieces: AsyncSequence, Sendable {
    let source: ContentSource
    /// Clamped to the file.
    public let range: Range<Int>
    let disk: Workers

    public func makeAsyncIterator() -> Iterator {
        Iterator(pieces: self, position: range.lowerBound)
    }

    public struct Iterator: AsyncIteratorProtocol {
        let pieces: FilePieces
        var position: Int

        /// - Throws: ``FolderUnavailable`` when the file cannot be read or has become shorter.
        public mutating func next() async throws -> [UInt8]? {
            let count = Swift.min(64 * 1024, pieces.range.upperBound - position)
            guard count > 0 else { return nil }
            let bytes: [UInt8]
            switch pieces.source {
            case .memory: bytes = try pieces.source.bytes(at: position, count: count)
            case .file:
                let (source, position) = (pieces.source, position)
                bytes = try await pieces.disk.perform { try source.bytes(at: position, count: count) }
            }
            guard bytes.count == count else { throw FolderUnavailable("file is shorter than it was", errno: 5) }
            position += count
            return bytes
        }
    }
}

/// What reading a file again has shown.
public enum Verification: Sendable, Hashable {
    case intact
    /// There is no such file any more.
    case missing
    /// The bytes are not those that were handed in.
    case damaged
}

extension AttachmentStore {
    /// - Throws: ``AttachmentRefusal`` when there is no such content.
    public func open(_ hash: ContentHash) async throws -> StoredFile {
        let content = try await content(hash)
        return StoredFile(content: content, source: try await source(of: content), disk: disk)
    }

    /// Reads the file again and compares it with its hash.
    public func verify(_ hash: ContentHash) async throws -> Verification {
        let content = try await content(hash)
        do {
            let source = try await source(of: content)
            return try await disk.perform {
                try Self.digest(of: source) == hash && source.size == content.size ? .intact : .damaged
            }
        } catch let failure as FolderUnavailable where failure.cause == .missing {
            return .missing
        }
    }

    /// The hashes in order, a page at a time; for a timer that verifies them all.
    public func hashes(after hash: ContentHash? = nil, limit: Int = 1000) async throws -> [ContentHash] {
        try await database.rows(
            "SELECT hash FROM content WHERE hash > \(hash?.text ?? "") ORDER BY hash LIMIT \(limit)"
        ).map { try $0["hash"] }
    }

    func source(of content: Content) async throws -> ContentSource {
        let (hash, folder) = (content.hash, folder)
        guard content.isSmall else {
            return try await disk.perform {
                let path = folder.path(of: hash)
                return .file(path: path, size: try OpenFile(reading: path).size())
            }
        }
        let row = try await database.rows("SELECT bytes FROM content_bytes WHERE hash = \(hash)").first
        guard let blob: Blob = try row?["bytes"] else { throw FolderUnavailable("bytes of a small file", errno: 2) }
        return .memory(blob.bytes)
    }

    private static func digest(of source: ContentSource) throws -> ContentHash {
        var hasher = SHA256()
        let piece = 1 << 20
        for start in stride(from: 0, to: source.size, by: piece) {
            try hasher.update(data: source.bytes(at: start, count: piece))
        }
        return ContentHash(hasher.finalize())
    }
}
