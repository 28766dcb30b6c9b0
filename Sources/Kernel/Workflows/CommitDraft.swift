import Calendars
import Ledger
import Storage

/// Everything that one command changes, gathered as values before anything is written.
struct CommitDraft: Sendable {
    let step: Step
    let channels: [OutgoingChannel]
    let envelope: Envelope
    private(set) var updates: [MatterUpdate] = []
    private(set) var changes: [Change] = []
    private(set) var receipt: Receipt!
    /// The one of the matter on which the command was given.
    private(set) var entry: LedgerEntry!

    init(step: Step, channels: [OutgoingChannel], envelope: Envelope) {
        self.step = step
        self.channels = channels
        self.envelope = envelope
    }

    mutating func add(_ further: [Change]) { changes += further }

    mutating func add<Subject: Matter>(
        opened subject: Subject, command: String, remark: String?, evidence: [String]
    ) {
        changes.append(MatterTable.insert(subject.header))
        changes.append(MatterStore.insert(subject))
        changes.append(
            MatterTable.searchIndex.put("\(subject.header.number) \(subject.header.title)", for: subject.id))
        note(subject, from: nil, command: command, remark: remark, evidence: evidence)
    }

    mutating func add<Subject: Matter>(
        moved subject: Subject, from before: Subject, by transition: Transition<Subject>, remark: String?,
        evidence: [String]
    ) {
        changes.append(
            MatterTable.update(
                subject.header, from: before.header, onlyWithoutOpenChildren: transition.waitsForChildren))
        if let own = MatterStore.update(subject, from: before) { changes.append(own) }
        if subject.header.title != before.header.title {
            changes.append(
                MatterTable.searchIndex.put("\(subject.header.number) \(subject.header.title)", for: subject.id))
        }
        note(subject, from: before, command: transition.slug, remark: remark, evidence: evidence)
    }

    private mutating func note<Subject: Matter>(
        _ subject: Subject, from before: Subject?, command: String, remark: String?, evidence: [String]
    ) {
        let entry = entry(of: subject, from: before, command: command, remark: remark, evidence: evidence)
        let inscription = Inscription(entry)
        changes += LedgerStore.insert(inscription)
        changes += MatterHeader.tallies(from: before?.header, to: subject.header)
        changes += Subject.counts(from: before, to: subject)
        changes += notices(of: subject, from: before, entry: entry)
        // The first matter drafted is the one the command was given on; its parts follow.
        if receipt == nil {
            changes += step.registered
            receipt = Receipt(entry, digest: inscription.digest.hexadecimal)
            self.entry = entry
            changes += step.copied.map { NoticeTable.copy(subject.id, to: $0, at: step.now) }
            updates.append(MatterUpdate(subject.header, from: before?.header, copied: step.copied))
        } else {
            updates.append(MatterUpdate(subject.header, from: before?.header))
        }
    }

    private func entry<Subject: Matter>(
        of subject: Subject, from before: Subject?, command: String, remark: String?, evidence: [String]
    ) -> LedgerEntry {
        LedgerEntry(
            id: step.makeID(),
            target: .init(
                matter: subject.id, kind: Subject.kind, region: subject.header.region, version: subject.header.version),
            command: command,
            commandID: receipt == nil ? envelope.commandID : "\(envelope.commandID)/\(subject.id)",
            actor: .init(
                person: step.user.person.id, post: step.post?.id, organisation: step.post?.organisation),
            times: .init(happened: envelope.happened, written: envelope.written, received: step.now),
            channel: step.user.isSystem ? .timer : envelope.channel,
            stateBefore: before?.header.state, stateAfter: subject.header.state,
            changes: subject.changes(since: before), reason: remark, attachments: evidence)
    }

    /// Told to whoever must act now, when that is someone else than before; and what the command tells besides.
    private func notices<Subject: Matter>(
        of subject: Subject, from before: Subject?, entry: LedgerEntry
    ) -> [Change] {
        var notices: [Notice] = []
        if let actor = subject.header.actorOrganisation,
            actor != before?.header.actorOrganisation || before?.state != subject.state,
            actor != step.post?.organisation
        {
            notices.append(
                Notice(
                    for: actor, about: subject.header, entry: entry.id, at: step.now,
                    text: "\(Subject.title)“\(subject.header.title)”：\(subject.state.title)，请办理。"))
        }
        if receipt == nil {
            notices += step.told.map { organisation, text in
                Notice(for: organisation, about: subject.header, entry: entry.id, at: step.now, text: text)
            }
        }
        return notices.flatMap { NoticeTable.insert($0, by: channels) }
    }
}
