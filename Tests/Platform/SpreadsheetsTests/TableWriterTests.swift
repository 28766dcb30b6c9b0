import Archives
import Foundation
import Testing

@testable import Spreadsheets

/// What is exported opens in other programs as it was meant, harms nobody, and comes back as it went.
struct TableWriterTests {
    private let folder: Folder
    private let columns = [
        Column("name", "企业名称"), Column("code", "统一社会信用代码", .code), Column("staff", "人数", .integer),
        Column("fine", "罚款(万元)", .number(decimals: 2)), Column("found", "发现日期", .date), Column("at", "登记时间", .dateTime),
    ]
    private let row: [Cell]

    init() throws {
        folder = try Folder()
        row = [
            .text("江滨化工有限公司"), .text("913201000000000004"), .integer(12), .number(1234.5),
            .date(try #require(SheetDate("2026-09-30"))), .date(try #require(SheetDate("2026-09-30 08:05"))),
        ]
    }

    private func layout(rows: Int, footer: String = "") -> TableLayout {
        let heading = TableLayout.Heading(
            title: "隐患台账", filter: "等级=重大", time: "2026-09-30 08:05", unit: "件", rowCount: rows)
        return TableLayout(sheet: "隐患/台账", columns: columns, heading: heading, footer: footer)
    }

    @Test func `an exported workbook says on its first three lines what it is, and keeps every kind of cell`() throws {
        let path = folder.file("a.xlsx")
        let writer = try XLSXTableWriter(path: path, layout(rows: 2, footer: "导出人：王科长"))
        try writer.append(row)
        try writer.append([.text("仅名称")])
        try writer.finish()

        let book = try Spreadsheet(path: path)
        let rows = try book.allRows()
        #expect(book.sheets.map(\.name) == ["隐患 台账"])
        #expect(
            rows.prefix(3).map { $0[0].text } == [
                "隐患台账", "筛选条件：等级=重大", "导出时间：2026-09-30 08:05　单位：件　共 2 行",
            ])
        #expect(rows[3].cells.map(\.text) == columns.map(\.title))
        #expect(rows[4].cells.map(\.kind) == [.text, .text, .number, .number, .date, .date])
        #expect(
            rows[4].cells.map(\.text) == [
                "江滨化工有限公司", "913201000000000004", "12", "1234.5", "2026-09-30", "2026-09-30 08:05",
            ])
        #expect(rows.last?[0].text == "※ 导出人：王科长")
        #expect(rows.last?.number == 8)
    }

    @Test func `the header is frozen, filtered and printed on each page`() throws {
        let path = folder.file("a.xlsx")
        let writer = try XLSXTableWriter(path: path, layout(rows: 1))
        try writer.append(row)
        try writer.finish()

        let sheet = try part("xl/worksheets/sheet1.xml", of: path)
        #expect(sheet.contains("<pane xSplit=\"1\" ySplit=\"4\""))
        #expect(sheet.contains("<autoFilter ref=\"A4:F5\"/>"))
        #expect(try part("xl/workbook.xml", of: path).contains("$4:$4</definedName>"))
    }

    @Test func `a heading that promised another number of rows is an error and leaves no file`() throws {
        for writer: any TableWriter in [
            try XLSXTableWriter(path: folder.file("a.xlsx"), layout(rows: 2)),
            try CSVTableWriter(path: folder.file("a.csv"), layout(rows: 2)),
        ] {
            try writer.append(row)
            #expect(throws: SpreadsheetError.rowCountDiffers(announced: 2, written: 1)) { try writer.finish() }
        }

        #expect(try folder.names == [])
    }

    @Test func `a folder that is not there cannot be written to`() throws {
        let path = "/nowhere/a.xlsx"

        #expect(throws: SpreadsheetError.self) { try CSVTableWriter(path: path, layout(rows: 0)) }
        let writer = try XLSXTableWriter(path: path, layout(rows: 0))
        #expect(throws: SpreadsheetError.self) { try writer.finish() }
    }

    @Test(arguments: ["=HYPERLINK(\"http://x\")", "+86 138", "-1", "@SUM(A1)", "\t=1", "=\u{301}1"])
    func `text that would run as a formula is neutralised in both formats and comes back as it was`(text: String) throws
    {
        let layout = TableLayout(sheet: "a", columns: [Column("a", "甲"), Column("b", "乙", .code)])
        for (name, writer): (String, any TableWriter) in [
            ("a.xlsx", try XLSXTableWriter(path: folder.file("a.xlsx"), layout)),
            ("a.csv", try CSVTableWriter(path: folder.file("a.csv"), layout)),
        ] {
            try writer.append([.text(text), .text(text)])
            try writer.finish()

            let cells = try Spreadsheet(path: folder.file(name)).allRows()[1].cells
            #expect(cells.map(\.raw) == ["'" + text, "'" + text])
            #expect(cells.map(\.text) == [text.trimmedBlanks, text.trimmedBlanks])
        }
    }

    @Test func `CSV has a byte order mark, line ends for Excel, quotes where needed, and codes as text`() throws {
        let path = folder.file("a.csv")
        let writer = try CSVTableWriter(path: path, TableLayout(sheet: "", columns: columns, footer: "王科长"))
        try writer.append(row)
        try writer.append([.text("甲,\"乙\"\n丙"), .text("MA1"), .integer(-3), .empty, .empty, .error("#N/A")])
        try writer.finish()

        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        #expect(
            text == "\u{FEFF}企业名称,统一社会信用代码,人数,罚款(万元),发现日期,登记时间\r\n"
                + "江滨化工有限公司,\"\t913201000000000004\",12,1234.5,2026-09-30,2026-09-30 08:05\r\n"
                + "\"甲,\"\"乙\"\"\n丙\",MA1,-3,,,#N/A\r\n※ 王科长\r\n")
        let rows = try Spreadsheet(path: path).allRows()
        #expect(rows[1][1].text == "913201000000000004")
        #expect(rows[2].cells.map(\.text) == ["甲,\"乙\"\n丙", "MA1", "-3", "", "", "#N/A"])
    }

    @Test func `a number with too many digits is written as text, and text too long for Excel says it was cut`() throws
    {
        let path = folder.file("a.xlsx")
        let layout = TableLayout(sheet: "a", columns: [Column("a", "甲", .integer), Column("b", "乙")])
        let writer = try XLSXTableWriter(path: path, layout)
        try writer.append([.integer(913_201_000_000_000_004), .text(String(repeating: "长", count: 40_000))])
        try writer.append([.integer(320_100), .text("控\u{1}制\t符\u{0}")])
        try writer.finish()

        let rows = try Spreadsheet(path: path).allRows()
        #expect(rows[1][0] == .text("913201000000000004"))
        #expect(rows[1][1].text.utf16.count == 32_767)
        #expect(rows[1][1].text.hasSuffix("全文见平台）"))
        #expect(rows[2].cells.map(\.raw) == ["320100", "控制\t符"])
    }

    @Test func `an export comes back through its own columns`() throws {
        for name in ["a.xlsx", "a.csv"] {
            let path = folder.file(name)
            let layout = layout(rows: 1, footer: "导出人：王科长")
            let writer: any TableWriter =
                name.hasSuffix("x") ? try XLSXTableWriter(path: path, layout) : try CSVTableWriter(path: path, layout)
            try writer.append(row)
            try writer.finish()

            let reader = try TableReader(Spreadsheet(path: path), columns: columns)
            let back = try #require(try reader.next())
            #expect(columns.map { back[$0.key].text } == row.map(\.text))
            #expect(back["found"].date == row[4].date)
            #expect(back["fine"].number == 1234.5)
            #expect(try reader.next() == nil)
        }
    }

    /// Set ANLAN_PYTHON to a Python that has openpyxl; without it this test is skipped.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ANLAN_PYTHON"] != nil, "ANLAN_PYTHON is not set"))
    func `openpyxl reads an exported workbook as it was written`() throws {
        let path = folder.file("a.xlsx")
        let writer = try XLSXTableWriter(path: path, layout(rows: 1))
        try writer.append(row)
        try writer.finish()

        let script = """
            import openpyxl, sys
            s = openpyxl.load_workbook(sys.argv[1]).active
            print([c.value for c in s[5]], [c.number_format for c in s[5]], s.freeze_panes, s.auto_filter.ref)
            """
        #expect(
            try python(script, path) == """
                ['江滨化工有限公司', '913201000000000004', 12, 1234.5, datetime.datetime(2026, 9, 30, 0, 0), \
                datetime.datetime(2026, 9, 30, 8, 5)] ['General', '@', '0', '#,##0.00', 'yyyy-mm-dd', \
                'yyyy-mm-dd hh:mm'] B5 A4:F5

                """)
    }

    private func part(_ name: String, of path: String) throws -> String {
        try String(decoding: ZipArchive(path: path).contents(of: name, limit: 1 << 20), as: UTF8.self)
    }
}

/// What a Python script prints.
func python(_ script: String, _ arguments: String...) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ProcessInfo.processInfo.environment["ANLAN_PYTHON"] ?? "")
    process.arguments = ["-c", script] + arguments
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
}
