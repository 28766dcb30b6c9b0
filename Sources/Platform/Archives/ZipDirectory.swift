/// The table of contents at the end of a ZIP file, found and checked before anything is unpacked.
///
/// Format: PKWARE APPNOTE 6.3.10, §4.3.12–4.3.16 (directory, ZIP64, end record).
struct ZipDirectory {
    var entries: [ZipArchive.Entry] = []

    private static let endRecordLength = 22
    private static let longestComment = 0xFFFF

    init(of source: ByteSource, limits: ZipArchive.Limits) throws(ArchiveError) {
        let end = try Self.end(of: source)
        guard end.entryCount <= limits.entries else { throw .tooManyEntries(limit: limits.entries) }
        guard end.offset >= 0, end.length >= 0, end.offset <= end.position - end.length else { throw .truncated }
        let table = try source.bytes(at: end.offset, count: end.length)
        var position = 0
        while entries.count < end.entryCount {
            entries.append(try Self.entry(in: table, at: &position))
        }
        try refuseSuspectNames()
        try refuseOverlaps(before: end.offset)
    }

    private struct End {
        var position: Int
        var entryCount: Int
        var length: Int
        var offset: Int
    }

    private static func end(of source: ByteSource) throws(ArchiveError) -> End {
        guard source.count >= 4 else { throw .notAnArchive }
        let start = try source.bytes(at: 0, count: 4)
        let looksLikeZip = start[0] == 0x50 && start[1] == 0x4B
        guard looksLikeZip else { throw .notAnArchive }
        guard source.count >= endRecordLength else { throw .truncated }
        let tailLength = min(source.count, endRecordLength + longestComment)
        let tailStart = source.count - tailLength
        let tail = try source.bytes(at: tailStart, count: tailLength)
        var at = tailLength - endRecordLength
        while at >= 0 {
            if tail.uint32(at: at) == 0x0605_4B50, at + endRecordLength + tail.uint16(at: at + 20) <= tailLength {
                let end = End(
                    position: tailStart + at, entryCount: tail.uint16(at: at + 10),
                    length: tail.uint32(at: at + 12), offset: tail.uint32(at: at + 16))
                return try zip64End(of: source, replacing: end)
            }
            at -= 1
        }
        throw .truncated
    }

    private static func zip64End(of source: ByteSource, replacing end: End) throws(ArchiveError) -> End {
        guard end.entryCount == 0xFFFF || end.length == 0xFFFF_FFFF || end.offset == 0xFFFF_FFFF else { return end }
        let locatorAt = end.position - 20
        guard locatorAt >= 0 else { return end }
        let locator = try source.bytes(at: locatorAt, count: 20)
        guard locator.uint32(at: 0) == 0x0706_4B50 else { return end }
        guard let recordAt = locator.uint64(at: 8), recordAt <= locatorAt - 56 else { throw .truncated }
        let record = try source.bytes(at: recordAt, count: 56)
        guard record.uint32(at: 0) == 0x0606_4B50, let count = record.uint64(at: 32),
            let length = record.uint64(at: 40), let offset = record.uint64(at: 48)
        else { throw .truncated }
        return End(position: recordAt, entryCount: count, length: length, offset: offset)
    }

    private static func entry(in table: [UInt8], at position: inout Int) throws(ArchiveError) -> ZipArchive.Entry {
        guard position + 46 <= table.count, table.uint32(at: position) == 0x0201_4B50 else { throw .truncated }
        let nameLength = table.uint16(at: position + 28)
        let extraLength = table.uint16(at: position + 30)
        let nameStart = position + 46
        let extraStart = nameStart + nameLength
        let next = extraStart + extraLength + table.uint16(at: position + 32)
        guard next <= table.count else { throw .truncated }
        let rawName = Array(table[nameStart..<extraStart])
        var entry = ZipArchive.Entry(
            name: String(decoding: rawName.map { $0 == 0x5C ? 0x2F : $0 }, as: UTF8.self),
            compressedSize: table.uint32(at: position + 20), size: table.uint32(at: position + 24),
            checksum: UInt32(table.uint32(at: position + 16)), method: table.uint16(at: position + 10),
            isEncrypted: table.uint16(at: position + 8) & 0x2041 != 0, rawName: rawName,
            headerOffset: table.uint32(at: position + 42))
        try widen(&entry, from: Array(table[extraStart..<extraStart + extraLength]))
        position = next
        return entry
    }

    /// ZIP64 keeps, in this order, only those numbers that did not fit their 32-bit field.
    private static func widen(_ entry: inout ZipArchive.Entry, from extra: [UInt8]) throws(ArchiveError) {
        let tooBig = 0xFFFF_FFFF
        guard entry.size == tooBig || entry.compressedSize == tooBig || entry.headerOffset == tooBig else { return }
        var at = 0
        while at + 4 <= extra.count {
            let end = at + 4 + extra.uint16(at: at + 2)
            guard end <= extra.count else { throw .damaged(entry: entry.name) }
            if extra.uint16(at: at) == 0x0001 {
                var field = at + 4
                for number in [\ZipArchive.Entry.size, \.compressedSize, \.headerOffset]
                where entry[keyPath: number] == tooBig {
                    guard field + 8 <= end, let wide = extra.uint64(at: field) else {
                        throw .damaged(entry: entry.name)
                    }
                    entry[keyPath: number] = wide
                    field += 8
                }
                return
            }
            at = end
        }
        throw .damaged(entry: entry.name)
    }

    private func refuseSuspectNames() throws(ArchiveError) {
        var seen: Set<String> = []
        for entry in entries {
            let parts = entry.name.split(separator: "/", omittingEmptySubsequences: false)
            let leavesFolder = parts.contains("..") || parts.first == "" || parts[0].hasSuffix(":")
            if leavesFolder || entry.rawName.contains(0) { throw .unsafeName(entry.name) }
            if !seen.insert(entry.name).inserted { throw .repeatedName(entry.name) }
        }
    }

    /// Entries sharing bytes are how a small file unpacks to petabytes without any single high ratio.
    private func refuseOverlaps(before directory: Int) throws(ArchiveError) {
        let localHeaderLength = 30
        var end = 0
        for entry in entries.sorted(by: { $0.headerOffset < $1.headerOffset }) {
            guard entry.headerOffset >= end else { throw .overlapping(entry: entry.name) }
            let room = directory - entry.headerOffset - localHeaderLength - entry.rawName.count
            guard entry.compressedSize <= room else { throw .truncated }
            end = entry.headerOffset + localHeaderLength + entry.rawName.count + entry.compressedSize
        }
    }
}
