import Calendars
import Ledger
import Permissions
import Registry
import Rules
import Storage

/// 办理台 — carries out commands. This is the only way a matter changes, so permission, state, deadline, ledger,
/// tallies and concurrency are settled here, once, for every domain.
public struct CommandDesk: Sendable {
    public let database: any Database
    public let rules: RuleBook
    public let calendar: WorkingCalendar
    public let registry: Registry
    public let now: @Sendable () -> Instant
    let numbers: SerialNumbers
    let ledger: LedgerStore
    let delegation: Delegation?
    private let attaching: Attaching
    /// By which ways notices leave the house.
    let channels: [OutgoingChannel]
    /// Hears of every change once it is on disk.
    let onCommit: @Sendable ([MatterUpdate]) -> Void

    /// The rows that attach the evidence of an entry to its matter, committed together with it; or a refusal when the
    /// person named a file that is not theirs to attach. Asked only when there is evidence.
    public typealias Attaching = @Sendable (LedgerEntry, User) async throws -> [Change]

    public init(
        database: any Database, rules: RuleBook, calendar: WorkingCalendar, registry: Registry,
        delegation: Delegation? = nil, channels: [OutgoingChannel] = [],
        onCommit: @escaping @Sendable ([MatterUpdate]) -> Void = { _ in },
        now: @escaping @Sendable () -> Instant = { .now }, attaching: @escaping Attaching = { _, _ in [] }
    ) {
        self.attaching = attaching
        self.database = database
        self.rules = rules
        self.calendar = calendar
        self.registry = registry
        self.delegation = delegation
        self.channels = channels
        self.onCommit = onCommit
        self.now = now
        numbers = SerialNumbers(database: database)
        ledger = LedgerStore(database: database)
    }

    public static var migrations: [Migration] {
        MatterTable.migrations + NoticeTable.migrations + RecurrenceTable.migrations + OutboxTable.migrations
            + ErasureTable.migrations
    }

    /// Opens a matter.
    ///
    /// - Throws: ``Refusal`` when this person may not do this now; nothing has changed then.
    @discardableResult
    public func open<O: Opening>(_ opening: O, by user: User, in envelope: Envelope = Envelope()) async throws
        -> Receipt
    {
        guard let row = O.Subject.workflow.openings.first(where: { $0.slug == O.slug }) else {
            preconditionFailure("\(O.self) is not in the workflow of \(O.Subject.self)")
        }
        return try await open(opening, as: row, by: user, in: envelope)
    }

    /// Carries out a command on a matter.
    ///
    /// - Throws: ``Refusal`` when this person may not do this now; nothing has changed then.
    @discardableResult
    public func perform<C: Command>(
        _ command: C, on id: String, by user: User, in envelope: Envelope = Envelope()
    ) async throws -> Receipt {
        guard let transition = C.Subject.workflow.transition(C.slug) else {
            preconditionFailure("\(C.self) is not in the workflow of \(C.Subject.self)")
        }
        return try await perform(command, as: transition, on: id, by: user, in: envelope)
    }

    func open<Subject>(
        _ opening: any Opening<Subject>, as row: OpeningRow<Subject>, by user: User, in envelope: Envelope
    ) async throws -> Receipt {
        let sending = Sending(kind: Subject.self, command: row.slug, matter: nil, user: user, envelope: envelope)
        return try await once(sending) { try await carryOut(opening, as: row, by: user, in: envelope) }
    }

    func perform<Subject>(
        _ command: any Command<Subject>, as transition: Transition<Subject>, on id: String, by user: User,
        in envelope: Envelope
    ) async throws -> Receipt {
        let sending = Sending(kind: Subject.self, command: transition.slug, matter: id, user: user, envelope: envelope)
        return try await once(sending) {
            guard transition.isSignature else {
                return try await carryOut(command, as: transition, on: id, by: user, in: envelope)
            }
            return try await sign(command, as: transition, on: id, by: user, in: envelope)
        }
    }

