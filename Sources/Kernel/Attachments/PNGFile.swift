/// The chunks of a PNG picture (ISO/IEC 15948), found without decoding it.
struct PNGFile: Sendable {
    let bytes: [UInt8]
    let size: (width: Int, height: Int)
    private let chunks: [(name: String, range: Range<Int>)]

    /// - Returns: nil when the header is damaged or the picture does not reach its end.
    init?(_ bytes: [UInt8]) {
        let reader = ByteReader(bytes, isLittleEndian: false)
        var chunks: [(name: String, range: Range<Int>)] = []
        var position = 8
        while chunks.last?.name != "IEND" {
            guard let length = reader.uint32(at: position), let name = reader.slice(at: position + 4, count: 4),
                reader.slice(at: position, count: length + 12) != nil
            else { return nil }
            chunks.append((String(decoding: name, as: UTF8.self), position..<position + length + 12))
            position += length + 12
        }
        guard chunks.first?.name == "IHDR", let width = reader.uint32(at: 16), let height = reader.uint32(at: 20),
            (1..<1 << 31).contains(width), (1..<1 << 31).contains(height)
        else { return nil }
        self.bytes = bytes
        self.chunks = chunks
        size = (width, height)
    }

    /// The same picture, bit for bit, without notes of when, where and with what it was made.
    var stripped: [UInt8] {
        parts(Self.shown)
    }

    /// The pixels alone, for decoding: the other parts are only opportunities to mislead the decoder.
    var bare: [UInt8] {
        parts(["IHDR", "PLTE", "tRNS", "IDAT", "IEND"])
    }

    private func parts(_ names: Set<String>) -> [UInt8] {
        bytes.prefix(8) + chunks.filter { names.contains($0.name) }.flatMap { bytes[$0.range] }
    }

    /// What is needed to show the picture as it was meant, its colours and animation included.
    private static let shown: Set<String> = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP", "bKGD", "pHYs", "acTL",
        "fcTL", "fdAT",
    ]
}
