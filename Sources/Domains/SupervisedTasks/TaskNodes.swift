import Calendars
import Ledger
import Markup
import Permissions
import Rules
import Site
import Workflows

/// 督办节点 — 立项 审核 下发 签收 办理 反馈 复核 办结: where a task stands, who did what when, and by when each is due.
struct TaskNodes {
    private enum Node: Int, CaseIterable {
        case establish, review, issue, signFor, handle, report, verify, close

        var name: Wording {
            switch self {
            case .establish: Wording(zh: "立项", en: "Set")
            case .review: Wording(zh: "审核", en: "Approve")
            case .issue: Wording(zh: "下发", en: "Issue")
            case .signFor: Wording(zh: "签收", en: "Sign for")
            case .handle: Wording(zh: "办理", en: "Handle")
            case .report: Wording(zh: "反馈", en: "Report")
            case .verify: Wording(zh: "复核", en: "Verify")
            case .close: Wording(zh: "办结", en: "Close")
            }
        }

        /// The commands that complete the node; the first entry completes all that no command of its own did.
        var commands: Set<String> {
            switch self {
            case .establish: []
            case .review: [Approve.slug]
            case .issue: [Issue.slug]
            case .signFor: [SignFor.slug]
            case .handle, .report: [Report.slug]
            case .verify, .close: [Close.slug]
            }
        }

        /// How long it may take; the day agreed for the work itself.
        var rule: Rule<Term>? {
            switch self {
            case .review: .taskReview
            case .issue: .taskIssue
            case .signFor: .taskSignFor
            case .verify: .taskVerification
            case .establish, .handle, .report, .close: nil
            }
        }
    }

    let header: MatterHeader
    let entries: [LedgerEntry]
    let visit: Visit

    func indicator() throws -> StepIndicator {
        StepIndicator(Wording(zh: "督办节点", en: "Nodes"), try Node.allCases.map(shown))
    }

    private var current: Node? {
        switch SupervisedTask.State(rawValue: header.state) {
        case .established: .review
        case .approved: .issue
        case .issued: .signFor
        case .handling, .extensionAsked: .handle
        case .reported: .verify
        case .closed, .withdrawn, nil: nil
        }
    }

    private func isDone(_ node: Node) -> Bool {
        if header.state == SupervisedTask.State.closed.rawValue { return true }
        guard let current else { return completion(of: node) != nil && node.rawValue < Node.handle.rawValue }
        return node.rawValue < current.rawValue
    }

    /// The entry that completed it last; a part or an instruction begins where its first entry put it.
    private func completion(of node: Node) -> LedgerEntry? {
        entries.last { node.commands.contains($0.command) }
            ?? (node.rawValue <= Node.issue.rawValue ? entries.first : nil)
    }

    private func shown(_ node: Node) throws -> StepIndicator.Node {
        if isDone(node), let entry = completion(of: node) {
            var shown = StepIndicator.Node(
                node.name, .done,
                notes: [Wording(verbatim: entry.times.received.description), Wording(verbatim: who(entry))])
            shown.wasLate = try wasLate(node, entry)
            return shown
        }
        if node == current {
            guard let deadline = header.deadline else { return StepIndicator.Node(node.name, .current) }
            let left = deadline.remaining(at: visit.now, calendar: visit.premises.desk.calendar)
            return StepIndicator.Node(
                node.name, .current,
                notes: [
                    Wording(verbatim: left), Wording(zh: "限 ", en: "by ") + Wording(verbatim: deadline.dueInWords),
                ],
                light: deadline.isSuspended ? nil : Light(header.light))
        }
        return StepIndicator.Node(node.name, .ahead, notes: try ahead(node))
    }

    private func ahead(_ node: Node) throws -> [Wording] {
        if node == .handle, let day = header.agreedDay {
            return [Wording(zh: "限 ", en: "by ") + .init(verbatim: day.chinese)]
        }
        guard let rule = node.rule else { return [] }
        let reading = try visit.premises.rules.reading(rule, on: visit.today)
        return [Wording(zh: "限 ", en: "within ") + Wording(verbatim: reading.derivation.outcome)]
    }

    private func who(_ entry: LedgerEntry) -> String {
        if entry.actor.person == "system" { return "平台" }
        let unit = entry.actor.organisation.map { visit.premises.registry.organisations.name($0) } ?? ""
        return "\(visit.premises.people.person(entry.actor.person)?.name ?? entry.actor.person) \(unit)"
    }

    /// Whether the node took longer than the rule of the day on which it began.
    private func wasLate(_ node: Node, _ entry: LedgerEntry) throws -> Bool {
        guard let rule = node.rule, entry.command != entries.first?.command,
            let before = entries.last(where: { $0.target.version < entry.target.version && begins(node, $0) })
        else { return false }
        let began = before.times.received
        let reading = try visit.premises.rules.reading(rule, on: began.day)
        let due = visit.premises.desk.calendar.deadline(from: began, term: reading.value)
        return due.isOverdue(at: entry.times.received)
    }

    private func begins(_ node: Node, _ entry: LedgerEntry) -> Bool {
        entry.stateBefore != entry.stateAfter && entry.stateAfter == state(of: node)?.rawValue
    }

    private func state(of node: Node) -> SupervisedTask.State? {
        switch node {
        case .review: .established
        case .issue: .approved
        case .signFor: .issued
        case .verify: .reported
        case .establish, .handle, .report, .close: nil
        }
    }
}
