/// A ZIP archive (also the shell of .xlsx and .docx) read without trusting it.
///
/// Opening reads and checks only the table of contents. Entries are unpacked piece by piece under ``Limits``,
/// and what was unpacked must match its checksum before its end is reported.
public struct ZipArchive: Sendable {
    /// How much an archive may hold before it is refused as too large or hostile.
    public struct Limits: Sendable {
        /// Files in the archive.
        public var entries = 4096
        /// Bytes of one entry once unpacked.
        public var entrySize = 512 * 1_048_576
        /// Unpacked bytes per packed byte; DEFLATE cannot exceed 1032, honest documents rarely reach 100.
        public var ratio = 250

        public init(entries: Int = 4096, entrySize: Int = 512 * 1_048_576, ratio: Int = 250) {
            self.entries = entries
            self.entrySize = entrySize
            self.ratio = ratio
        }
    }

    /// One file in the archive, as the table of contents describes it: a claim, checked while it is unpacked.
    public struct Entry: Sendable, Hashable {
        /// Path within the archive, parts separated by `/`.
        public internal(set) var name: String
        public internal(set) var compressedSize: Int
        public internal(set) var size: Int
        public internal(set) var checksum: UInt32
        public internal(set) var method: Int
        public internal(set) var isEncrypted: Bool
        var rawName: [UInt8]
        var headerOffset: Int
    }

    /// In the order of the table of contents.
    public let entries: [Entry]
    /// The limits every entry of this archive is unpacked under.
    public let limits: Limits
    private let source: ByteSource
    private let positions: [String: Int]

    /// Opens an archive held in memory.
    public init(bytes: [UInt8], limits: Limits = Limits()) throws(ArchiveError) {
        try self.init(source: .memory(bytes), limits: limits)
    }

    /// Opens an archive in a file; the file stays open as long as the archive or a stream from it is in use.
    public init(path: String, limits: Limits = Limits()) throws(ArchiveError) {
        try self.init(source: ByteSource(path: path), limits: limits)
    }

    private init(source: ByteSource, limits: Limits) throws(ArchiveError) {
        self.source = source
        self.limits = limits
        entries = try ZipDirectory(of: source, limits: limits).entries
        positions = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.name, $0) })
    }

    /// The entry of that exact name, nil when there is none.
    public func entry(named name: String) -> Entry? {
        positions[name].map { entries[$0] }
    }

    /// The whole unpacked entry, at most `limit` bytes of it: beyond that it is refused, not cut.
    public func contents(of name: String, limit: Int) throws(ArchiveError) -> [UInt8] {
        let stream = try stream(of: name, limit: limit)
        var contents: [UInt8] = []
        contents.reserveCapacity(min(stream.entry.size, limit, 1 << 20))
        while let chunk = try stream.next() { contents += chunk }
        return contents
    }

    /// Unpacks an entry piece by piece; `limit` in bytes defaults to the archive's ``Limits/entrySize``.
    public func stream(of name: String, limit: Int? = nil) throws(ArchiveError) -> EntryStream {
        guard let entry = entry(named: name) else { throw .missing(entry: name) }
        return try EntryStream.open(entry, in: source, limit: limit ?? limits.entrySize, ratio: limits.ratio)
    }
}
