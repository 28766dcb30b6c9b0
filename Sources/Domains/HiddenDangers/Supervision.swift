import Calendars
import Registry
import Rules
import Workflows

/// 超期升级 — nobody acted in time, so the next level up takes the danger over. Given by the platform alone.
public struct RaiseDanger: Command {
    public typealias Subject = HiddenDanger
    public static let slug = "raise"
    public static let title = "超期升级督办"

    public init() {}

    public func apply(to danger: inout HiddenDanger, in step: inout Step) throws(Refusal) {
        let levels = RaisingLevels(rules: step.rules, directory: step.organisations)
        guard let next = levels.next(for: danger.header, at: step.now) else { throw Self.notYet }
        if let former = danger.header.supervisor {
            step.tell(former, "隐患“\(danger.header.title)”超期，已升级由\(next.organisation.name)督办。")
        }
        danger.header.supervisor = next.organisation.id
        danger.raisedLevel = max(danger.raisedLevel ?? .township, next.level)
        step.tell(next.organisation.id, "隐患“\(danger.header.title)”超期未办，升级由你单位督办，请督促办结。")
    }

    private static let notYet = Refusal(.conflicting, code: "not-to-be-raised", message: "该隐患没有到升级督办的时候。")
}

/// Which level takes over what is overdue, and after how many days.
struct RaisingLevels: Sendable {
    let rules: RuleBook
    let directory: OrganisationDirectory

    /// The nearest level above the one that supervises now, once the danger is overdue as long as that level's rule says.
    func next(for header: MatterHeader, at now: Instant) -> Authority? {
        guard header.isOpen, !header.isSuspended, let deadline = header.deadline, deadline.isOverdue(at: now) else {
            return nil
        }
        let current = header.supervisor.flatMap { directory[$0] }.map { SupervisionLevel(of: $0) } ?? .enterprise
        let overdue = deadline.dueOn.distance(to: now.day)
        return directory.authorities(over: header.region, on: now.day).first { $0.level > current }
            .flatMap { authority in
                // A level without a rule in force takes nothing over.
                guard let days = try? rules.reading(.raise(to: authority.level), on: now.day).value else { return nil }
                return overdue >= days ? authority : nil
            }
    }
}
