import Rules
import Testing

/// Every kind of mistake in a rule file is refused and named with its line.
struct RuleFileTests {
    private let sound = """
          - name: test.term
            title: 示范期限
            versions:
              - {from: 2000-01-01, article: 第一条, term: 3日}
        """

    private func version(_ fields: String) -> String {
        file("  - name: test.term\n    title: 示范期限\n    versions:\n      - {\(fields)}")
    }

    @Test func `a sound file is read`() throws {
        #expect(problems(file(sound)) == [])
    }

    @Test(arguments: ["", "rules: [", "a: b: c", "- 1", "\t", "文字", "documents: {a: 1, a: 2}"])
    func `what is no rule file is refused`(text: String) {
        #expect(!problems(text).isEmpty)
    }

    @Test func `mistakes of YAML name their line`() {
        #expect(problems("documents:\n  - title: [\n").first?.hasPrefix("3: 不是有效的 YAML") == true)
        #expect(problems(file(sound) + "rules: []\n").first?.contains("“rules”写了两次") == true)
    }

    @Test func `a document without title, number, issuer or day is refused`() {
        let found = problems(file(sound, documents: "  - {convention: maybe}"))
        #expect(
            found.prefix(5) == [
                "2: 来源文件缺少“title”（文件名称）。", "2: 来源文件缺少“number”（文号）。", "2: 来源文件缺少“issuer”（发布机关）。",
                "2: “convention”应是 true 或 false。", "2: 来源文件缺少“from”（起始日）。",
            ])
        #expect(problems("rules:\n\(sound)").first == "1: 没有写明来源：缺少“documents”。")
    }

    @Test func `a version without its article or without a document in force is refused`() {
        #expect(problems(version("from: 2000-01-01, term: 3日")) == ["10: 没有写明来源：缺少“article”（条款）。"])
        #expect(
            problems(version("from: 1999-12-31, article: 第一条, term: 3日"))
                == ["10: 没有写明来源：1999-12-31 这一天来源文件不在施行，或没有列在“documents”中。"])
        #expect(
            problems(version("from: 2000-01-01, document: 示范令第2号, article: 第一条, term: 3日"))
                == ["10: 没有写明来源：2000-01-01 这一天“示范令第2号”不在施行，或没有列在“documents”中。"])
        let two = sampleDocument + "\n" + sampleDocument.replacing("第1号", with: "第2号")
        #expect(problems(file(sound, documents: two)).first?.contains("2 个来源文件") == true)
    }

    @Test func `a version without its first day, or with a day that does not exist, is refused`() {
        #expect(problems(version("article: 第一条, term: 3日")) == ["10: 版本缺少“from”（起始日）。"])
        #expect(problems(version("from: 2001-02-29, article: 第一条, term: 3日")).first?.contains("2001-02-29") == true)
        #expect(
            problems(version("from: 2001-01-02, to: 2001-01-01, article: 第一条, term: 3日")).first?.contains("早于") == true)
    }

    @Test func `versions that overlap or leave a gap are refused`() {
        func versions(_ first: String, _ second: String) -> [String] {
            problems(
                file(
                    """
                      - name: test.term
                        title: 示范期限
                        article: 第一条
                        versions:
                          - {\(first), term: 3日}
                          - {\(second), term: 5日}
                    """))
        }
        #expect(versions("from: 2000-01-01", "from: 2010-01-01") == [])
        #expect(versions("from: 2000-01-01, to: 2009-12-31", "from: 2010-01-01") == [])
        #expect(
            versions("from: 2000-01-01, to: 2010-01-01", "from: 2010-01-01")
                == ["12: 版本重叠：自 2010-01-01 起的版本开始时，自 2000-01-01 起的版本还在施行。"])
        #expect(
            versions("from: 2000-01-01, to: 2009-12-29", "from: 2010-01-01")
                == ["12: 版本之间有空档：2009-12-30 至 2009-12-31 没有版本。"])
        #expect(versions("from: 2010-01-01", "from: 2000-01-01").first?.contains("重叠") == true)
        #expect(versions("from: 2010-01-01", "from: 2010-01-01").first?.contains("重叠") == true)
    }

    @Test func `a version must not outlive its document`() {
        let ended = sampleDocument + "\n    to: 2009-12-31"
        #expect(problems(file(sound, documents: ended)) == [])
        let outliving = sound.replacing("article", with: "to: 2010-01-01, article")
        #expect(problems(file(outliving, documents: ended)).first?.contains("在 2009-12-31 之后已失效") == true)
    }

    @Test func `unknown keys are refused wherever they stand`() {
        #expect(problems(file(sound) + "more: 1\n").first?.hasPrefix("11: 文件没有“more”这一项") == true)
        #expect(problems(version("from: 2000-01-01, article: 第一条, terms: 3日")).count == 2)
        #expect(problems(file(sound + "\n    titel: 错")).first?.contains("“titel”") == true)
        #expect(
            problems(file(sound, documents: sampleDocument + "\n    form: 2000")).first?.contains("“form”") == true)
    }

    @Test func `a version says one thing, and a thing of its type`() {
        let start = "from: 2000-01-01, article: 第一条"
        #expect(problems(version(start)).first?.contains("三者之一") == true)
        #expect(problems(version(start + ", term: 3日, value: 3")).first?.contains("只有一个") == true)
        #expect(problems(version(start + ", term: 3天")).first?.contains("“3天”无法识别") == true)
        #expect(problems(version(start + ", term: [3日]")).first?.contains("无法识别") == true)
        #expect(problems(version(start + ", value: {a: 1}")).first?.contains("“value”") == true)
        #expect(problems(version(start + ", term: 3日, verified: 否")) == ["10: “verified”应是 true 或 false。"])
        #expect(problems(version(start + ", term: 3日, last-day-rest: 是")).first?.contains("last-day-rest") == true)
        #expect(problems(version(start + ", term: 3小时, last-day-rest: moves")).first?.contains("不必写") == true)
        #expect(problems(version(start + ", term: 3个工作日, last-day-rest: moves")).first?.contains("不必写") == true)
    }

    @Test(arguments: [
        "Penalty.term", "penalty", "penalty..term", ".term", "penalty.-a", "penalty.a-", "处罚.期限", "a.b c", "1.a",
    ])
    func `a name is in lower case, with points`(name: String) {
        #expect(problems(file(sound.replacing("test.term", with: name))).count == 1)
    }

    @Test func `a rule needs a name, a title and a version`() {
        #expect(
            problems(file("  - {who: 某人}"))
                == ["7: 规则缺少“name”（名称）。", "7: 规则缺少“title”（中文名称）。", "7: 规则没有版本：缺少“versions”。"])
        #expect(problems(file("  - 文字")).first?.contains("键: 值") == true)
    }

    @Test func `a name stands once in all files`() throws {
        let errors = try #require(throws: RuleFileErrors.self) {
            try RuleBook(parsing: [("a.yaml", file(sound)), ("b.yaml", file(sound))])
        }
        #expect(errors.problems.map(\.description) == ["b.yaml 第 7 行：规则名称“test.term”重复，a.yaml 第 7 行已有。"])
    }

    @Test func `mistakes of several files are reported together`() throws {
        let errors = try #require(throws: RuleFileErrors.self) {
            try RuleBook(parsing: [
                ("a.yaml", ""), ("b.yaml", version("term: 3日")),
                ("c.yaml", file(sound.replacing("test.term", with: "test.other"))),
            ])
        }
        #expect(errors.problems.map(\.file) == ["a.yaml", "b.yaml", "b.yaml"])
    }

    @Test func `a folder that is not there or empty is refused`() {
        #expect(throws: RuleFileErrors.self) { try RuleBook.load(from: "/no/such/folder") }
        #expect(throws: RuleFileErrors.self) {
            try RuleBook.load(from: checkout.appending(path: "Resources/calendar").path)
        }
    }
}

