/// Rows of texts that are kept in one column: `[["grade","general",null],…]`.
///
/// Written and read by hand because it happens with every command, for every row of a list and, when a ledger is
/// verified, for every entry: a general encoder takes ten times as long.
public enum JSONRows {
    public static func encoded(_ rows: [[String?]]) -> String {
        var text = "["
        for (index, row) in rows.enumerated() {
            text += index > 0 ? ",[" : "["
            for (position, value) in row.enumerated() {
                if position > 0 { text += "," }
                text.appendJSON(value)
            }
            text += "]"
        }
        return text + "]"
    }

    /// - Throws: ``UnreadableRows`` when the text is not what ``encoded(_:)`` writes.
    public static func decoded(_ text: String) throws(UnreadableRows) -> [[String?]] {
        var text = text
        let rows = text.withUTF8 { bytes -> [[String?]]? in
            var reader = JSONRowsReader(bytes: bytes)
            return reader.rows()
        }
        guard let rows else { throw UnreadableRows() }
        return rows
    }
}

/// A column does not hold what the program writes there.
public struct UnreadableRows: Error, Hashable {
    public init() {}
}

/// Every function answers `nil` when the text goes on otherwise than expected.
private struct JSONRowsReader {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    mutating func rows() -> [[String?]]? {
        guard let rows = list({ reader in reader.list { $0.value() } }), position == bytes.count else { return nil }
        return rows
    }

    private mutating func list<Element>(_ element: (inout Self) -> Element?) -> [Element]? {
        guard take("[") else { return nil }
        var elements: [Element] = []
        if take("]") { return elements }
        repeat {
            guard let next = element(&self) else { return nil }
            elements.append(next)
        } while take(",")
        return take("]") ? elements : nil
    }

    /// The outer optional says whether there was a value, the inner one whether it was `null`.
    private mutating func value() -> String?? {
        if take("n") { return take("u") && take("l") && take("l") ? .some(nil) : nil }
        guard take("\"") else { return nil }
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
            position += 1
        }
        var text = String(decoding: bytes[start..<position], as: UTF8.self)
        while !take("\"") {
            guard let more = take("\\") ? escaped() : plain() else { return nil }
            text += more
        }
        return text
    }

    private mutating func plain() -> String? {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") {
            position += 1
        }
        return position > start && position < bytes.count
            ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
    }

    private mutating func escaped() -> String? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        switch bytes[position] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            guard position + 4 < bytes.count,
                let code = UInt32(String(decoding: bytes[position + 1...position + 4], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            else { return nil }
            position += 4
            return String(scalar)
        default: return nil
        }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }
}

extension String {
    /// Appends a JSON string literal, or `null`.
    public mutating func appendJSON(_ value: String?) {
        guard let value else {
            self += "null"
            return
        }
        self += "\""
        if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
            for scalar in value.unicodeScalars { appendEscaped(scalar) }
        } else {
            self += value
        }
        self += "\""
    }

    private mutating func appendEscaped(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": self += "\\\""
        case "\\": self += "\\\\"
        case "\n": self += "\\n"
        case "\r": self += "\\r"
        case "\t": self += "\\t"
        case _ where scalar.value < 0x20:
            let digits = String(scalar.value, radix: 16)
            self += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        default: unicodeScalars.append(scalar)
        }
    }
}
