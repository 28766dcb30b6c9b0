import Ledger
import Permissions
import Storage

/// Taking back what was assigned, all of it or nothing.
extension CommandDesk {
    /// Adds the recall of everything below the subject to the same commit.
    ///
    /// - Throws: ``Refusal`` naming who has acted on a part already.
    func addRecall(of subject: some Matter, remark: String?, in step: Step, to draft: inout CommitDraft) async throws {
        guard let delegation else { return }
        try await refuseWhenActedUpon(below: subject.header)
        try await addRecall(delegation.kind, below: subject.header.id, remark: remark ?? "", in: step, to: &draft)
    }

    /// Someone who signed for a part, or did anything else with it, is not overruled.
    private func refuseWhenActedUpon(below header: MatterHeader) async throws {
        let act = try await database.rows(
            """
            \(Self.below(header.id))
            SELECT matter.title, matter.number, ledger_entry.organisation, ledger_entry.received_at, person.name
            FROM below JOIN matter ON matter.id = below.id
                JOIN ledger_entry ON ledger_entry.matter = below.id
                LEFT JOIN person ON person.id = ledger_entry.person
            WHERE ledger_entry.command NOT IN ('open-part', \(Inscription.erasure)) AND ledger_entry.channel <> \(LedgerEntry.Channel.timer)
            ORDER BY ledger_entry.id LIMIT 1
            """
        ).first
        guard let act else { return }
        let unit: String? = try act["organisation"]
        throw Refusal.actedUpon(
            who: "\(unit.map { registry.organisations.name($0) } ?? "")\(try act["name"] as String? ?? "")",
            when: try act["received_at"], number: try act["number"], title: try act["title"])
    }

    private func addRecall<Part: Matter>(
        _ kind: Part.Type, below id: String, remark: String, in step: Step, to draft: inout CommitDraft
    ) async throws {
        guard let transition = kind.workflow.transition(Recall<Part>.slug) else {
            preconditionFailure("\(kind.kind) cannot be recalled")
        }
        let parts = try await database.rows(
            "\(Self.below(id)) \(MatterStore<Part>.joined) JOIN below ON below.id = matter.id WHERE matter.is_open = 1"
        ).map(Part.init(joined:))
        for before in parts {
            guard transition.origins.contains(before.state) else {
                throw Refusal.wrongState(transition.title, before.state.title)
            }
            var part = before
            part.state = transition.destination(of: part)
            part.header.version = before.header.version + 1
            part.header.updatedAt = step.now
            try await settle(&part, from: before, remark: remark, in: step)
            draft.add(moved: part, from: before, by: transition, remark: remark, evidence: [])
        }
    }

    /// Everything opened under a matter, however deep.
    private static func below(_ id: String) -> SQL {
        """
        WITH RECURSIVE below (id) AS (
            SELECT id FROM matter WHERE parent = \(id)
            UNION ALL SELECT matter.id FROM matter JOIN below ON matter.parent = below.id)
        """
    }
}
