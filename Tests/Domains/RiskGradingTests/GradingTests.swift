import Calendars
import Rules
import SampleProvince
import Testing
import Workflows

@testable import RiskGrading

private let rules = try! RuleBook(parsing: try! World.rules())
private let today = Day("2026-06-10")!

/// The arithmetic is the method's, every number in it is a rule's, and what does not reach a limit does not seem to.
struct GradingTests {
    private func judged(_ assessment: RiskAssessment, on day: Day = today) throws -> RiskJudgement {
        try assessment.judged(by: rules, on: day)
    }

    private func unit(_ substances: (String, String, String?)..., people: Int = 0) -> RiskAssessment {
        .majorHazard(
            MajorHazardUnit(
                substances.map { .init($0.0, Tonnes(typed: $0.1)!, hazardClass: $0.2) }, people: people))
    }

    @Test func `before the standard of 2018 was in force nothing is graded by it`() throws {
        #expect(throws: RuleMissing.self) { try judged(unit(("氯", "5", nil)), on: Day("2019-02-28")!) }
        #expect(try judged(unit(("氯", "5", nil)), on: Day("2019-03-01")!).score.hasPrefix("R = "))
    }

    @Test func `amounts that are nothing, negative or no number are no amounts`() {
        for text in ["0", "-1", "十吨", "", "1e3", "99999999"] { #expect(Tonnes(typed: text) == nil, "\(text)") }
        #expect(Tonnes(typed: "12.5吨") == Tonnes(typed: "12.500t"))
    }

    @Test(arguments: [
        (Likelihood.probable, Exposure.daily, Consequence.death, "D = 540", RiskGrade.major),
        (.possible, .daily, .death, "D = 270", .considerable), (.possible, .daily, .seriousInjury, "D = 126", .general),
        (.unlikely, .daily, .disability, "D = 18", .low), (.conceivable, .rare, .tenDeaths, "D = 25", .low),
        (.expected, .monthly, .death, "D = 300", .considerable),
        (.nearlyImpossible, .continuous, .threeDeaths, "D = 80", .general),
        (.impossible, .rare, .noticeable, "D = 0.05", .low),
    ])
    func `likelihood, exposure and consequence multiply, and their product has its band`(
        likelihood: Likelihood, exposure: Exposure, consequence: Consequence, score: String, grade: RiskGrade
    ) throws {
        let judgement = try judged(.likelihoodExposureConsequence(likelihood, exposure, consequence))
        #expect(judgement.score == score && judgement.grade == grade)
        #expect(judgement.derivations.count == 4 && judgement.derivations.allSatisfy(\.isConvention))
    }

    @Test func `every cell of the matrix has a grade, and its bands are marked as not verified`() throws {
        let expected: [Int: RiskGrade] = [
            8: .low, 9: .general, 12: .general, 15: .considerable, 16: .considerable, 20: .major,
        ]
        for likelihood in 1...5 {
            for severity in 1...5 {
                let judgement = try judged(.matrix(likelihood: likelihood, severity: severity))
                #expect(judgement.derivations.allSatisfy { !$0.verified })
                if let grade = expected[likelihood * severity] { #expect(judgement.grade == grade) }
            }
        }
    }

    /// 氯 Q 5 t; 氨 Q 10 t: S is exactly 1 with 2.5 t and 5 t, and one gram less is no major hazard source.
    @Test func `the sum that is exactly one makes a major hazard source, a gram less does not`() throws {
        #expect(try judged(unit(("氯", "5", nil))).score.hasPrefix("R = "))
        #expect(try judged(unit(("氯", "2.5", nil), ("氨", "5", nil))).workings.contains { $0.hasPrefix("S = 1，构成") })
        let less = try judged(unit(("氯", "2.499999", nil), ("氨", "5", nil)))
        #expect(less.score == "S = 0.999999" && less.grade == .low)
        #expect(try judged(unit(("液氯", "5", nil))).score == judged(unit(("氯", "5", nil))).score)
    }

    /// Chlorine β 4, Q 5 t; ammonia β 2, Q 10 t. R = α · (4·q₁/5 + 2·q₂/10).
    @Test(arguments: [
        ("50", 100, "R = 80，二级", RiskGrade.considerable), ("62.5", 100, "R = 100，一级", .major),
        ("62.499", 100, "R = 99.9984，二级", .considerable), ("62.5", 99, "R = 75，二级", .considerable),
        ("62.5", 30, "R = 60，二级", .considerable), ("62.5", 29, "R = 50，二级", .considerable),
        ("62.5", 0, "R = 25，三级", .general), ("24.999", 0, "R = 9.9996，四级", .low),
    ])
    func `the index decides the level, with the people who live near`(
        chlorine: String, people: Int, score: String, grade: RiskGrade
    ) throws {
        let judgement = try judged(unit(("氯", chlorine, nil), people: people))
        #expect(judgement.score == score && judgement.grade == grade)
        #expect(judgement.derivations.contains { $0.number == "GB 18218-2018" && $0.article == "表6" })
    }

    @Test func `what the tables do not name goes by its hazard class, and petrol by table 1 with the class for β`()
        throws
    {
        let judgement = try judged(unit(("某溶剂", "2000", "W5.3"), ("苯", "50", "W5.3")))
        #expect(judgement.workings[0] == "某溶剂：q 2000 吨 ÷ Q 1000 吨 = 2，β = 1")
        #expect(judgement.workings[1] == "苯：q 50 吨 ÷ Q 50 吨 = 1，β = 1")
        #expect(judgement.score == "R = 1.5，四级")
    }

    @Test func `the colour of an enterprise is that of its gravest point, and says what would change it`() throws {
        let cases: [([RiskGrade: Int], RiskGrade, RiskGrade?)] = [
            ([:], .low, nil), ([.low: 9], .low, nil), ([.general: 1, .low: 3], .general, .low),
            ([.considerable: 2, .general: 1], .considerable, .general), ([.major: 1, .low: 1], .major, .low),
        ]
        for (points, grade, milder) in cases {
            let colour = EnterpriseColour(points)
            #expect(try colour.reading(by: rules, on: today).value == grade)
            #expect(try colour.wouldBecome(by: rules, on: today)?.grade == milder)
        }
    }

    @Test func `accident types are those of the standard in force that day`() {
        #expect(rules.accidentTypes(on: Day("2026-06-30")!).count == 20)
        let later = rules.accidentTypes(on: Day("2026-07-01")!)
        #expect(later.count == 27 && later.contains { $0.code == "WSA10018" && $0.title == "粉尘爆炸" })
    }
}
