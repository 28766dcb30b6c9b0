import Testing

@testable import OfficialDocuments

/// 稿件比较 — which clauses came, went, changed or moved, and which words within them.
struct ComparisonTests {
    private static let first = """
        一、压实责任
        （一）开展隐患排查。对冶金企业逐户排查，建立台账。
        （二）规范动火作业。修订作业票样式，组织培训。
        （三）加强值班值守。严格执行领导带班制度。
        二、加强保障
        （一）加强宣传教育。组织宣传咨询活动。
        """

    private func comparison(_ later: String) -> ClauseComparison {
        ClauseComparison(from: Clause.all(in: Self.first), to: Clause.all(in: later))
    }

    @Test func `clauses know where they stand, and their words are all there`() {
        let clauses = Clause.all(in: Self.first)
        #expect(clauses.map(\.path) == ["一、", "一、（一）", "一、（二）", "一、（三）", "二、", "二、（一）"])
        #expect(clauses.map(\.text).joined(separator: "\n") == Self.first)
    }

    @Test func `the same text twice has no difference`() {
        let same = comparison(Self.first)
        let unchanged = same.lines.filter(\.isUnchanged)
        #expect(unchanged.count == 6)
        #expect(same.lines.count == 6)
    }

    @Test func `a clause put in between is added, and those behind it are only numbered anew`() {
        let later = Self.first
            .replacing("（三）加强值班", with: "（四）加强值班").replacing("（二）规范动火", with: "（二）建立奖励制度。对举报人员给予奖励。\n（三）规范动火")
        let found = comparison(later)
        #expect(found.count(.added) == 1)
        #expect(found.count(.same) == 6)
        #expect(found.moved == 0)
        #expect(found.lines.first { $0.kind == .added }?.after?.path == "一、（二）")
    }

    @Test func `a clause that is gone stands where it was`() {
        let later = Self.first.replacing("（二）规范动火作业。修订作业票样式，组织培训。\n", with: "").replacing("（三）", with: "（二）")
        let found = comparison(later)
        #expect(found.lines.map(\.kind) == [.same, .same, .removed, .same, .same, .same])
        #expect(found.lines[2].before?.text == "（二）规范动火作业。修订作业票样式，组织培训。")
    }

    @Test func `a clause told elsewhere has moved, and is neither added nor removed`() {
        let later = """
            一、压实责任
            （一）规范动火作业。修订作业票样式，组织培训。
            （二）加强值班值守。严格执行领导带班制度。
            二、加强保障
            （一）加强宣传教育。组织宣传咨询活动。
            （二）开展隐患排查。对冶金企业逐户排查，建立台账。
            """
        let found = comparison(later)
        #expect(found.lines.map(\.kind) == [.same, .same, .same, .same, .same, .same])
        #expect(found.lines.filter(\.isMoved).map { $0.after?.path } == ["二、（二）"])
    }

    @Test func `within a changed clause the words are told`() {
        let later = Self.first.replacing("对冶金企业逐户排查", with: "对冶金、有色企业逐户逐项排查")
        let found = comparison(later)
        let changed = found.lines.filter { $0.kind == .changed }
        #expect(changed.count == 1)
        let words = changed[0].words
        #expect(words.filter { $0.kind == .added }.map(\.text) == ["、有色", "逐项"])
        #expect(words.filter { $0.kind == .removed }.isEmpty)
        #expect(words.filter { $0.kind != .removed }.map(\.text).joined() == "开展隐患排查。对冶金、有色企业逐户逐项排查，建立台账。")
    }

    @Test(arguments: [
        ("2026年6月30日前完成", "2026年9月30日前完成", ["2026年", "-6", "+9", "月30日前完成"]),
        ("由省应急厅牵头", "由省公安厅牵头", ["由省", "-应急", "+公安", "厅牵头"]),
        ("应当每日巡查", "可以每周巡查", ["-应当每日", "+可以每周", "巡查"]),
        ("", "新增一句", ["+新增一句"]),
    ])
    func `numbers change as a whole, and a single sign between two changes is told with them`(
        old: String, new: String, told: [String]
    ) {
        let passages = WordComparison(from: old, to: new).passages
        #expect(
            passages.map { ($0.kind == .removed ? "-" : $0.kind == .added ? "+" : "") + $0.text } == told)
    }

    /// Either version can be read off the passages, whatever the change.
    @Test(arguments: [1, 7, 42, 1949, 31_415])
    func `both versions can be put together again from the passages`(seed: UInt64) {
        var random = Lehmer(state: seed)
        let signs = Array("安全生产责任一二三，。2026ab\n")
        for _ in 0..<50 {
            let (old, new) = (text(of: signs, &random), text(of: signs, &random))
            let passages = WordComparison(from: old, to: new).passages
            #expect(passages.filter { $0.kind != .added }.map(\.text).joined() == old)
            #expect(passages.filter { $0.kind != .removed }.map(\.text).joined() == new)
        }
    }

    private func text(of signs: [Character], _ random: inout Lehmer) -> String {
        String((0..<Int.random(in: 0...40, using: &random)).map { _ in signs.randomElement(using: &random)! })
    }
}

private struct Lehmer: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}
