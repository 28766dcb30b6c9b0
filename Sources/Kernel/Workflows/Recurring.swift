import Calendars
import Permissions

/// 定期事项 — a row of a workflow's table: what a standing matter asks for again in each period, such as the quarterly
/// report on a task that never ends, or the yearly review of it.
///
/// The standing matter keeps its own ``Cycle`` as one of its values (a detail column, set by its commands like any
/// other, and so in the ledger). As long as it is open, not suspended, and has one, the platform opens the matter of
/// each period by itself, on ``CyclePeriod/opens(in:)``: as a child of the standing one, once, whichever instance
/// comes first and however often the program is restarted. The child's first entry in the ledger is the platform's
/// (`open-period`); from there it is a matter like any other, of the same kind or another.
///
///     recurring: [
///         Recurring("report", "定期报告", every: \.reportCycle) { task, period, step throws(Refusal) in
///             var header = MatterHeader(
///                 PeriodReport.self, title: "\(task.header.title)（\(period.title)）", region: task.header.region,
///                 owner: task.header.owner, supervisor: task.header.supervisor, in: step)
///             header.agreedDay = period.due(in: step.calendar)
///             return PeriodReport(header: header)
///         }
///     ]
///
/// - A period whose due day had passed when the cycle was set is left out. One that was missed because no instance
///   ran is opened late, and shows it.
/// - What falls into the time in which the standing matter was closed or suspended is left out.
/// - Another cycle goes on from the period that would have come next.
/// - A refusal keeps the period waiting: it is tried again the next day, and the page of the standing matter says why.
public struct Recurring<Subject: Matter>: Sendable {
    /// Such as `report`; a standing matter may have several.
    public let name: String
    /// What people call it, such as “定期报告”.
    public let title: String
    let open: @Sendable (Subject, CyclePeriod, inout Step) throws(Refusal) -> any Matter
    private let cycle: @Sendable (Subject) -> Cycle?

    /// - Parameters:
    ///   - cycle: how often; `nil` while the matter has no such cycle.
    ///   - open: the matter of one period, to be given its day: ``CyclePeriod/due(in:)``.
    public init<Child: Matter>(
        _ name: String, _ title: String, every cycle: @escaping @Sendable (Subject) -> Cycle?,
        open: @escaping @Sendable (Subject, CyclePeriod, inout Step) throws(Refusal) -> Child
    ) {
        self.name = name
        self.title = title
        self.cycle = cycle
        self.open = { subject, period, step throws(Refusal) in try open(subject, period, &step) }
    }

    /// The cycle by which it runs now.
    func running(on subject: Subject) -> Cycle? {
        subject.header.isOpen && !subject.header.isSuspended ? cycle(subject) : nil
    }
}
