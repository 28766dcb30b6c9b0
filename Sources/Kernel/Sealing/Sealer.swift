import Calendars
import Ledger
import Storage

/// 封存 — takes the entries that wait, in the order of their ids, adds them to the tree, and signs the new root.
///
/// An entry waits in a table of its own from the commit that wrote it to the commit that sealed it, so none is passed
/// over, however late a commit becomes visible; the order is that in which they were sealed, and is written down.
/// When two seal at once the log's keys let one of them through, and the other begins anew.
public actor Sealer {
    private let log: SealedLog
    private let key: SigningKey
    private let sm2: SigningKey?
    private let now: @Sendable () -> Instant
    private let batch: Int
    private var frontier: Frontier?

    /// - Parameter sm2: signs beside the log's key, where that is configured.
    public init(
        log: SealedLog, key: SigningKey, sm2: SigningKey? = nil, batch: Int = 2_048,
        now: @escaping @Sendable () -> Instant = { .now }
    ) {
        self.log = log
        self.key = key
        self.sm2 = sm2
        self.batch = batch
        self.now = now
    }

    /// Seals everything that waits.
    ///
    /// - Returns: how many entries were sealed.
    /// - Throws: ``SealBroken`` when the log is not the one this key signed: nothing is sealed on top of it.
    @discardableResult
    public func run() async throws -> Int {
        var sealed = 0
        while true {
            let count = try await sealBatch()
            sealed += count
            if count < batch { return sealed }
        }
    }

    private func sealBatch() async throws -> Int {
        let rows = try await log.database.rows(
            """
            SELECT \(Self.columns) FROM unsealed_entry JOIN ledger_entry ON ledger_entry.id = unsealed_entry.entry
            ORDER BY unsealed_entry.entry LIMIT \(batch)
            """)
        guard let last = rows.last?.values[0] else { return 0 }
        var tree = try await current()
        let before = tree.size
        var leaves: [SQL] = []
        var changes: [Change] = []
        for row in rows {
            let digest = Inscription.digest(of: row.values[...])
            leaves.append("(\(tree.size), \(row.values[0]), \(SQLValue.blob(digest)))")
            for node in tree.append(.leaf(digest)) { changes.append(Self.insert(node)) }
        }
        changes += Self.inserts(leaves)
        changes.append(try checkpoint(of: tree, after: before))
        changes.append(
            .any(
                """
                DELETE FROM unsealed_entry WHERE entry <= \(last)
                AND EXISTS (SELECT 1 FROM sealed_entry WHERE sealed_entry.entry = unsealed_entry.entry)
                """))
        do {
            try await log.database.commit(changes)
            frontier = tree
        } catch {
            // Another instance was first, or the answer was lost: what holds is what the database says.
            frontier = nil
            guard error is Conflict else { throw error }
            return 0
        }
        return rows.count
    }

    private static let columns: SQL = SQL(
        verbatim: Inscription.columnNames.map { "ledger_entry." + $0 }.joined(separator: ", "))

    /// Rows of one statement: a row more costs a server far less than a statement more.
    private static let rowsAtOnce = 256

    /// In powers of two, so that few statements have to be prepared.
    private static func inserts(_ leaves: [SQL]) -> [Change] {
        var (rest, changes) = (leaves[...], [Change]())
        while !rest.isEmpty {
            let count = min(rowsAtOnce, 1 << (Int.bitWidth - 1 - rest.count.leadingZeroBitCount))
            let rows = rest.prefix(count).joined(by: ", ")
            changes.append(.any("INSERT INTO sealed_entry (leaf, entry, digest) VALUES \(rows)"))
            rest = rest.dropFirst(count)
        }
        return changes
    }

    private static func insert(_ node: Frontier.TileNode) -> Change {
        .one(
            """
            INSERT INTO log_node (level, number, hash)
            VALUES (\(node.level), \(node.number), \(SQLValue.blob(node.hash.bytes)))
            """)
    }

    private func checkpoint(of tree: Frontier, after before: Int) throws -> Change {
        let sealed = now()
        let checkpoint = Checkpoint(
            origin: key.verifier.name, size: tree.size, root: tree.root, sealing: .init(at: sealed, after: before))
        var note = SignedNote(text: checkpoint.text)
        try key.sign(&note)
        try sm2?.sign(&note)
        return .one(
            "INSERT INTO log_checkpoint (size, note, sealed_at) VALUES (\(tree.size), \(note.encoded), \(sealed))")
    }

    /// `nil` while nothing is sealed.
    private func latestNote() async throws -> SignedNote? {
        if let note = try await log.latest() { return note }
        let leaves: Int = try await log.database.rows("SELECT count(*) AS amount FROM sealed_entry")[0]["amount"]
        if leaves == 0 { return nil }
        // Another instance may have sealed the first ones between the two questions.
        guard let note = try await log.latest() else {
            throw SealBroken(reason: "有 \(leaves) 条已封存的留痕，却没有检查点")
        }
        return note
    }

    /// The tree's right edge, checked against the signature that stands over it.
    private func current() async throws -> Frontier {
        if let frontier { return frontier }
        guard let note = try await latestNote() else { return Frontier() }
        guard LogKeys(key.verifier, sm2: sm2?.verifier).isOwn(note), let checkpoint = Checkpoint(note) else {
            throw SealBroken(reason: "最新的检查点不是用本机的封存密钥签的")
        }
        var reader = log.reader(size: checkpoint.size)
        let tree = try await reader.frontier()
        guard tree.root == checkpoint.root else {
            throw SealBroken(reason: "封存日志与第 \(checkpoint.size) 条处签过的检查点不符")
        }
        return tree
    }
}

/// The sealed log does not fit its own signature. Sealing stops until an operator has looked into it.
public struct SealBroken: Error, Hashable, CustomStringConvertible {
    public let reason: String

    public var description: String { "\(reason)。请运行 anlan verify 查明，并从备份恢复。" }
}
