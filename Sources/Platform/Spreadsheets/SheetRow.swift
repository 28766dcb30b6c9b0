/// One row as it stands in the file.
public struct SheetRow: Sendable, Hashable {
    /// As the spreadsheet program counts, from 1; in a CSV file likewise, line breaks within quotes aside.
    public let number: Int
    /// From column A on; missing cells are ``Cell/empty``, and nothing follows the last one that is not.
    public let cells: [Cell]

    public init(number: Int, cells: [Cell]) {
        self.number = number
        self.cells = cells
    }

    /// The cell in a column counted from zero; beyond the last one every cell is empty.
    public subscript(column: Int) -> Cell {
        cells.indices.contains(column) ? cells[column] : .empty
    }

    /// Nothing a person can see stands in the row.
    public var isBlank: Bool {
        cells.allSatisfy(\.isBlank)
    }
}
