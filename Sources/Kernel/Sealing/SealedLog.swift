import Calendars
import Ledger
import Storage

/// 封存日志 — the entries in the order in which they were sealed, and the tree over them.
///
/// Its tables only grow. What the public sees of it are hashes: a leaf is the digest of an entry, and an entry cannot
/// be guessed, since its own id and that of its command are random.
public struct SealedLog: Sendable {
    let database: any Database

    public init(database: any Database) {
        self.database = database
    }

    public static let migrations: [Migration] = [
        Migration(
            "sealing", 1, "封存日志（只增不改）",
            [
                SQL(
                    sqlite: """
                        CREATE TABLE sealed_entry (
                            leaf INTEGER PRIMARY KEY CHECK (leaf >= 0),
                            entry TEXT NOT NULL REFERENCES ledger_entry (id),
                            digest BYTEA NOT NULL CHECK (length(digest) = 32))
                        """,
                    postgres: """
                        CREATE TABLE sealed_entry (
                            leaf BIGINT PRIMARY KEY CHECK (leaf >= 0),
                            entry TEXT NOT NULL REFERENCES ledger_entry (id),
                            digest BYTEA NOT NULL CHECK (length(digest) = 32))
                        """),
                "CREATE UNIQUE INDEX sealed_entry_by_entry ON sealed_entry (entry)",
                """
                CREATE TABLE log_node (
                    level BIGINT NOT NULL CHECK (level > 0),
                    number BIGINT NOT NULL,
                    hash BYTEA NOT NULL CHECK (length(hash) = 32),
                    PRIMARY KEY (level, number))
                """,
                """
                CREATE TABLE log_checkpoint (
                    size BIGINT PRIMARY KEY CHECK (size > 0),
                    note TEXT NOT NULL,
                    sealed_at BIGINT NOT NULL)
                """,
            ] + ["sealed_entry", "log_node", "log_checkpoint"].flatMap(Migration.appendOnly))
    ]

    /// The newest checkpoint, in a column `note`.
    public static let latestNote: SQL = "SELECT note FROM log_checkpoint ORDER BY size DESC LIMIT 1"

    /// The newest checkpoint, signed; `nil` while nothing is sealed.
    public func latest() async throws -> SignedNote? {
        try await database.rows(Self.latestNote).first.flatMap { SignedNote(try $0["note"]) }
    }

    /// The checkpoint of this size, signed.
    public func checkpoint(size: Int) async throws -> SignedNote? {
        try await database.rows("SELECT note FROM log_checkpoint WHERE size = \(size)").first.flatMap {
            SignedNote(try $0["note"])
        }
    }

    /// When the entry was sealed; `nil` while it waits.
    public func sealing(of entry: String) async throws -> (leaf: Int, at: Instant)? {
        let row = try await database.rows(
            """
            SELECT sealed_entry.leaf,
                   (SELECT min(sealed_at) FROM log_checkpoint WHERE size =
                       (SELECT min(size) FROM log_checkpoint WHERE size > sealed_entry.leaf)) AS sealed_at
            FROM sealed_entry WHERE entry = \(entry)
            """
        ).first
        return try row.map { (try $0["leaf"], try $0["sealed_at"]) }
    }

    /// The hashes of a tile as far as the log holds them.
    public func tile(_ path: TilePath) async throws -> [TreeHash] {
        let (first, end) = (path.number * TilePath.width, path.number * TilePath.width + path.count)
        guard let level = path.level, level > 0 else { return try await digests(first..<end).map { .leaf($0) } }
        return try await database.rows(
            """
            SELECT hash FROM log_node WHERE level = \(level) AND number >= \(first) AND number < \(end) ORDER BY number
            """
        ).compactMap { row in
            guard case .blob(let bytes) = row.values[0] else { return nil }
            return TreeHash(bytes)
        }
    }

    /// The leaves themselves: the digests of entries.
    public func digests(_ leaves: Range<Int>) async throws -> [[UInt8]] {
        try await database.rows(
            """
            SELECT digest FROM sealed_entry WHERE leaf >= \(leaves.lowerBound) AND leaf < \(leaves.upperBound)
            ORDER BY leaf
            """
        ).compactMap { row in
            guard case .blob(let bytes) = row.values[0] else { return nil }
            return bytes
        }
    }

    /// Reads the tree as it is at this size.
    public func reader(size: Int) -> TileReader {
        TileReader(size: size) { try await tile($0) }
    }
}
