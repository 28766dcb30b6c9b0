import Calendars
import Markup
import Permissions
import Registry
import Rules
import Site
import Workflows

/// Where an instruction is written, with everything filled in that is known: the leader adds one sentence.
enum InstructionForm {
    /// On a matter: whoever acts on it, the person named to do it, and the day the rule proposes.
    static func link(about matter: MatterHeader, _ visit: Visit) -> Link {
        link(
            to: matter.owner ?? matter.actorOrganisation, person: matter.assignee, visit
        ).setting("about", to: matter.number)
    }

    /// To a unit, such as one with a red light.
    static func link(to organisation: String?, person: String?, _ visit: Visit) -> Link {
        Link("m", SupervisedTask.kind, "new", Instruct.slug).setting("owner", to: organisation)
            .setting("assignee", to: person ?? organisation.flatMap { responsible(in: $0, visit)?.person.id })
            .setting("day", to: proposedDay(visit)?.description)
    }

    /// Whoever does the unit's work; otherwise whoever holds a post there.
    static func responsible(in organisation: String, _ visit: Visit) -> User? {
        let members = visit.premises.people.members(of: organisation, on: visit.today)
        return members.first { $0.holdsSomewhere(.handleTasks) } ?? members.first
    }

    /// The usual term of a task for which nobody names a day; none when the rule is not in force.
    private static func proposedDay(_ visit: Visit) -> Day? {
        // Without a proposal the leader fills in the day.
        guard let reading = try? visit.premises.rules.reading(.taskHandling, on: visit.today) else { return nil }
        return visit.premises.desk.calendar.deadline(from: visit.now, term: reading.value).dueOn
    }
}

extension Rule<Term> {
    /// 未指定完成日期的办理期限
    static let taskHandling = Self("supervised-task.handle")
}
