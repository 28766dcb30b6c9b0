import Spreadsheets
import Testing

/// The rows of a table are found whatever stands around them; what is not understood is reported, not guessed.
struct TableReaderTests {
    private func reader(_ text: String) throws -> TableReader {
        try TableReader(Spreadsheet(bytes: Array(text.utf8)), columns: TemplateTests.columns)
    }

    @Test func `columns are found by title or alias in any order, unknown ones are kept aside`() throws {
        let reader = try reader("备注,信用代码*,电话, 企业 名称（必填）\n好,91,,江滨\n,92,138,江南\n")
        let first = try #require(try reader.next())
        let second = try #require(try reader.next())

        #expect(first["company"].text == "江滨")
        #expect(first["code"].text == "91")
        #expect(first["grade"] == .empty)
        #expect(first.extras.map(\.title) == ["备注"])
        #expect(second.extras.map(\.cell.text) == ["138"])
        #expect(reader.header.unknown.map { $0.letters + $0.title } == ["A备注", "C电话"])
        #expect(reader.header.position(of: "company") == 3)
        #expect(reader.header.position(of: "grade") == nil)
    }

    @Test func `missing and repeated columns are reported, the first of two counts`() throws {
        let reader = try reader("企业名称,隐患等级,单位名称\n江滨,一般,江南\n")

        #expect(reader.header.missing.map(\.key) == ["code"])
        #expect(reader.header.repeated == ["单位名称"])
        #expect(try reader.next()?["company"].text == "江滨")
    }

    @Test func `titles above, blank rows, examples and the footer are passed over, row numbers stay those of the file`()
        throws
    {
        let text = """
            某县隐患台账
            企业名称和统一社会信用代码务必填写

            企业名称,统一社会信用代码,隐患等级
            【示例】江滨,91,一般
            ,　, \t
            江滨,91,一般
            ※ 筛选条件：无
            ※ 这一行,有内容
            """
        let reader = try reader(text)

        #expect(reader.header.row == 4)
        #expect(try reader.next()?.number == 7)
        #expect(try reader.next()?.number == 9)
        #expect(try reader.next() == nil)
    }

    @Test func `a file without the header is refused with the titles wanted`() {
        for text in ["甲,乙\n1,2\n", "企业名称\n江滨\n", "91,江滨\n"] {
            #expect(throws: SpreadsheetError.headerMissing(expected: ["企业名称", "统一社会信用代码"])) { try reader(text) }
        }
    }

    @Test func `more rows than are searched for the header all arrive, once each`() throws {
        let rows = (1...100).map { "江滨\($0),\($0)" }.joined(separator: "\n")
        let reader = try reader("企业名称,信用代码\n" + rows)

        var codes: [Int] = []
        while let row = try reader.next() { codes.append(Int(row["code"].text) ?? 0) }
        #expect(codes == Array(1...100))
        #expect(reader.progress == 1)
    }

    @Test func `the sheet with the header is found, a hidden one is not looked at, a chosen one is the only one`()
        throws
    {
        let header = "<row><c t='str'><v>企业名称</v></c><c t='str'><v>信用代码</v></c></row>"
        let sheet = "<worksheet><sheetData>\(header)</sheetData></worksheet>"
        let relation = "<Relationship Id='rId7' Type='\(Handmade.kinds)/worksheet' Target='worksheets/s2.xml'/>"
        func book(state: String) throws -> Spreadsheet {
            let sheets = "<sheet name='说明' r:id='rId1'/><sheet name='数据' state='\(state)' r:id='rId7'/>"
            return try Spreadsheet(
                bytes: Handmade(sheets: sheets, relations: relation, parts: ["xl/worksheets/s2.xml": sheet]).bytes)
        }

        let visible = try book(state: "visible")
        #expect(try TableReader(visible, columns: TemplateTests.columns).sheet.name == "数据")
        #expect(throws: SpreadsheetError.self) {
            try TableReader(visible, sheet: visible.sheets[0], columns: TemplateTests.columns)
        }
        #expect(throws: SpreadsheetError.self) {
            try TableReader(book(state: "veryHidden"), columns: TemplateTests.columns)
        }
    }

    @Test func `merged cells are reported where they touch rows, not in the title above`() throws {
        let sheet = """
            <worksheet><sheetData><row r='2'><c t='str'><v>企业名称</v></c><c t='str'><v>信用代码</v></c></row></sheetData>
            <mergeCells><mergeCell ref='A1:F1'/><mergeCell ref='A2:B2'/><mergeCell ref='A3:B12'/></mergeCells></worksheet>
            """
        let reader = try TableReader(Spreadsheet(bytes: Handmade(sheet: sheet).bytes), columns: TemplateTests.columns)
        while try reader.next() != nil {}

        #expect(reader.findings == [.mergedCells(["A3:B12"])])
    }
}
