import Archives

/// Reads the rows of one XLSX sheet while it is being unpacked.
final class SheetScanner {
    private let stream: XMLStream
    private let strings: SharedStrings
    private let formats: NumberFormats
    private let uses1904: Bool
    private let limits: Spreadsheet.Limits
    private var closeRow: [UInt8] = []
    private var lastRow = 0
    private var isInData = false
    private var isAtEnd = false
    private var width = 0
    private var merged: [String] = []
    private var formulas = Tally()
    private var emptyFormulas = Tally()
    private var hiddenRows = (count: 0, first: 0)

    private struct Tally {
        var count = 0
        var first = ""
    }

    init(
        _ source: EntryStream, strings: SharedStrings, formats: NumberFormats, uses1904: Bool,
        limits: Spreadsheet.Limits
    ) {
        stream = XMLStream(source)
        self.strings = strings
        self.formats = formats
        self.uses1904 = uses1904
        self.limits = limits
    }

    var progress: Double { isAtEnd ? 1 : stream.progress }

    /// Complete once the last row has been read: merged areas stand behind the rows.
    var findings: [Finding] {
        var findings: [Finding] = []
        if !merged.isEmpty { findings.append(.mergedCells(merged)) }
        if hiddenRows.count > 0 { findings.append(.hiddenRows(count: hiddenRows.count, first: hiddenRows.first)) }
        if formulas.count > 0 { findings.append(.formulas(count: formulas.count, first: formulas.first)) }
        if emptyFormulas.count > 0 {
            findings.append(.formulasWithoutValue(count: emptyFormulas.count, first: emptyFormulas.first))
        }
        return findings
    }

    /// The next row that stands in the file, blank ones included; nil at the end.
    func next() throws(SpreadsheetError) -> SheetRow? {
        while !isAtEnd {
            guard let tag = try stream.nextTag() else { throw .damaged(part: stream.name) }
            if isInData {
                if tag.opens("row") { return try row(tag) }
                if tag.closes("sheetData") { isInData = false }
            } else if tag.opens("mergeCell") {
                if let area = tag["ref"], merged.count < 10_000 { merged.append(area) }
            } else if tag.opens("sheetData") {
                isInData = tag.form == .opening
            } else if tag.closes("worksheet") {
                try finish()
            }
        }
        return nil
    }

    /// Reads on to the end of the part, so that its checksum is compared.
    private func finish() throws(SpreadsheetError) {
        while try stream.nextTag() != nil {}
        isAtEnd = true
    }

    private func row(_ tag: XMLTag) throws(SpreadsheetError) -> SheetRow {
        let number = tag.value(of: "r").flatMap(Digits.integer) ?? lastRow + 1
        guard number >= 1, number <= limits.rows else { throw .tooManyRows(limit: limits.rows) }
        // A number that comes again would stand for two rows in an error workbook, and in how far an import has come.
        guard number > lastRow else { throw .damaged(part: stream.name) }
        lastRow = number
        if tag.isTrue("hidden") {
            if hiddenRows.count == 0 { hiddenRows.first = number }
            hiddenRows.count += 1
        }
        guard tag.form == .opening else { return SheetRow(number: number, cells: []) }
        if closeRow.isEmpty { closeRow = [UInt8]("</".utf8) + tag.qualifiedName }
        var cursor = XMLCursor(try stream.content(upTo: closeRow))
        var cells: [Cell] = []
        cells.reserveCapacity(width)
        var column = 0
        while let tag = try nextChild(&cursor, until: "row") {
            guard tag.form != .closing, tag.name.equals("c") else { continue }
            let head = CellHead(tag)
            column = head.column ?? column
            if tag.form == .opening {
                let cell = try self.cell(head, &cursor, column: column, row: number)
                if cell.kind != .empty { try place(cell, in: &cells, column: column, row: number) }
            }
            column += 1
        }
        width = cells.count
        return SheetRow(number: number, cells: cells)
    }

