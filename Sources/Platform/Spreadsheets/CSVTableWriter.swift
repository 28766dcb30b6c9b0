import Glibc

/// Writes a table as CSV that Excel, WPS and programs read alike: UTF-8 with byte order mark, RFC 4180.
///
/// Codes that a spreadsheet program would take for numbers begin with a tab, which keeps all their digits; whoever
/// reads the file by program trims them.
public final class CSVTableWriter: TableWriter {
    private let layout: TableLayout
    private let path: String
    private let partial: String
    private var file: UnsafeMutablePointer<FILE>?
    private var rows = 0

    public init(path: String, _ layout: TableLayout) throws(SpreadsheetError) {
        self.layout = layout
        self.path = path
        partial = path + ".partial"
        file = fopen(partial, "wbe")
        guard file != nil else { throw .unwritable(reason: String(cString: strerror(errno))) }
        try write("\u{FEFF}")
        for line in layout.heading?.lines ?? [] { try write(line: [line]) }
        try write(line: layout.columns.map(\.title))
    }

    deinit {
        guard let file else { return }
        fclose(file)
        unlink(partial)
    }

    public func append(_ cells: [Cell]) throws(SpreadsheetError) {
        rows += 1
        try write(line: zip(layout.columns, cells).map { Self.value($1, in: $0) })
    }

    public func finish() throws(SpreadsheetError) {
        try layout.check(written: rows)
        if !layout.footer.isEmpty { try write(line: [TableLayout.footerMark + layout.footer]) }
        guard let open = file else { return }
        file = nil
        guard fclose(open) == 0, rename(partial, path) == 0 else {
            let reason = String(cString: strerror(errno))
            unlink(partial)
            throw .unwritable(reason: reason)
        }
    }

    private static func value(_ cell: Cell, in column: Column) -> String {
        let text = cell.kind == .text ? cell.raw.restored : cell.text
        if column.kind == .code, looksLikeNumber(text) { return "\t" + text }
        return cell.kind == .text ? text.neutralized : text
    }

    /// `3201` would lose nothing, but `0012`, `3E5` and `3-1` would come out as 12, 300000 and 1 March.
    private static func looksLikeNumber(_ code: String) -> Bool {
        guard let first = code.utf8.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return code.utf8.allSatisfy {
            (UInt8(ascii: "-")...UInt8(ascii: ":")).contains($0) || $0 | 0x20 == UInt8(ascii: "e")
        }
    }

    private func write(line values: [String]) throws(SpreadsheetError) {
        try write(values.map(Self.quoted).joined(separator: ",") + "\r\n")
    }

    private static func quoted(_ value: String) -> String {
        let quote = UInt8(ascii: "\"")
        let blank = UInt8(ascii: " ")
        let needsQuotes =
            value.utf8.contains { $0 < blank || $0 == UInt8(ascii: ",") || $0 == quote } || value.utf8.first == blank
            || value.utf8.last == blank
        guard needsQuotes else { return value }
        return "\"" + (value.utf8.contains(quote) ? value.replacing("\"", with: "\"\"") : value) + "\""
    }

    private func write(_ text: String) throws(SpreadsheetError) {
        var text = text
        let isWritten = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) == $0.count }
        guard isWritten else { throw .unwritable(reason: String(cString: strerror(errno))) }
    }
}
