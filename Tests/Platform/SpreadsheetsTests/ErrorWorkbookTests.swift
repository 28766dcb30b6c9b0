import Archives
import Foundation
import Spreadsheets
import Testing

/// The bad rows go back to their sender as they came, and come in again once corrected.
struct ErrorWorkbookTests {
    private let folder: Folder
    private let template: Template

    init() throws {
        folder = try Folder()
        template = Template(
            name: "hidden-dangers", title: "隐患台账", version: "2026.2", issued: try #require(SheetDate("2026-09-30")),
            columns: TemplateTests.columns)
    }

    /// Writes the rows of a file whose number is even as bad ones.
    private func errors(of spreadsheet: Spreadsheet, to name: String) throws -> Spreadsheet {
        let reader = try TableReader(spreadsheet, columns: TemplateTests.columns)
        let workbook = try ErrorWorkbook(path: folder.file(name), template: template, header: reader.header)
        while let row = try reader.next() {
            let problems: [ErrorWorkbook.Problem] = [
                .init("统一社会信用代码第 18 位应为 3", column: "code"), .init("企业不在本辖区"),
            ]
            if row.number % 2 == 0 { try workbook.append(row, problems) }
        }
        try workbook.finish()
        return try Spreadsheet(path: folder.file(name))
    }

    private let sent = """
        备注,信用代码,企业名称,发现日期
        第一,91320100MA1XYZ1234,江滨,2026-09-01
        好的,不会出现,江南,
        '=1+1,913201000000000004,江北,2026/9/3
        """

    @Test func `the sender's columns stay in order behind the reason and the row number`() throws {
        let rows = try errors(of: Spreadsheet(bytes: Array(sent.utf8)), to: "errors.xlsx").allRows()

        #expect(rows[0].cells.map(\.text) == ["错误说明", "原行号", "备注", "信用代码", "企业名称", "发现日期"])
        #expect(rows.map { $0[1].text } == ["原行号", "2", "4"])
        #expect(rows[1][0].text == "统一社会信用代码第 18 位应为 3；企业不在本辖区")
        #expect(rows[2].cells.dropFirst(2).map(\.raw) == ["'=1+1", "913201000000000004", "江北", "2026/9/3"])
    }

    @Test func `the workbook sent back as it is gives the same rows, and knows its template`() throws {
        let original = try TableReader(Spreadsheet(bytes: Array(sent.utf8)), columns: TemplateTests.columns)
        let book = try errors(of: original.spreadsheet, to: "errors.xlsx")
        let again = try TableReader(book, columns: TemplateTests.columns)

        #expect(again.header.unknown.map(\.title) == ["备注"])
        #expect(Template.Mark(of: book)?.version == "2026.2")
        for number in [2, 4] {
            var before = try original.next()
            while let row = before, row.number != number { before = try original.next() }
            let after = try #require(try again.next())
            for column in TemplateTests.columns { #expect(after[column.key].text == before?[column.key].text) }
            #expect(after.extras.map(\.cell.text) == before?.extras.map(\.cell.text))
            #expect(after.extras.map(\.title) == ["备注"])
        }
        #expect(try again.next() == nil)
    }

    @Test func `errors of a corrected workbook do not pile up their columns`() throws {
        let first = try errors(of: Spreadsheet(bytes: Array(sent.utf8)), to: "first.xlsx")
        let second = try errors(of: first, to: "second.xlsx").allRows()

        #expect(second[0].cells.map(\.text) == ["错误说明", "原行号", "备注", "信用代码", "企业名称", "发现日期"])
        #expect(second[1].cells.map(\.text).dropFirst() == ["2", "第一", "91320100MA1XYZ1234", "江滨", "2026-09-01"])
    }

    @Test func `only the cell at fault is red, and drop-downs follow their column`() throws {
        let text = "隐患等级,信用代码,企业名称\n一般,91,江滨\n"
        _ = try errors(of: Spreadsheet(bytes: Array(text.utf8)), to: "errors.xlsx")
        let archive = try ZipArchive(path: folder.file("errors.xlsx"))
        let sheet = try String(
            decoding: archive.contents(of: "xl/worksheets/sheet1.xml", limit: 1 << 20), as: UTF8.self)
        let styles = try String(decoding: archive.contents(of: "xl/styles.xml", limit: 1 << 20), as: UTF8.self)
        func isRed(_ address: String) throws -> Bool {
            let pattern = try Regex("<c r=\"\(address)\" s=\"([0-9]+)\"", as: (Substring, Substring).self)
            guard let style = sheet.firstMatch(of: pattern)?.1 else { return false }
            let formats = try #require(styles.firstMatch(of: /<cellXfs[^>]*>(.*)<\/cellXfs>/)?.1)
            let fill = formats.matches(of: /<xf [^>]*fillId="(\d+)"/).map(\.1)[Int(style) ?? 0]
            let fills = styles.matches(of: /<fill>(.*?)<\/fill>/).map(\.1)
            return fills[Int(fill) ?? 0].contains("FFFFC7CE")
        }

        #expect(try isRed("A2") && isRed("D2"))
        #expect(try !isRed("C2") && !isRed("E2"))
        #expect(sheet.contains("sqref=\"C2:C1048576\"><formula1>'字典'!$A$2:$A$4</formula1>"))
    }

    @Test func `dates stay dates and rounded codes stay as they came`() throws {
        let columns = [Column("company", "企业名称"), Column("code", "统一社会信用代码", .code)]
        let reader = try TableReader(Spreadsheet(path: fixture("openpyxl.xlsx")), columns: columns)
        let workbook = try ErrorWorkbook(path: folder.file("e.xlsx"), template: template, header: reader.header)
        while let row = try reader.next() { try workbook.append(row, [.init("不对", column: "code")]) }
        try workbook.finish()

        let rows = try Spreadsheet(path: folder.file("e.xlsx")).allRows()
        #expect(rows[1].cells.dropFirst(2).map(\.kind) == [.text, .text, .date, .number, .number, .boolean, .text])
        #expect(rows[1][4].text == "2026-09-30")
        #expect(rows[2][4].text.hasPrefix("2026-09-30 08:05"))
        #expect(rows[2][3].hasLostDigits)
    }
}
