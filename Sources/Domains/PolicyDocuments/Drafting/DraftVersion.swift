import Attachments
import Calendars
import OfficialDocuments
import Storage

/// 稿次 — one version of the text of a project, as it was issued; never changed afterwards.
struct DraftVersion: Sendable {
    let project: String
    let number: Int
    let stage: DraftStage
    let text: String
    let issuedAt: Instant
    /// The person who issued it.
    let issuedBy: String

    /// 第2稿（征求意见稿）
    var title: String { Self.title(number, stage) }

    static func title(_ number: Int, _ stage: DraftStage) -> String { "第\(number)稿（\(stage.title)）" }

    /// Number, length in bytes and SHA-256 of the text.
    var digest: String {
        let bytes = Array(text.utf8)
        return "\(number) \(bytes.count) \(ContentHash(of: bytes))"
    }

    var clauses: [Clause] { Clause.all(in: text) }
}

extension DraftVersion {
    init(row: Row) throws {
        project = try row["project"]
        number = try row["version"]
        stage = try row["stage"]
        text = try row["draft_text"]
        issuedAt = try row["issued_at"]
        issuedBy = try row["issued_by"]
    }

    var insertion: Change {
        .one(
            """
            INSERT INTO draft_version (project, version, stage, draft_text, issued_at, issued_by)
            VALUES (\(project), \(number), \(stage), \(text), \(issuedAt), \(issuedBy))
            """)
    }

    static func find(_ number: Int, of project: String, in database: any Database) async throws -> DraftVersion? {
        try await database.rows(
            "SELECT * FROM draft_version WHERE project = \(project) AND version = \(number)"
        ).first.map(DraftVersion.init(row:))
    }
}
