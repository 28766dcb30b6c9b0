/// The sender's own bad rows with what is wrong in front of each, to be corrected and sent again as it is.
///
/// Two columns come first, 错误说明 and 原行号, which the reader passes over; then the sender's columns in the
/// sender's order, cells at fault in red, drop-downs and template version kept.
public final class ErrorWorkbook {
    /// What is wrong in a row, in words for the sender; `column` is the key of the column at fault, if one is.
    public struct Problem: Sendable, Hashable {
        public let column: String?
        public let message: String

        public init(_ message: String, column: String? = nil) {
            self.column = column
            self.message = message
        }
    }

    private let file: WorkbookFile
    private let sheet: WritableSheet
    private let template: Template
    /// Positions in the sender's file, in its order.
    private let positions: [Int]
    private let header: TableHeader
    private var row = 1

    private static let added = 2

    public init(path: String, template: Template, header: TableHeader) throws(SpreadsheetError) {
        self.template = template
        self.header = header
        positions = header.titles.indices.filter {
            ![TableHeader.problemTitle, TableHeader.rowNumberTitle].contains(header.titles[$0])
        }
        file = try WorkbookFile(path: path)
        sheet = try file.addSheet(template.title)
        try template.prepare(sheet, columns: [nil, nil] + positions.map { header.columns[$0] })
        try sheet.setColumn(0, width: 40, kind: nil)
        try sheet.setColumn(1, width: 8, kind: nil)
        let titles = [TableHeader.problemTitle, TableHeader.rowNumberTitle] + positions.map { header.titles[$0] }
        for (index, title) in titles.enumerated() where !title.isEmpty {
            let isRequired = index >= Self.added && header.columns[positions[index - Self.added]]?.isRequired == true
            try sheet.write(
                .text(title), row: 1, column: index, CellStyle(tone: isRequired ? .requiredHeader : .header))
        }
        try sheet.fixHeader(row: 1)
    }

    /// Adds a row as it was sent, with all that is wrong in it.
    public func append(_ bad: TableRow, _ problems: [Problem]) throws(SpreadsheetError) {
        row += 1
        let reason = problems.map(\.message).joined(separator: "；")
        try sheet.write(.text(reason), row: row, column: 0, CellStyle(tone: .bad))
        try sheet.write(.integer(bad.number), row: row, column: 1, CellStyle(tone: .plain, kind: .integer))
        let faulty = Set(problems.compactMap(\.column))
        for (index, position) in positions.enumerated() {
            let cell = bad.row[position]
            let column = header.columns[position]
            let isFaulty = column.map { faulty.contains($0.key) } ?? false
            guard isFaulty || cell.kind != .empty else { continue }
            let style = CellStyle(tone: isFaulty ? .bad : .plain, kind: Self.kind(for: cell, in: column))
            try sheet.write(cell, row: row, column: index + Self.added, style)
        }
    }

    /// Completes the file; without it there is none.
    public func finish() throws(SpreadsheetError) {
        try template.writeDictionaries(in: file)
        try template.mark(file)
        try file.close()
    }

    /// A date sent in a text column has to stay readable as a date.
    private static func kind(for cell: Cell, in column: Column?) -> Column.Kind? {
        guard cell.kind == .date else { return column?.kind }
        return cell.date?.isDayOnly == true ? .date : .dateTime
    }
}
