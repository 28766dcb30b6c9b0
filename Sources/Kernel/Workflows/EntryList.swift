import Ledger
import Permissions
import Storage

/// 与人有关的留痕 — which entries a person may have proofs of.
public struct EntryList: Sendable {
    private let database: any Database
    private let kinds: KindCatalogue

    public init(database: any Database, kinds: KindCatalogue) {
        self.database = database
        self.kinds = kinds
    }

    /// Whether the person acted in the entry, or may read the matter it is about.
    public func mayRead(_ entry: LedgerEntry, _ user: User, at desk: CommandDesk) async throws -> Bool {
        if entry.actor.person == user.person.id { return true }
        guard let kind = kinds[entry.target.kind] else { return false }
        do {
            _ = try await kind.read(entry.target.matter, for: user, at: desk)
            return true
        } catch let refusal as Refusal where refusal.kind == .missing {
            return false
        }
    }

    /// What the person did, and what was done in matters whose subject is an organisation of theirs; newest first.
    public func entries(about user: User, before: String? = nil, limit: Int) async throws -> [LedgerEntry] {
        var about = MatterQuery()
        about.subjects = user.organisations.sorted()
        let earlier: SQL = before.map { "ledger_entry.id < \($0)" } ?? "1 = 1"
        return try await database.rows(
            """
            \(LedgerStore.entries) WHERE \(earlier) AND (ledger_entry.person = \(user.person.id)
                OR ledger_entry.matter IN
                    (SELECT matter.id FROM matter WHERE \(about.condition(for: user, reading: kinds.all))))
            ORDER BY ledger_entry.id DESC LIMIT \(limit)
            """
        ).map(LedgerEntry.init(row:))
    }
}
