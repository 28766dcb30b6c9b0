import Archives
import Foundation
import Spreadsheets
import Testing

/// Whatever is done to a sound file, reading it ends, in rows or in an error with words for its sender.
struct MalformedSpreadsheetTests {
    @Test(arguments: ["openpyxl.xlsx", "shared-strings.xlsx", "inline-strings.xlsx"])
    func `bytes flipped or cut in the file never crash or hang the reader`(name: String) throws {
        let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: fixture(name))))
        for seed in 0..<300 {
            var generator = Seeded(state: UInt64(seed))
            readToTheEnd(damaged(whole, &generator), "seed \(seed)")
        }
    }

    /// Checksums catch damage in the archive, so the markup is damaged first and packed afterwards.
    @Test(arguments: ["openpyxl.xlsx", "shared-strings.xlsx"])
    func `bytes flipped or cut in the markup never crash or hang the reader`(name: String) throws {
        let archive = try ZipArchive(path: fixture(name))
        let parts = try archive.entries.map { try ($0.name, archive.contents(of: $0.name, limit: 1 << 20)) }
        for seed in 0..<400 {
            var generator = Seeded(state: UInt64(seed))
            let victim = Int.random(in: 0..<parts.count, using: &generator)
            var writer = ZipWriter()
            for (index, part) in parts.enumerated() {
                writer.add(part.0, index == victim ? damaged(part.1, &generator) : part.1)
            }
            readToTheEnd(writer.bytes, "seed \(seed), \(parts[victim].0)")
        }
    }

    @Test func `bytes flipped or cut in a CSV file never crash or hang the reader`() {
        let text = "企业,代码,\"备注,\"\"引\"\"\"\r\n江滨化工,91320100MA1XYZ1234,\"两\n行\"\r\n"
        for seed in 0..<1000 {
            var generator = Seeded(state: UInt64(seed))
            readToTheEnd(damaged([UInt8]([0xEF, 0xBB, 0xBF]) + Array(text.utf8), &generator), "seed \(seed)")
        }
    }

    private func damaged(_ bytes: [UInt8], _ generator: inout Seeded) -> [UInt8] {
        var bytes = bytes
        let special = Array("<>/\"'=&;!-[]? \0\u{FF}cvrts019,\n".utf8)
        for _ in 0..<Int.random(in: 1...6, using: &generator) where !bytes.isEmpty {
            let at = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes[at] = special.randomElement(using: &generator) ?? 0
            case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &generator)))
            default: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + 30)], at: at)
            }
        }
        if Int.random(in: 0..<5, using: &generator) == 0, !bytes.isEmpty {
            bytes.removeLast(Int.random(in: 0..<bytes.count, using: &generator))
        }
        return bytes
    }

    private func readToTheEnd(_ bytes: [UInt8], _ comment: Comment) {
        do throws(SpreadsheetError) {
            let book = try Spreadsheet(bytes: bytes)
            for sheet in book.sheets {
                let reader = try book.rows(of: sheet)
                while let row = try reader.next() {
                    #expect(row.cells.count <= 512, comment)
                    for cell in row.cells { #expect(!cell.text.unicodeScalars.contains("\0"), comment) }
                }
            }
        } catch {
            #expect(!error.message.isEmpty, comment)
        }
    }
}
