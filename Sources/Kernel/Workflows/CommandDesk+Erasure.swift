import Ledger
import Permissions
import Storage

/// 抹除 — a text is erased when one administration has asked for it and another has confirmed. Entry, commitment and
/// proofs stay; that a text was erased, by whose wish and on which ground, is an entry of the matter.
extension CommandDesk {
    /// The matter with this id or number, with what of it may be erased.
    ///
    /// - Throws: ``Refusal`` that looks the same whether it is not there or not for this auditor.
    public func erasable(_ matter: String, for user: User, in kinds: KindCatalogue) async throws -> ErasableMatter {
        guard let found = try await erasable(matter, kinds), user.holds(.readAudit, at: found.header.place) else {
            throw Refusal.notFound("事项")
        }
        return found
    }

    /// What waits for a decision, the oldest first, as far as it lies in the region of the auditor or of the one who
    /// decides.
    public func erasureRequests(
        for user: User, in kinds: KindCatalogue
    ) async throws -> [(request: ErasureRequest, matter: ErasableMatter)] {
        var waiting: [(ErasureRequest, ErasableMatter)] = []
        for row in try await database.rows("SELECT * FROM erasure_request ORDER BY id") {
            let request = try ErasureRequest(row: row)
            guard let matter = try await erasable(request.matter, kinds),
                [.readAudit, .grantPosts].contains(where: { user.holds($0, at: matter.header.place) })
            else { continue }
            waiting.append((request, matter))
        }
        return waiting
    }

    /// 提请抹除 — asks that a text go, wherever in the matter it stands.
    ///
    /// - Parameters:
    ///   - place: one of the places of ``ErasableMatter/words``.
    ///   - note: what the administration keeps of it, without the text.
    public func askErasure(
        of place: String, in matter: ErasableMatter, on ground: ErasureGround, by user: User, noting note: Change
    ) async throws {
        guard user.holds(.readAudit, at: matter.header.place) else { throw Refusal.notPermitted("提请抹除") }
        guard let words = matter[place] else { throw Refusal.noTextChosen }
        guard !ground.reason.contains(words.text), !ground.document.contains(words.text) else {
            throw Refusal.fields(["reason": "说明里不要抄写要抹除的内容：这段说明会留在台账里。"])
        }
        let request = ErasureRequest(
            id: UUIDv7.make(at: now()), matter: matter.header.id, place: words.id, ground: ground,
            askedBy: user.person.id, askedAt: now())
        do {
            try await database.commit([ErasureTable.insert(request), note])
        } catch is Conflict {
            throw Refusal.erasureAskedAlready
        }
    }

    /// 确认抹除 — carries the erasure out, in one commit.
    ///
    /// - Parameter alongside: what goes or is noted with it: copies of the text that the kernel does not know.
    @discardableResult
    public func confirmErasure(
        _ id: String, by user: User, in kinds: KindCatalogue, envelope: Envelope = Envelope(),
        alongside: (ErasableMatter, ErasableMatter.Words) async throws -> [Change]
    ) async throws -> Receipt {
        let (request, matter, post) = try await decidable(id, by: user, in: kinds)
        guard let words = matter[request.place] else { throw Refusal.nothingToErase }
        let notices = try await database.rows("SELECT * FROM notice WHERE matter = \(matter.header.id)")
            .map(Notice.init(row:))
        var header = matter.header
        header.version += 1
        let entry = entry(erasing: words, of: header, as: request, by: post, in: envelope)
        let inscription = Inscription(entry)
        var changes = [ErasureTable.delete(request), MatterTable.update(header, from: matter.header)]
        changes.append(ErasureTable.delete(naming: words.places.map(\.id)))
        changes += matter.erasure(of: words, told: notices)
        changes += LedgerStore.insert(inscription)
        changes += try await alongside(matter, words)
        try await commit(changes, deciding: matter)
        onCommit([MatterUpdate(header, from: matter.header)])
        return Receipt(entry, digest: inscription.digest.hexadecimal)
    }

