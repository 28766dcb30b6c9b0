import CZlib

/// One entry of an archive being unpacked, piece by piece, in constant memory.
public final class EntryStream {
    /// What the table of contents said about this entry.
    public let entry: ZipArchive.Entry
    /// Packed bytes consumed so far; against ``ZipArchive/Entry/compressedSize`` this is the progress.
    public private(set) var compressedBytesRead = 0
    /// Unpacked bytes delivered so far.
    public private(set) var bytesRead = 0

    /// Below this nobody is harmed, and short repetitive parts legitimately pack very well.
    private static let ratioCheckedFrom = 1 << 20
    private static let inputSize = 1 << 16

    private let source: ByteSource
    private let dataOffset: Int
    private let limit: Int
    private let ratio: Int
    private let zlib = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    private let input = UnsafeMutablePointer<UInt8>.allocate(capacity: inputSize)
    private var inputLoaded = 0
    private var checksum: uLong = 0
    private var isFinished = false

    /// Checks everything that may refuse the entry before anything is allocated for it.
    static func open(
        _ entry: ZipArchive.Entry, in source: ByteSource, limit: Int, ratio: Int
    ) throws(ArchiveError) -> EntryStream {
        guard !entry.isEncrypted else { throw .encrypted(entry: entry.name) }
        guard entry.method == 0 || entry.method == 8 else {
            throw .unsupportedCompression(entry: entry.name, method: entry.method)
        }
        guard entry.size <= limit else { throw .tooLarge(entry: entry.name, limit: limit) }
        let offset = try dataOffset(of: entry, in: source)
        return EntryStream(of: entry, in: source, dataOffset: offset, limit: limit, ratio: ratio)
    }

    private init(of entry: ZipArchive.Entry, in source: ByteSource, dataOffset: Int, limit: Int, ratio: Int) {
        self.entry = entry
        self.source = source
        self.dataOffset = dataOffset
        self.limit = limit
        self.ratio = ratio
        zlib.initialize(to: z_stream())
        // Negative window bits: raw DEFLATE without zlib's own header.
        let started = inflateInit2_(zlib, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        precondition(started == Z_OK, "zlib refused to start: \(started)")
    }

    deinit {
        inflateEnd(zlib)
        zlib.deallocate()
        input.deallocate()
    }

    /// The next piece, nil after the last one, by which time the checksum has been found right.
    public func next() throws(ArchiveError) -> [UInt8]? {
        var failure: ArchiveError?
        let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
            do throws(ArchiveError) {
                filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return chunk.isEmpty ? nil : chunk
    }

    /// Fills the buffer with unpacked bytes and says how many; 0 only at the end, checksum found right.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        guard !isFinished, !buffer.isEmpty else { return 0 }
        let target = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(Int(Int32.max)))
        let count = entry.method == 0 ? try copy(into: target) : try inflate(into: target)
        bytesRead += count
        checksum = crc32(checksum, target.baseAddress?.assumingMemoryBound(to: UInt8.self), uInt(count))
        try refuseExcess()
        if isFinished || count == 0 {
            isFinished = true
            guard bytesRead == entry.size, UInt32(truncatingIfNeeded: checksum) == entry.checksum else {
                throw .damaged(entry: entry.name)
            }
        }
        return count
    }

    private func refuseExcess() throws(ArchiveError) {
        guard bytesRead <= limit else { throw .tooLarge(entry: entry.name, limit: limit) }
        if bytesRead > Self.ratioCheckedFrom, bytesRead / max(compressedBytesRead, 1) > ratio {
            throw .suspiciousRatio(entry: entry.name, limit: ratio)
        }
        guard bytesRead <= entry.size else { throw .damaged(entry: entry.name) }
    }

    private func copy(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        let wanted = min(buffer.count, entry.compressedSize - compressedBytesRead)
        let count = try source.read(
            at: dataOffset + compressedBytesRead, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        guard count == wanted else { throw .truncated }
        compressedBytesRead += count
        isFinished = compressedBytesRead == entry.compressedSize
        return count
    }

    private func inflate(into buffer: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
        zlib.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        zlib.pointee.avail_out = uInt(buffer.count)
        while zlib.pointee.avail_out > 0 {
            if zlib.pointee.avail_in == 0 { try loadInput() }
            let status = CZlib.inflate(zlib, Z_NO_FLUSH)
            compressedBytesRead = inputLoaded - Int(zlib.pointee.avail_in)
            if status == Z_STREAM_END {
                isFinished = true
                break
            }
            // No progress although there is room: the packed data ended early.
            guard status == Z_OK else { throw .damaged(entry: entry.name) }
        }
        return buffer.count - Int(zlib.pointee.avail_out)
    }

    private func loadInput() throws(ArchiveError) {
        let wanted = min(Self.inputSize, entry.compressedSize - inputLoaded)
        let count = try source.read(
            at: dataOffset + inputLoaded, into: UnsafeMutableRawBufferPointer(start: input, count: wanted))
        guard count == wanted else { throw .truncated }
        inputLoaded += count
        zlib.pointee.next_in = input
        zlib.pointee.avail_in = uInt(count)
    }

    /// The local header repeats the name; one that differs means two readers would see two different files.
    private static func dataOffset(of entry: ZipArchive.Entry, in source: ByteSource) throws(ArchiveError) -> Int {
        let header = try source.bytes(at: entry.headerOffset, count: 30)
        let name = try source.bytes(at: entry.headerOffset + 30, count: header.uint16(at: 26))
        guard header.uint32(at: 0) == 0x0403_4B50, name == entry.rawName else {
            throw .damaged(entry: entry.name)
        }
        let start = entry.headerOffset + 30 + name.count + header.uint16(at: 28)
        guard entry.compressedSize <= source.count - start else { throw .truncated }
        return start
    }
}
