import Calendars
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
            ] + Migration.appendOnly("ledger_entry")),
        Migration(
            "ledger", 2, "可抹除的内容、待封存的留痕",
            [
                "CREATE TABLE ledger_text (entry TEXT PRIMARY KEY REFERENCES ledger_entry (id), texts TEXT NOT NULL)",
                SQL(
                    sqlite: "CREATE TABLE unsealed_entry (entry TEXT PRIMARY KEY) WITHOUT ROWID",
                    postgres: "CREATE TABLE unsealed_entry (entry TEXT PRIMARY KEY)"),
                "INSERT INTO unsealed_entry (entry) SELECT id FROM ledger_entry",
                "CREATE INDEX ledger_entry_by_organisation ON ledger_entry (organisation, matter)",
            ]),
    ]

    /// Writes the entry, its texts, and that it waits to be sealed.
    public static func insert(_ entry: LedgerEntry) -> [Change] { insert(Inscription(entry)) }

    /// Writes the entry, its texts, and that it waits to be sealed.
    public static func insert(_ inscription: Inscription) -> [Change] {
        let values = inscription.row.map { "\($0)" as SQL }.joined(by: ", ")
        let id = inscription.row[0]
        var changes: [Change] = [.one("INSERT INTO ledger_entry (\(columns)) VALUES (\(values))")]
        if !inscription.texts.isEmpty {
            changes.append(
                .one("INSERT INTO ledger_text (entry, texts) VALUES (\(id), \(inscription.texts.encoded))"))
        }
        return changes + [.one("INSERT INTO unsealed_entry (entry) VALUES (\(id))")]
    }

    /// Leaves only these texts of an entry; the salts of the others are gone for good.
    ///
    /// The commit conflicts when the entry's texts are not `before` any more.
    public static func keep(_ texts: [ErasableText], of entry: String, before: [ErasableText]) -> Change {
        .one(
            """
            UPDATE ledger_text SET texts = \(texts.encoded) WHERE entry = \(entry) AND texts = \(before.encoded)
            """)
    }

    /// The columns of an entry in the order in which they are digested.
    public static let columns: SQL = SQL(verbatim: Inscription.columnNames.joined(separator: ", "))

    /// Entries with their texts, for ``LedgerEntry/init(row:)``.
    public static let entries: SQL = """
        SELECT \(SQL(verbatim: Inscription.columnNames.map { "ledger_entry." + $0 }.joined(separator: ", "))),
               ledger_text.texts
        FROM ledger_entry LEFT JOIN ledger_text ON ledger_text.entry = ledger_entry.id
        """

    /// One entry as it is written down, with those of its texts that were not erased.
    public func inscription(of entry: String) async throws -> Inscription? {
        guard let row = try await database.rows("\(Self.entries) WHERE ledger_entry.id = \(entry)").first else {
            return nil
        }
        return Inscription(row: row, texts: try [ErasableText](encoded: row["texts"]))
    }

    public func entry(_ id: String) async throws -> LedgerEntry? {
        try await database.rows("\(Self.entries) WHERE ledger_entry.id = \(id)").first.map(LedgerEntry.init(row:))
    }

    /// The whole history of a matter, oldest first.
    public func entries(of matter: String) async throws -> [LedgerEntry] {
        try await database.rows("\(Self.entries) WHERE matter = \(matter) ORDER BY version")
            .map(LedgerEntry.init(row:))
    }

    public func entry(commandID: String) async throws -> LedgerEntry? {
        try await database.rows("\(Self.entries) WHERE command_id = \(commandID)").first
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
            "\(Self.entries) WHERE \(filter) ORDER BY id DESC LIMIT \(limit)"
        ).map(LedgerEntry.init(row:))
    }
}

extension LedgerEntry {
    /// Reads a row of ``LedgerStore/entries``. Where a text was erased ``FieldChange/erased`` stands.
    public init(row: Row) throws {
        let attachments: String = try row["attachments"]
        let texts = Dictionary(
            try [ErasableText](encoded: row["texts"]).map { ($0.slot, $0.text) },
            uniquingKeysWith: { first, _ in first })
        try self.init(
            id: row["id"],
            target: Target(
                matter: row["matter"], kind: row["kind"], region: row["region"], version: row["version"]),
            command: row["command"], commandID: row["command_id"],
            actor: Actor(person: row["person"], post: row["post"], organisation: row["organisation"]),
            times: Times(happened: row["happened_at"], written: row["written_at"], received: row["received_at"]),
            channel: row["channel"], stateBefore: row["state_before"], stateAfter: row["state_after"],
            changes: JSONRows.decoded(row["changes"]).map { try FieldChange($0, opening: texts) },
            reason: (row["reason"] as String?).map { reason in
                ErasableText.isCommitment(reason) ? texts[ErasableText.reasonSlot] ?? FieldChange.erased : reason
            },
            attachments: attachments.split(separator: ",").map(String.init))
    }
}

extension FieldChange {
    /// - Parameter texts: by slot, what stands behind the commitments.
    fileprivate init(_ row: [String?], opening texts: [String: String]) throws(UnreadableRows) {
        guard row.count >= 3, let field = row[0] else { throw UnreadableRows() }
        self.init(field, from: row[1], to: row[2])
        guard row.count == 4 else { return }
        before = before.map { _ in texts[ErasableText.slot(of: field, isAfter: false)] ?? Self.erased }
        after = after.map { _ in texts[ErasableText.slot(of: field, isAfter: true)] ?? Self.erased }
    }
}
