import Workflows

extension SupervisedTask {
    /// Carries out what other kinds of matter assign: a task for the lead, and under it a part for each other unit.
    ///
    /// What lies below the lead's region is divided among the places there; other units co-operate.
    public static let delegation = Delegation(to: SupervisedTask.self) { assignment, source, step throws(Refusal) in
        let lead = try step.organisation(assignment.lead, field: "lead")
        let others = assignment.cooperating.compactMap { step.organisations[$0] }
        let places = others.filter { $0.region != lead.region && lead.region.contains($0.region) }.map(\.id)
        let planned = PlannedTask(
            title: assignment.title, requirement: assignment.requirement, lead: lead.id,
            cooperating: assignment.cooperating.filter { !places.contains($0) }, divided: places, day: assignment.day,
            sourceDocument: assignment.source.document, sourceClause: assignment.source.clause)
        let tree = EstablishTree([planned], supervisor: source.header.owner ?? lead.id)
        try tree.open(under: source, in: &step)
    }
}
