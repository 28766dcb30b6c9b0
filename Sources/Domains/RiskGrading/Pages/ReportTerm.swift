import Calendars
import Markup
import Rules
import Site
import Workflows

/// Why a report is owed and by when, in the words of the rule.
struct ReportTerm {
    let report: RiskReport
    let visit: Visit

    var html: HTML {
        get throws {
            let derivation = try self.derivation
            return Panel(Wording(zh: "报告期限的依据", en: "Why, and by when"), id: "term") {
                p { derivation.sentence }
                if let cause = report.cause { p { Wording(zh: "事由：", en: "Cause: ") + Wording(verbatim: cause) } }
                p { a(.href(Link("m", RiskProfile.kind, report.profile))) { Wording(zh: "风险档案", en: "Risk profile") } }
            }.html
        }
    }

    /// By the rule of the day on which the report became owed.
    private var derivation: Derivation {
        get throws {
            let day = report.header.openedAt.day
            guard report.occasion == .yearly else {
                return try visit.premises.rules.reading(report.occasion.rule, on: day).derivation
            }
            return try visit.premises.rules.reading(.yearlyReportBy, on: day).derivation
        }
    }
}
