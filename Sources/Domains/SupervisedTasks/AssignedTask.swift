import Calendars
import Workflows

extension SupervisedTask {
    /// Carries out what other kinds of matter assign: a task for the lead, and under it a part for each other unit.
    ///
    /// What lies below the lead's region is divided among the places there; other units co-operate. What is to be kept
    /// up without end (长期坚持) has no last day; what comes back each quarter is reported on each quarter.
    public static let delegation = Delegation(to: SupervisedTask.self) { assignment, source, step throws(Refusal) in
        let lead = try step.organisation(assignment.lead, field: "lead")
        let others = assignment.cooperating.compactMap { step.organisations[$0] }
        let places = others.filter { $0.region != lead.region && lead.region.contains($0.region) }.map(\.id)
        let planned = PlannedTask(
            title: assignment.title, requirement: assignment.requirement, lead: lead.id,
            cooperating: assignment.cooperating.filter { !places.contains($0) }, divided: places,
            day: assignment.isStanding ? nil : assignment.day, reportCycle: assignment.reportCycle,
            sourceDocument: assignment.source.document, sourceClause: assignment.source.clause)
        let tree = EstablishTree([planned], supervisor: source.header.owner ?? lead.id)
        try tree.open(under: source, in: &step)
    }
}

extension Assignment {
    fileprivate var isStanding: Bool { repetition?.contains("长期") ?? false }

    /// The cycle that the source names, of those that can be chosen.
    fileprivate var reportCycle: Cycle? {
        guard let repetition else { return nil }
        let named: [(words: [String], length: Cycle.Length)] = [
            (["每月", "按月"], .monthly), (["每季", "按季"], .quarterly), (["每半年", "半年一次"], .halfYearly),
            (["每年", "按年", "年度"], .yearly),
        ]
        let length = named.first { $0.words.contains { repetition.contains($0) } }?.length
        return SupervisedTask.reportCycles.first { $0.length == length }
    }
}
