import Rules
import Testing

/// Figures are exact: what the law writes is what is compared.
struct FigureTests {
    @Test(arguments: [
        "", "-", ".5", "5.", "1e3", "0.1234567", "1,000", "１", "+1", "--1", "1.2.3", "NaN", "9999999999999999999", "3%",
        "- 1", "9223372036854",
    ])
    func `what is no figure is not read`(text: String) {
        #expect(Figure(text) == nil)
    }

    @Test(arguments: ["0", "30", "-2", "0.5", "0.000001", "100000000", "-0.25", "9223372036853"])
    func `what is read is written the same`(text: String) {
        #expect(Figure(text)?.description == text)
    }

    @Test func `tenths add up as on paper`() {
        #expect(Figure("0.10") == Figure("0.1"))
        #expect(Figure(0.1 + 0.2) == Figure("0.3"))
        #expect(Figure("2.5")! < Figure("2.500001")!)
        #expect(Figure("-2.5")! < Figure("-2.4")!)
        #expect(Figure(Double.nan) == nil)
    }

    @Test func `numbers too large stay at the edge instead of failing`() {
        #expect(Figure(Int.max) > Figure(9_000_000_000_000))
        #expect(Figure(Int.min) < Figure(-9_000_000_000_000))
        #expect(Figure(Double.infinity)! >= Figure(Int.max))
        #expect(Figure("0.5")!.whole == nil)
        #expect(Figure("7")!.whole == 7)
    }
}
