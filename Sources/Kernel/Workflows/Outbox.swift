import Calendars
import Storage

/// 外发通道 — a way by which notices leave the house.
public enum OutgoingChannel: String, Sendable, CaseIterable, SQLConvertible {
    case log, webhook

    public var title: String {
        switch self {
        case .log: "运行日志"
        case .webhook: "推送网址"
        }
    }
}

/// 外发通知 — a notice on its way out by one channel.
public struct OutgoingNotice: Sendable, Hashable, Identifiable {
    /// The same however often it is sent, so that the receiver can tell a second copy.
    public let id: String
    public let channel: OutgoingChannel
    public let notice: Notice
    /// Kind and number of the matter it is about.
    public let kind: String
    public let number: String
    /// How often it was tried in vain.
    public let attempts: Int
    /// When it is tried next; `nil` once it was given up.
    public let nextAt: Instant?
    /// Why it did not arrive the last time.
    public let trouble: String?

    init(row: Row) throws {
        id = try row["outgoing_id"]
        channel = try row["channel"]
        notice = try Notice(row: row)
        kind = try row["kind"]
        number = try row["number"]
        attempts = try row["attempts"]
        nextAt = try row["next_at"]
        trouble = try row["trouble"]
    }
}

/// 发件箱 — notices that have not arrived yet. Each is put here in the commit that wrote the notice, and leaves only
/// when its channel took it: nothing is lost when the program stops, and a copy may come twice under the same id.
public struct Outbox: Sendable {
    /// What happened in one round.
    public struct Outcome: Sendable, Hashable {
        public var sent = 0
        public var failed = 0
        public var givenUp = 0

        public init(sent: Int = 0, failed: Int = 0, givenUp: Int = 0) {
            self.sent = sent
            self.failed = failed
            self.givenUp = givenUp
        }
    }

    private let database: any Database
    private let now: @Sendable () -> Instant

    public init(database: any Database, now: @escaping @Sendable () -> Instant) {
        self.database = database
        self.now = now
    }

    /// So many tries take about sixteen hours; then a person decides.
    public static let patience = 24
    private static let together = 8

    /// Tries everything that is due.
    ///
    /// - Parameter send: hands the notice over; throws when it did not arrive.
    public func run(send: @escaping @Sendable (OutgoingNotice) async throws -> Void) async throws -> Outcome {
        var outcome = Outcome()
        while true {
            let due = try await due(limit: 100)
            guard !due.isEmpty else { return outcome }
            for start in stride(from: 0, to: due.count, by: Self.together) {
                let results = try await withThrowingTaskGroup(of: (OutgoingNotice, String?).self) { group in
                    for notice in due[start..<min(start + Self.together, due.count)] {
                        group.addTask { (notice, try await Self.trouble(sending: notice, by: send)) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                for (notice, trouble) in results { try await note(trouble, of: notice, in: &outcome) }
            }
        }
    }

    /// What went wrong, in words for the operator; a stop of the program is nobody's failure.
    private static func trouble(
        sending notice: OutgoingNotice, by send: @Sendable (OutgoingNotice) async throws -> Void
    ) async throws -> String? {
        do {
            try await send(notice)
            return nil
        } catch let stop as CancellationError {
            throw stop
        } catch {
            return String("\(error)".prefix(500))
        }
    }

    private func note(_ trouble: String?, of notice: OutgoingNotice, in outcome: inout Outcome) async throws {
        guard let trouble else {
            outcome.sent += 1
            return try await database.commit([.any("DELETE FROM outgoing WHERE id = \(notice.id)")])
        }
        outcome.failed += 1
        let attempts = notice.attempts + 1
        let isGivenUp = attempts >= Self.patience
        if isGivenUp { outcome.givenUp += 1 }
        let next = isGivenUp ? nil : now().adding(Self.pause(after: attempts))
        try await database.commit([
            .any(
                """
                UPDATE outgoing SET attempts = \(attempts), next_at = \(next), trouble = \(trouble)
                WHERE id = \(notice.id) AND attempts = \(notice.attempts)
                """)
        ])
    }

    /// 10 seconds, doubled each time, at most an hour.
    static func pause(after attempts: Int) -> Duration {
        .seconds(min(3600, 10 << min(attempts - 1, 9)))
    }

    private func due(limit: Int) async throws -> [OutgoingNotice] {
        try await database.rows(
            """
            \(Self.selected) WHERE outgoing.next_at IS NOT NULL AND outgoing.next_at <= \(now())
            ORDER BY outgoing.next_at, outgoing.id LIMIT \(limit)
            """
        ).map(OutgoingNotice.init(row:))
    }

    private static let selected: SQL = """
        SELECT outgoing.id AS outgoing_id, outgoing.channel, outgoing.attempts, outgoing.next_at, outgoing.trouble,
            notice.*, matter.kind, matter.number
        FROM outgoing JOIN notice ON notice.id = outgoing.notice JOIN matter ON matter.id = notice.matter
        """
}

/// For the one who runs the system.
extension Outbox {
    /// 死信 — what was given up, the latest first.
    public func deadLetters(limit: Int) async throws -> [OutgoingNotice] {
        try await database.rows(
            "\(Self.selected) WHERE outgoing.next_at IS NULL ORDER BY outgoing.id DESC LIMIT \(limit)"
        ).map(OutgoingNotice.init(row:))
    }

    /// How many are still being tried.
    public func waiting() async throws -> Int {
        try await database.rows("SELECT count(*) AS amount FROM outgoing WHERE next_at IS NOT NULL")[0]["amount"]
    }

    /// Tries one again, or all that were given up, from the first try on.
    ///
    /// - Parameter further: what is to be written in the same commit.
    public func retry(_ id: OutgoingNotice.ID?, with further: [Change] = []) async throws {
        let which: SQL = id.map { "id = \($0)" } ?? "1 = 1"
        try await database.commit(
            [
                .any(
                    """
                    UPDATE outgoing SET attempts = 0, next_at = \(now()) WHERE next_at IS NULL AND \(which)
                    """)
            ] + further)
    }
}

enum OutboxTable {
    static let migrations: [Migration] = [
        Migration(
            "outbox", 1, "发件箱",
            [
                """
                CREATE TABLE outgoing (
                    id TEXT PRIMARY KEY,
                    notice TEXT NOT NULL REFERENCES notice (id),
                    channel TEXT NOT NULL,
                    attempts BIGINT NOT NULL CHECK (attempts >= 0),
                    next_at BIGINT,
                    trouble TEXT
                )
                """,
                "CREATE INDEX outgoing_by_time ON outgoing (next_at, id)",
            ])
    ]

    static func insert(_ notice: Notice, by channel: OutgoingChannel) -> Change {
        .one(
            """
            INSERT INTO outgoing (id, notice, channel, attempts, next_at)
            VALUES (\("\(notice.id)/\(channel.rawValue)"), \(notice.id), \(channel), 0, \(notice.at))
            """)
    }
}
