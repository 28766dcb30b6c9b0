import Calendars
import Ledger
import Storage

/// 抹除依据 — the law by which a text must go, and why it applies here.
public struct ErasureGround: Sendable, Hashable {
    public let document: String
    public let article: String
    public let reason: String

    /// - Throws: ``Refusal`` naming each of the three that is missing or too long.
    public init(document: String, article: String, reason: String) throws(Refusal) {
        (self.document, self.article, self.reason) = (document.trimmed, article.trimmed, reason.trimmed)
        var problems: [String: String] = [:]
        if !(1...200).contains(self.document.count) { problems["document"] = "请填写依据的法律或文件名称，不超过 200 字。" }
        if !(1...200).contains(self.article.count) { problems["article"] = "请填写依据的条款，例如“第四十七条第一款第三项”，不超过 200 字。" }
        if !(1...1_000).contains(self.reason.count) { problems["reason"] = "请写明为什么应当抹除，不超过 1000 字；不要抄写要抹除的内容。" }
        guard problems.isEmpty else { throw .fields(problems) }
    }

    static let documentField = "erasure_document"
    static let articleField = "erasure_article"
    /// The field under which an erasure names who asked for it.
    public static let askedByField = "erasure_asked_by"
}

/// 抹除提请 — somebody asks that a text be erased; somebody else decides, and with that it is gone.
public struct ErasureRequest: Sendable, Hashable, Identifiable {
    public let id: String
    public let matter: String
    /// The text it names: an entry and a slot of it, as an erasure names what it erased.
    public let place: String
    public let ground: ErasureGround
    /// The person.
    public let askedBy: String
    public let askedAt: Instant

    init(row: Row) throws {
        id = try row["id"]
        matter = try row["matter"]
        place = try row["place"]
        ground = try ErasureGround(document: row["document"], article: row["article"], reason: row["reason"])
        askedBy = try row["asked_by"]
        askedAt = try row["asked_at"]
    }

    init(id: String, matter: String, place: String, ground: ErasureGround, askedBy: String, askedAt: Instant) {
        self.id = id
        self.matter = matter
        self.place = place
        self.ground = ground
        self.askedBy = askedBy
        self.askedAt = askedAt
    }
}

/// Every statement about what waits to be erased, and about copies of it beside the ledger.
enum ErasureTable {
    static let migrations: [Migration] = [
        Migration(
            "erasures", 1, "抹除提请；通知的文字可抹除",
            [
                """
                CREATE TABLE erasure_request (
                    id TEXT PRIMARY KEY,
                    matter TEXT NOT NULL REFERENCES matter (id),
                    place TEXT NOT NULL UNIQUE,
                    document TEXT NOT NULL CHECK (document <> ''),
                    article TEXT NOT NULL CHECK (article <> ''),
                    reason TEXT NOT NULL CHECK (reason <> ''),
                    asked_by TEXT NOT NULL,
                    asked_at BIGINT NOT NULL
                )
                """,
                SQL(
                    sqlite: "DROP TRIGGER notice_refuses_update",
                    postgres: "DROP TRIGGER notice_refuses_update ON notice"),
                SQL(
                    sqlite: SQL(
                        verbatim: """
                            CREATE TRIGGER notice_refuses_update BEFORE UPDATE ON notice WHEN NOT (\(erasesWordsAlone))
                            BEGIN SELECT RAISE(ABORT, 'notice only grows'); END
                            """),
                    postgres: SQL(
                        verbatim: """
                            CREATE TRIGGER notice_refuses_update BEFORE UPDATE ON notice
                            FOR EACH ROW WHEN (NOT (\(erasesWordsAlone))) EXECUTE FUNCTION refuse_change()
                            """)),
            ])
    ]

    /// The mark takes the place of the words; everything else of the notice stays.
    private static let erasesWordsAlone =
        "NEW.text = '\(FieldChange.erased)' AND NEW.id = OLD.id AND NEW.organisation = OLD.organisation "
        + "AND NEW.matter = OLD.matter AND NEW.entry = OLD.entry AND NEW.at = OLD.at"

    static func insert(_ request: ErasureRequest) -> Change {
        .one(
            """
            INSERT INTO erasure_request (id, matter, place, document, article, reason, asked_by, asked_at)
            VALUES (\(request.id), \(request.matter), \(request.place), \(request.ground.document),
                    \(request.ground.article), \(request.ground.reason), \(request.askedBy), \(request.askedAt))
            """)
    }

    static func delete(_ request: ErasureRequest) -> Change {
        .one("DELETE FROM erasure_request WHERE id = \(request.id)")
    }

    static func delete(naming places: [String]) -> Change {
        .any("DELETE FROM erasure_request WHERE place IN \(places)")
    }

    /// Puts the mark where the text stands in these columns of the kind's own row.
    static func erase(_ text: String, in columns: [DetailColumn], of kind: KindOfMatter, _ matter: String) -> [Change] {
        columns.map { column in
            let (table, name) = (SQL(verbatim: kind.detailTable), SQL(verbatim: column.name))
            return .any(
                "UPDATE \(table) SET \(name) = \(FieldChange.erased) WHERE id = \(matter) AND \(name) = \(text)")
        }
    }

    static func erase(_ notices: [Notice]) -> Change {
        .any("UPDATE notice SET text = \(FieldChange.erased) WHERE id IN \(notices.map(\.id))")
    }
}

extension String {
    /// Without white space around it, and without NUL, which no database keeps.
    fileprivate var trimmed: String {
        let kept = filter { $0 != "\0" }
        return String(kept.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
