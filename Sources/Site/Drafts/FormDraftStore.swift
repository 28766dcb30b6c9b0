import Attachments
import Calendars
import Foundation
import Ledger
import Markup
import Storage
import Workflows

/// Every statement about drafts.
public struct FormDraftStore: Sendable {
    let database: any Database
    let attachments: AttachmentStore

    public static let migrations: [Migration] = [
        Migration(
            "form-drafts", 1, "表单草稿",
            [
                """
                CREATE TABLE form_draft (
                    id TEXT PRIMARY KEY,
                    person TEXT NOT NULL,
                    place TEXT NOT NULL,
                    title TEXT NOT NULL,
                    answers TEXT NOT NULL,
                    version BIGINT,
                    saved_at BIGINT NOT NULL,
                    UNIQUE (person, place)
                )
                """,
                "CREATE INDEX form_draft_by_age ON form_draft (saved_at)",
            ])
    ]

    /// What is typed and where, as a form sends it.
    struct Sheet: Sendable {
        var place: Link
        var title: String
        var values: FieldValues
        var version: Int?
        /// The name of this filling-in; once it was carried out there is nothing left to keep.
        var commandID: String
    }

    /// Why a sheet is kept.
    enum Occasion: Sendable {
        /// The person, or their page while they type, asked for it.
        case asked
        /// It was sent and would be lost: there is always room for it.
        case sent
        /// As `sent`, and it arrives late: what was kept of the same form since stays.
        case handedOver
    }

    func draft(at place: Link, of person: String) async throws -> FormDraft? {
        try await database.rows("SELECT * FROM form_draft WHERE person = \(person) AND place = \(place.url)").first
            .map(FormDraft.init(row:))
    }

    func draft(_ id: String, of person: String) async throws -> FormDraft? {
        try await database.rows("SELECT * FROM form_draft WHERE person = \(person) AND id = \(id)").first
            .map(FormDraft.init(row:))
    }

    /// The newest first.
    func drafts(of person: String, offset: Int, limit: Int) async throws -> [FormDraft] {
        try await database.rows(
            """
            SELECT * FROM form_draft WHERE person = \(person)
            ORDER BY saved_at DESC, id LIMIT \(limit) OFFSET \(offset)
            """
        ).map(FormDraft.init(row:))
    }

    func count(of person: String) async throws -> Int {
        try await database.rows("SELECT count(*) AS amount FROM form_draft WHERE person = \(person)")[0]["amount"]
    }

    /// Keeps what is typed in place of what was kept of the same form before; what is empty is not kept.
    ///
    /// - Throws: ``Refusal`` when the person asks and has too many.
    func save(_ sheet: Sheet, of person: String, at now: Instant, _ occasion: Occasion = .asked) async throws {
        guard !sheet.values.values.isEmpty else { return try await remove(at: sheet.place, of: person) }
        let earlier = try await draft(at: sheet.place, of: person)
        let others = try await count(of: person)
        guard occasion != .asked || earlier != nil || others < FormDraft.limit else { throw Refusal.manyDrafts }
        let title = String(sheet.title.filter { $0 != "\0" }.prefix(200))
        let answers = String(decoding: try JSONEncoder().encode(sheet.values.values), as: UTF8.self)
        let unlessNewer: SQL = occasion == .handedOver ? "WHERE form_draft.saved_at <= excluded.saved_at" : ""
        // A sending that overtook this one has been carried out: nothing comes back to life.
        let saved: Change = .any(
            """
            INSERT INTO form_draft (id, person, place, title, answers, version, saved_at)
            SELECT \(UUIDv7.make(at: now)), \(person), \(sheet.place.url), \(title), \(answers),
                CAST(\(sheet.version) AS BIGINT), CAST(\(now) AS BIGINT)
            WHERE NOT EXISTS (SELECT 1 FROM ledger_entry WHERE command_id = \(sheet.commandID))
            ON CONFLICT (person, place) DO UPDATE SET title = excluded.title, answers = excluded.answers,
                version = excluded.version, saved_at = excluded.saved_at
            \(unlessNewer)
            """)
        let files = sheet.values.values.values.joined().compactMap { ContentHash($0) }
        let kept = attachments.keep(files, of: person, until: now.adding(FormDraft.life))
        try await database.commit(files.isEmpty ? [saved] : [saved, kept])
    }

    func remove(at place: Link, of person: String) async throws {
        let removal = try await removal(at: place, of: person)
        if !removal.isEmpty { try await database.commit(removal) }
    }

    /// What removes it; for whoever commits more in one.
    func removal(at place: Link, of person: String) async throws -> [Change] {
        guard let draft = try await draft(at: place, of: person) else { return [] }
        let files = draft.values.values.values.joined().compactMap { ContentHash($0) }
        let gone: Change = .any("DELETE FROM form_draft WHERE id = \(draft.id)")
        return files.isEmpty ? [gone] : [gone, attachments.release(files, of: person)]
    }

    /// Drafts of forms about the matter that hold the text, by whomever, go when it is erased.
    func erasure(of text: String, about matter: String) async throws -> [Change] {
        try await database.rows("SELECT * FROM form_draft WHERE place LIKE \("%/\(matter)/%")")
            .map(FormDraft.init(row:))
            .filter { $0.values.values.values.joined().contains { $0.contains(text) } }
            .map { .any("DELETE FROM form_draft WHERE id = \($0.id)") }
    }

    /// Removes what nobody went on with.
    public func tidy(at now: Instant) async throws {
        let oldest = now.adding(.zero - FormDraft.life)
        try await database.commit([.any("DELETE FROM form_draft WHERE saved_at < \(oldest)")])
    }
}
