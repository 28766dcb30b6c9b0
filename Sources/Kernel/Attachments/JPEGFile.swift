#if canImport(Glibc)
    import Glibc
#endif

/// The segments of a JPEG picture (ITU-T T.81, annex B), found without decoding it.
struct JPEGFile: Sendable {
    struct Segment: Sendable {
        let marker: UInt8
        /// Marker, length and contents; for a scan also the coded picture data that follow.
        let range: Range<Int>
    }

    let bytes: [UInt8]
    /// From the start of the picture to its end; what cameras append behind it is not among them.
    let segments: [Segment]

    /// - Returns: nil when it is no picture from beginning to end of the header.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
        self.bytes = bytes
        var segments: [Segment] = []
        var position = 2
        while let segment = Self.segment(at: position, in: bytes), segments.count < 10_000 {
            if segment.marker == Self.endOfImage { break }
            segments.append(segment)
            position = segment.range.upperBound
        }
        self.segments = segments
        guard segments.contains(where: { $0.marker == Self.startOfScan }), size != nil else { return nil }
    }

    var size: (width: Int, height: Int)? {
        let header = segments.first { (0xC0...0xCF).contains($0.marker) && ![0xC4, 0xC8, 0xCC].contains($0.marker) }
        guard let range = header?.range, range.count >= 9 else { return nil }
        let reader = ByteReader(Array(bytes[range]), isLittleEndian: false)
        guard let height = reader.uint16(at: 5), let width = reader.uint16(at: 7), width > 0, height > 0 else {
            return nil
        }
        return (width, height)
    }

    /// A picture is sent in a few scans; thousands of them are there only to keep a decoder busy.
    var scans: Int { segments.count { $0.marker == Self.startOfScan } }

    /// What the camera noted, where there is a note.
    var exif: Exif? {
        for segment in segments where segment.marker == 0xE1 {
            let contents = bytes[segment.range].dropFirst(4)
            if contents.starts(with: Self.exifMark) { return Exif(Array(contents.dropFirst(Self.exifMark.count))) }
        }
        return nil
    }

    /// The same picture, bit for bit, without anything that says who took it, when, where or with what.
    var stripped: [UInt8] {
        var copy: [UInt8] = [0xFF, 0xD8]
        let orientation = exif?.orientation ?? .up
        var isNoted = orientation == .up
        for segment in segments where isPicture(segment) {
            if !isNoted, segment.marker != 0xE0 {
                copy += Self.note(of: orientation)
                isNoted = true
            }
            copy += bytes[segment.range]
        }
        return copy + [0xFF, Self.endOfImage]
    }

    private static let startOfScan: UInt8 = 0xDA
    private static let endOfImage: UInt8 = 0xD9
    private static let exifMark = Array("Exif\0\0".utf8)

    /// Whether the segment is needed to draw the picture: its colours may be, comments never are.
    private func isPicture(_ segment: Segment) -> Bool {
        switch segment.marker {
        case 0xE0, 0xEE: true
        case 0xE2: bytes[segment.range].dropFirst(4).starts(with: "ICC_PROFILE\0".utf8)
        case 0xE1...0xEF, 0xFE: false
        default: true
        }
    }

    /// The smallest note from which programs know which way up the picture is.
    private static func note(of orientation: Orientation) -> [UInt8] {
        let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, UInt8(orientation.rawValue), 0, 0]
        let contents = exifMark + [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1] + entry + [0, 0, 0, 0]
        return [0xFF, 0xE1, 0, UInt8(contents.count + 2)] + contents
    }

    private static func segment(at start: Int, in bytes: [UInt8]) -> Segment? {
        var position = start
        while position < bytes.count, bytes[position] == 0xFF { position += 1 }
        guard position > start, position < bytes.count else { return nil }
        let (marker, first) = (bytes[position], position - 1)
        if marker == endOfImage || marker == 1 || (0xD0...0xD7).contains(marker) {
            return Segment(marker: marker, range: first..<position + 1)
        }
        guard let length = ByteReader.bigEndian16(bytes, at: position + 1), length >= 2,
            position + 1 + length <= bytes.count
        else { return nil }
        let end = position + 1 + length
        return Segment(marker: marker, range: first..<(marker == startOfScan ? endOfCoded(from: end, in: bytes) : end))
    }

    /// Coded data end at the next marker that is neither an escaped 0xFF nor a restart.
    private static func endOfCoded(from start: Int, in bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { buffer in
            var position = start
            while position + 1 < buffer.count,
                let found = memchr(buffer.baseAddress! + position, 0xFF, buffer.count - 1 - position)
            {
                position = UnsafeRawPointer(found) - buffer.baseAddress!
                let next = buffer[position + 1]
                if next != 0, next != 0xFF, !(0xD0...0xD7).contains(next) { return position }
                position += next == 0xFF ? 1 : 2
            }
            return buffer.count
        }
    }
}

extension ByteReader {
    static func bigEndian16(_ bytes: [UInt8], at offset: Int) -> Int? {
        guard offset >= 0, offset + 1 < bytes.count else { return nil }
        return Int(bytes[offset]) << 8 | Int(bytes[offset + 1])
    }
}
