import Glibc

/// Cuts the text of a CSV file into rows (RFC 4180, with the leniency spreadsheet programs show).
final class DelimitedScanner {
    private let text: DelimitedText
    private let limits: Spreadsheet.Limits
    private var at: Int
    private var lastRow = 0
    private var width = 0

    init(_ text: DelimitedText, limits: Spreadsheet.Limits) {
        self.text = text
        self.limits = limits
        at = text.start
        lastRow = text.start > 0 ? 1 : 0
    }

    var progress: Double {
        text.bytes.isEmpty ? 1 : Double(at) / Double(text.bytes.count)
    }

    func next() throws(SpreadsheetError) -> SheetRow? {
        guard at < text.bytes.count else { return nil }
        lastRow += 1
        guard lastRow <= limits.rows else { throw .tooManyRows(limit: limits.rows) }
        var cells: [Cell] = []
        cells.reserveCapacity(width)
        var column = 0
        var isRowOpen = true
        while isRowOpen {
            let value: String
            (value, isRowOpen) = try field()
            if !value.isEmpty {
                guard column < limits.columns else {
                    throw .tooManyColumns(
                        address: CellAddress.of(column: column, row: lastRow), limit: limits.columns)
                }
                while cells.count < column { cells.append(.empty) }
                cells.append(.text(value))
            }
            column += 1
        }
        width = cells.count
        return SheetRow(number: lastRow, cells: cells)
    }

    /// One field, and whether another one follows in the same row.
    private func field() throws(SpreadsheetError) -> (String, isFollowed: Bool) {
        guard at < text.bytes.count else { return ("", false) }
        guard text.bytes[at] == UInt8(ascii: "\"") else { return (rest(), endOfField()) }
        at += 1
        var value = try quoted()
        while at < text.bytes.count, text.bytes[at] == UInt8(ascii: "\"") {
            at += 1
            value += "\"" + (try quoted())
        }
        return (value + rest(), endOfField())
    }

    /// Up to the next quotation mark, which is passed over.
    private func quoted() throws(SpreadsheetError) -> String {
        let found = text.bytes.withUnsafeBufferPointer { buffer in
            memchr(buffer.baseAddress! + at, Int32(UInt8(ascii: "\"")), buffer.count - at).map {
                $0 - UnsafeMutableRawPointer(mutating: buffer.baseAddress!)
            }
        }
        guard let end = found else { throw .openQuote(line: lastRow) }
        defer { at = end + 1 }
        return String(decoding: text.bytes[at..<end], as: UTF8.self)
    }

    /// Up to the separator or the end of the line, neither of which is passed over.
    private func rest() -> String {
        let start = at
        text.bytes.withUnsafeBufferPointer { buffer in
            while at < buffer.count {
                let byte = buffer[at]
                if byte == text.separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
                at += 1
            }
        }
        return String(decoding: text.bytes[start..<at], as: UTF8.self)
    }

    private func endOfField() -> Bool {
        guard at < text.bytes.count else { return false }
        let byte = text.bytes[at]
        at += 1
        if byte == UInt8(ascii: "\r"), at < text.bytes.count, text.bytes[at] == UInt8(ascii: "\n") { at += 1 }
        return byte == text.separator
    }
}
