/// Writes a table as an XLSX file: header fixed and filtered, codes as text, dates and numbers as such.
public final class XLSXTableWriter: TableWriter {
    private let layout: TableLayout
    private let file: WorkbookFile
    private let sheet: WritableSheet
    private let headerRow: Int
    private var row: Int

    public init(path: String, _ layout: TableLayout) throws(SpreadsheetError) {
        self.layout = layout
        file = try WorkbookFile(path: path)
        sheet = try file.addSheet(layout.sheet)
        let lines = layout.heading?.lines ?? []
        headerRow = lines.count + 1
        row = headerRow
        for (index, line) in lines.enumerated() {
            try sheet.write(.text(line), row: index + 1, column: 0, CellStyle(tone: index == 0 ? .title : .heading))
        }
        for (index, column) in layout.columns.enumerated() {
            try sheet.setColumn(index, width: column.width, kind: nil)
            try sheet.write(.text(column.title), row: headerRow, column: index, CellStyle(tone: .header))
        }
        try sheet.fixHeader(row: headerRow)
    }

    public func append(_ cells: [Cell]) throws(SpreadsheetError) {
        row += 1
        guard row <= WritableSheet.lastRow else { throw .tooManyRows(limit: WritableSheet.lastRow) }
        for (index, (column, cell)) in zip(layout.columns, cells).enumerated() where cell.kind != .empty {
            try sheet.write(cell, row: row, column: index, CellStyle(tone: .plain, kind: column.kind))
        }
    }

    public func finish() throws(SpreadsheetError) {
        try layout.check(written: row - headerRow)
        try sheet.addFilter(header: headerRow, lastRow: row, columns: layout.columns.count)
        if !layout.footer.isEmpty {
            let line = Cell.text(TableLayout.footerMark + layout.footer)
            try sheet.write(line, row: row + 2, column: 0, CellStyle(tone: .heading))
        }
        try file.close()
    }
}
