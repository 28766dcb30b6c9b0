import Archives

/// A table somebody sent as a file, XLSX or CSV, told apart by its content and not by its name.
///
/// Rows are read one at a time in constant memory; the texts an XLSX file shares between cells are the only
/// thing kept. What is no spreadsheet, or could harm, is refused when it is opened.
public struct Spreadsheet: Sendable {
    /// How large a file may be before it is refused.
    public struct Limits: Sendable {
        /// Bytes of a CSV file, which is held in memory as a whole.
        public var textFile = 128 << 20
        /// Bytes of a sheet once unpacked.
        public var unpacked = 512 << 20
        /// Bytes of text shared between the cells of a workbook.
        public var texts = 160 << 20
        /// Number of the last row; spreadsheet programs end at 1,048,576.
        public var rows = 1_048_576
        /// Number of the last column with something in it.
        public var columns = 512

        public init() {}
    }

    /// One sheet of the file; a CSV file has exactly one, without a name.
    public struct Sheet: Sendable, Hashable {
        let index: Int
        public let name: String
        public let isHidden: Bool
    }

    /// What the file turned out to be.
    public enum Format: Sendable, Hashable {
        case xlsx
        case csv(encoding: DelimitedText.Encoding, separator: Character)
    }

    private enum Content {
        case workbook(Workbook)
        case delimited(DelimitedText)
    }

    private let content: Content
    private let limits: Limits

    /// Opens a file by its path.
    public init(path: String, limits: Limits = Limits()) throws(SpreadsheetError) {
        try self.init(limits: limits) { () throws(ArchiveError) in
            try ZipArchive(path: path)
        } plain: { () throws(SpreadsheetError) in
            try PlainFile.bytes(path: path, limit: limits.textFile)
        }
    }

    /// Opens a file held in memory.
    public init(bytes: [UInt8], limits: Limits = Limits()) throws(SpreadsheetError) {
        try self.init(limits: limits) { () throws(ArchiveError) in
            try ZipArchive(bytes: bytes)
        } plain: {
            bytes
        }
    }

    private init(
        limits: Limits, archive: () throws(ArchiveError) -> ZipArchive, plain: () throws(SpreadsheetError) -> [UInt8]
    ) throws(SpreadsheetError) {
        self.limits = limits
        let opened: ZipArchive
        do throws(ArchiveError) {
            opened = try archive()
        } catch .notAnArchive {
            content = .delimited(try DelimitedText(bytes: try plain(), limits: limits))
            return
        } catch {
            throw .archive(error)
        }
        content = .workbook(try Workbook(opened, limits: limits))
    }

    public var format: Format {
        switch content {
        case .workbook: .xlsx
        case .delimited(let text): .csv(encoding: text.encoding, separator: Character(Unicode.Scalar(text.separator)))
        }
    }

    /// In the order of their tabs, hidden ones included.
    public var sheets: [Sheet] {
        switch content {
        case .workbook(let workbook): workbook.sheets
        case .delimited: [Sheet(index: 0, name: "", isHidden: false)]
        }
    }

    /// The sheet a person sees first.
    public var firstVisibleSheet: Sheet? {
        sheets.first { !$0.isHidden }
    }

    /// The formula or constant behind a name defined in the workbook.
    public func definedName(_ name: String) -> String? {
        if case .workbook(let workbook) = content { workbook.definedNames[name] } else { nil }
    }

    /// What concerns the file as a whole; what concerns a sheet is found by reading it.
    public var findings: [Finding] {
        guard case .workbook(let workbook) = content else { return [] }
        let hidden = workbook.sheets.filter(\.isHidden).map(\.name)
        return (hidden.isEmpty ? [] : [.hiddenSheets(hidden)])
            + (workbook.externalLinks == 0 ? [] : [.externalLinks(count: workbook.externalLinks)])
    }

    /// Begins reading a sheet from its first row.
    public func rows(of sheet: Sheet) throws(SpreadsheetError) -> RowReader {
        guard sheets.contains(sheet) else { throw .missingSheet(sheet.name) }
        switch content {
        case .workbook(let workbook): return RowReader(try workbook.scanner(ofSheet: sheet.index))
        case .delimited(let text): return RowReader(DelimitedScanner(text, limits: limits))
        }
    }
}
