import Foundation
import Spreadsheets

/// A workbook of 100,000 rows and 12 columns, left in the folder for others to read as well.
enum ReadingSheets {
    private static let rows = 100_000
    private static let columns = 12

    @Sendable static func measure(_ bench: Bench) async throws {
        let path = bench.folder.appending(path: "sheet.xlsx").path
        if !FileManager.default.fileExists(atPath: path) { try write(to: path) }
        try bench.repeated("anlan", "spreadsheet", amount: rows) {
            let book = try Spreadsheet(path: path)
            let reader = try book.rows(of: book.sheets[0])
            var cells = 0
            while let row = try reader.next() { cells += row.cells.count }
            precondition(cells == (rows + 1) * columns, "\(cells) cells")
        }
    }

    private static func write(to path: String) throws {
        let heads = (0..<columns).map { Column("c\($0)", "第\($0)列") }
        let writer = try XLSXTableWriter(path: path, TableLayout(sheet: "企业", columns: heads))
        for row in 0..<rows {
            try writer.append(
                (0..<columns).map { column in
                    column % 3 == 0 ? .integer(row * columns + column) : .text("第\(row)家企业的第\(column)项")
                })
        }
        try writer.finish()
    }
}
