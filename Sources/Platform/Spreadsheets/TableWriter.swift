/// A table being written to a file, row by row, in constant memory.
public protocol TableWriter: AnyObject {
    /// Adds the next row; cells beyond the last column are left out.
    func append(_ cells: [Cell]) throws(SpreadsheetError)

    /// Completes the file; without it there is none.
    ///
    /// Throws ``SpreadsheetError/rowCountDiffers(announced:written:)`` when the heading promised another number of rows.
    func finish() throws(SpreadsheetError)
}

/// What is written around and above the rows of an exported table.
public struct TableLayout: Sendable {
    /// The three lines above the header, so that a table passed on still says what it is.
    public struct Heading: Sendable {
        public var title: String
        /// The conditions chosen, in words; empty when there were none.
        public var filter: String
        /// When the rows were read, in words.
        public var time: String
        /// What the numbers count: 件、家、万元.
        public var unit: String
        public var rowCount: Int

        public init(title: String, filter: String, time: String, unit: String, rowCount: Int) {
            self.title = title
            self.filter = filter
            self.time = time
            self.unit = unit
            self.rowCount = rowCount
        }

        var lines: [String] {
            [
                title, "筛选条件：" + (filter.isEmpty ? "无" : filter),
                "导出时间：\(time)　单位：\(unit)　共 \(rowCount) 行",
            ]
        }
    }

    public var sheet: String
    public var columns: [Column]
    public var heading: Heading?
    /// One line below the rows: filter, time, who exported. Empty for none.
    public var footer: String

    public init(sheet: String, columns: [Column], heading: Heading? = nil, footer: String = "") {
        self.sheet = sheet
        self.columns = columns
        self.heading = heading
        self.footer = footer
    }

    /// How a line below the rows begins, so that it is not taken for a row when the file comes back.
    static let footerMark = "※ "

    func check(written: Int) throws(SpreadsheetError) {
        if let heading, heading.rowCount != written {
            throw .rowCountDiffers(announced: heading.rowCount, written: written)
        }
    }
}
