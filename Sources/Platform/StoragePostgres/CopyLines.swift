import Storage

/// Rows in the text form of `COPY`: a line each, tabs between the values.
struct CopyLines {
    private(set) var bytes: [UInt8] = []

    /// - Throws: ``ConstraintViolation`` for text that PostgreSQL cannot hold.
    mutating func append(_ row: [SQLValue]) throws {
        for (index, value) in row.enumerated() {
            if index > 0 { bytes.append(Self.tab) }
            try append(value)
        }
        bytes.append(Self.newline)
    }

    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    private static let tab = UInt8(ascii: "\t")
    private static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")

    private mutating func append(_ value: SQLValue) throws {
        switch value {
        case .null: bytes += "\\N".utf8
        case .integer(let integer): bytes += String(integer).utf8
        case .real(let number): bytes += number.description.utf8
        case .text(let text): for byte in text.utf8 { try append(escaped: byte) }
        case .blob(let blob):
            bytes += "\\\\x".utf8
            for byte in blob { bytes += [Self.digit(byte >> 4), Self.digit(byte & 15)] }
        }
    }

    private mutating func append(escaped byte: UInt8) throws {
        switch byte {
        case 0: throw ConstraintViolation(.value, detail: "text with a NUL character")
        case Self.tab: bytes += "\\t".utf8
        case Self.newline: bytes += "\\n".utf8
        case UInt8(ascii: "\r"): bytes += "\\r".utf8
        case Self.backslash: bytes += "\\\\".utf8
        default: bytes.append(byte)
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x57 + value
    }
}
