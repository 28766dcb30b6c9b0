import Rules
import Testing

/// Cells mean what the standard's S-FEEL says, and nothing else is accepted.
struct CellTests {
    private static let inputs = [
        "name: n, title: 数, type: number", "name: word, title: 行业, type: text, values: [冶金, 有色, 建材]",
        "name: ok, title: 是否, type: boolean", "name: on, title: 日期, type: date",
    ]

    /// A collecting table with a single row, so that gaps and overlaps do not matter.
    private func text(_ cell: String, for column: String) -> String {
        let cells = ["n", "word", "ok", "on"].map { $0 == column ? "'\(cell)'" : "'-'" }
        return table(
            "C", inputs: Self.inputs, outputs: ["name: hit, title: 结果, type: text"], columns: "n, word, ok, on, hit",
            rows: ["[\(cells.joined(separator: ", ")), 中]"])
    }

    private func hits(_ cell: String, _ column: String, _ input: RuleInput) throws -> Bool {
        var given: [String: RuleInput] = ["n": 0, "word": "冶金", "ok": true, "on": .day("2017-06-01")]
        given[column] = input
        let book = try RuleBook(parsing: [("a.yaml", text(cell, for: column))])
        let reading = try book.reading(Rule<[String]>("test.table"), on: "2017-06-01", given: given)
        return reading.value == ["中"]
    }

    @Test(arguments: [
        "", "abc", ">", ">= ", "=> 3", ">= 3 <= 5", "[3..5", "3..5", "[3.5]", "[5..3]", "(3..3)", "[3..3)", "not",
        "not()",
        "not(3", "not(not(3))", "3,", ",3", "3 5", "\"冶金\"", "true", "date(\"2017-06-01\")", ">= \"a\"", "-3-", "- ,3",
        "{3}",
        "0.1234567", "99999999999999", "[3..5] 6", "not(-)", "nothing(3)",
    ])
    func `a cell for numbers that cannot be read is refused with its line`(cell: String) {
        let found = problems(text(cell, for: "n"))
        #expect(found.count == 1 && found[0].hasPrefix("23: "), "\(cell): \(found)")
    }

    @Test(arguments: [
        ("word", "冶金"), ("word", "\"煤矿\""), ("word", ">= \"冶金\""), ("word", "[\"冶金\"..\"有色\"]"), ("word", "\"冶金"),
        ("word", "3"), ("ok", "yes"), ("ok", "\"true\""), ("ok", ">= true"), ("ok", "truely"), ("on", "2017-06-01"),
        ("on", "date(\"2017-06-31\")"), ("on", "date(2017-06-01)"), ("on", "date(\"2017-06-01\""), ("on", "3"),
    ])
    func `a cell of another type or value is refused`(column: String, cell: String) {
        #expect(problems(text(cell, for: column)).count == 1)
    }

    @Test func `comparisons and intervals respect their ends`() throws {
        let cases: [(String, [(RuleInput, Bool)])] = [
            (">= 10", [(9, false), (10, true), (11, true)]),
            ("> 10", [(10, false), (.number(Figure("10.000001")!), true)]),
            ("<= 10", [(10, true), (11, false)]), ("< 10", [(10, false), (9, true)]),
            ("[3..10)", [(2, false), (3, true), (9, true), (10, false)]),
            ("(3..10]", [(3, false), (4, true), (10, true), (11, false)]),
            ("]3..10[", [(3, false), (4, true), (10, false)]), ("[3..3]", [(3, true), (4, false)]),
            ("[-2.5..-1]", [(.number(Figure("-2.5")!), true), (-3, false), (-1, true), (0, false)]),
            ("5", [(5, true), (6, false)]), ("1,3,[7..9]", [(1, true), (2, false), (8, true), (10, false)]),
            ("not(0)", [(0, false), (1, true)]), ("not(< 3, > 5)", [(2, false), (3, true), (5, true), (6, false)]),
            ("-", [(0, true), (99, true)]), (" >=10 ", [(10, true), (9, false)]),
            ("[ 3 .. 10 ]", [(3, true), (11, false)]),
        ]
        for (cell, expectations) in cases {
            for (input, expected) in expectations {
                #expect(try hits(cell, "n", input) == expected, "\(cell) \(input)")
            }
        }
    }

    @Test func `words, truths and days are compared as themselves`() throws {
        #expect(try hits("\"冶金\",\"有色\"", "word", "有色"))
        #expect(try !hits("\"冶金\",\"有色\"", "word", "建材"))
        #expect(try hits("not(\"冶金\")", "word", "建材"))
        #expect(try hits("false", "ok", false))
        #expect(try !hits("false", "ok", true))
        let since = ">= date(\"2021-07-15\")"
        #expect(try hits(since, "on", .day("2021-07-15")))
        #expect(try !hits(since, "on", .day("2021-07-14")))
        #expect(try hits("[date(\"2017-01-01\")..date(\"2017-12-31\")]", "on", .day("2017-12-31")))
    }
}
