import SampleProvince
import Storage
import Testing

@testable import Backups

/// Whatever a column can hold comes back from a backup as it was.
struct RowLinesTests {
    @Test(arguments: ["x\n", "i\n", "i1.5\n", "bzz\n", "ta\\\n", "ta\\x\n", "-1\n", "ti\tt\tq\n"])
    func `what no backup writes is refused`(line: String) {
        #expect(throws: DamagedBackup.self) { try RowLines.rows(Array(line.utf8)) }
    }

    @Test func `any rows come back as they were`() throws {
        var luck = Seeded(11)
        let pieces = ["", "\t", "\n", "\\", "\\n", "安澜", "\u{0}", "'", "👷", " "]
        for _ in 0..<500 {
            let rows = (0..<Int.random(in: 1...4, using: &luck)).map { _ in
                (0..<5).map { _ -> SQLValue in
                    switch Int.random(in: 0..<5, using: &luck) {
                    case 0: .null
                    case 1: .integer(.random(in: .min ... .max, using: &luck))
                    case 2: .real(.random(in: -1e12...1e12, using: &luck))
                    case 3: .blob((0..<3).map { _ in .random(in: .min ... .max, using: &luck) })
                    default: .text((0..<4).map { _ in pieces.randomElement(using: &luck)! }.joined())
                    }
                }
            }
            var bytes: [UInt8] = []
            for row in rows { RowLines.append(row, to: &bytes) }
            #expect(try RowLines.rows(bytes) == rows)
        }
    }
}
