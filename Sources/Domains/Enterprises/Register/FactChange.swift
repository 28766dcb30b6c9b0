import Calendars
import Ledger
import Storage

/// Who entered something, for which organisation, and by what.
public struct Author: Sendable, Hashable {
    public let person: String
    public let organisation: String
    /// The import, the correction or the form it came by: `IMP-20260930-004`, the matter's id, `form`.
    public let cause: String

    public init(person: String, organisation: String, cause: String) {
        self.person = person
        self.organisation = organisation
        self.cause = cause
    }
}

/// 变更记录 — one fact that holds differently from now on.
public struct FactChange: Sendable, Hashable {
    public let id: String
    public let enterprise: String
    public let fact: EnterpriseFact
    public let old: String?
    public let new: String?
    public let source: StatementSource
    public let author: Author
    public let at: Instant
}

extension FactChange {
    init(row: Row) throws {
        try self.init(
            id: row["id"], enterprise: row["enterprise"], fact: row["fact"], old: row["old"], new: row["new"],
            source: row["source"],
            author: Author(person: row["person"], organisation: row["organisation"], cause: row["cause"]),
            at: row["changed_at"])
    }

    /// What holds differently in the second of two states.
    static func between(
        _ before: Enterprise, _ after: Enterprise, source: StatementSource, by author: Author, at now: Instant
    ) -> [FactChange] {
        EnterpriseFact.allCases.filter { before[$0] != after[$0] }.map { fact in
            FactChange(
                id: UUIDv7.make(at: now), enterprise: after.id, fact: fact, old: before[fact], new: after[fact],
                source: source, author: author, at: now)
        }
    }
}
