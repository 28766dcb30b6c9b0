import Archives
import Foundation
import Spreadsheets
import Testing

/// What is no spreadsheet, is damaged or could harm is refused, and the sender is told what to do.
struct RefusedFileTests {
    private static let ole: [UInt8] =
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)

    private static let disguises: [(String, [UInt8], Disguise)] = [
        ("nothing", [], .empty),
        ("an old workbook", ole, .oldWorkbook),
        (
            "a workbook with a password", ole + Array("EncryptedPackage".utf16.flatMap { [UInt8($0), 0] }),
            .passwordProtected
        ),
        ("a web page", Array("\u{FEFF} \n<HTML><table><tr><td>1".utf8), .webPage),
        ("a bare table", Array("<table border=1>".utf8), .webPage),
        ("a page in UTF-16", [0xFF, 0xFE] + Array("<html>".utf16.flatMap { [UInt8($0), 0] }), .webPage),
        (
            "an XML workbook of 2003",
            Array("<?xml version=\"1.0\"?>\n<?mso-application progid=\"Excel.Sheet\"?>".utf8), .xmlSpreadsheet
        ),
        ("a PDF", Array("%PDF-1.7\n".utf8), .pdf),
        ("a picture", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], .picture),
        ("noise", [1, 2, 0, 3], .unknownBinary),
    ]

    @Test(arguments: disguises)
    func `what only looks like a spreadsheet is called by its name`(case: (String, [UInt8], Disguise)) {
        #expect(throws: SpreadsheetError.disguised(`case`.2)) { try Spreadsheet(bytes: `case`.1) }
    }

    @Test func `macros, binary workbooks and other documents in a ZIP are refused`() {
        let macros = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        let binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
        var text = ZipWriter()
        text.add("a.txt", [65])
        var openDocument = ZipWriter()
        openDocument.add("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8), compressed: false)

        #expect(throws: SpreadsheetError.disguised(.macroWorkbook)) {
            try Spreadsheet(bytes: Handmade(mainType: macros).bytes)
        }
        #expect(throws: SpreadsheetError.disguised(.binaryWorkbook)) {
            try Spreadsheet(bytes: Handmade(mainType: binary).bytes)
        }
        #expect(throws: SpreadsheetError.disguised(.otherArchive)) { try Spreadsheet(bytes: text.bytes) }
        #expect(throws: SpreadsheetError.disguised(.openDocument)) { try Spreadsheet(bytes: openDocument.bytes) }
        #expect(throws: SpreadsheetError.disguised(.wordDocument)) {
            try Spreadsheet(bytes: Handmade(parts: ["word/document.xml": "<w/>"]).bytes)
        }
    }

    @Test func `every refusal says what to do`() {
        let messages = Self.disguises.map { $0.2.message } + [SpreadsheetError.openQuote(line: 7).message]

        for message in messages { #expect(message.contains("请")) }
        #expect(SpreadsheetError.openQuote(line: 7).message.contains("第 7 行"))
        #expect(Disguise.oldWorkbook.message.contains("另存为"))
    }

    @Test func `a workbook cut short is incomplete`() throws {
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: fixture("openpyxl.xlsx"))))

        #expect(throws: SpreadsheetError.archive(.truncated)) { try Spreadsheet(bytes: Array(whole.dropLast(100))) }
    }

    /// What stands behind the sheet counts for the checksum, so it has to be read, however long it is.
    @Test(arguments: [0, 600_000])
    func `a figure changed on the way is noticed although the markup is sound`(lengthBehind: Int) throws {
        let sheet =
            "<worksheet><sheetData><row><c><v>777</v></c></row></sheetData></worksheet>"
            + "<!--" + String(repeating: "注", count: lengthBehind) + "-->"
        var bytes = Handmade(sheet: sheet, isCompressed: false).bytes
        let figure = try #require(bytes.indices.first { bytes[$0...].starts(with: "777".utf8) })
        bytes[figure] = UInt8(ascii: "8")

        let part = "xl/worksheets/sheet1.xml"
        #expect(throws: SpreadsheetError.archive(.damaged(entry: part))) { try Spreadsheet(bytes: bytes).allRows() }
    }

    @Test(arguments: [
        "<worksheet><sheetData><row><c><v>1</v></c></row>", "<worksheet><sheetData><row><c><v>1", "<worksheet>", "",
        "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet", "<html></html>",
    ])
    func `a sheet that ends too early is damage, not a short sheet`(sheet: String) {
        #expect(throws: SpreadsheetError.damaged(part: "xl/worksheets/sheet1.xml")) {
            try Handmade(sheet: sheet).read()
        }
    }

    @Test func `a sheet whose part or relation is missing is named`() throws {
        let missing = "<Relationship Id='rId9' Type='\(Handmade.kinds)/worksheet' Target='worksheets/none.xml'/>"
        let book = try Spreadsheet(bytes: Handmade(sheets: "<sheet name='甲' r:id='rId9'/>", relations: missing).bytes)

        #expect(throws: SpreadsheetError.archive(.missing(entry: "xl/worksheets/none.xml"))) { try book.allRows() }
        #expect(throws: SpreadsheetError.damaged(part: "xl/workbook.xml")) {
            try Spreadsheet(bytes: Handmade(sheets: "<sheet name='甲' r:id='rId8'/>").bytes)
        }
    }

    @Test func `a sheet that unpacks without end is stopped by its ratio and by its size`() throws {
        let rows = String(repeating: "<row><c><v>1</v></c></row>", count: 400_000)
        var small = Spreadsheet.Limits()
        small.unpacked = 1 << 20

        #expect(throws: SpreadsheetError.archive(.suspiciousRatio(entry: "xl/worksheets/sheet1.xml", limit: 250))) {
            try Handmade(rows: rows).read()
        }
        #expect(throws: SpreadsheetError.archive(.tooLarge(entry: "xl/worksheets/sheet1.xml", limit: 1 << 20))) {
            try Handmade(rows: rows).read(limits: small)
        }
    }

    @Test func `too many rows, columns or texts are refused with the limit`() {
        var limits = Spreadsheet.Limits()
        limits.rows = 10
        limits.columns = 3
        limits.texts = 100
        let wide = Handmade(rows: "<row r='2'><c r='D2'><v>1</v></c></row>")
        let long = Handmade(rows: "<row r='11'/>")
        let wordy = Handmade(strings: String(repeating: "<si><t>安全生产</t></si>", count: 5))

        #expect(throws: SpreadsheetError.tooManyColumns(address: "D2", limit: 3)) { try wide.read(limits: limits) }
        #expect(throws: SpreadsheetError.tooManyRows(limit: 10)) { try long.read(limits: limits) }
        #expect(throws: SpreadsheetError.tooManyTexts(limit: 100)) { try wordy.read(limits: limits) }
    }

    @Test func `a sheet of another file is not there`() throws {
        let other = try Spreadsheet(path: fixture("openpyxl.xlsx")).sheets[1]
        let book = try Spreadsheet(bytes: Handmade().bytes)

        #expect(throws: SpreadsheetError.missingSheet("底表")) { try book.rows(of: other) }
    }

    @Test func `a file that is not there cannot be read`() {
        #expect(throws: SpreadsheetError.archive(.unreadable(path: "/nowhere/a.xlsx", errno: 2))) {
            try Spreadsheet(path: "/nowhere/a.xlsx")
        }
    }
}
