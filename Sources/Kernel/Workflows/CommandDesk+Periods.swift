import Calendars
import Permissions
import Storage

extension CommandDesk {
    /// What a command changes about the periods that its matter opens: nothing for most.
    func recurrences<Subject: Matter>(of subject: Subject, from before: Subject?, in step: Step) async throws
        -> [Change]
    {
        let changed = Subject.workflow.recurring.filter { row in
            row.running(on: subject) != before.flatMap(row.running)
        }
        guard !changed.isEmpty else { return [] }
        let known = before == nil ? [] : try await RecurrenceTable.all(of: subject.id, in: database)
        return changed.compactMap { row in
            change(of: known.first { $0.name == row.name }, to: row.running(on: subject), row.name, of: subject, step)
        }
    }

    private func change(
        of known: Recurrence?, to cycle: Cycle?, _ name: String, of subject: some Matter, _ step: Step
    ) -> Change? {
        guard let cycle else {
            return known.map { RecurrenceTable.move($0, to: $0.period, opensOn: nil) }
        }
        let period = cycle.period(owedFrom: max(step.today, known?.period.from ?? .first), in: calendar)
        let day = period.opens(in: calendar)
        return known.map { RecurrenceTable.move($0, to: period, opensOn: day) }
            ?? RecurrenceTable.insert(name, of: subject.id, next: period, opensOn: day)
    }

    /// Opens the matter of the period that is due; the standing matter and what comes next move on in the same commit.
    ///
    /// - Returns: the number of matters opened: none when another instance was faster, or when it was refused.
    func openPeriod<Subject: Matter>(_ recurrence: Recurrence, of kind: Subject.Type) async throws -> Int {
        guard let row = Subject.workflow.recurring.first(where: { $0.name == recurrence.name }),
            let subject = try await MatterStore<Subject>(database: database).find(recurrence.matter)
        else {
            return try await move([RecurrenceTable.move(recurrence, to: recurrence.period, opensOn: nil)], counting: 0)
        }
        let envelope = Envelope(commandID: recurrence.commandID, channel: .timer)
        var step = step(of: .system, in: envelope)
        do {
            let child = try row.open(subject, recurrence.period, &step)
            var draft = CommitDraft(step: step, channels: channels, envelope: envelope)
            try await add(child, under: subject.id, as: "open-period", in: step, to: &draft)
            try await addParts(of: step, to: &draft)
            let next = recurrence.period.next
            return try await move(
                draft.changes + [RecurrenceTable.move(recurrence, to: next, opensOn: next.opens(in: calendar))],
                telling: draft.updates, counting: 1)
        } catch let refusal as Refusal {
            let words = refusal.problems.sorted { $0.key < $1.key }.map(\.value).first ?? refusal.message
            let tomorrow = step.today.adding(days: 1)
            return try await move(
                [RecurrenceTable.move(recurrence, to: recurrence.period, opensOn: tomorrow, trouble: words)],
                counting: 0)
        }
    }

    private func move(
        _ changes: [Change], telling updates: [MatterUpdate] = [], counting opened: Int
    ) async throws -> Int {
        do {
            try await database.commit(changes)
            onCommit(updates)
            return opened
        } catch is Conflict {
            return 0
        }
    }
}
