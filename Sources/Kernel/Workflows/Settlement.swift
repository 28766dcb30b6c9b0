import Calendars
import Permissions
import Rules
import Storage

/// What follows from a matter's new state: whose turn it is, by when, and how it counts.
extension CommandDesk {
    func settle<Subject: Matter>(
        _ subject: inout Subject, from before: Subject?, effect: Transition<Subject>.Effect = .plain,
        remark: String? = nil, in step: Step
    ) async throws {
        if subject.header.number.isEmpty {
            let (series, year) = (subject.numberSeries, step.today.year)
            let serial =
                Subject.isNumberedWithoutGaps
                ? try await numbers.nextWithoutGap(in: series, year: year)
                : try await numbers.next(in: series, year: year)
            subject.header.number = subject.number(serial, of: year)
        }
        subject.header.deadline = try deadline(of: subject, from: before, effect: effect, remark: remark, in: step)
        if effect == .plain {
            subject.header.actorOrganisation = subject.header.actor(Subject.workflow.awaits(subject.state).actor)
        }
        subject.header.isOpen = !Subject.workflow.final.contains(subject.state)
        // Who took too long is told by the term that ended with this step: one that was extended or suspended ended
        // later, and the time that the next one takes, or the supervisor, is not theirs.
        let endsTerm =
            before.map { $0.state != subject.state && Subject.workflow.awaits($0.state).actor != .party(.supervisor) }
            ?? false
        if endsTerm, before?.header.deadline?.isOverdue(at: step.now) == true { subject.header.wasLate = true }
        if !subject.header.isOpen { subject.header.deadline = nil }
        // What is noted on a closed matter does not close it anew.
        subject.header.closedAt = subject.header.isOpen ? nil : before?.header.closedAt ?? step.now
        try light(&subject.header, at: step.now)
    }

    private func deadline<Subject: Matter>(
        of subject: Subject, from before: Subject?, effect: Transition<Subject>.Effect, remark: String?, in step: Step
    ) throws -> Deadline? {
        let running = subject.header.deadline
        switch effect {
        case .suspends:
            guard let running else { throw Refusal.noClock }
            return running.suspended(at: step.now, reason: remark ?? "")
        case .resumes: return running?.resumed(at: step.now, in: calendar)
        case .plain: break
        }
        if let granted = step.grantedExtension {
            guard let running else { throw Refusal.noClock }
            guard running.dueOn < granted.day else { throw Refusal.notLater(running.dueOn) }
            return running.extended(to: granted.day, reason: granted.reason, in: calendar)
        }
        // Staying in a state does not start its clock anew, unless another day was agreed that it goes by.
        if before?.state == subject.state,
            !goesByAgreedDay(subject) || before?.header.agreedDay == subject.header.agreedDay
        {
            return running
        }
        return try freshDeadline(of: subject, in: step)
    }

    private func goesByAgreedDay<Subject: Matter>(_ subject: Subject) -> Bool {
        switch Subject.workflow.awaits(subject.state).limit {
        case .agreedDay, .agreedDayOrRule: true
        default: false
        }
    }

    private func freshDeadline<Subject: Matter>(of subject: Subject, in step: Step) throws -> Deadline? {
        switch Subject.workflow.awaits(subject.state).limit {
        case .rule(let rule): return try counted(rule, in: step)
        case .chosen(let choose): return try choose(subject).map { try counted($0, in: step) }
        case .agreedDay(let setBy): return subject.header.agreedDay.map { agreed($0, setBy: setBy, in: step) }
        case .agreedDayOrRule(let setBy, let rule):
            return try subject.header.agreedDay.map { agreed($0, setBy: setBy, in: step) }
                ?? counted(rule(subject), in: step)
        case .running: return subject.header.deadline
        case .none: return nil
        }
    }

    /// A day that has passed already is overdue at once, it does not begin anew.
    private func agreed(_ day: Day, setBy: String, in step: Step) -> Deadline {
        calendar.deadline(from: min(step.now, Instant(day: day)), on: day, setBy: setBy)
    }

    private func counted(_ rule: Rule<Term>, in step: Step) throws -> Deadline {
        let reading = try rules.reading(rule, on: step.today)
        return calendar.deadline(from: step.now, term: reading.value, basis: reading.derivation.basis)
    }

    /// Sets the light of this moment and when it next gets worse.
    func light(_ header: inout MatterHeader, at now: Instant) throws {
        header.light = .green
        header.lightChangesAt = nil
        guard header.isOpen, let deadline = header.deadline, !deadline.isSuspended else { return }
        let warning = deadline.warningStart(
            warningDays: try rules.reading(.warningWorkingDays, on: now.day).value, calendar: calendar)
        if deadline.isOverdue(at: now) {
            header.light = .red
        } else if now >= warning {
            header.light = .yellow
            header.lightChangesAt = deadline.due
        } else {
            header.lightChangesAt = min(warning, deadline.due)
        }
    }
}

extension Rule<Int> {
    /// 到期前几个工作日亮黄灯
    public static let warningWorkingDays = Self("escalation.warning-days")
}

extension MatterHeader {
    fileprivate func actor<Subject>(_ actor: Awaited<Subject>.Actor) -> String? {
        switch actor {
        case .party(let party): self[party]
        case .signatories: awaitedSignatures.first
        case .platform, .nobody: nil
        }
    }
}

extension Refusal {
    fileprivate static let noClock = Self(
        .conflicting, code: "no-clock", message: "该事项目前没有在走的期限，不需要挂起或延期。")

    fileprivate static func notLater(_ due: Day) -> Self {
        .fields(["day": "延期后的日期应晚于现在的期限 \(due.chinese)。"])
    }
}
