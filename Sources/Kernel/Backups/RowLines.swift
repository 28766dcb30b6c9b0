import Storage

/// Rows as a backup keeps them: a line each, tabs between the values, the first byte of each says what it is.
///
/// `-` nothing, `i` a whole number, `r` a real one, `t` a text, `b` bytes in hexadecimal. In a text backslash, line
/// break and tab are written `\\`, `\n` and `\t`.
enum RowLines {
    private static let tab = UInt8(ascii: "\t")
    private static let newline = UInt8(ascii: "\n")
    private static let backslash = UInt8(ascii: "\\")
    private static let digits = Array("0123456789abcdef".utf8)

    static func append(_ row: [SQLValue], to bytes: inout [UInt8]) {
        for (index, value) in row.enumerated() {
            if index > 0 { bytes.append(tab) }
            append(value, to: &bytes)
        }
        bytes.append(newline)
    }

    private static func append(_ value: SQLValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(UInt8(ascii: "-"))
        case .integer(let integer): bytes += "i\(integer)".utf8
        case .real(let number): bytes += "r\(number)".utf8
        case .blob(let blob):
            bytes.append(UInt8(ascii: "b"))
            for byte in blob { bytes += [digits[Int(byte >> 4)], digits[Int(byte & 15)]] }
        case .text(let text):
            bytes.append(UInt8(ascii: "t"))
            for byte in text.utf8 {
                switch byte {
                case tab: bytes += [backslash, UInt8(ascii: "t")]
                case newline: bytes += [backslash, UInt8(ascii: "n")]
                case backslash: bytes += [backslash, backslash]
                default: bytes.append(byte)
                }
            }
        }
    }

    /// - Throws: ``DamagedBackup`` when this is not what ``append(_:to:)`` writes.
    static func rows(_ bytes: [UInt8]) throws(DamagedBackup) -> [[SQLValue]] {
        var rows: [[SQLValue]] = []
        for line in bytes.split(separator: newline, omittingEmptySubsequences: true) {
            var row: [SQLValue] = []
            for part in line.split(separator: tab, omittingEmptySubsequences: false) { row.append(try value(part)) }
            rows.append(row)
        }
        return rows
    }

    private static func value(_ part: ArraySlice<UInt8>) throws(DamagedBackup) -> SQLValue {
        let rest = part.dropFirst()
        switch part.first {
        case UInt8(ascii: "-") where rest.isEmpty: return .null
        case UInt8(ascii: "i"):
            if let integer = Int64(String(decoding: rest, as: UTF8.self)) { return .integer(integer) }
        case UInt8(ascii: "r"):
            if let number = Double(String(decoding: rest, as: UTF8.self)) { return .real(number) }
        case UInt8(ascii: "b"):
            if let blob = [UInt8](hexadecimal: String(decoding: rest, as: UTF8.self)) { return .blob(blob) }
        case UInt8(ascii: "t"):
            if let text = text(rest) { return .text(text) }
        default: break
        }
        throw DamagedBackup("有一行读不出来")
    }

    private static func text(_ escaped: ArraySlice<UInt8>) -> String? {
        guard escaped.contains(backslash) else { return String(decoding: escaped, as: UTF8.self) }
        var bytes: [UInt8] = []
        var escapes = false
        for byte in escaped {
            guard escapes else {
                escapes = byte == backslash
                if !escapes { bytes.append(byte) }
                continue
            }
            escapes = false
            switch byte {
            case UInt8(ascii: "t"): bytes.append(tab)
            case UInt8(ascii: "n"): bytes.append(newline)
            case backslash: bytes.append(backslash)
            default: return nil
            }
        }
        return escapes ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
