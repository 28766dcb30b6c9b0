extension Sequence<UInt8> {
    /// Two lower-case digits for each byte: how hashes and keys are kept as text.
    public var hexadecimal: String {
        let bytes = Array(self)
        return String(unsafeUninitializedCapacity: bytes.count * 2) { text in
            for (position, byte) in bytes.enumerated() {
                text[2 * position] = (byte >> 4).hexadecimalDigit
                text[2 * position + 1] = (byte & 15).hexadecimalDigit
            }
            return bytes.count * 2
        }
    }
}

extension [UInt8] {
    /// `nil` when the text is not pairs of hexadecimal digits.
    public init?(hexadecimal text: String) {
        self = []
        reserveCapacity(text.utf8.count / 2)
        var high: UInt8?
        for character in text.utf8 {
            guard let digit = UInt8(hexadecimalDigit: character) else { return nil }
            guard let first = high else {
                high = digit
                continue
            }
            append(first << 4 | digit)
            high = nil
        }
        guard high == nil else { return nil }
    }
}

extension UInt8 {
    /// The character for a number below 16.
    fileprivate var hexadecimalDigit: UInt8 { self < 10 ? UInt8(ascii: "0") + self : UInt8(ascii: "a") + self - 10 }

    fileprivate init?(hexadecimalDigit digit: UInt8) {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self = digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self = digit - UInt8(ascii: "a") + 10
        default: return nil
        }
    }
}