    /// 不予抹除 — the text stays.
    ///
    /// - Parameter note: makes what the administration keeps of it.
    public func declineErasure(
        _ id: String, by user: User, in kinds: KindCatalogue, noting note: (ErasableMatter) -> Change
    ) async throws {
        let (request, matter, _) = try await decidable(id, by: user, in: kinds)
        try await commit([ErasureTable.delete(request), note(matter)], deciding: matter)
    }

    private func erasable(_ matter: String, _ kinds: KindCatalogue) async throws -> ErasableMatter? {
        guard !matter.contains("\0") else { return nil }
        let rows = try await database.rows("SELECT * FROM matter WHERE id = \(matter) OR number = \(matter)")
        guard let header = try rows.first.map(MatterHeader.init(row:)), let kind = kinds[header.kind] else {
            return nil
        }
        let ledger = try await database.rows("\(LedgerStore.entries) WHERE matter = \(header.id) ORDER BY version")
        return try ErasableMatter(header, of: kind, ledger: ledger)
    }

    /// Decided already, never asked for, and not this person's to decide look the same.
    private func decidable(
        _ id: String, by user: User, in kinds: KindCatalogue
    ) async throws -> (ErasureRequest, ErasableMatter, Post) {
        guard user.holdsSomewhere(.grantPosts) else { throw Refusal.notPermitted("确认抹除") }
        guard UUIDv7.isWellFormed(id) else { throw Refusal.erasureDecided }
        let row = try await database.rows("SELECT * FROM erasure_request WHERE id = \(id)").first
        guard let request = try row.map(ErasureRequest.init(row:)),
            let matter = try await erasable(request.matter, kinds),
            let post = user.post(with: .grantPosts, at: matter.header.place)
        else { throw Refusal.erasureDecided }
        guard request.askedBy != user.person.id else { throw Refusal.ownWork("确认抹除", "提请抹除") }
        return (request, matter, post)
    }

    private func commit(_ changes: [Change], deciding matter: ErasableMatter) async throws {
        do {
            try await database.commit(changes)
        } catch is Conflict {
            throw Refusal.changedMeanwhile(matter.kind.title)
        }
    }

    private func entry(
        erasing words: ErasableMatter.Words, of header: MatterHeader, as request: ErasureRequest, by post: Post,
        in envelope: Envelope
    ) -> LedgerEntry {
        let erased = words.places.map { FieldChange(ErasableText.erasedField, from: $0.id, to: nil) }
        let ground = [
            FieldChange(ErasureGround.documentField, from: nil, to: request.ground.document),
            FieldChange(ErasureGround.articleField, from: nil, to: request.ground.article),
            FieldChange(ErasureGround.askedByField, from: nil, to: request.askedBy),
        ]
        return LedgerEntry(
            id: UUIDv7.make(at: now()),
            target: .init(matter: header.id, kind: header.kind, region: header.region, version: header.version),
            command: Inscription.erasure, commandID: envelope.commandID,
            actor: .init(person: post.person, post: post.id, organisation: post.organisation),
            times: .init(received: now()), channel: envelope.channel, stateBefore: header.state,
            stateAfter: header.state, changes: erased + ground, reason: request.ground.reason, attachments: [])
    }
}

extension Refusal {
    public static let noTextChosen = fields(["text": "请选择一段要抹除的内容；刚刚已被抹除的不再列出。"])

    static let erasureAskedAlready = Refusal(
        .conflicting, code: "erasure-asked-already", message: "这段内容已经提请抹除，正在等待安全管理员确认，不必重复提请。")

    static let erasureDecided = Refusal(
        .conflicting, code: "erasure-decided", message: "这件提请已经办理，或者不在您的辖区。请刷新页面查看还在等待确认的提请。")

    static let nothingToErase = Refusal(
        .conflicting, code: "nothing-to-erase", message: "这段内容已经不在台账中，没有可以抹除的。请对这件提请办理“不予抹除”。")
}
