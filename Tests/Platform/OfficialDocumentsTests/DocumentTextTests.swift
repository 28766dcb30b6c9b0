import Archives
import OfficialDocuments
import Testing

/// Files become text, or their owner is told what to do.
@Suite struct DocumentTextTests {
    private let words = "一、加强安全生产监督检查，落实企业主体责任，防范和遏制重特大事故。"

    @Test func `what is no document is refused with advice`() async {
        await expect(.empty, [])
        await expect(.empty, Array("  \n".utf8))
        await expect(.notADocument, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D])
        await expect(.notADocument, [UInt8](repeating: 0, count: 5_000))
        await expect(.notADocument, [0xFF, 0xD8, 0xFF, 0xE0, 0x80, 0x80])
        await expect(.oldWordFormat, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
        await expect(.tooLarge(megabytes: 30), [UInt8](repeating: 0x41, count: 31 * 1_048_576))
        await expect(.damaged, Array("PK\u{3}\u{4}".utf8) + [1, 2, 3])
        await expect(.damaged, Array("%PDF-1.4\nthis is none".utf8))
    }

    @Test func `every refusal tells a person what to do`() {
        let all: [UnreadableDocument] = [
            .empty, .tooLarge(megabytes: 1), .notADocument, .oldWordFormat, .spreadsheet, .encrypted, .scanned,
            .damaged,
            .tookTooLong(seconds: 1), .pdfReaderMissing,
        ]
        for problem in all { #expect(problem.message.contains("请"), "\(problem)") }
    }

    @Test func `plain text is read in the encodings of the offices`() async throws {
        let utf8 = try await DocumentText.read(Array(words.utf8), name: "a.txt")
        #expect(utf8.text == words && utf8.format == .utf8)
        let marked = try await DocumentText.read([0xEF, 0xBB, 0xBF] + Array(words.utf8), name: "a.txt")
        #expect(marked.text == words)
        let wide = [UInt8]([0xFF, 0xFE]) + words.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(try await DocumentText.read(wide, name: "a.txt") == DocumentText.read(wide, name: "b"))
        #expect(try await DocumentText.read(wide, name: "a.txt").text == words)
        // 安全生产〔2016〕, and 㐀 which only GB18030 holds, in four bytes
        let gb: [UInt8] = [
            0xB0, 0xB2, 0xC8, 0xAB, 0xC9, 0xFA, 0xB2, 0xFA, 0xA1, 0xB2, 0x32, 0x30, 0x31, 0x36, 0xA1, 0xB3, 0x81, 0x39,
            0xEE,
            0x39,
        ]
        let old = try await DocumentText.read(gb, name: "a.txt")
        #expect(old.format == .gb18030 && old.text == "安全生产〔2016〕㐀")
    }

    @Test func `Word files give paragraphs, automatic numbers and tables`() async throws {
        let document = """
            <?xml version="1.0"?><w:document><w:body><!-- <w:t>no</w:t> -->
            <w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>总体要求</w:t></w:r></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>甲&amp;</w:t></w:r>
            <w:r><w:t xml:space="preserve"> 乙&#x3002;</w:t></w:r><w:del><w:r><w:delText>删</w:delText><w:t>去</w:t></w:r></w:del></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>丙</w:t></w:r></w:p>
            <w:p><w:pPr><w:pStyle w:val="H1"/></w:pPr><w:r><w:t>重点任务</w:t></w:r></w:p>
            <w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>丁</w:t></w:r></w:p>
            <w:tbl><w:tr><w:tc><w:p><w:r><w:t>序号</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>任务</w:t></w:r></w:p>
            <w:p><w:r><w:t>单位</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:body></w:document>
            """
        let numbering = """
            <w:numbering><w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="1"/>
            <w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/>
            <w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>
            <w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>
            """
        let styles =
            #"<w:styles><w:style w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style></w:styles>"#
        let file = zip([
            "word/document.xml": document, "word/numbering.xml": numbering, "word/styles.xml": styles,
        ])
        let read = try await DocumentText.read(file, name: "a.docx")
        #expect(read.format == .word)
        #expect(read.text == "一、总体要求\n（一）甲& 乙。\n（二）丙\n二、重点任务\n（一）丁\n序号\t任务 单位\n")
    }

    @Test func `other office files are told apart`() async {
        await expect(.spreadsheet, zip(["xl/workbook.xml": "<workbook/>"]))
        await expect(.notADocument, zip(["readme.txt": "x"]))
        await expect(.damaged, zip(["word/document.xml": #"<!DOCTYPE d [<!ENTITY a "b">]><w:p><w:t>&a;</w:t></w:p>"#]))
        await expect(.damaged, zip(["word/document.xml": "<w:p><w:t>甲</w:t"]))
    }

    @Test func `lines of a PDF become paragraphs again`() async throws {
        let file = PDFFile.bytes(lines: [
            (90, "关于安全生产的意见"), (32, "一、加强领导。各单位要加强安全生"), (0, "产监督检查工作，落实企业主体责任"), (0, "制度。"), (32, "二、严格检查。每季度末报送总结。"),
            (90, "— 1 —"),
        ])
        let read = try await DocumentText.read(file, name: "a.pdf")
        #expect(read.format == .pdf)
        #expect(
            read.text == "关于安全生产的意见\n一、加强领导。各单位要加强安全生产监督检查工作，落实企业主体责任制度。\n二、严格检查。每季度末报送总结。\n")
    }

    @Test func `a PDF without text or with a password is refused`() async {
        await expect(.scanned, PDFFile.bytes(lines: []))
        await expect(.encrypted, PDFFile.bytes(lines: [(0, "一、加强领导。各单位要加强安全生产监督检查工作。")], encrypted: true))
    }

    private func zip(_ parts: [String: String]) -> [UInt8] {
        var writer = ZipWriter()
        for (name, content) in parts.sorted(by: { $0.key < $1.key }) { writer.add(name, Array(content.utf8)) }
        return writer.bytes
    }

    private func expect(_ problem: UnreadableDocument, _ bytes: [UInt8]) async {
        await #expect(throws: problem) { try await DocumentText.read(bytes, name: "a") }
    }
}

/// A PDF of one page, made by hand: characters are their own glyph numbers, and a table says so.
private enum PDFFile {
    static func bytes(lines: [(indent: Int, text: String)], encrypted: Bool = false) -> [UInt8] {
        let page = lines.enumerated().map { index, line in
            let codes = line.text.utf16.map { unit in
                let digits = String(unit, radix: 16)
                return String(repeating: "0", count: 4 - digits.count) + digits
            }.joined()
            return "BT /F 16 Tf \(100 + line.indent) \(700 - index * 28) Td <\(codes)> Tj ET"
        }.joined(separator: "\n")
        let map = """
            /CIDInit /ProcSet findresource begin begincmap /CMapName /U def 1 begincodespacerange <0000> <FFFF>
            endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end
            """
        var objects = [
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            "<</Length \(page.utf8.count)>>stream\n\(page)\nendstream",
            "<</Type/Font/Subtype/Type0/BaseFont/F/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
            """
            <</Type/Font/Subtype/CIDFontType2/BaseFont/F/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 1000
            /FontDescriptor<</Type/FontDescriptor/FontName/F/Flags 4/FontBBox[0 0 1000 1000]/ItalicAngle 0/Ascent 880/Descent -120
            /CapHeight 700/StemV 80>>>>
            """,
            "<</Length \(map.utf8.count)>>stream\n\(map)\nendstream",
        ]
        let key = String(repeating: "41", count: 32)
        objects.append("<</Filter/Standard/V 1/R 2/O<\(key)>/U<\(key)>/P -4>>")
        var file = "%PDF-1.4\n"
        var places: [Int] = []
        for (index, object) in objects.enumerated() {
            places.append(file.utf8.count)
            file += "\(index + 1) 0 obj\n\(object)\nendobj\n"
        }
        let table = file.utf8.count
        file += "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
        for place in places { file += String(repeating: "0", count: 10 - String(place).count) + "\(place) 00000 n \n" }
        let lock = encrypted ? "/Encrypt 8 0 R/ID[<00><00>]" : ""
        file += "trailer<</Size \(objects.count + 1)/Root 1 0 R\(lock)>>\nstartxref\n\(table)\n%%EOF\n"
        return Array(file.utf8)
    }
}
