import OfficialDocuments
import Testing

/// A long document is read while the person waits, and a hostile one cannot hold up the others.
@Suite(.serialized) struct SpeedTests {
    /// Debug builds are some ten times slower than what is shipped, hence the wider bar.
    @Test func `15,000 characters take less than 200 ms`() throws {
        let texts = try Gold.all().filter { $0.document < "37" }.map { try $0.text }.joined()
        let text = String(String.UnicodeScalarView(texts.unicodeScalars.prefix(15_000)))
        #expect(text.unicodeScalars.count == 15_000)
        let best = (0..<3).map { _ in time(text) }.min()!
        #expect(best < .milliseconds(SpeedTests.isDebug ? 4_000 : 200), "\(best)")
    }

    /// Were the time to grow with the square, one of these would take hours.
    @Test(
        .timeLimit(.minutes(5)),
        arguments: [
            "（", "（）", "《", "《》", "。一是", "\n一是", "\n一、", "\n一要", "①", "（省安监局牵头）；", "、牵头", "6月25日、", "在前", "发生",
            "\n附件：1.", "\n目录", "\n省政府",
            "责任单位：", "1", "十", "甲和乙、",
        ])
    func `a megabyte of one mark is read in linear time`(mark: String) {
        let characters = SpeedTests.isDebug ? 100_000 : 1_000_000
        let text = String(repeating: mark, count: characters / mark.unicodeScalars.count)
        let time = time(text)
        #expect(time < .seconds(SpeedTests.isDebug ? 20 : 10), "\(mark): \(time)")
    }

    @Test(.timeLimit(.minutes(5))) func `deep nesting is read in linear time`() {
        let half = SpeedTests.isDebug ? 50_000 : 500_000
        #expect(time(String(repeating: "（", count: half) + String(repeating: "）", count: half)) < .seconds(10))
        #expect(time(String(repeating: "《", count: half) + String(repeating: "》", count: half)) < .seconds(10))
        let runIns = String(repeating: "。一是", count: half / 3) + "。二是" + String(repeating: "。五是", count: half / 3)
        #expect(time(runIns) < .seconds(20))
    }

    private static let isDebug: Bool = {
        var debug = false
        assert(
            {
                debug = true
                return true
            }())
        return debug
    }()

    private func time(_ text: String) -> Duration {
        ContinuousClock().measure { _ = Decomposition(of: text, names: UnitNames()) }
    }
}
