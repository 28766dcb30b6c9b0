import Calendars
import Workflows

/// 长期坚持 — a task without a last day: it is reported on again and again, and reviewed each year.
extension SupervisedTask {
    /// What can be chosen; whoever needs another rhythm asks for the report by hand.
    static let reportCycles = [
        Cycle(.monthly, by: .lastWorkingDay, notice: 5), Cycle(.quarterly, by: .lastWorkingDay, notice: 10),
        Cycle(.halfYearly, by: .lastWorkingDay, notice: 10), Cycle(.yearly, by: .lastWorkingDay, notice: 15),
    ]

    private static let yearlyReview = Cycle(.yearly, by: .lastWorkingDay, notice: 20)

    /// Set, and not yet closed, without a last day.
    public var isStanding: Bool { header.agreedDay == nil }

    static let recurring: [Recurring<SupervisedTask>] = [
        Recurring(
            "report", "定期报告", every: { $0.state == .handling ? $0.reportCycle : nil },
            open: { task, period, step throws(Refusal) in
                task.periodTask("\(period.title)报告", by: task.header.owner, for: period, in: step)
            }),
        Recurring(
            "review", "年度评估", every: { $0.state == .handling && $0.isStanding ? yearlyReview : nil },
            open: { task, period, step throws(Refusal) in
                task.periodTask("\(period.title)评估：是否继续坚持", by: task.header.supervisor, for: period, in: step)
            }),
    ]

    /// What one period asks for; whoever supervises the standing task checks it.
    private func periodTask(
        _ what: String, by owner: String?, for period: CyclePeriod, in step: Step
    ) -> SupervisedTask {
        var header = MatterHeader(
            SupervisedTask.self, title: "\(header.title)（\(what)）", region: header.region, sector: header.sector,
            owner: owner, supervisor: header.supervisor, issuer: header.issuer, in: step)
        header.agreedDay = period.due(in: step.calendar)
        var asked = SupervisedTask(header: header, requirement: requirement)
        asked.grade = grade
        asked.firstDay = header.agreedDay
        asked.sourceDocument = sourceDocument
        asked.sourceClause = sourceClause
        asked.state = .issued
        return asked
    }
}

/// 调整报告周期 — how often a task is reported on; left empty, it is no longer.
public struct SetReportCycle: Command {
    public static let slug = "set-report-cycle"
    public static let title = "调整报告周期"
    public static let fields: [Field] = [
        .cycle("cycle", "定期报告", of: SupervisedTask.reportCycles).optional.hint("不选则不再要求定期报告。")
    ]

    public var cycle: Cycle?

    public init(_ cycle: Cycle?) {
        self.cycle = cycle
    }

    public func apply(to task: inout SupervisedTask, in step: inout Step) {
        task.reportCycle = cycle
    }
}