    /// The next tag within an element; nil at the element's end. Anything else that ends here was cut.
    private func nextChild(_ cursor: inout XMLCursor, until end: StaticString) throws(SpreadsheetError) -> XMLTag? {
        guard let tag = cursor.nextTag() else { throw .damaged(part: stream.name) }
        return tag.closes(end) ? nil : tag
    }

    private func place(_ cell: Cell, in cells: inout [Cell], column: Int, row: Int) throws(SpreadsheetError) {
        guard column < limits.columns else {
            throw .tooManyColumns(address: CellAddress.of(column: column, row: row), limit: limits.columns)
        }
        while cells.count < column { cells.append(.empty) }
        if column == cells.count { cells.append(cell) } else { cells[column] = cell }
    }

    /// The attributes of a cell's tag, read in one pass because there are millions.
    private struct CellHead {
        var column: Int?
        var style = 0
        var type: Slice?

        init(_ tag: XMLTag) {
            var rest = XMLAttributes(tag.attributes)
            while let (name, value) = rest.next() {
                guard name.count == 1 else { continue }
                switch name[0] {
                case UInt8(ascii: "r"): column = CellAddress.column(in: value)
                case UInt8(ascii: "s"): style = Digits.integer(value) ?? 0
                case UInt8(ascii: "t"): type = value
                default: break
                }
            }
        }
    }

    private func cell(
        _ head: CellHead, _ cursor: inout XMLCursor, column: Int, row: Int
    ) throws(SpreadsheetError) -> Cell {
        var cell = Cell.empty
        var hasFormula = false
        while let tag = try nextChild(&cursor, until: "c") {
            guard tag.form != .closing else { continue }
            if tag.name.equals("v"), tag.form == .opening {
                cell = try value(head, &cursor)
            } else if tag.name.equals("is"), tag.form == .opening {
                guard let text = RichText.plain(&cursor, until: "is") else { throw .damaged(part: stream.name) }
                cell = .text(text)
            } else if tag.name.equals("f") {
                hasFormula = true
            }
        }
        if hasFormula { note(formulaIn: cell, column: column, row: row) }
        return cell
    }

    private func note(formulaIn cell: Cell, column: Int, row: Int) {
        let path = cell.kind == .empty ? \SheetScanner.emptyFormulas : \.formulas
        if self[keyPath: path].count == 0 { self[keyPath: path].first = CellAddress.of(column: column, row: row) }
        self[keyPath: path].count += 1
    }

    private func value(_ head: CellHead, _ cursor: inout XMLCursor) throws(SpreadsheetError) -> Cell {
        guard let type = head.type, !type.equals("n") else { return try number(cursor.slice(), style: head.style) }
        switch type.count {
        case 1 where type[0] == UInt8(ascii: "s"):
            guard let text = Digits.integer(cursor.slice()).flatMap({ strings[$0] }) else {
                throw .damaged(part: stream.name)
            }
            return .text(text)
        case 1 where type[0] == UInt8(ascii: "b"):
            let value = cursor.slice()
            return .boolean(value.equals("1") || value.equals("true"))
        case 1 where type[0] == UInt8(ascii: "e"):
            return .error(cursor.text())
        case 1 where type[0] == UInt8(ascii: "d"):
            let text = cursor.text()
            return SheetDate(text).map(Cell.date) ?? .text(text)
        default:
            return .text(cursor.text())
        }
    }

    private func number(_ slice: Slice, style: Int) throws(SpreadsheetError) -> Cell {
        if slice.isEmpty { return .empty }
        let raw = String(decoding: slice, as: UTF8.self)
        guard let value = Digits.decimal(slice) ?? Double(raw.trimmedBlanks), value.isFinite else {
            throw .damaged(part: stream.name)
        }
        guard formats.showsDate.indices.contains(style), formats.showsDate[style] else {
            return .number(value, raw: raw)
        }
        // Workbooks begun on old Macintoshes count days from 1 January 1904.
        let serial = uses1904 ? value + 1462 : value
        return SheetDate(serial: serial) == nil ? .number(value, raw: raw) : .date(serial: serial, raw: raw)
    }
}
