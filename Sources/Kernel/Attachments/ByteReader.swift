/// Reads numbers out of bytes that nobody vouches for: what lies outside is nil, never a crash.
struct ByteReader: Sendable {
    let bytes: [UInt8]
    let isLittleEndian: Bool

    init(_ bytes: [UInt8], isLittleEndian: Bool) {
        self.bytes = bytes
        self.isLittleEndian = isLittleEndian
    }

    var count: Int { bytes.count }

    func uint16(at offset: Int) -> Int? { number(at: offset, length: 2) }
    func uint32(at offset: Int) -> Int? { number(at: offset, length: 4) }

    func slice(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        return bytes[offset..<offset + count]
    }

    private func number(at offset: Int, length: Int) -> Int? {
        guard let part = slice(at: offset, count: length) else { return nil }
        return isLittleEndian
            ? part.reversed().reduce(0) { $0 << 8 | Int($1) } : part.reduce(0) { $0 << 8 | Int($1) }
    }
}
