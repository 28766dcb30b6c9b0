import Archives
import Foundation
import Spreadsheets
import Testing

/// A template goes out ready to be filled in, and what comes back is found by its titles.
struct TemplateTests {
    private let folder: Folder
    private let template: Template

    static let grades = Choices(
        "隐患等级", [.init(code: "1", label: "一般"), .init(code: "2", label: "较大"), .init(code: "3", label: "重大")])
    static let columns = [
        Column("company", "企业名称").required().explained(example: "江滨化工有限公司", hint: "与营业执照一致").alsoCalled("单位名称"),
        Column("code", "统一社会信用代码", .code).required().explained(example: "91320100MA1XYZ1234").alsoCalled("信用代码"),
        Column("grade", "隐患等级").choosing(from: grades).explained(example: "一般"),
        Column("found", "发现日期", .date).explained(example: "2026-09-30"),
    ]

    init() throws {
        folder = try Folder()
        template = Template(
            name: "hidden-dangers", title: "隐患台账", version: "2026.2", issued: try #require(SheetDate("2026-09-30")),
            columns: Self.columns)
    }

    private func book() throws -> Spreadsheet {
        let path = folder.file("template.xlsx")
        try template.write(to: path)
        return try Spreadsheet(path: path)
    }

    @Test func `a template knows its version, and explains itself`() throws {
        let book = try book()
        let mark = try #require(Template.Mark(of: book))
        let instructions = try book.allRows(of: book.sheets[1]).flatMap(\.cells).map(\.text)

        #expect(mark.name == "hidden-dangers")
        #expect(mark.version == "2026.2")
        #expect(book.sheets.map(\.name) == ["隐患台账", "填写说明", "字典"])
        #expect(instructions.contains { $0.contains("版本 2026.2") && $0.contains("2026-09-30") })
        for words in ["必填", "选填", "与营业执照一致", "编码（文本）", "下拉选择"] { #expect(instructions.contains(words)) }
    }

    @Test func `a template as sent out holds no row: its example is not one`() throws {
        let reader = try TableReader(book(), columns: Self.columns)

        #expect(reader.header.missing.isEmpty)
        #expect(try reader.next() == nil)
    }

    @Test func `drop-downs take their labels from the dictionary sheet, and code columns are text to the end`() throws {
        let book = try book()
        let archive = try ZipArchive(path: folder.file("template.xlsx"))
        let sheet = try String(
            decoding: archive.contents(of: "xl/worksheets/sheet1.xml", limit: 1 << 20), as: UTF8.self)
        let styles = try String(decoding: archive.contents(of: "xl/styles.xml", limit: 1 << 20), as: UTF8.self)

        #expect(sheet.contains("sqref=\"C2:C1048576\"><formula1>'字典'!$A$2:$A$4</formula1>"))
        #expect(try book.allRows(of: book.sheets[2]).map { $0[0].text } == ["隐患等级", "一般", "较大", "重大"])
        let column = try #require(sheet.firstMatch(of: /<col min="2" max="2"[^>]* style="(\d+)"/)?.1)
        let formats = try #require(styles.firstMatch(of: /<cellXfs[^>]*>(.*)<\/cellXfs>/)?.1)
        let format = formats.matches(of: /<xf numFmtId="(\d+)"/).map(\.1)[Int(column) ?? 0]
        #expect(format == "49")
    }

    @Test(arguments: [("重大", "3"), (" 重大　", "3"), ("3", "3"), ("３", "3"), ("特大", nil), ("", nil)])
    func `a choice is understood by label or code`(text: String, code: String?) {
        #expect(Self.grades.code(for: .text(text)) == code)
    }

    @Test func `a file not made from a template has no mark`() throws {
        #expect(Template.Mark(of: try Spreadsheet(path: fixture("openpyxl.xlsx"))) == nil)
        #expect(Template.Mark(of: try Spreadsheet(bytes: Array("甲,乙\n".utf8))) == nil)
    }

    /// Set ANLAN_PYTHON to a Python that has openpyxl; without it this test is skipped.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["ANLAN_PYTHON"] != nil, "ANLAN_PYTHON is not set"))
    func `a template filled in and kept by openpyxl is still that template`() throws {
        _ = try book()
        let path = folder.file("template.xlsx")
        _ = try python(
            """
            import openpyxl, sys, datetime
            b = openpyxl.load_workbook(sys.argv[1]); s = b.worksheets[0]
            for j, v in enumerate(['江滨化工', '91320100MA1XYZ1234', '重大', datetime.date(2026, 9, 1)]): s.cell(3, j + 1, v)
            b.save(sys.argv[1])
            """, path)

        let book = try Spreadsheet(path: path)
        let reader = try TableReader(book, columns: Self.columns)
        let row = try #require(try reader.next())
        #expect(Template.Mark(of: book)?.version == "2026.2")
        #expect(row.number == 3)
        #expect(Self.columns.map { row[$0.key].text } == ["江滨化工", "91320100MA1XYZ1234", "重大", "2026-09-01"])
    }
}