    private func carryOut<Subject>(
        _ opening: any Opening<Subject>, as row: OpeningRow<Subject>, by user: User, in envelope: Envelope
    ) async throws -> Receipt {
        guard user.isSystem || user.holdsSomewhere(row.permission) else { throw Refusal.notPermitted(row.title) }
        var opening = opening
        try await opening.prepare(for: user, reading: database)
        try await registry.acquaint(row.fields.organisations(namedBy: opening))
        var step = step(of: user, in: envelope)
        var subject = try opening.open(in: &step)
        let place = subject.header.place
        let post = user.post(with: row.permission, at: place)
        guard user.isSystem || post != nil else {
            throw Refusal.notPermitted(row.title, because: user.explanation(lacking: row.permission, at: place))
        }
        step = step.acting(as: post)
        subject.header.version = 1
        try await settle(&subject, from: nil, in: step)
        var draft = CommitDraft(step: step, channels: channels, envelope: envelope)
        draft.add(opened: subject, command: row.slug, remark: opening.remark, evidence: opening.evidence)
        draft.add(try await recurrences(of: subject, from: nil, in: step))
        try await addParts(of: step, to: &draft)
        return try await commit(draft, of: Subject.title)
    }

    /// Signatures do not contradict each other: one that met another is given again on the matter as it is now.
    private func sign<Subject>(
        _ command: any Command<Subject>, as transition: Transition<Subject>, on id: String, by user: User,
        in envelope: Envelope
    ) async throws -> Receipt {
        for _ in 0..<20 where envelope.expectedVersion == nil {
            do {
                return try await carryOut(command, as: transition, on: id, by: user, in: envelope)
            } catch let refusal as Refusal where refusal.code == Refusal.changedMeanwhile("").code {
                continue
            }
        }
        return try await carryOut(command, as: transition, on: id, by: user, in: envelope)
    }

    private func carryOut<Subject>(
        _ command: any Command<Subject>, as transition: Transition<Subject>, on id: String, by user: User,
        in envelope: Envelope
    ) async throws -> Receipt {
        guard let before = try await MatterStore<Subject>(database: database).find(id) else {
            throw Refusal.notFound(Subject.title)
        }
        let post = try permit(transition, on: before, to: user)
        guard transition.origins.contains(before.state) else {
            throw Refusal.wrongState(transition.title, before.state.title)
        }
        guard transition.fits(before.header) else {
            throw before.header.isSuspended
                ? Refusal.suspended(transition.title) : Refusal.wrongState(transition.title, "办理中")
        }
        if let expected = envelope.expectedVersion, expected != before.header.version {
            throw Refusal.changedMeanwhile(Subject.title)
        }
        guard !transition.needsReason || command.remark?.contains(where: { !$0.isWhitespace }) == true else {
            throw Refusal.fields(["reason": "请写明原因：它会留在办理记录里，让对方知道怎样改正。"])
        }
        try await checkHistory(of: before, for: transition, by: user)

        var command = command
        try await command.prepare(for: before, reading: database)
        try await registry.acquaint(transition.fields.organisations(namedBy: command) + before.header.place.parties)
        var step = step(of: user, in: envelope).acting(as: post)
        if let parent = before.header.parent { step.parent = try await header(of: parent) }
        var subject = before
        try command.apply(to: &subject, in: &step)
        if transition.isSignature { subject.header.awaitedSignatures.removeAll { $0 == post?.organisation } }
        subject.state = transition.destination(of: subject)
        precondition(transition.destinations.contains(subject.state), "\(transition.slug) leads to \(subject.state)")
        subject.header.version = before.header.version + 1
        subject.header.updatedAt = step.now
        try await settle(&subject, from: before, effect: transition.effect, remark: command.remark, in: step)

        var draft = CommitDraft(step: step, channels: channels, envelope: envelope.stating(command.happened))
        draft.add(
            moved: subject, from: before, by: transition, remark: command.remark, evidence: command.evidence)
        draft.add(try await recurrences(of: subject, from: before, in: step))
        if transition.recallsParts {
            try await addRecall(of: subject, remark: command.remark, in: step, to: &draft)
        }
        try await addParts(of: step, to: &draft)
        return try await commit(draft, of: Subject.title)
    }

    /// Refuses whoever may not give this command on this matter, whatever they filled in.
    func admit<Subject>(_ user: User, to transition: Transition<Subject>, on id: String) async throws {
        guard let subject = try await MatterStore<Subject>(database: database).find(id) else {
            throw Refusal.notFound(Subject.title)
        }
        _ = try permit(transition, on: subject, to: user)
    }

