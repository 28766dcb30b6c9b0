import Calendars
import Foundation
import Rules
import Testing

/// A rule is read for a day, and the answer says where it comes from.
struct ReadingTests {
    private let hearing = Rule<Term>("penalty.hearing-request")
    private let grade = Rule<String>("accident.grade")
    private let harmless: [String: RuleInput] = ["deaths": 0, "serious-injuries": 0, "direct-loss": 0]

    private func cause(_ read: () throws -> Void) throws -> RuleMissing.Cause {
        try #require(throws: RuleMissing.self) { try read() }.cause
    }

    @Test func `a rule that is not there, or not in force, is a fault and not a default`() throws {
        #expect(try cause { _ = try published.reading(Rule<Int>("no.such"), on: "2017-06-01") } == .noSuchRule)
        #expect(try cause { _ = try published.reading(hearing, on: "1996-09-30") } == .notInForce)
        let ended = Rule<Term>("safety-penalty.decision")
        #expect(try published.reading(ended, on: "2026-01-31").value == .days(30))
        #expect(try cause { _ = try published.reading(ended, on: "2026-02-01") } == .notInForce)
    }

    @Test func `a rule is not read as another type`() throws {
        #expect(
            try cause { _ = try published.reading(Rule<Int>("penalty.decision"), on: "2026-01-01") }
                == .otherType(asked: "整数", found: "90日"))
        #expect(
            try cause { _ = try published.reading(Rule<[String]>("accident.grade"), on: "2017-06-01", given: harmless) }
                == .otherType(asked: "文字列表", found: "一般事故"))
    }

    @Test func `inputs must be those the rule asks for, each fit for it`() throws {
        func read(_ change: [String: RuleInput?]) throws {
            var given = harmless
            for (name, value) in change { given[name] = value }
            _ = try published.reading(grade, on: "2017-06-01", given: given)
        }
        #expect(try cause { try read(["deaths": Optional<RuleInput>.none]) } == .missingInput("deaths"))
        #expect(try cause { try read(["death": 3]) } == .unknownInput("death"))
        #expect(try cause { try read(["deaths": -1]) } == .unfitInput("deaths", -1))
        #expect(try cause { try read(["deaths": "三"]) } == .unfitInput("deaths", "三"))
        let half = RuleInput.number(Figure("1.5")!)
        #expect(try cause { try read(["deaths": half]) } == .unfitInput("deaths", half))
        #expect(
            try cause { _ = try published.reading(hearing, on: "2017-06-01", given: ["deaths": 1]) }
                == .unknownInput("deaths"))
        #expect(
            try cause {
                _ = try published.reading(
                    Rule<String>("accident.grade", output: "color"), on: "2017-06-01", given: harmless)
            } == .noSuchOutput("color"))
    }

    @Test func `an amended rule says what was law on each side of the amendment`() throws {
        let before = try published.reading(hearing, on: "2021-07-14")
        let after = try published.reading(hearing, on: "2021-07-15")
        #expect(before.value == Term(3, .days, lastDayRestMoves: true))
        #expect(after.value == .workingDays(5))
        #expect(before.derivation.to == "2021-07-14")
        #expect(after.derivation.to == nil)
    }

    @Test func `the fined person asks for how long a hearing could be requested`() throws {
        let reading = try published.reading(hearing, on: "2017-06-01")
        #expect(
            reading.derivation.sentence
                == "依据《中华人民共和国行政处罚法》（主席令第63号，2009年、2017年修正）第四十二条（1996年10月1日至2021年7月14日施行），当事人要求听证为“3日”。")
    }

    @Test func `the mayor asks why the accident is a serious one`() throws {
        let reading = try published.reading(
            grade, on: "2017-06-01", given: ["deaths": 3, "serious-injuries": 2, "direct-loss": 9_999_999])
        #expect(
            reading.derivation.sentence
                == "依据《生产安全事故报告和调查处理条例》（国务院令第493号）第三条（2007年6月1日起施行），生产安全事故等级为“较大事故”。"
                + "所据情况：死亡人数 3 人，重伤（含急性工业中毒）人数 2 人，直接经济损失 9999999 元；"
                + "符合判定表第 7 行（死亡人数不少于 3 人且少于 10 人）。")
    }

    @Test func `a convention never looks like law, and what is unverified says so`() throws {
        let warning = try published.reading(Rule<Int>("escalation.warning-days"), on: "2026-01-01").derivation
        #expect(warning.isConvention)
        #expect(warning.sentence.hasPrefix("按平台约定（非法规）"))
        #expect(warning.sentence.contains("“3 个工作日”"))
        let unverified = try published.reading(Rule<Term>("jiangsu.risk-report.first"), on: "2026-01-01").derivation
        #expect(!unverified.verified)
        #expect(unverified.sentence.hasSuffix("该数值尚未与原文核对，使用前请查阅原文。"))
        #expect(!unverified.basis.verified)
    }

    @Test func `a deadline takes its basis from the derivation`() throws {
        let basis = try published.reading(Rule<Term>("penalty.decision"), on: "2026-01-01").derivation.basis
        #expect(basis.title == "作出行政处罚决定（起算：立案之日）")
        #expect(basis.document == "《中华人民共和国行政处罚法》（主席令第70号，2021年修订）")
        #expect(basis.article == "第六十条")
        #expect(basis.verified)
    }

    @Test func `a collecting table gives all rows that hit, in order, or none`() throws {
        let text = table(
            "C", inputs: ["name: n, title: 数, type: integer"],
            outputs: ["name: what, title: 措施, type: text", "name: by, title: 期限, type: term"], columns: "n, what, by",
            rows: ["['>= 1', 甲, 1日]", "['>= 5', 乙, 2日]", "['3', 丙, 3日]"])
        let book = try RuleBook(parsing: [("a.yaml", text)])
        func all(_ n: Int) throws -> Reading<[String]> {
            try book.reading(Rule<[String]>("test.table"), on: "2017-06-01", given: ["n": .number(n)])
        }
        #expect(try all(3).value == ["甲", "丙"])
        #expect(try all(3).derivation.rows.map(\.number) == [1, 3])
        #expect(try all(0).value == [])
        #expect(try all(0).derivation.sentence.contains("没有一行符合"))
        let terms = try book.reading(
            Rule<[Term]>("test.table", output: "by"), on: "2017-06-01", given: ["n": 5])
        #expect(terms.value == [.days(1), .days(2)])
    }

    @Test func `the first row and the strongest row win where the policy says so`() throws {
        func read(_ hit: String, _ n: Int) throws -> String {
            let text = table(
                hit, inputs: ["name: n, title: 数, type: integer"],
                outputs: ["name: grade, title: 等级, type: text, values: [重, 中, 轻]"], columns: "n, grade",
                rows: ["['[3..6]', 轻]", "['>= 5', 重]", "['-', 中]"])
            let book = try RuleBook(parsing: [("a.yaml", text)])
            return try book.reading(Rule<String>("test.table"), on: "2017-06-01", given: ["n": .number(n)]).value
        }
        #expect(try [0, 3, 5].map { try read("F", $0) } == ["中", "轻", "轻"])
        #expect(try [0, 3, 5].map { try read("P", $0) } == ["中", "中", "重"])
    }

    @Test func `plain values keep their type`() throws {
        let text = file(
            """
              - {name: test.a, title: 甲, article: 第一条, versions: [{from: 2000-01-01, value: 0.3}]}
              - {name: test.b, title: 乙, article: 第一条, versions: [{from: 2000-01-01, value: "3"}]}
              - {name: test.c, title: 丙, article: 第一条, versions: [{from: 2000-01-01, value: true}]}
            """)
        let book = try RuleBook(parsing: [("a.yaml", text)])
        #expect(try book.reading(Rule<Double>("test.a"), on: "2017-06-01").value == 0.3)
        #expect(try book.reading(Rule<Figure>("test.a"), on: "2017-06-01").value == Figure("0.3"))
        #expect(
            try cause { _ = try book.reading(Rule<Int>("test.a"), on: "2017-06-01") }
                == .otherType(asked: "整数", found: "0.3"))
        #expect(try book.reading(Rule<String>("test.b"), on: "2017-06-01").value == "3")
        #expect(try book.reading(Rule<Bool>("test.c"), on: "2017-06-01").value)
    }

    @Test func `a column keeps the whole derivation`() throws {
        let derivation = try published.reading(grade, on: "2017-06-01", given: harmless).derivation
        let json = try JSONEncoder().encode(derivation)
        #expect(try JSONDecoder().decode(Derivation.self, from: json) == derivation)
    }
}
