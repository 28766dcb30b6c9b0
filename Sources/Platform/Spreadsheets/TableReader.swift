/// Reads the rows of a known table from a file somebody sent, whatever stands around and between them.
///
/// The header is looked for in the first rows and matched by title; blank rows, example rows and the footer of an
/// export are passed over. Nothing is judged here: whether a value is right is for the caller to say.
public final class TableReader {
    public let spreadsheet: Spreadsheet
    public let sheet: Spreadsheet.Sheet
    public let header: TableHeader
    private let rows: RowReader
    private var pending: ArraySlice<SheetRow>

    /// Titles, filter and notes may stand above the header, but not endlessly.
    private static let rowsSearched = 20

    /// Finds the header in the given sheet, else in the first visible sheet that has one.
    public init(
        _ spreadsheet: Spreadsheet, sheet chosen: Spreadsheet.Sheet? = nil, columns: [Column]
    ) throws(SpreadsheetError) {
        let candidates = chosen.map { [$0] } ?? spreadsheet.sheets.filter { !$0.isHidden }
        for sheet in candidates {
            let rows = try spreadsheet.rows(of: sheet)
            let start = try Self.firstRows(of: rows)
            guard let found = Self.header(in: start, columns: columns) else { continue }
            self.spreadsheet = spreadsheet
            self.sheet = sheet
            self.rows = rows
            header = found.header
            pending = start[(found.index + 1)...]
            return
        }
        let required = columns.filter(\.isRequired)
        throw .headerMissing(expected: (required.isEmpty ? columns : required).map(\.title))
    }

    /// The next row with something in it; nil after the last one.
    public func next() throws(SpreadsheetError) -> TableRow? {
        while let row = try nextStanding() {
            if row.isBlank || isExample(row) || isFooter(row) { continue }
            return TableRow(row: row, header: header)
        }
        return nil
    }

    private func nextStanding() throws(SpreadsheetError) -> SheetRow? {
        if let row = pending.popFirst() { return row }
        return try rows.next()
    }

    /// The share of the file read so far, from 0 to 1.
    public var progress: Double { rows.progress }

    /// What the sender should know; complete after the last row. Merged cells above the rows harm nobody.
    public var findings: [Finding] {
        (spreadsheet.findings + rows.findings).compactMap { finding in
            guard case .mergedCells(let areas) = finding else { return finding }
            let harmful = areas.filter { CellAddress.lastRow(ofArea: $0) > header.row }
            return harmful.isEmpty ? nil : .mergedCells(harmful)
        }
    }

    private static func firstRows(of rows: RowReader) throws(SpreadsheetError) -> [SheetRow] {
        var start: [SheetRow] = []
        while start.count < rowsSearched, let row = try rows.next() {
            if !row.isBlank { start.append(row) }
        }
        return start
    }

    /// The row with the most known titles; one alone could be a word in a sentence, unless only one is known.
    private static func header(in rows: [SheetRow], columns: [Column]) -> (index: Int, header: TableHeader)? {
        let headers = rows.map { TableHeader($0, columns: columns) }
        let best = headers.indices.max { headers[$0].columns.count < headers[$1].columns.count }
        guard let best, headers[best].columns.count >= min(2, columns.count) else { return nil }
        return (best, headers[best])
    }

    private func isExample(_ row: SheetRow) -> Bool {
        row.cells.first { !$0.isBlank }?.text.hasPrefix(Template.exampleMark) == true
    }

    private func isFooter(_ row: SheetRow) -> Bool {
        let filled = row.cells.filter { !$0.isBlank }
        return filled.count == 1 && filled[0].text.hasPrefix(TableLayout.footerMark)
    }
}

/// One row of a known table, its cells reached by the key of their column.
public struct TableRow: Sendable, Hashable {
    public let row: SheetRow
    public let header: TableHeader

    /// The row's number in the file, counted from 1.
    public var number: Int { row.number }

    /// The cell in a column; empty when the file does not have the column.
    public subscript(key: String) -> Cell {
        header.position(of: key).map { row[$0] } ?? .empty
    }

    /// The cells of columns the table does not know, by title.
    public var extras: [(title: String, cell: Cell)] {
        row.cells.indices.compactMap { index in
            guard header.columns[index] == nil, header.titles.indices.contains(index) else { return nil }
            let title = header.titles[index]
            let isOurs = title.isEmpty || title == TableHeader.problemTitle || title == TableHeader.rowNumberTitle
            return isOurs || row[index].isBlank ? nil : (title, row[index])
        }
    }
}
