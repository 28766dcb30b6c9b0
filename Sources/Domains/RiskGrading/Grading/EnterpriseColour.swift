import Calendars
import Rules
import Workflows

/// 企业风险等级 — the colour of an enterprise, from its risk points that are under control, with why and what would change it.
public struct EnterpriseColour: Sendable, Hashable {
    /// How many points of each grade are under control.
    public var points: [RiskGrade: Int]

    public init(_ points: [RiskGrade: Int]) {
        self.points = points
    }

    public func reading(by rules: RuleBook, on day: Day) throws(RuleMissing) -> Reading<RiskGrade> {
        try rules.reading(
            Rule<RiskGrade>("risk.enterprise-colour"), on: day,
            given: [
                "major": .number(points[.major] ?? 0), "considerable": .number(points[.considerable] ?? 0),
                "general": .number(points[.general] ?? 0),
            ])
    }

    /// What the colour would be without the points of one grade: for each grade that decides, how it could be milder.
    public func wouldBecome(by rules: RuleBook, on day: Day) throws(RuleMissing) -> (grade: RiskGrade, points: Int)? {
        let now = try reading(by: rules, on: day).value
        guard let deciding = points[now], deciding > 0, now != .low else { return nil }
        var without = self
        without.points[now] = nil
        return (try without.reading(by: rules, on: day).value, deciding)
    }
}
