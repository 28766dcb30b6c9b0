import Archives

/// The text of a CSV file: which encoding it came in, which character separates its columns.
public struct DelimitedText: Sendable {
    /// How the characters were written.
    public enum Encoding: String, Sendable, Hashable {
        case utf8 = "UTF-8"
        /// 国标 GB 18030，包括 GBK 和 GB 2312。
        case gb18030 = "GB18030"
        case utf16LittleEndian = "UTF-16LE"
        case utf16BigEndian = "UTF-16BE"
    }

    let encoding: Encoding
    let separator: UInt8
    /// Always UTF-8, without byte order mark.
    let bytes: [UInt8]
    /// Where the first row begins: behind a line `sep=;`, which is for Excel only.
    let start: Int

    init(bytes source: [UInt8], limits: Spreadsheet.Limits) throws(SpreadsheetError) {
        guard source.count <= limits.textFile else { throw .archive(.tooLarge(entry: "CSV", limit: limits.textFile)) }
        if let disguise = Disguise.recognised(in: source.prefix(1 << 12), whole: source) { throw .disguised(disguise) }
        (encoding, bytes) = try Self.decoded(source)
        guard !bytes.contains(0) else { throw .disguised(.unknownBinary) }
        if let declared = Self.declaredSeparator(in: bytes) {
            (separator, start) = declared
        } else {
            (separator, start) = (Self.likeliestSeparator(in: bytes.prefix(1 << 16)), 0)
        }
    }

    private static func decoded(_ source: [UInt8]) throws(SpreadsheetError) -> (Encoding, [UInt8]) {
        if source.starts(with: [0xEF, 0xBB, 0xBF]) {
            let rest = Array(source.dropFirst(3))
            if String(validating: rest, as: UTF8.self) != nil { return (.utf8, rest) }
            throw .unknownEncoding(line: 1)
        }
        if source.starts(with: [0xFF, 0xFE]) {
            return (.utf16LittleEndian, try Transcoding.utf8(from: .utf16LittleEndian, Array(source.dropFirst(2))))
        }
        if source.starts(with: [0xFE, 0xFF]) {
            return (.utf16BigEndian, try Transcoding.utf8(from: .utf16BigEndian, Array(source.dropFirst(2))))
        }
        if source.contains(0) { throw .disguised(.unknownBinary) }
        if String(validating: source, as: UTF8.self) != nil { return (.utf8, source) }
        return (.gb18030, try Transcoding.utf8(from: .gb18030, source))
    }

    private static func declaredSeparator(in bytes: [UInt8]) -> (UInt8, start: Int)? {
        guard bytes.starts(with: "sep=".utf8), bytes.count > 5 else { return nil }
        let end = bytes.prefix(8).firstIndex(of: UInt8(ascii: "\n"))
        return end.map { (bytes[4], $0 + 1) }
    }

    /// The candidate that most rows at the beginning contain equally often, outside quotes.
    private static func likeliestSeparator(in start: ArraySlice<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: "\t"), UInt8(ascii: ";")]
        let agreements = candidates.map { candidate in
            let counts = Self.counts(of: candidate, in: start).filter { $0 > 0 }
            return Dictionary(grouping: counts) { $0 }.map { $1.count * min($0, 50) }.max() ?? 0
        }
        let best = agreements.max() ?? 0
        return zip(candidates, agreements).first { $1 == best }?.0 ?? UInt8(ascii: ",")
    }

    private static func counts(of candidate: UInt8, in start: ArraySlice<UInt8>) -> [Int] {
        var counts = [0]
        var isQuoted = false
        for byte in start {
            switch byte {
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: "\n") where !isQuoted: counts.append(0)
            case candidate where !isQuoted: counts[counts.count - 1] += 1
            default: break
            }
        }
        return counts
    }
}