    /// Not there and not yours look the same; not permitted is said only to those who may read the matter.
    private func permit<Subject>(
        _ transition: Transition<Subject>, on subject: Subject, to user: User
    ) throws(Refusal) -> Post? {
        if transition.isByPlatform, user.isSystem { return nil }
        if let post = transition.post(of: user, on: subject.header) { return post }
        let place = subject.header.place
        let explanation = user.explanation(lacking: transition.permission, at: place)
        guard user.holds(Subject.workflow.reading, at: place) else {
            throw Refusal.notFound(Subject.title, because: explanation)
        }
        throw Refusal.notPermitted(transition.title, because: explanation)
    }

    /// 办验分离 and waiting for parts: what the matter's row alone does not say.
    private func checkHistory<Subject>(
        of subject: Subject, for transition: Transition<Subject>, by user: User
    ) async throws {
        if !transition.separateFrom.isEmpty || transition.isSeparateFromOpener {
            // By the matter alone, whose entries are few: a person's may be hundreds of thousands.
            let given = try await database.rows(
                "SELECT person, command, version FROM ledger_entry WHERE matter = \(subject.id) ORDER BY version")
            for row in given where try row["person"] == user.person.id {
                let slug: String = try row["command"]
                let isOpening = try transition.isSeparateFromOpener && row["version"] as Int == 1
                guard isOpening || transition.separateFrom.contains(slug) else { continue }
                let title = Subject.workflow.title(of: slug)
                throw Refusal.ownWork(transition.title, title == slug ? "登记" : title)
            }
        }
        if transition.waitsForChildren {
            let open = try await database.rows(
                "SELECT count(*) AS amount FROM matter WHERE parent = \(subject.id) AND is_open = 1")
            let amount: Int = try open[0]["amount"]
            if amount > 0 { throw Refusal.childrenOpen(transition.title, amount) }
        }
    }

    private func header(of matter: String) async throws -> MatterHeader? {
        try await database.rows("SELECT * FROM matter WHERE id = \(matter)").first.map(MatterHeader.init(row:))
    }

    func step(of user: User, in envelope: Envelope) -> Step {
        var step = Step(
            user: user, post: nil, now: now(), rules: rules, calendar: calendar, regions: registry.regions,
            organisations: registry.organisations)
        step.delegation = delegation
        return step
    }

    /// Opens the parts that the command set in motion, with their own numbers, terms and entries.
    func addParts(of step: Step, to draft: inout CommitDraft) async throws {
        for part in step.opened {
            let parent = part.header.parent
            try await add(part, under: parent, as: parent == nil ? "open-beside" : "open-part", in: step, to: &draft)
        }
    }

    func add<Part: Matter>(
        _ part: Part, under parent: String?, as command: String, in step: Step, to draft: inout CommitDraft
    ) async throws {
        var part = part
        part.header.parent = parent
        part.header.version = 1
        try await settle(&part, from: nil, in: step)
        draft.add(opened: part, command: command, remark: nil, evidence: [])
        draft.add(try await recurrences(of: part, from: nil, in: step))
    }

    private func commit(_ draft: CommitDraft, of title: String) async throws -> Receipt {
        let evidence = draft.entry.attachments.isEmpty ? [] : try await attaching(draft.entry, draft.step.user)
        do {
            try await database.commit(draft.changes + evidence)
            onCommit(draft.updates)
        } catch is Conflict {
            throw Refusal.changedMeanwhile(title)
        }
        return draft.receipt
    }

    /// A command sent twice finds the matter already moved on, or out of reach: it gets its first answer again.
    private func once(_ sending: Sending, _ work: () async throws -> Receipt) async throws -> Receipt {
        do {
            return try await work()
        } catch let refusal as Refusal {
            guard let earlier = try await ledger.entry(commandID: sending.envelope.commandID) else { throw refusal }
            guard sending.led(to: earlier) else { throw Refusal.commandIDReused }
            let digest = try await ledger.inscription(of: earlier.id)?.digest.hexadecimal ?? ""
            return Receipt(earlier, digest: digest, isRepeated: true)
        }
    }
}

/// What tells one sending of a command from another that uses the same id.
private struct Sending {
    let kind: any Matter.Type
    let command: String
    /// `nil` when the command opens one.
    let matter: String?
    let user: User
    let envelope: Envelope

    func led(to entry: LedgerEntry) -> Bool {
        entry.actor.person == user.person.id && entry.command == command && entry.target.kind == kind.kind
            && (matter ?? entry.target.matter) == entry.target.matter
    }
}
