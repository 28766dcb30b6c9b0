import Calendars
import Ledger
import Storage
import Workflows

/// 拒绝记录 — why someone was refused, for the audit administrator; the person refused never reads it.
public struct RefusalLog: Sendable {
    /// One no, with what was said and what was not.
    struct Line: Sendable {
        let id: String
        let at: Instant
        /// `nil` when nobody was signed in.
        let person: String?
        /// What was asked for: `POST /m/errand/018f…/close`.
        let asked: String
        let code: String
        let message: String
        let explanation: String
    }

    private let database: any Database
    /// How long a line is kept (网络安全法第二十一条：不少于六个月).
    static let kept = Duration.seconds(366 * 86_400)

    public init(database: any Database) {
        self.database = database
    }

    static let migrations: [Migration] = [
        Migration(
            "refusals", 1, "拒绝记录",
            [
                """
                CREATE TABLE refusal (
                    id TEXT PRIMARY KEY,
                    at BIGINT NOT NULL,
                    person TEXT,
                    asked TEXT NOT NULL,
                    code TEXT NOT NULL,
                    message TEXT NOT NULL,
                    explanation TEXT NOT NULL
                )
                """,
                "CREATE INDEX refusal_by_person ON refusal (person, id)",
            ])
    ]

    func note(_ refusal: Refusal, of person: String?, asking asked: String, at instant: Instant) async throws {
        guard let explanation = refusal.explanation else { return }
        try await database.commit([
            .one(
                """
                INSERT INTO refusal (id, at, person, asked, code, message, explanation)
                VALUES (\(UUIDv7.make(at: instant)), \(instant), \(person), \(String(asked.prefix(500))),
                        \(refusal.code), \(refusal.message), \(explanation))
                """)
        ])
    }

    /// The newest first.
    func lines(of person: String?, before: String?, limit: Int) async throws -> [Line] {
        let conditions: [SQL] = [person.map { "person = \($0)" }, before.map { "id < \($0)" }].compactMap { $0 }
        let filter: SQL = conditions.isEmpty ? "1 = 1" : conditions.joined(by: " AND ")
        return try await database.rows("SELECT * FROM refusal WHERE \(filter) ORDER BY id DESC LIMIT \(limit)")
            .map { row in
                try Line(
                    id: row["id"], at: row["at"], person: row["person"], asked: row["asked"], code: row["code"],
                    message: row["message"], explanation: row["explanation"])
            }
    }

    /// Removes what has been kept long enough.
    public func tidy(at now: Instant) async throws {
        let oldest = now.adding(.zero - Self.kept)
        try await database.commit([.any("DELETE FROM refusal WHERE at < \(oldest)")])
    }
}
