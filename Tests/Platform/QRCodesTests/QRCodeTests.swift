import QRCodes
import Testing

struct QRCodeTests {
    @Test func `nothing, and what is too long, is no code`() {
        #expect(QRCode("") == nil)
        #expect(QRCode(String(repeating: "a", count: 4000)) == nil)
    }

    /// Three corners carry the finder pattern; by it a camera finds the code.
    @Test func `a code has its three finder patterns and one way to draw it`() throws {
        let code = try #require(QRCode("https://example.org/m/risk-point/018f0000-0000-7000-8000-000000000000"))
        #expect(code.size >= 21 && (code.size - 21) % 4 == 0)
        for (column, row) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
            #expect((0..<7).allSatisfy { code[column + $0, row] && code[column, row + $0] })
            #expect(!code[column + 1, row + 1] && code[column + 3, row + 3])
        }
        #expect(code.path.hasPrefix("M0 0h7v1h-7z"))
    }

    @Test func `the drawing covers exactly the dark modules`() throws {
        let code = try #require(QRCode("安澜"))
        let covered = code.path.matches(of: /h(\d+)v1/).compactMap { Int($0.output.1) }.reduce(0, +)
        let dark = (0..<code.size).map { row in (0..<code.size).count { code[$0, row] } }.reduce(0, +)
        #expect(covered == dark)
    }
}
