import Storage
import Testing
import Workflows

/// 权重 — the shares of the parts are always the whole.
struct SharesTests {
    private let three = Shares(equallyFor: [("a", "nanjing"), ("b", "suzhou"), (Shares.own, "office")])

    @Test(arguments: 1...40)
    func `equal shares are the whole, and differ by one thousandth at most`(count: Int) {
        let shares = Shares(equallyFor: (0..<count).map { ("part\($0)", "unit\($0)") }).all.map(\.thousandths)
        #expect(shares.reduce(0, +) == 1000)
        #expect(shares.max()! - shares.min()! <= 1)
    }

    @Test(arguments: [
        ["a": 500, "b": 500], ["a": 500, "b": 300, "own": 100], ["a": 600, "b": 500, "own": -100],
        ["a": 400, "b": 300, "own": 200, "c": 100], [:],
    ])
    func `shares that miss a part, are negative or do not sum to the whole are not taken`(wanted: [String: Int]) {
        #expect(three.changed(to: wanted) == nil)
    }

    @Test func `shares that are the whole are taken`() {
        let changed = three.changed(to: ["a": 500, "b": 300, "own": 200])
        #expect(changed?["a"] == 500)
        #expect(changed?.all.map(\.organisation) == ["nanjing", "suzhou", "office"])
    }

    @Test func `who joins later gets an equal share, and the others keep their proportions`() {
        var shares = three.changed(to: ["a": 600, "b": 300, "own": 100])!
        shares.add([("c", "kunshan")])
        #expect(shares.all.map(\.thousandths).reduce(0, +) == 1000)
        #expect(shares["c"] == 250)
        #expect(shares["a"] == 450)
        #expect(shares["b"] == 225)
    }

    @Test func `what is stored is read back the same, and what is no shares is not read`() {
        #expect(Shares(sqlValue: three.sqlValue) == three)
        #expect(Shares(sqlValue: .text("")) == Shares())
        for text in ["a=1", "a/b", "a/b=x", "=/"] { #expect(Shares(text) == nil, "\(text)") }
    }
}
