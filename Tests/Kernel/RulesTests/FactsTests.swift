import Calendars
import Foundation
import Rules
import Testing

private let facts = checkout.appending(path: "../shared/facts").standardizedFileURL
private let factsArePresent = FileManager.default.fileExists(atPath: facts.appending(path: "deadlines.csv").path)

/// The figures agree with the collection of facts beside the checkout, where there is one.
@Suite(.enabled(if: factsArePresent, "the collection of facts (../shared/facts) is not beside this checkout"))
struct FactsTests {
    /// The rule for each row of the collection, with what its table has to be asked.
    private let names: [String: (String, [String: RuleInput])] = [
        "DL-001": ("accident.report.unit-head", [:]), "DL-002": ("accident.report.each-level", [:]),
        "DL-003": ("accident.report.unit-to-province", [:]), "DL-004": ("accident.report.phone-serious", [:]),
        "DL-005": ("accident.report.phone-grave", [:]), "DL-006": ("accident.follow-up-reports", ["grade": "较大事故"]),
        "DL-007": ("accident.follow-up-reports", ["grade": "重大事故"]),
        "DL-008": ("accident.casualty-change", ["road-or-fire": false]),
        "DL-009": ("accident.casualty-change", ["road-or-fire": true]), "DL-010": ("accident.tip-off.first-check", [:]),
        "DL-011": ("accident.tip-off.result", [:]), "DL-012": ("accident.investigation-report", [:]),
        "DL-013": ("accident.reply", ["grade": "较大事故"]), "DL-014": ("accident.reply", ["grade": "特别重大事故"]),
        "DL-015": ("accident.regrade", ["road-or-fire": false]), "DL-016": ("statistics.accident.notify", [:]),
        "DL-017": ("penalty.decision", [:]), "DL-018": ("penalty.evidence-registration", [:]),
        "DL-019": ("penalty.service", [:]), "DL-020": ("penalty.hearing-request", [:]),
        "DL-021": ("penalty.hearing-notice", [:]), "DL-022": ("penalty.payment", [:]),
        "DL-023": ("penalty.cash.hand-in", [:]), "DL-024": ("penalty.cash.deposit", [:]),
        "DL-025": ("penalty.late-payment", [:]), "DL-026": ("penalty.limitation", ["life-harmed": false]),
        "DL-027": ("penalty.publication-withdrawal", [:]), "DL-028": ("penalty.limitation", ["life-harmed": true]),
        "DL-029": ("penalty.hearing-request", [:]), "DL-030": ("safety-penalty.late-filing", [:]),
        "DL-031": ("safety-penalty.on-the-spot-record", [:]), "DL-032": ("safety-penalty.statement", [:]),
        "DL-033": ("safety-penalty.hearing", [:]), "DL-034": ("safety-penalty.hearing-notice", [:]),
        "DL-035": ("safety-penalty.decision", [:]), "DL-036": ("safety-penalty.service-by-announcement", [:]),
        "DL-037": ("safety-penalty.record", [:]), "DL-038": ("rectification.extension-request", [:]),
        "DL-039": ("rectification.extension-answer", [:]), "DL-040": ("rectification.review", [:]),
        "DL-041": ("safety-penalty.suspension-limit", [:]), "DL-042": ("coercion.power-cut-notice", [:]),
        "DL-043": ("coercion.seizure", [:]), "DL-044": ("coercion.demand", [:]),
        "DL-045": ("coercion.court-application", [:]), "DL-046": ("coercion.court-acceptance", [:]),
        "DL-047": ("remedy.review-request", [:]), "DL-048": ("remedy.lawsuit", [:]),
        "DL-049": ("transfer.approval", [:]),
        "DL-050": ("transfer.handover", [:]), "DL-051": ("transfer.forwarding", [:]),
        "DL-052": ("transfer.filing-decision", [:]), "DL-053": ("transfer.review-request", [:]),
        "DL-054": ("transfer.review-decision", [:]), "DL-055": ("transfer.supervision-request", [:]),
        "DL-056": ("transfer.evidence-handover", [:]), "DL-057": ("transfer.supplement-notice", [:]),
        "DL-058": ("hidden-danger.quarterly-statistics", [:]), "DL-059": ("hidden-danger.yearly-statistics", [:]),
        "DL-060": ("hidden-danger.restart-review", [:]), "DL-061": ("hidden-danger.major.withdrawal", [:]),
        "DL-062": ("major-hazard.record", [:]), "DL-063": ("major-hazard.reassessment-cycle", [:]),
        "DL-064": ("hazardous-chemical.evaluation-cycle", [:]), "DL-065": ("hazardous-chemical.project-review", [:]),
        "DL-066": ("hazardous-chemical.project-review", [:]), "DL-067": ("hazardous-chemical.use-licence", [:]),
        "DL-068": ("hazardous-chemical.purchase-licence", [:]), "DL-069": ("hazardous-chemical.trade-record", [:]),
        "DL-070": ("hazardous-chemical.transport-permit", [:]),
        "DL-071": ("hazardous-chemical.pipeline-work-notice", [:]),
        "DL-072": ("licence.safety.decision", [:]), "DL-073": ("licence.safety.renewal", [:]),
        "DL-074": ("licence.chemical-trade.decision", [:]), "DL-075": ("licence.chemical-production.application", [:]),
        "DL-076": ("licence.chemical-production.decision", [:]), "DL-077": ("emergency-plan.record", [:]),
        "DL-078": ("emergency-plan.record-check", [:]), "DL-079": ("operator-certificate.examination", [:]),
        "DL-080": ("operator-certificate.decision", [:]), "DL-081": ("operator-certificate.review-request", [:]),
        "DL-082": ("coal-mine.hidden-danger-report", [:]), "DL-083": ("coal-mine.restart-acceptance", [:]),
        "DL-084": ("coal-mine.restart-acceptance", [:]), "DL-085": ("coal-mine.closure-decision", [:]),
        "DL-086": ("coal-mine.announcement", [:]), "DL-087": ("coal-mine.announcement", [:]),
        "DL-088": ("coal-mine.repeat-window", [:]), "DL-089": ("jiangsu.supervised-accident", [:]),
        "DL-090": ("jiangsu.risk-report.first", [:]), "DL-091": ("jiangsu.risk-report.yearly", [:]),
        "DL-092": ("jiangsu.risk-report.initial-round", [:]),
    ]

