import Archives
import Foundation

@testable import Spreadsheets

/// Workbooks put together by hand, part by part, to show a reader what no well-behaved program writes.
struct Handmade {
    var rows = ""
    var strings: String?
    var formats = ""
    var workbook = ""
    var sheets = #"<sheet name="Sheet1" sheetId="1" r:id="rId1"/>"#
    var mainType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    var relations = ""
    var sheet: String?
    var parts: [String: String] = [:]
    var isCompressed = true

    static let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    var bytes: [UInt8] {
        let relation = "<Relationship Id="
        var files = [
            "[Content_Types].xml":
                #"<Types><Override PartName="/xl/workbook.xml" ContentType="\#(mainType)"/></Types>"#,
            "_rels/.rels":
                "<Relationships>\(relation)'r' Type='\(Self.kinds)/officeDocument' Target='/xl/workbook.xml'/>"
                + "</Relationships>",
            "xl/workbook.xml": "<workbook xmlns:r='\(Self.kinds)'>\(workbook)<sheets>\(sheets)</sheets></workbook>",
            "xl/_rels/workbook.xml.rels": "<Relationships>"
                + "\(relation)'rId1' Type='\(Self.kinds)/worksheet' Target='worksheets/sheet1.xml'/>"
                + "\(relation)'rId2' Type='\(Self.kinds)/styles' Target='../xl/styles.xml'/>"
                + (strings == nil ? "" : "\(relation)'rId3' Type='\(Self.kinds)/sharedStrings' Target='strings.xml'/>")
                + relations + "</Relationships>",
            "xl/styles.xml": "<styleSheet>\(formats)</styleSheet>",
            "xl/worksheets/sheet1.xml": sheet
                ?? "<worksheet xmlns='\(Self.main)'><sheetData>\(rows)</sheetData></worksheet>",
        ]
        files["xl/strings.xml"] = strings.map { "<sst>\($0)</sst>" }
        var writer = ZipWriter()
        for (name, text) in files.merging(parts, uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            writer.add(name, Array(text.utf8), compressed: isCompressed)
        }
        return writer.bytes
    }

    /// All rows of the first sheet.
    func read(limits: Spreadsheet.Limits = .init()) throws -> [SheetRow] {
        try Spreadsheet(bytes: bytes, limits: limits).allRows()
    }

    /// The only cell of the only row.
    func cell() throws -> Cell {
        try read().first?[0] ?? .empty
    }
}

extension Spreadsheet {
    func allRows(of sheet: Sheet? = nil) throws -> [SheetRow] {
        let reader = try rows(of: sheet ?? sheets[0])
        var all: [SheetRow] = []
        while let row = try reader.next() { all.append(row) }
        return all
    }
}

/// A folder of its own for one test, gone when the test is.
final class Folder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

/// A workbook kept beside these tests; `make.py` there says how it was made.
func fixture(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures/" + name).path
}

/// SplitMix64: the same seed gives the same test on every run.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
