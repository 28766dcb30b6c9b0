import Archives
import Foundation
@testable import OfficialDocuments
import Spreadsheets

/// An XLSX file as it arrives.
func readWorkbook(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0x50, 0x4B]) else { return }
    readTable(bytes)
}

/// The XML within an XLSX file: the first half is the sheet, what follows a NUL are shared texts, the formats, the
/// workbook.
func readSheet(_ bytes: [UInt8]) {
    let parts = bytes.split(separator: 0, maxSplits: 3, omittingEmptySubsequences: false).map(Array.init)
    func part(_ index: Int, else usual: String) -> [UInt8] {
        parts.indices.contains(index) ? parts[index] : Array(usual.utf8)
    }
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    let relation = "<Relationship Id='rId"
    let main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    let files: [(String, [UInt8])] = [
        (
            "[Content_Types].xml",
            Array("<Types><Override PartName='/xl/workbook.xml' ContentType='\(main)'/></Types>".utf8)
        ),
        (
            "_rels/.rels",
            Array(
                "<Relationships>\(relation)0' Type='\(kinds)/officeDocument' Target='/xl/workbook.xml'/></Relationships>"
                    .utf8)
        ),
        (
            "xl/_rels/workbook.xml.rels",
            Array(
                """
                <Relationships>\(relation)1' Type='\(kinds)/worksheet' Target='worksheets/sheet1.xml'/>\
                \(relation)2' Type='\(kinds)/styles' Target='styles.xml'/>\
                \(relation)3' Type='\(kinds)/sharedStrings' Target='strings.xml'/></Relationships>
                """.utf8)
        ),
        ("xl/worksheets/sheet1.xml", part(0, else: "")),
        ("xl/strings.xml", part(1, else: "<sst><si><t>企业名称</t></si><si><t>地址</t></si></sst>")),
        ("xl/styles.xml", part(2, else: "<styleSheet/>")),
        (
            "xl/workbook.xml",
            part(
                3,
                else:
                    "<workbook xmlns:r='\(kinds)'><sheets><sheet name='一' sheetId='1' r:id='rId1'/></sheets></workbook>"
            )
        ),
    ]
    readTable(packed(files))
}

/// A CSV file as it arrives, in whatever encoding.
func readCSV(_ bytes: [UInt8]) {
    guard !bytes.starts(with: [0x50, 0x4B]) else { return }
    readTable(bytes)
}

/// A DOCX file: its body and, after a NUL each, its numbering and its styles.
func readWord(_ bytes: [UInt8]) {
    let names = ["word/document.xml", "word/numbering.xml", "word/styles.xml"]
    let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map(Array.init)
    _ = try? WordText.read(packed(Array(zip(names, parts))))
    if bytes.starts(with: [0x50, 0x4B]) { _ = try? WordText.read(bytes) }
}

/// An official document as text, through to its clauses, measures, units and terms.
func readDocument(_ bytes: [UInt8]) {
    guard let text = try? PlainText.read(bytes).text else { return }
    let decomposition = Decomposition(of: text, names: names)
    _ = try! decomposition.json()
    _ = decomposition.csv(of: text)
    let clauses = Clause.all(in: text)
    let half = Clause.all(in: String(text.prefix(text.count / 2)))
    _ = ClauseComparison(from: half, to: clauses)
}

/// What poppler makes of the pages of a PDF: nothing but page numbers and blanks may be lost in putting its lines
/// together.
func readPages(_ bytes: [UInt8]) {
    let pages = String(decoding: bytes, as: UTF8.self)
    let text = PageLines.joined(pages)
    func letters(_ text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter { !$0.isBlank && !"—-–－·".unicodeScalars.contains($0) && $0.digit == nil }
    }
    precondition(letters(text) == letters(pages))
    _ = try! Decomposition(of: text, names: names).json()
}

/// A PDF file as it arrives, through poppler in its process: a text or a refusal.
func readPDF(_ bytes: [UInt8]) {
    waiting { _ = try? await DocumentText.read(Array("%PDF-".utf8) + bytes, name: "a.pdf") }
}

/// Some bodies as documents name them; the lists that come with the program when they are at hand.
private let names: UnitNames = {
    let lists = ["jiangsu.csv", "state.csv"].compactMap {
        try? String(contentsOfFile: "Resources/organisations/" + $0, encoding: .utf8)
    }
    precondition(lists.count == 2, "run this from the project's own folder")
    return UnitNames(try! lists.flatMap { try OrganisationName.read(csv: $0, on: "2026-06-10") })
}()

private let columns = [
    Column("name", "企业名称").required(), Column("address", "地址").alsoCalled("经营地址"), Column("count", "人数"),
]

/// Every row of every sheet, and again as the import reads them.
private func readTable(_ bytes: [UInt8]) {
    var limits = Spreadsheet.Limits()
    (limits.unpacked, limits.texts) = (8 << 20, 4 << 20)
    guard let file = try? Spreadsheet(bytes: bytes, limits: limits) else { return }
    for sheet in file.sheets {
        guard let rows = try? file.rows(of: sheet) else { continue }
        var last = 0
        while let row = try? rows.next() {
            precondition(row.number > last, "row \(row.number) comes after \(last)")
            last = row.number
        }
    }
    guard let table = try? TableReader(file, columns: columns) else { return }
    while let row = try? table.next() { _ = row }
    _ = table.findings
}

private func packed(_ files: [(String, [UInt8])]) -> [UInt8] {
    var archive = ZipWriter()
    for (name, contents) in files { archive.add(name, contents, compressed: false) }
    return archive.bytes
}
