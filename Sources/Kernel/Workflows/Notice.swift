import Calendars
import Ledger
import Storage

/// 通知 — what an organisation was told about a matter, and when. The to-do list itself is read from the matters.
public struct Notice: Sendable, Hashable {
    public let id: String
    public let organisation: String
    public let matter: String
    public let entry: String
    public let at: Instant
    public let text: String

    init(for organisation: String, about header: MatterHeader, entry: String, at: Instant, text: String) {
        id = UUIDv7.make(at: at)
        self.organisation = organisation
        matter = header.id
        self.entry = entry
        self.at = at
        self.text = text
    }

    public init(row: Row) throws {
        id = try row["id"]
        organisation = try row["organisation"]
        matter = try row["matter"]
        entry = try row["entry"]
        at = try row["at"]
        text = try row["text"]
    }
}

/// Every statement that tells someone something.
enum NoticeTable {
    static let migrations: [Migration] = [
        Migration(
            "notices", 1, "通知",
            [
                """
                CREATE TABLE notice (
                    id TEXT PRIMARY KEY,
                    organisation TEXT NOT NULL,
                    matter TEXT NOT NULL REFERENCES matter (id),
                    entry TEXT NOT NULL,
                    at BIGINT NOT NULL,
                    text TEXT NOT NULL
                )
                """,
                "CREATE INDEX notice_by_organisation ON notice (organisation, id)",
                "CREATE INDEX notice_by_matter ON notice (matter)",
            ] + Migration.appendOnly("notice"))
    ]

    /// The notice, and a place in the outbox for each way by which it leaves the house.
    static func insert(_ notice: Notice, by channels: [OutgoingChannel]) -> [Change] {
        let own = Change.one(
            """
            INSERT INTO notice (id, organisation, matter, entry, at, text)
            VALUES (\(notice.id), \(notice.organisation), \(notice.matter), \(notice.entry), \(notice.at),
                    \(notice.text))
            """)
        return [own] + channels.map { OutboxTable.insert(notice, by: $0) }
    }

    static func copy(_ matter: String, to organisation: String, at instant: Instant) -> Change {
        .any(
            """
            INSERT INTO copy (matter, organisation, copied_at) VALUES (\(matter), \(organisation), \(instant))
            ON CONFLICT (organisation, matter) DO NOTHING
            """)
    }
}
