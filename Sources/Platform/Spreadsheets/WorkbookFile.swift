import CXLSXWriter
import Glibc

/// An XLSX file being written, row after row, each sheet in constant memory.
///
/// Nothing appears at the path before ``close()``; a file given up half-way leaves none behind.
final class WorkbookFile {
    typealias Format = UnsafeMutablePointer<lxw_format>

    private let path: String
    private let partial: String
    private var workbook: UnsafeMutablePointer<lxw_workbook>?
    private var formats: [CellStyle: Format] = [:]

    init(path: String) throws(SpreadsheetError) {
        self.path = path
        partial = path + ".partial"
        var options = lxw_workbook_options(constant_memory: 1, tmpdir: nil, use_zip64: 0)
        workbook = workbook_new_opt(partial, &options)
        guard workbook != nil else { throw .unwritable(reason: "workbook_new") }
    }

    deinit {
        if let workbook { lxw_workbook_free(workbook) }
    }

    func addSheet(_ name: String) throws(SpreadsheetError) -> WritableSheet {
        guard let sheet = workbook_add_worksheet(workbook, Self.sheetName(name)) else {
            throw .unwritable(reason: "worksheet \(name)")
        }
        return WritableSheet(sheet, in: self)
    }

    func define(_ name: String, as formula: String) throws(SpreadsheetError) {
        try Self.check(workbook_define_name(workbook, name, formula))
    }

    func format(_ style: CellStyle) -> Format? {
        if let known = formats[style] { return known }
        let format = workbook_add_format(workbook)
        style.apply(to: format)
        formats[style] = format
        return format
    }

    func close() throws(SpreadsheetError) {
        guard let open = workbook else { return }
        workbook = nil
        defer { unlink(partial) }
        try Self.check(workbook_close(open))
        guard rename(partial, path) == 0 else { throw .unwritable(reason: String(cString: strerror(errno))) }
    }

    /// Spreadsheet programs open no longer name and none with these signs.
    private static func sheetName(_ name: String) -> String {
        String(name.map { "[]:*?/\\'".contains($0) ? " " : $0 }.prefix(31))
    }

    static func check(_ outcome: lxw_error) throws(SpreadsheetError) {
        guard outcome == LXW_NO_ERROR else {
            throw .unwritable(reason: lxw_strerror(outcome).map { String(cString: $0) } ?? "\(outcome)")
        }
    }
}
