import Calendars
import Ledger
import Storage

/// 预警升级 — turns lights as time passes: yellow to the one who must act, red to the one who supervises.
///
/// Each turn is an entry of the ledger, given by the platform, and happens once: it is tied to the version read.
public struct Escalation: Sendable {
    private let desk: CommandDesk
    private let kinds: KindCatalogue
    private let batch: Int

    public init(desk: CommandDesk, kinds: KindCatalogue, batch: Int = 500) {
        self.desk = desk
        self.kinds = kinds
        self.batch = batch
    }

    /// Turns every light that is due to turn by now.
    ///
    /// - Returns: how many were turned.
    @discardableResult
    public func run() async throws -> Int {
        let now = desk.now()
        var turned = 0
        var next = try await due(by: now, after: nil)
        while !next.isEmpty {
            let due = next
            // The next ones are read while these are written.
            async let outcome = turn(due, at: now)
            next = try await self.due(by: now, after: due.last)
            turned += try await outcome
        }
        return turned
    }

    private func due(by now: Instant, after last: MatterHeader?) async throws -> [MatterHeader] {
        let rest: SQL = last.map { "AND (light_changes_at, id) > (\($0.lightChangesAt), \($0.id))" } ?? ""
        return try await desk.database.rows(
            """
            SELECT * FROM matter WHERE light_changes_at IS NOT NULL AND light_changes_at <= \(now) \(rest)
            ORDER BY light_changes_at, id LIMIT \(batch)
            """
        ).map(MatterHeader.init(row:))
    }

    private func turn(_ headers: [MatterHeader], at now: Instant) async throws -> Int {
        let turns = try headers.map { try turning($0, at: now) }
        do {
            try await desk.database.commit(turns.flatMap(\.changes))
            desk.onCommit(turns.compactMap(\.update))
            return turns.count { $0.update != nil }
        } catch is Conflict {
            // Someone acted on one of them meanwhile: the others are turned one by one, that one is read anew.
            var turned = 0
            for turn in turns {
                do {
                    try await desk.database.commit(turn.changes)
                    desk.onCommit([turn.update].compactMap { $0 })
                    turned += turn.update == nil ? 0 : 1
                } catch is Conflict {
                    continue
                }
            }
            return turned
        }
    }

    /// - Returns: no update when nothing can be seen of it.
    private func turning(
        _ before: MatterHeader, at now: Instant
    ) throws -> (changes: [Change], update: MatterUpdate?) {
        var header = before
        try desk.light(&header, at: now)
        // The rule on warnings was amended since: nothing turns yet, and nothing is said.
        if header.light == before.light { return ([MatterTable.turnLater(header)], nil) }
        header.version += 1
        let entry = entry(turning: before, to: header, at: now)
        var changes = [MatterTable.update(header, from: before)] + LedgerStore.insert(entry)
        changes += MatterHeader.tallies(from: before, to: header)
        if let told = header.light == .red ? header.supervisor ?? header.actorOrganisation : header.actorOrganisation {
            let title = kinds[header.kind]?.title ?? ""
            let text = header.light == .red ? "已超期，请督促办理。" : "临近到期，请抓紧办理。"
            let notice = Notice(
                for: told, about: header, entry: entry.id, at: now, text: "\(title)“\(header.title)”\(text)")
            changes += NoticeTable.insert(notice, by: desk.channels)
        }
        return (changes, MatterUpdate(header, from: before))
    }

    private func entry(turning before: MatterHeader, to header: MatterHeader, at now: Instant) -> LedgerEntry {
        let id = UUIDv7.make(at: now)
        return LedgerEntry(
            id: id,
            target: .init(matter: header.id, kind: header.kind, region: header.region, version: header.version),
            command: header.light == .red ? "turn-red" : "turn-yellow", commandID: id,
            actor: .init(person: "system", post: nil, organisation: nil), times: .init(received: now),
            channel: .timer, stateBefore: header.state, stateAfter: header.state,
            changes: [FieldChange("light", from: before.light.rawValue, to: header.light.rawValue)], reason: nil,
            attachments: [])
    }
}
