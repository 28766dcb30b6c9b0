import Spreadsheets
import Testing

/// Workbooks written by other programs are read as those programs meant them.
struct ForeignWorkbookTests {
    @Test func `openpyxl: every kind of cell`() throws {
        let book = try Spreadsheet(path: fixture("openpyxl.xlsx"))
        let rows = try book.allRows()

        #expect(book.format == .xlsx)
        #expect(rows.map(\.number) == [1, 2, 3, 5, 7, 9, 10])
        #expect(rows[0].cells.map(\.text) == ["企业名称", "统一社会信用代码", "发现日期", "人数", "金额(万元)", "重大", "备注"])
        #expect(
            rows[1].cells.map(\.kind) == [.text, .text, .date, .number, .number, .boolean, .text])
        #expect(
            rows[1].cells.map(\.text) == [
                "江滨化工有限公司", "91320100MA1XYZ1234", "2026-09-30", "12", "0.1", "TRUE", "前后有空格",
            ])
        #expect(rows[1][6].raw == " 前后有空格　")
        #expect(rows[2].cells.map(\.text).suffix(4) == ["-3", "1234567.89", "FALSE", "两\n行"])
        #expect(rows[2][0].text == "<危>&\"化\"")
        #expect(rows[2][2].text == "2026-09-30 08:05:30")
        #expect(rows[4][0].text == "粗细文")
        #expect(rows[4][3].text == "08:05")
        #expect(rows[3][6] == rows[3].cells.last)
        #expect(rows[3][6].kind == .error)
        #expect(rows[6].isBlank)
    }

    @Test func `openpyxl: a code that became a number is recognised, and what the file says is kept`() throws {
        let code = try Spreadsheet(path: fixture("openpyxl.xlsx")).allRows()[2][1]

        #expect(code.kind == .number)
        #expect(code.hasLostDigits)
        #expect(code.raw == "9.132000012345679e+17")
    }

    @Test func `openpyxl: hidden sheets, hidden rows, merged cells and formulas never calculated are reported`() throws
    {
        let book = try Spreadsheet(path: fixture("openpyxl.xlsx"))
        let reader = try book.rows(of: book.sheets[0])
        while try reader.next() != nil {}

        #expect(book.findings == [.hiddenSheets(["底表"])])
        #expect(book.firstVisibleSheet?.name == "隐患台账")
        #expect(
            reader.findings == [
                .mergedCells(["A9:B10"]), .hiddenRows(count: 1, first: 3), .formulasWithoutValue(count: 1, first: "D5"),
            ])
        #expect(reader.progress == 1)
        #expect(try book.allRows(of: book.sheets[2]).isEmpty)
    }

    @Test(arguments: ["shared-strings.xlsx", "inline-strings.xlsx", "from-1904.xlsx"])
    func `XlsxWriter: texts shared or in place, dates from 1900 or 1904`(name: String) throws {
        let book = try Spreadsheet(path: fixture(name))
        let reader = try book.rows(of: book.sheets[0])
        var rows: [Int: SheetRow] = [:]
        while let row = try reader.next() { rows[row.number] = row }

        #expect(
            rows[2]?.cells.map(\.text) == [
                "江滨化工有限公司", "91320100MA1XYZ1234", "2026-09-30", "12", "0.1", "TRUE", "江滨化工有限公司",
            ])
        #expect(rows[3]?.cells.map(\.text) == ["甲乙", "", "", "12", "#DIV/0!"])
        #expect(rows[4]?[0].text ?? "粗细文" == "粗细文")
        #expect(rows[5]?[0].text == "控制\u{1}符_x000D_原样")
        #expect(reader.findings == [.formulas(count: 3, first: "A3")])
    }
}
