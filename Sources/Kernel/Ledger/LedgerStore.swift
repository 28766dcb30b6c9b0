import Calendars
import Foundation
import Storage

/// Every statement about the ledger. There is none that changes or deletes an entry.
public struct LedgerStore: Sendable {
    private let database: any Database

    public init(database: any Database) {
        self.database = database
    }

    /// The constraint that refuses a command id a second time.
    public static let commandConstraint = "ledger_entry_by_command"

    public static let migrations: [Migration] = [
        Migration(
            "ledger", 1, "办理台账（只增不改）",
            [
                """
                CREATE TABLE ledger_entry (
                    id TEXT PRIMARY KEY,
                    matter TEXT NOT NULL,
                    kind TEXT NOT NULL,
                    region TEXT NOT NULL,
                    version BIGINT NOT NULL,
                    command TEXT NOT NULL,
                    command_id TEXT NOT NULL,
                    person TEXT NOT NULL,
                    post TEXT,
                    organisation TEXT,
                    happened_at BIGINT,
                    written_at BIGINT,
                    received_at BIGINT NOT NULL,
                    channel TEXT NOT NULL,
                    state_before TEXT,
                    state_after TEXT NOT NULL,
                    changes TEXT NOT NULL,
                    reason TEXT,
                    attachments TEXT NOT NULL
                )
                """,
                "CREATE UNIQUE INDEX ledger_entry_by_command ON ledger_entry (command_id)",
                "CREATE UNIQUE INDEX ledger_entry_by_matter ON ledger_entry (matter, version)",
                "CREATE INDEX ledger_entry_by_person ON ledger_entry (person, id)",
            ] + Migration.appendOnly("ledger_entry"))
    ]

    public static func insert(_ entry: LedgerEntry) -> Change {
        .one(
            """
            INSERT INTO ledger_entry
                (id, matter, kind, region, version, command, command_id, person, post, organisation, happened_at,
                 written_at, received_at, channel, state_before, state_after, changes, reason, attachments)
            VALUES (\(entry.id), \(entry.target.matter), \(entry.target.kind), \(entry.target.region),
                    \(entry.target.version), \(entry.command), \(entry.commandID), \(entry.actor.person),
                    \(entry.actor.post), \(entry.actor.organisation), \(entry.times.happened), \(entry.times.written),
                    \(entry.times.received), \(entry.channel), \(entry.stateBefore), \(entry.stateAfter),
                    \(entry.changes.encoded), \(entry.reason), \(entry.attachments.joined(separator: ",")))
            """)
    }

    /// The whole history of a matter, oldest first.
    public func entries(of matter: String) async throws -> [LedgerEntry] {
        try await database.rows("SELECT * FROM ledger_entry WHERE matter = \(matter) ORDER BY version")
            .map(LedgerEntry.init(row:))
    }

    public func entry(commandID: String) async throws -> LedgerEntry? {
        try await database.rows("SELECT * FROM ledger_entry WHERE command_id = \(commandID)").first
            .map(LedgerEntry.init(row:))
    }

    /// The newest entries that fit, for the audit view.
    public func entries(
        of person: String? = nil, matter: String? = nil, command: String? = nil, before: String? = nil, limit: Int
    ) async throws -> [LedgerEntry] {
        let conditions: [SQL] = [
            person.map { "person = \($0)" }, matter.map { "matter = \($0)" }, command.map { "command = \($0)" },
            before.map { "id < \($0)" },
        ].compactMap { $0 }
        let filter: SQL = conditions.isEmpty ? "1 = 1" : conditions.joined(by: " AND ")
        return try await database.rows(
            "SELECT * FROM ledger_entry WHERE \(filter) ORDER BY id DESC LIMIT \(limit)"
        ).map(LedgerEntry.init(row:))
    }
}

extension LedgerEntry {
    public init(row: Row) throws {
        let changes: String = try row["changes"]
        let attachments: String = try row["attachments"]
        try self.init(
            id: row["id"],
            target: Target(
                matter: row["matter"], kind: row["kind"], region: row["region"], version: row["version"]),
            command: row["command"], commandID: row["command_id"],
            actor: Actor(person: row["person"], post: row["post"], organisation: row["organisation"]),
            times: Times(happened: row["happened_at"], written: row["written_at"], received: row["received_at"]),
            channel: row["channel"], stateBefore: row["state_before"], stateAfter: row["state_after"],
            changes: JSONDecoder().decode([[String?]].self, from: Data(changes.utf8)).map {
                FieldChange($0[0] ?? "", from: $0[1], to: $0[2])
            },
            reason: row["reason"], attachments: attachments.split(separator: ",").map(String.init))
    }
}