/// Mistakes in the inputs, outputs and rows of a table.
struct TableFileTests {
    private let persons = "name: n, title: 人数, type: integer, min: 0"
    private let grade = "name: grade, title: 等级, type: text, values: [重, 轻]"

    private func check(
        hit: String = "U", input: String? = nil, output: String? = nil, columns: String = "n, grade",
        rows: [String] = ["['-', 轻]"]
    ) -> [String] {
        problems(table(hit, inputs: [input ?? persons], outputs: [output ?? grade], columns: columns, rows: rows))
    }

    @Test func `a sound table is read`() {
        #expect(check() == [])
    }

    @Test func `unknown columns and columns left out are refused`() {
        #expect(check(columns: "m, grade").first == "18: 列“m”既不在“inputs”也不在“outputs”中。")
        #expect(check(columns: "n, color").count == 2)
        #expect(check(columns: "n, n, grade").count == 1)
        #expect(check(columns: "grade, n").first?.contains("先列输入") == true)
    }

    @Test func `an unknown hit policy is refused, and P needs its order`() {
        #expect(check(hit: "X").first?.contains("命中规则“X”") == true)
        #expect(check(hit: "P", output: "name: grade, title: 等级, type: text").first?.contains("命中规则 P") == true)
        #expect(check(hit: "P", output: "name: grade, title: 等级, type: integer").first?.contains("命中规则 P") == true)
    }

    @Test func `a row must have as many cells as there are columns`() {
        #expect(check(rows: ["['-']"]) == ["20: 这一行应有 2 格，与“columns”相同。"])
        #expect(check(rows: ["['-', 轻, 重]"]).count == 1)
        #expect(check(rows: ["文字"]).count == 1)
        #expect(check(rows: []).contains { $0.contains("没有一行") })
    }

    @Test func `an outcome must be one of those allowed`() {
        #expect(check(rows: ["['-', 中]"]) == ["20: “中”不是“grade”（等级）允许的取值。"])
        let number = "name: grade, title: 次数, type: integer, min: 1"
        for wrong in ["0", "1.5", "一", "''", "[1]"] {
            #expect(check(output: number, rows: ["['-', \(wrong)]"]).count == 1, "\(wrong)")
        }
        #expect(check(output: "name: grade, title: 期限, type: term", rows: ["['-', 3天]"]).count == 1)
        #expect(check(output: "name: grade, title: 是否, type: boolean", rows: ["['-', 是]"]).count == 1)
    }

    @Test(arguments: [
        "name: n, title: 数", "name: n, type: integer", "title: 数, type: integer", "name: n, title: 数, type: decimal",
        "name: N, title: 数, type: integer", "name: n, title: 数, type: term", "name: n, title: 数, type: integer, min: 无",
        "name: n, title: 数, type: integer, min: 3, max: 2", "name: n, title: 数, type: integer, values: [1]",
        "name: n, title: 数, type: text, min: 3", "name: n, title: 数, type: integer, max-length: 3",
    ])
    func `an input must be described in full`(input: String) {
        #expect(!check(input: input).isEmpty)
    }

    @Test func `only tables have inputs`() {
        let text = file(
            """
              - name: test.term
                title: 示范期限
                article: 第一条
                inputs:
                  - {\(persons)}
                versions:
                  - {from: 2000-01-01, term: 3日}
            """)
        #expect(problems(text) == ["13: 只有判定表才有输入和输出。"])
    }
}
