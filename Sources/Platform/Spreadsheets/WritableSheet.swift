import CXLSXWriter

/// One sheet of an XLSX file being written; rows have to come in order, from the top.
struct WritableSheet {
    private let sheet: UnsafeMutablePointer<lxw_worksheet>
    private let file: WorkbookFile

    /// Excel's own limit for one cell.
    private static let longestText = 32_767
    static let lastRow = 1_048_576

    init(_ sheet: UnsafeMutablePointer<lxw_worksheet>, in file: WorkbookFile) {
        self.sheet = sheet
        self.file = file
    }

    /// Writes a cell into a row counted from 1 and a column counted from 0.
    func write(_ cell: Cell, row: Int, column: Int, _ style: CellStyle) throws(SpreadsheetError) {
        let row = lxw_row_t(row - 1)
        let column = lxw_col_t(column)
        let format = file.format(style)
        let outcome =
            switch cell.kind {
            case .empty: worksheet_write_blank(sheet, row, column, format)
            case .number where cell.hasLostDigits || style.kind == .code: text(cell.text, row, column, format)
            case .number, .date: worksheet_write_number(sheet, row, column, cell.serial, format)
            case .boolean: worksheet_write_boolean(sheet, row, column, Int32(cell.serial), format)
            case .text, .error: text(cell.raw.restored, row, column, format)
            }
        try WorkbookFile.check(outcome)
    }

    private func text(_ text: String, _ row: lxw_row_t, _ column: lxw_col_t, _ format: WorkbookFile.Format?)
        -> lxw_error
    {
        worksheet_write_string(sheet, row, column, Self.writable(text.neutralized), format)
    }

    /// Without what XML cannot hold, and not longer than Excel opens; what was cut off says so.
    private static func writable(_ text: String) -> String {
        var scalars = text.unicodeScalars
        if scalars.contains(where: { $0.value < 0x20 && !"\t\n".unicodeScalars.contains($0) }) {
            scalars.removeAll { $0.value < 0x20 && !"\t\n".unicodeScalars.contains($0) }
        }
        guard text.utf16.count > longestText else { return String(scalars) }
        let notice = "…（内容过长，此处截断，全文见平台）"
        var kept = String(scalars).prefix(longestText - notice.count)
        while kept.utf16.count + notice.utf16.count > longestText { kept.removeLast() }
        return kept + notice
    }

    /// Sets widths, and formats the whole column so that what people add is kept as its kind demands.
    func setColumn(_ column: Int, width: Double, kind: Column.Kind?) throws(SpreadsheetError) {
        let format = kind.flatMap { file.format(CellStyle(tone: .plain, kind: $0)) }
        try WorkbookFile.check(worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), width, format))
    }

    /// Keeps the rows down to the header and the first column in sight, and repeats the header on each printed page.
    func fixHeader(row: Int) throws(SpreadsheetError) {
        worksheet_freeze_panes(sheet, lxw_row_t(row), 1)
        try WorkbookFile.check(worksheet_repeat_rows(sheet, lxw_row_t(row - 1), lxw_row_t(row - 1)))
        worksheet_set_landscape(sheet)
        let a4: UInt8 = 9
        worksheet_set_paper(sheet, a4)
        worksheet_fit_to_pages(sheet, 1, 0)
        try WorkbookFile.check(worksheet_set_footer(sheet, "&C第 &P 页，共 &N 页"))
    }

    func addFilter(header: Int, lastRow: Int, columns: Int) throws(SpreadsheetError) {
        guard columns > 0 else { return }
        try WorkbookFile.check(
            worksheet_autofilter(
                sheet, lxw_row_t(header - 1), 0, lxw_row_t(max(header, lastRow) - 1), lxw_col_t(columns - 1)))
    }

    /// Offers the values of a range as a drop-down list, from a row (from 1) down to the end of the sheet.
    func offer(_ range: String, title: String, column: Int, fromRow row: Int) throws(SpreadsheetError) {
        let texts = [range, "请从下拉列表中选择", "“\(title)”只能填字典里的内容，请从下拉列表中选择。"]
        let copies = texts.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        var validation = lxw_data_validation()
        validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
        validation.value_formula = copies[0]
        validation.error_title = copies[1]
        validation.error_message = copies[2]
        let column = lxw_col_t(column)
        try WorkbookFile.check(
            worksheet_data_validation_range(
                sheet, lxw_row_t(row - 1), column, lxw_row_t(Self.lastRow - 1), column, &validation))
    }
}
