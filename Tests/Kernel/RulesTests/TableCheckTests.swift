import Calendars
import Rules
import Testing

/// Tables with gaps or overlaps do not get in; the counter-example is one that a person can check.
struct TableCheckTests {
    private let persons = "name: n, title: 人数, type: integer, min: 0, unit: 人"
    private let loss = "name: loss, title: 损失, type: number, min: 0, unit: 元"
    private let grade = "name: grade, title: 等级, type: text, values: [重, 轻]"

    private func check(_ hit: String, _ rows: [String]) -> [String] {
        problems(table(hit, inputs: [persons], outputs: [grade], columns: "n, grade", rows: rows))
    }

    @Test(arguments: ["U", "A", "P", "F"])
    func `a gap is shown with an example`(hit: String) {
        #expect(
            check(hit, ["['< 3', 轻]", "['> 3', 重]"]) == ["17: 判定表有空档：人数 = 3 人时没有一行符合。"])
        #expect(check(hit, ["['[1..3)', 轻]", "['>= 3', 重]"]) == ["17: 判定表有空档：人数 = 0 人时没有一行符合。"])
        #expect(check(hit, ["['< 3', 轻]", "['[3..10)', 重]"]) == ["17: 判定表有空档：人数 = 10 人时没有一行符合。"])
    }

    @Test func `there is no number of people between nine and ten, but there is an amount of money`() {
        let rows = ["['<= 9', 轻]", "['>= 10', 重]"]
        #expect(check("U", rows) == [])
        let money = problems(table("U", inputs: [loss], outputs: [grade], columns: "loss, grade", rows: rows))
        #expect(money == ["17: 判定表有空档：损失 = 9.1 元时没有一行符合。"])
    }

    @Test func `a collecting table may leave a gap`() {
        #expect(check("C", ["['< 3', 轻]", "['> 3', 重]"]) == [])
    }

    @Test func `rows that overlap are refused where only one may hit`() {
        let rows = ["['<= 3', 轻]", "['>= 3', 重]"]
        #expect(check("U", rows) == ["21: 第 1 行与第 2 行重叠：人数 = 3 人时都符合。"])
        #expect(check("A", rows) == ["21: 第 1 行与第 2 行重叠而结果不同：人数 = 3 人时都符合。"])
        for hit in ["P", "F", "C"] { #expect(check(hit, rows) == []) }
        #expect(check("A", ["['<= 3', 轻]", "['>= 3', 轻]"]) == [])
        #expect(check("U", ["['<= 3', 轻]", "['>= 3', 轻]"]).count == 1)
    }

    @Test func `an overlap in several columns needs all of them`() {
        func check(_ rows: [String]) -> [String] {
            problems(
                table("U", inputs: [persons, loss], outputs: [grade], columns: "n, loss, grade", rows: rows))
        }
        #expect(check(["['< 3', '< 100', 轻]", "['>= 3', '-', 重]", "['-', '>= 100', 重]"]).count == 1)
        #expect(check(["['< 3', '< 100', 轻]", "['>= 3', '-', 重]", "['< 3', '>= 100', 重]"]) == [])
        #expect(
            check(["['< 3', '< 100', 轻]", "['>= 3', '-', 重]"])
                == ["18: 判定表有空档：人数 = 0 人，损失 = 100 元时没有一行符合。"])
    }

    @Test func `a row that can never hit is a mistake`() {
        #expect(check("F", ["['-', 轻]", "['>= 3', 重]"]) == ["21: 第 2 行永远不会命中。"])
        #expect(check("U", ["['>= 0', 轻]", "['< 0', 重]"]) == ["21: 第 2 行永远不会命中。"])
        #expect(check("U", ["['-', 轻]", "['(3..4)', 重]"]) == ["21: 第 2 行永远不会命中。"])
    }

    @Test func `words, truths and days are checked too`() {
        let word = "name: w, title: 行业, type: text, values: [冶金, 有色]"
        let free = "name: w, title: 行业, type: text"
        let truth = "name: w, title: 属实, type: boolean"
        let day = "name: w, title: 日期, type: date"
        func check(_ input: String, _ rows: [String]) -> [String] {
            problems(table("U", inputs: [input], outputs: [grade], columns: "w, grade", rows: rows))
        }
        #expect(check(word, ["['\"冶金\"', 轻]"]) == ["17: 判定表有空档：行业 = 有色时没有一行符合。"])
        #expect(check(word, ["['\"冶金\"', 轻]", "['not(\"冶金\")', 重]"]) == [])
        #expect(check(free, ["['\"冶金\"', 轻]"]) == ["17: 判定表有空档：行业 = 其他时没有一行符合。"])
        #expect(check(truth, ["['true', 轻]"]) == ["17: 判定表有空档：属实 = 否时没有一行符合。"])
        let since = "'>= date(\"2021-07-15\")'"
        #expect(check(day, ["[\(since), 轻]"]).first?.contains("日期 =") == true)
        #expect(check(day, ["[\(since), 轻]", "['< date(\"2021-07-15\")', 重]"]) == [])
        #expect(
            check(day, ["[\(since), 轻]", "['< date(\"2021-07-14\")', 重]"])
                == ["17: 判定表有空档：日期 = 2021年7月14日时没有一行符合。"])
    }

    @Test func `the checked table agrees with trying every case`() throws {
        var random = SystemRandomNumberGenerator()
        var found = (sound: 0, gaps: 0, overlaps: 0)
        for _ in 0..<150 {
            let rows = (0..<3).map { _ in
                let cells = (0..<2).map { _ in
                    let low = Int.random(in: 0...3, using: &random)
                    let high = Int.random(in: low...4, using: &random)
                    return [" '-'", "'[\(low)..\(high)]'", "'>= \(low)'", "'not(\(low))'"].randomElement(
                        using: &random)!
                }
                return "[\(cells[0]), \(cells[1]), 轻]"
            }
            let inputs = [
                "name: a, title: 甲, type: integer, min: 0, max: 4", "name: b, title: 乙, type: integer, min: 0, max: 4",
            ]
            let unique = problems(table("U", inputs: inputs, outputs: [grade], columns: "a, b, grade", rows: rows))
            let collecting = try RuleBook(parsing: [
                ("a.yaml", table("C", inputs: inputs, outputs: [grade], columns: "a, b, grade", rows: rows))
            ])
            var (hasGap, hasOverlap) = (false, false)
            for a in 0...4 {
                for b in 0...4 {
                    let hits = try collecting.reading(
                        Rule<[String]>("test.table"), on: "2017-06-01", given: ["a": .number(a), "b": .number(b)])
                    hasGap = hasGap || hits.value.isEmpty
                    hasOverlap = hasOverlap || hits.value.count > 1
                }
            }
            #expect(unique.contains { $0.contains("空档") } == hasGap, "\(rows)")
            #expect(unique.contains { $0.contains("重叠") } == hasOverlap, "\(rows)")
            if hasGap { found.gaps += 1 }
            if hasOverlap { found.overlaps += 1 }
            if !hasGap && !hasOverlap { found.sound += 1 }
        }
        #expect(found.gaps > 0 && found.overlaps > 0)
    }

    @Test func `a table too large to check is refused and says so`() {
        let inputs = (0..<12).map { "name: n\($0), title: 数\($0), type: integer" }
        let rows = (0..<60).map { row in
            let cells = (0..<12).map { "'>= \((row * 7 + $0 * 13) % 61)'" }
            return "[\(cells.joined(separator: ", ")), 轻]"
        }
        let columns = (0..<12).map { "n\($0)" }.joined(separator: ", ") + ", grade"
        let all = rows + ["[\(Array(repeating: "'-'", count: 12).joined(separator: ", ")), 轻]"]
        #expect(
            problems(table("A", inputs: inputs, outputs: [grade], columns: columns, rows: all)).first?
                .contains("判定表太大") == true)
    }
}
