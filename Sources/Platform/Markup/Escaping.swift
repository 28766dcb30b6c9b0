extension String {
    /// Bytes of the text once it is escaped.
    var escapedSize: Int {
        var text = self
        return text.withUTF8 { bytes in
            var size = bytes.count
            for byte in bytes { size += byte.escapingCost }
            return size
        }
    }
}

extension UInt8 {
    /// Bytes by which the character grows when escaped, for text and double-quoted attribute values alike.
    @inline(__always)
    fileprivate var escapingCost: Int {
        switch self {
        case UInt8(ascii: "&"), UInt8(ascii: "'"): 4
        case UInt8(ascii: "\""): 5
        case UInt8(ascii: "<"), UInt8(ascii: ">"): 3
        default: 0
        }
    }

    fileprivate var escaped: StaticString {
        switch self {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): "&quot;"
        default: "&#39;"
        }
    }
}

/// Writes into memory whose size was counted before; writing more than was counted stops the program.
struct ByteWriter {
    private var free: UnsafeMutableRawBufferPointer
    private(set) var count = 0

    init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        free = UnsafeMutableRawBufferPointer(memory)
    }

    @inline(__always)
    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        precondition(bytes.count <= free.count - count)
        guard bytes.count > 0 else { return }
        (free.baseAddress! + count).copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func write(_ literal: StaticString) {
        write(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    @inline(__always)
    mutating func write(_ bytes: ContiguousArray<UInt8>) {
        bytes.withUnsafeBytes { write($0) }
    }

    mutating func write(escaping text: String) {
        var text = text
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices where bytes[index].escapingCost > 0 {
                write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<index])))
                write(bytes[index].escaped)
                start = index + 1
            }
            write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...])))
        }
    }
}