    @Test func `every deadline of the collection is a rule with the same figure on its first and last day`() throws {
        let rows = try Table("deadlines.csv").rows
        #expect(rows.count == 92)
        for row in rows {
            let (name, inputs) = try #require(names[row["id"]!], "\(row["id"]!)")
            let from = try #require(Day(row["effective_from"]!))
            for day in [from, Day(row["effective_to"]!)].compactMap({ $0 }) {
                let derivation = try Self.derivation(of: name, on: day, given: inputs)
                let figure = derivation.outcome.prefix { $0 != " " }
                #expect(figure == Self.expected(row), "\(row["id"]!) \(name)")
                let isSure = ["S", "KH"].contains { row["confidence"]!.hasPrefix($0) }
                #expect(isSure || !derivation.verified, "\(row["id"]!)")
            }
            if !row["effective_to"]!.isEmpty {
                let after = Day(row["effective_to"]!)!.adding(days: 1)
                #expect(published.rule(named: name)?.version(on: after)?.from != from, "\(row["id"]!)")
            }
        }
    }

    @Test func `the bounds of the accident grades are those of the collection`() throws {
        let measures = [
            ("deaths", "deaths"), ("serious-injuries", "serious_injury"), ("direct-loss", "direct_loss"),
        ]
        for row in try Table("accident_grades.csv").rows {
            for (input, column) in measures {
                let unit = column == "direct_loss" ? "_yuan" : ""
                let least = try #require(Int(row["\(column)_min\(unit)"]!))
                let most = Int(row["\(column)_max_excl\(unit)"]!).map { $0 - 1 }
                for value in [least, most].compactMap({ $0 }) {
                    let given = ["deaths": 0, "serious-injuries": 0, "direct-loss": 0].merging([input: value]) { $1 }
                    let grade = try published.reading(
                        Rule<String>("accident.grade"), on: "2017-06-01", given: given.mapValues { .number($0) })
                    #expect(grade.value == row["grade"], "\(input) \(value)")
                }
            }
        }
    }

    /// The figure as rules write it.
    private static func expected(_ row: [String: String]) -> String {
        let (amount, isWorking) = (row["duration"]!, row["day_type"] == "working")
        return switch row["unit"]! {
        case "h": amount + "小时"
        case "h_before": "提前\(amount)小时"
        case "d": amount + (isWorking ? "个工作日" : "日")
        case "d_before": "提前\(amount)" + (isWorking ? "个工作日" : "日")
        case "m", "m_window": amount + "个月"
        case "m_before": "提前\(amount)个月"
        case "y": amount + "年"
        case "immediate": "立即"
        case "per_day": amount.replacing("%", with: "")
        default: amount
        }
    }

    private static func derivation(
        of name: String, on day: Day, given inputs: [String: RuleInput]
    ) throws -> Derivation {
        let rule = try #require(published.rule(named: name), "\(name)")
        let version = try #require(rule.version(on: day), "\(name) \(day)")
        let sample: RuleValue? =
            switch version.content {
            case .value(let value): value
            case .table(let table): table.rows.first?.outcomes.first
            }
        switch sample {
        case .term: return try published.reading(Rule<Term>(name), on: day, given: inputs).derivation
        case .number: return try published.reading(Rule<Figure>(name), on: day, given: inputs).derivation
        default: return try published.reading(Rule<String>(name), on: day, given: inputs).derivation
        }
    }

    /// A CSV file of the collection; quoted cells hold commas.
    private struct Table {
        var rows: [[String: String]] = []

        init(_ name: String) throws {
            let text = try String(contentsOf: facts.appending(path: name), encoding: .utf8)
            let lines = text.split(whereSeparator: \.isNewline).map(Self.cells)
            rows = lines.dropFirst().map { cells in
                Dictionary(zip(lines[0], cells), uniquingKeysWith: { first, _ in first })
            }
        }

        private static func cells(_ line: Substring) -> [String] {
            var cells = [""]
            var isQuoted = false
            for character in line {
                switch character {
                case "\"": isQuoted.toggle()
                case "," where !isQuoted: cells.append("")
                default: cells[cells.count - 1].append(character)
                }
            }
            return cells
        }
    }
}
