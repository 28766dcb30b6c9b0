import Calendars
import Rules
import Testing

/// The rules that ship are complete and say what the law says.
struct PublishedRulesTests {
    @Test func `every version names its source, and what is no law is marked`() {
        #expect(published.rules.count > 100)
        for rule in published.rules {
            #expect(!rule.versions.isEmpty && !rule.title.isEmpty, "\(rule.name)")
            for version in rule.versions {
                #expect(!version.source.title.isEmpty && !version.source.number.isEmpty && !version.article.isEmpty)
                let isConvention = rule.file.hasSuffix("conventions.yaml")
                #expect(version.source.isConvention == isConvention, "\(rule.name)")
                if version.article == "条款待核" { #expect(!version.verified, "\(rule.name)") }
            }
        }
    }

    @Test(arguments: [
        (3, 0, 0, "较大事故"), (2, 9, 9_999_999, "一般事故"), (0, 10, 0, "较大事故"), (0, 0, 10_000_000, "较大事故"),
        (10, 0, 0, "重大事故"), (30, 0, 0, "特别重大事故"), (0, 100, 0, "特别重大事故"), (0, 0, 0, "一般事故"),
        (29, 99, 99_999_999, "重大事故"), (9, 49, 49_999_999, "较大事故"), (0, 50, 0, "重大事故"), (0, 0, 50_000_000, "重大事故"),
        (0, 0, 100_000_000, "特别重大事故"), (1, 0, 100_000_000, "特别重大事故"), (10, 100, 0, "特别重大事故"),
    ])
    func `the worst of the three measures grades an accident`(deaths: Int, injuries: Int, loss: Int, grade: String)
        throws
    {
        let given: [String: RuleInput] = [
            "deaths": .number(deaths), "serious-injuries": .number(injuries), "direct-loss": .number(loss),
        ]
        let reading = try published.reading(Rule<String>("accident.grade"), on: "2017-06-01", given: given)
        #expect(reading.value == grade)
    }

    @Test func `a reply takes thirty days for the gravest accidents, fifteen for all others`() throws {
        func reply(_ grade: String) throws -> Term {
            try published.reading(Rule<Term>("accident.reply"), on: "2017-06-01", given: ["grade": .text(grade)]).value
        }
        #expect(try reply("特别重大事故") == .days(30))
        #expect(try ["重大事故", "较大事故", "一般事故"].map(reply) == [.days(15), .days(15), .days(15)])
    }

    @Test func `one of five signs makes it a case of serious danger`() throws {
        let none: [String: RuleInput] = [
            "endangered": 9, "trapped-or-missing": 2, "evacuated": 499, "severe-pollution": false, "vital-place": false,
        ]
        func isSerious(_ name: String? = nil, _ value: RuleInput = 0) throws -> Bool {
            let given = name.map { none.merging([$0: value]) { $1 } } ?? none
            return try published.reading(Rule<Bool>("accident.serious-danger"), on: "2017-06-01", given: given).value
        }
        #expect(try !isSerious())
        #expect(try isSerious("endangered", 10))
        #expect(try isSerious("trapped-or-missing", 3))
        #expect(try isSerious("evacuated", 500))
        #expect(try isSerious("severe-pollution", true))
        #expect(try isSerious("vital-place", true))
    }

    @Test func `each node of a supervised task has its term`() throws {
        for node in ["establish", "review", "issue", "sign-for", "handle", "respond", "verify", "close"] {
            let reading = try published.reading(Rule<Term>("supervised-task.\(node)"), on: "2026-01-01")
            #expect(reading.value.unit == .workingDays && reading.derivation.isConvention)
        }
    }

    @Test func `hazardous chemicals follow their new law from its first day`() throws {
        let review = Rule<Term>("hazardous-chemical.project-review")
        #expect(try published.reading(review, on: "2026-04-30").value == .days(45))
        #expect(try published.reading(review, on: "2026-05-01").value == .workingDays(20))
        #expect(try published.reading(review, on: "2026-05-01").derivation.document == "中华人民共和国危险化学品安全法")
    }
}
