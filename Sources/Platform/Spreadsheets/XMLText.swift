import Glibc

/// Character data of XML as text: entities, character references and Excel's own `_x000D_` replaced.
enum XMLText {
    static func string(from slice: Slice) -> String {
        guard let start = slice.baseAddress, !slice.isEmpty else { return "" }
        let isPlain =
            memchr(start, Int32(UInt8(ascii: "&")), slice.count) == nil
            && memchr(start, Int32(UInt8(ascii: "_")), slice.count) == nil
            && memchr(start, Int32(UInt8(ascii: "\r")), slice.count) == nil
            && memchr(start, 0, slice.count) == nil
        return isPlain ? String(decoding: slice, as: UTF8.self) : replaced(slice)
    }

    /// Every replacement is at most as long as what it replaces: `&#9;` is four bytes for one.
    private static func replaced(_ slice: Slice) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: slice.count) { output in
            var count = 0
            var at = 0
            while at < slice.count {
                let byte = slice[at]
                if byte == UInt8(ascii: "&"), let (scalar, length) = reference(slice, at) {
                    count += write(scalar, to: output, at: count)
                    at += length
                } else if byte == UInt8(ascii: "_"), let scalar = escape(slice, at) {
                    count += write(scalar, to: output, at: count)
                    at += 7
                } else if byte == UInt8(ascii: "\r"), at + 1 < slice.count, slice[at + 1] == UInt8(ascii: "\n") {
                    at += 1
                } else if byte == 0 {
                    // No database keeps it and no honest file has it.
                    at += 1
                } else {
                    output[count] = byte
                    count += 1
                    at += 1
                }
            }
            return String(decoding: output[..<count], as: UTF8.self)
        }
    }

    /// `&lt;`, `&#20225;`, `&#x4F01;`; what is none of these stays as it stands.
    private static func reference(_ slice: Slice, _ at: Int) -> (Unicode.Scalar, length: Int)? {
        guard at + 3 < slice.count else { return nil }
        if slice[at + 1] == UInt8(ascii: "#") { return numericReference(slice, at) }
        for (name, scalar) in named {
            let length = name.utf8CodeUnitCount
            if at + length <= slice.count, memcmp(slice.baseAddress! + at, name.utf8Start, length) == 0 {
                return (scalar, length)
            }
        }
        return nil
    }

    private static let named: [(StaticString, Unicode.Scalar)] = [
        ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'"),
    ]

    private static func numericReference(_ slice: Slice, _ at: Int) -> (Unicode.Scalar, length: Int)? {
        let isHex = slice[at + 2] | 0x20 == UInt8(ascii: "x")
        let radix: UInt32 = isHex ? 16 : 10
        var position = at + (isHex ? 3 : 2)
        let digits = position
        var value: UInt32 = 0
        while position < slice.count, value <= 0x10_FFFF, let digit = digit(slice[position]), digit < radix {
            value = value * radix + digit
            position += 1
        }
        guard position > digits, position < slice.count, slice[position] == UInt8(ascii: ";"), value != 0,
            let scalar = Unicode.Scalar(value)
        else { return nil }
        return (scalar, position + 1 - at)
    }

    /// `_x000D_`: how Excel keeps characters that XML cannot (ECMA-376 Part 1, §22.4.2.4).
    private static func escape(_ slice: Slice, _ at: Int) -> Unicode.Scalar? {
        guard at + 6 < slice.count, slice[at + 1] == UInt8(ascii: "x"), slice[at + 6] == UInt8(ascii: "_") else {
            return nil
        }
        var value: UInt32 = 0
        for position in at + 2..<at + 6 {
            guard let digit = digit(slice[position]) else { return nil }
            value = value * 16 + digit
        }
        return value == 0 ? nil : Unicode.Scalar(value)
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }

    @inline(__always)
    private static func write(_ scalar: Unicode.Scalar, to output: UnsafeMutableBufferPointer<UInt8>, at: Int) -> Int {
        let value = scalar.value
        switch value {
        case ..<0x80:
            output[at] = UInt8(value)
            return 1
        case ..<0x800:
            output[at] = UInt8(0xC0 | value >> 6)
            output[at + 1] = UInt8(0x80 | value & 0x3F)
            return 2
        case ..<0x1_0000:
            output[at] = UInt8(0xE0 | value >> 12)
            output[at + 1] = UInt8(0x80 | value >> 6 & 0x3F)
            output[at + 2] = UInt8(0x80 | value & 0x3F)
            return 3
        default:
            output[at] = UInt8(0xF0 | value >> 18)
            output[at + 1] = UInt8(0x80 | value >> 12 & 0x3F)
            output[at + 2] = UInt8(0x80 | value >> 6 & 0x3F)
            output[at + 3] = UInt8(0x80 | value & 0x3F)
            return 4
        }
    }
}
