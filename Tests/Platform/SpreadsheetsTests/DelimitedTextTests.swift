import Foundation
import Spreadsheets
import Testing

/// CSV files as Excel, WPS, databases and people write them.
struct DelimitedTextTests {
    @Test func `quotes, commas, line breaks and empty fields`() throws {
        let text = "企业,备注,数\r\n\"江滨,化工\",\"两\n行\",1\n\"说\"\"好\"\"\",, 尾 \n\n\"\",x\"y\",\"a\"b"
        let rows = try read(Array(text.utf8))

        #expect(rows.map(\.number) == [1, 2, 3, 4, 5])
        #expect(
            rows.map { $0.cells.map(\.raw) } == [
                ["企业", "备注", "数"], ["江滨,化工", "两\n行", "1"], ["说\"好\"", "", " 尾 "], [], ["", "x\"y\"", "ab"],
            ])
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func `any line end, and a last one that begins no row`(end: String) throws {
        #expect(try read(Array("a,b\(end)c,d\(end)".utf8)).map { $0.cells.map(\.text) } == [["a", "b"], ["c", "d"]])
    }

    @Test(arguments: [
        ("UTF-8", "utf8"), ("UTF-8 with mark", "bom"), ("GBK", "gbk"), ("UTF-16LE", "u16le"), ("UTF-16BE", "u16be"),
    ])
    func `the encoding is found out`(name: String, kind: String) throws {
        let bytes = encoded("企业名称\t备注\n㐂（生僻字）有限公司\t①\n", kind)
        let book = try Spreadsheet(bytes: bytes)

        let expected: DelimitedText.Encoding =
            switch kind {
            case "gbk": .gb18030
            case "u16le": .utf16LittleEndian
            case "u16be": .utf16BigEndian
            default: .utf8
            }
        #expect(book.format == .csv(encoding: expected, separator: "\t"))
        #expect(try book.allRows().map { $0.cells.map(\.text) } == [["企业名称", "备注"], ["㐂（生僻字）有限公司", "①"]])
    }

    @Test func `bytes that are neither UTF-8 nor GB18030 are refused with their line`() {
        let bytes = encoded("企业\n江滨\n", "gbk") + [0xFF, 0xFF, 0x0A]

        #expect(throws: SpreadsheetError.unknownEncoding(line: 3)) { try Spreadsheet(bytes: bytes) }
    }

    @Test(arguments: [
        ("a,b,c\n1,2,3", ","), ("a;b;c\n1,5;2,5;3", ";"), ("a\tb\n\"1,2,3,4\"\t2", "\t"), ("标题\n甲,乙\n丙,丁", ","),
        ("只有一列\n甲", ","), ("sep=;\na,1;b,2", ";"), ("a,b;c\n1,2\n3,4", ","),
    ])
    func `the separator is found out`(text: String, separator: Character) throws {
        #expect(try Spreadsheet(bytes: Array(text.utf8)).format == .csv(encoding: .utf8, separator: separator))
    }

    @Test func `the line for Excel is no row, but keeps its number`() throws {
        #expect(try read(Array("sep=;\na;b".utf8)) == [SheetRow(number: 2, cells: [.text("a"), .text("b")])])
    }

    @Test func `a quote never closed names its row instead of swallowing the rest`() {
        #expect(throws: SpreadsheetError.openQuote(line: 2)) { try read(Array("a,b\n\"江滨,1\nc,d\n".utf8)) }
    }

    @Test func `limits of rows, columns and size hold`() throws {
        var limits = Spreadsheet.Limits()
        limits.rows = 2
        limits.columns = 2
        limits.textFile = 20

        #expect(throws: SpreadsheetError.tooManyRows(limit: 2)) { try read(Array("a\nb\nc".utf8), limits) }
        #expect(throws: SpreadsheetError.tooManyColumns(address: "C1", limit: 2)) {
            try read(Array("a,b,c".utf8), limits)
        }
        #expect(try read(Array("a,b,,,\n".utf8), limits).count == 1)
        #expect(throws: SpreadsheetError.self) { try read(Array(repeating: 65, count: 21), limits) }
    }

    @Test func `a file on disk is told apart by its content, not its name`() throws {
        let folder = try Folder()
        try Data("甲,乙\n".utf8).write(to: URL(fileURLWithPath: folder.file("table.xlsx")))

        #expect(try Spreadsheet(path: folder.file("table.xlsx")).allRows().count == 1)
    }

    private func read(_ bytes: [UInt8], _ limits: Spreadsheet.Limits = .init()) throws -> [SheetRow] {
        try Spreadsheet(bytes: bytes, limits: limits).allRows()
    }

    private func encoded(_ text: String, _ kind: String) -> [UInt8] {
        switch kind {
        case "bom": return [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        case "u16le": return [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case "u16be": return [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        case "gbk": return gb18030[text] ?? []
        default: return Array(text.utf8)
        }
    }

    /// Encoded by Python's gb18030.
    private let gb18030: [String: [UInt8]] = [
        "企业名称\t备注\n㐂（生僻字）有限公司\t①\n": [
            0xC6, 0xF3, 0xD2, 0xB5, 0xC3, 0xFB, 0xB3, 0xC6, 0x09, 0xB1, 0xB8, 0xD7, 0xA2, 0x0A, 0x81, 0x39, 0xEF, 0x31,
            0xA3, 0xA8, 0xC9, 0xFA, 0xC6, 0xA7, 0xD7, 0xD6, 0xA3, 0xA9, 0xD3, 0xD0, 0xCF, 0xDE, 0xB9, 0xAB, 0xCB, 0xBE,
            0x09, 0xA2, 0xD9, 0x0A,
        ],
        "企业\n江滨\n": [0xC6, 0xF3, 0xD2, 0xB5, 0x0A, 0xBD, 0xAD, 0xB1, 0xF5, 0x0A],
    ]
}
