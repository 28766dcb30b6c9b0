import Spreadsheets
import Testing

/// The markup of a sheet in all the forms the format allows, and some it does not.
struct SheetMarkupTests {
    @Test func `namespace prefixes, single quotes, blanks in tags, comments and instructions change nothing`() throws {
        let sheet = """
            <?xml version='1.0'?><!-- <row> --><x:worksheet xmlns:x='m'><x:sheetPr/>
            <x:sheetData ><x:row  r = '3' x:spans="1:2"
            ><!-- row --><x:c r='B3' t = 'inlineStr' ><x:is><x:t>甲</x:t></x:is></x:c ></x:row
            ></x:sheetData><x:mergeCells><x:mergeCell ref='B3:C4'/></x:mergeCells></x:worksheet>
            """
        #expect(try Handmade(sheet: sheet).read() == [SheetRow(number: 3, cells: [.empty, .text("甲")])])
    }

    /// Cutting there would lose the rest of the row without a word.
    @Test(arguments: [
        "<row><c><!-- </row> --><v>1</v></c></row>", "<row><c t='str'><v><![CDATA[</row>]]></v></c></row>",
        "<row><c><v>1</v></row>", "<row><c t='inlineStr'><is><t>甲</t></c></row>",
    ])
    func `a row whose end cannot be told is damage`(rows: String) {
        #expect(throws: SpreadsheetError.damaged(part: "xl/worksheets/sheet1.xml")) { try Handmade(rows: rows).read() }
    }

    /// Found by fuzzing: a row's number is what its sender is told, and where an import goes on.
    @Test(arguments: ["<row r='2'/><row r='2'/>", "<row r='3'/><row r='1'/>", "<row/><row/><row r='2'/>"])
    func `a row whose number came before is damage`(rows: String) {
        #expect(throws: SpreadsheetError.damaged(part: "xl/worksheets/sheet1.xml")) { try Handmade(rows: rows).read() }
    }

    @Test func `cells and rows without addresses follow one another`() throws {
        let rows = try Handmade(rows: "<row><c><v>1</v></c><c><v>2</v></c></row><row r='7'/><row><c><v>3</v></c></row>")
            .read()

        #expect(rows.map(\.number) == [1, 7, 8])
        #expect(rows[0].cells.map(\.text) == ["1", "2"])
        #expect(rows[2][0].text == "3")
    }

    @Test func `cells out of order stand where their address says`() throws {
        let rows = try Handmade(rows: "<row r='1'><c r='C1'><v>3</v></c><c r='A1'><v>1</v></c></row>").read()

        #expect(rows[0].cells.map(\.text) == ["1", "", "3"])
    }

    @Test func `formatted but empty cells far to the right do not count`() throws {
        let rows = try Handmade(rows: "<row r='1'><c r='A1'><v>1</v></c><c r='XFD1' s='1'/><c r='XFC1'><v/></c></row>")
            .read()

        #expect(rows[0].cells.count == 1)
    }

    @Test func `phonetic guides are left out, runs are joined, empty strings keep their number`() throws {
        let strings =
            "<si><r><t>王</t></r><rPh sb='0' eb='1'><t>ワン</t></rPh><r><t xml:space='preserve'> 科长</t></r></si><si/><si><t/></si><si><t>李</t></si>"
        let rows = "<row>" + (0...3).map { "<c t='s'><v>\($0)</v></c>" }.joined() + "</row>"

        #expect(try Handmade(rows: rows, strings: strings).read()[0].cells.map(\.text) == ["王 科长", "", "", "李"])
    }

    @Test(arguments: [
        ("&#20225;&#x4F01;&#X4f01;", "企企企"), ("&lt;&gt;&amp;&quot;&apos;", "<>&\"'"), ("&#128293;", "🔥"),
        ("&unknown;&", "&unknown;&"), ("&#0;&#xD800;&#x110000;&#99999999999;", "&#0;&#xD800;&#x110000;&#99999999999;"),
        ("a_x000A_b", "a\nb"), ("_x005F_x000A_", "_x000A_"), ("_x00", "_x00"), ("_x0000_", "_x0000_"),
        ("甲\r\n乙", "甲\n乙"), ("<![CDATA[<b>&amp;]]>尾", "<b>&amp;尾"), ("前<!-- 注 -->后", "前后"), ("&#38;lt;", "&lt;"),
    ])
    func `character data is taken as XML means it`(markup: String, text: String) throws {
        #expect(try Handmade(rows: "<row><c t='str'><v>\(markup)</v></c></row>").cell().raw == text)
        #expect(try Handmade(rows: "<row><c t='inlineStr'><is><t>\(markup)</t></is></c></row>").cell().raw == text)
    }

    @Test func `a thousand CDATA sections in one text are no deeper than one`() throws {
        let markup = String(repeating: "<![CDATA[x]]>", count: 50_000)

        #expect(try Handmade(rows: "<row><c t='str'><v>\(markup)</v></c></row>").cell().raw.count == 50_000)
    }

    @Test(arguments: [
        ("0.1", "0.1"), ("0.10000000000000001", "0.1"), ("1E3", "1000"), ("-0", "0"),
        ("123456789012345", "123456789012345"),
        ("1.5e-7", "1.5e-07"), ("000320100", "320100"), (" 7 ", "7"), ("46295.50", "46295.5"),
    ])
    func `numbers read as people see them`(raw: String, text: String) throws {
        let cell = try Handmade(rows: "<row><c><v>\(raw)</v></c></row>").cell()

        #expect(cell.text == text)
        #expect(cell.raw == raw)
        #expect(cell.number == Double(raw.filter { $0 != " " }))
    }

    @Test(arguments: [
        "<c><v>12a</v></c>", "<c><v>nan</v></c>", "<c><v>1e999</v></c>", "<c t='s'><v>0</v></c>",
        "<c t='s'><v>-1</v></c>",
    ])
    func `a value that cannot be is damage, not a guess`(cell: String) {
        #expect(throws: SpreadsheetError.damaged(part: "xl/worksheets/sheet1.xml")) {
            try Handmade(rows: "<row>\(cell)</row>").read()
        }
    }

    @Test func `a number is a date when its format shows one`() throws {
        let formats = """
            <numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>
            <numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="31"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
            """
        let cells = (0...5).map { "<c s='\($0)'><v>46295</v></c>" }.joined()
        let kinds = try Handmade(rows: "<row>\(cells)</row>", formats: formats).read()[0].cells.map(\.kind)

        #expect(kinds == [.number, .date, .date, .date, .number, .number])
    }

    @Test func `a date in ISO form is a date`() throws {
        let cell = try Handmade(rows: "<row><c t='d'><v>2026-09-30T08:05:00.000</v></c></row>").cell()

        #expect(cell.kind == .date)
        #expect(cell.text == "2026-09-30 08:05")
    }

    @Test func `external links are reported`() throws {
        let link = "<Relationship Id='e' Type='\(Handmade.kinds)/externalLink' Target='externalLinks/1.xml'/>"

        #expect(try Spreadsheet(bytes: Handmade(relations: link).bytes).findings == [.externalLinks(count: 1)])
    }

    @Test func `a row longer than the buffer is read whole`() throws {
        let long = String(repeating: "长", count: 300_000)
        let rows = "<row><c t='str'><v>\(long)</v></c></row><row><c><v>2</v></c></row>"

        #expect(try Handmade(rows: rows).read().map { $0[0].text.count } == [300_000, 1])
    }
}
