import Calendars
import Site
import Storage
import Workflows

/// Reads projects, their versions and what was said about them, never more than the user may see.
struct DraftingStore {
    let visit: Visit

    private var database: any Database { visit.premises.database }

    /// The matter in the address, as this user may see it.
    func found<Subject: Matter>(_ kind: Subject.Type) async throws -> (matter: OpenMatter, subject: Subject) {
        let premises = visit.premises
        guard let known = premises.kinds[kind.kind] else { throw Refusal.notFound(kind.title) }
        let matter = try await known.read(try visit.parameter("id"), for: try visit.user(), at: premises.desk)
        return (matter, try await subject(matter))
    }

    func subject<Subject: Matter>(_ matter: OpenMatter) async throws -> Subject {
        let table = SQL(verbatim: Subject.detailTable)
        let row = try await database.rows("SELECT * FROM \(table) WHERE id = \(matter.header.id)")[0]
        return try Subject(header: matter.header, details: row)
    }

    /// Every version of a project, without its text.
    func versions(of project: String) async throws -> [DraftVersion] {
        try await database.rows(
            """
            SELECT project, version, stage, '' AS draft_text, issued_at, issued_by FROM draft_version
            WHERE project = \(project) ORDER BY version
            """
        ).map(DraftVersion.init(row:))
    }

    func version(_ number: Int, of project: String) async throws -> DraftVersion {
        guard let version = try await DraftVersion.find(number, of: project, in: database) else {
            throw Refusal.notFound("稿次")
        }
        return version
    }

    /// The parts of a matter that are of this kind, the oldest first.
    func parts<Part: Matter>(_ kind: Part.Type, of matter: String) async throws -> [MatterHeader] {
        var query = MatterQuery()
        query.kinds = [kind.kind]
        query.parent = matter
        query.order = .oldest
        query.limit = 2000
        return try await visit.premises.lists.headers(query, for: try visit.user())
    }

    /// What was said in a round, for whoever may read the round. What a unit is still writing is its own.
    func comments(inRound round: String) async throws -> [UnitComment] {
        try await comments(
            where: "part.parent = \(round) AND part.state <> \(Consultation.State.awaitingComments)")
    }

    /// What was said in the round of a consultation, as the unit asked may see it: its own, until the round is
    /// concluded; then all of it.
    func comments(seenFrom consultation: Consultation) async throws -> [UnitComment] {
        try await comments(
            where: """
                part.parent = \(consultation.header.parent)
                AND (part.id = \(consultation.id)
                     OR EXISTS (SELECT 1 FROM matter round WHERE round.id = part.parent AND round.is_open = 0))
                """)
    }

    private func comments(where condition: SQL) async throws -> [UnitComment] {
        try await database.rows(
            """
            SELECT part.id, part.owner, part.was_late, consultation.comments
            FROM matter part JOIN consultation ON consultation.id = part.id
            WHERE \(condition) ORDER BY part.id
            """
        ).flatMap { row in
            let (id, unit, isLate): (String, String, Bool) = (try row["id"], try row["owner"], try row["was_late"])
            return try ClauseComment.list(row["comments"]).map {
                UnitComment(consultation: id, unit: unit, isLate: isLate, comment: $0)
            }
        }
    }

    /// How many comments of a project wait for an answer.
    func unanswered(of project: String) async throws -> Int {
        try await database.rows(
            """
            SELECT coalesce(sum(consultation.unanswered), 0) AS amount FROM consultation
            JOIN matter ON matter.id = consultation.id
            WHERE consultation.project = \(project) AND matter.state = \(Consultation.State.awaitingAnswer)
            """
        )[0]["amount"]
    }
}

/// A comment with the unit that made it.
struct UnitComment: Sendable, Identifiable {
    let consultation: String
    let unit: String
    /// It came in after the day.
    let isLate: Bool
    let comment: ClauseComment

    /// Names it in addresses.
    var id: String { "\(consultation).\(comment.id)" }
}
