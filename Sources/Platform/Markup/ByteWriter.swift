/// Writes into memory that someone else provides. What does not fit is not written, and ``isOverfull`` says so.
struct ByteWriter {
    private let memory: UnsafeMutableRawBufferPointer
    private(set) var count = 0
    /// Whether something did not fit; then what stands in the memory is of no use.
    private(set) var isOverfull = false

    init(_ memory: UnsafeMutableBufferPointer<UInt8>) {
        self.memory = UnsafeMutableRawBufferPointer(memory)
    }

    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    @inline(__always)
    mutating func write(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, let target = memory.baseAddress else { return }
        guard bytes.count <= memory.count - count else { return isOverfull = true }
        (target + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func write(_ literal: StaticString) {
        write(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Escapes for both text and double-quoted attribute values.
    mutating func write(escaping text: String) {
        text.withBytes { bytes in
            var start = 0
            for index in bytes.indices where bytes[index].needsEscaping {
                write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start..<index])))
                write(bytes[index].escaped)
                start = index + 1
            }
            write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[start...])))
        }
    }
}

extension String {
    /// Bytes of the text once it is escaped.
    var escapedSize: Int {
        withBytes { bytes in
            var size = bytes.count
            for byte in bytes where byte.needsEscaping { size += byte.escaped.utf8CodeUnitCount - 1 }
            return size
        }
    }

    @inline(__always)
    fileprivate func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        utf8.withContiguousStorageIfAvailable(body) ?? Array(utf8).withUnsafeBufferPointer(body)
    }
}

extension UInt8 {
    @inline(__always)
    fileprivate var needsEscaping: Bool {
        // All five stand between `"` and `>`, and no byte of a Chinese character does.
        guard self <= UInt8(ascii: ">"), self >= UInt8(ascii: "\"") else { return false }
        return self == UInt8(ascii: "\"") || self == UInt8(ascii: "&") || self == UInt8(ascii: "'")
            || self == UInt8(ascii: "<") || self == UInt8(ascii: ">")
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
