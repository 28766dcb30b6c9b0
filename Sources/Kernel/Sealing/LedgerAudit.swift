import Foundation
import Ledger
import Storage

/// 台账核对 — recomputes the sealed log from the entries themselves and compares it with every signed checkpoint.
///
/// Finds what somebody with full rights on the database changed, and names the first entry concerned. What it cannot
/// know by itself is whether the whole database was put back to an earlier day: for that it takes checkpoints that
/// were kept elsewhere.
public struct LedgerAudit: Sendable {
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        public enum Kind: String, Sendable {
            case altered = "被改动"
            case removed = "被删除"
            case inserted = "被插入"
            case reordered = "次序被改"
            case forged = "检查点不实"
        }

        public let kind: Kind
        /// The first entry concerned, when it can be told.
        public let entry: String?
        /// Where in the log: one number when it can be told which, else those among which it is.
        public var leaves: Range<Int>?
        public let detail: String

        public var description: String { "\(kind.rawValue)：\(entry.map { "留痕 \($0)，" } ?? "")\(detail)" }
    }

    public struct Report: Sendable {
        public internal(set) var sealed = 0
        public internal(set) var waiting = 0
        public internal(set) var findings: [Finding] = []
        /// Checkpoints whose signature and root were found right.
        public internal(set) var checkpoints = 0
        /// How many of them bear a signature of SM2 that holds.
        public internal(set) var checkpointsWithSM2 = 0
        /// The root over everything that is sealed.
        public internal(set) var root = TreeHash.empty

        /// The first place comes first: an exact one before the batch that it spoils, that one before later ones.
        mutating func sortFindings() {
            func place(_ leaves: Range<Int>?) -> (end: Int, count: Int) {
                leaves.map { ($0.upperBound, $0.count) } ?? (.max, .max)
            }
            let order = findings.indices.sorted { one, other in
                let (left, right) = (place(findings[one].leaves), place(findings[other].leaves))
                return (left.end, left.count, one) < (right.end, right.count, other)
            }
            findings = order.map { findings[$0] }
        }
    }

    private let log: SealedLog
    private let keys: LogKeys
    private let trusted: [SignedNote]

    /// - Parameter trusted: checkpoints kept outside, such as by a witness.
    public init(database: any Database, keys: LogKeys, trusted: [SignedNote] = []) {
        log = SealedLog(database: database)
        self.keys = keys
        self.trusted = trusted
    }

    public func run() async throws -> Report {
        var course = AuditCourse(marks: try await marks())
        try await examine { course.take($0) }
        course.note(erased: try await erasures(ofTextsOf: course.entriesWithMissingTexts))
        course.end()
        var report = course.report
        report.findings += try await strays(sealed: report.sealed)
        report.findings += try await damagedNodes(course.nodes)
        report.waiting = try await log.database.rows("SELECT count(*) AS amount FROM unsealed_entry")[0]["amount"]
        return report
    }

    /// Hands over every sealed entry in the order of the log.
    ///
    /// What costs time, reading and hashing, is done on stretches of the log beside each other.
    private func examine(_ take: (ExaminedEntry) -> Void) async throws {
        let amount: Int = try await log.database.rows("SELECT count(*) AS amount FROM sealed_entry")[0]["amount"]
        var stretches = Stretch.all(of: amount)[...]
        try await withThrowingTaskGroup(of: (Int, [ExaminedEntry]).self) { group in
            var (given, taken, done) = (0, 0, [Int: [ExaminedEntry]]())
            func give() {
                guard let stretch = stretches.popFirst() else { return }
                let number = given
                group.addTask { (number, try await entries(in: stretch)) }
                given += 1
            }
            for _ in 0..<Self.stretchesAtOnce { give() }
            while let (number, entries) = try await group.next() {
                done[number] = entries
                // Only so far ahead that little waits in memory.
                while let entries = done.removeValue(forKey: taken) {
                    for entry in entries { take(entry) }
                    taken += 1
                    give()
                }
            }
        }
    }

    /// What erasures of the same matters say, sealed or not: one may have been written while the log was read. That
    /// each is the desk's own is examined like that of every other entry.
    private func erasures(ofTextsOf entries: [String]) async throws -> [String] {
        var erasures: [String] = []
        for start in stride(from: 0, to: entries.count, by: Stretch.length) {
            let some = Array(entries[start..<min(start + Stretch.length, entries.count)])
            for row in try await log.database.rows(
                """
                \(LedgerStore.entries) WHERE ledger_entry.command = \(Inscription.erasure)
                AND ledger_entry.matter IN (SELECT own.matter FROM ledger_entry own WHERE own.id IN \(some))
                """)
            {
                erasures += try Inscription(row: row, texts: []).erasures()
            }
        }
        return erasures
    }

    private static let stretchesAtOnce = max(2, ProcessInfo.processInfo.activeProcessorCount) + 1

    private func entries(in stretch: Stretch) async throws -> [ExaminedEntry] {
        var (entries, place) = ([ExaminedEntry](), "sealed_entry.leaf >= \(stretch.first)" as SQL)
        while true {
            let page = try await page(of: stretch, from: place)
            for row in page { entries.append(try ExaminedEntry(row)) }
            guard page.count == Stretch.length, let last = page.last else { return entries }
            let (leaf, entry): (Int, String) = (try last["leaf"], try last["entry"] ?? "")
            place = """
                sealed_entry.leaf >= \(leaf)
                AND (sealed_entry.leaf > \(leaf) OR coalesce(sealed_entry.entry, '') > \(entry))
                """
        }
    }

    /// By number and entry: whoever took the keys off the table may have put two entries under one number.
    private func page(of stretch: Stretch, from place: SQL) async throws -> [Row] {
        let limit: SQL = stretch.end.map { "AND sealed_entry.leaf < \($0)" } ?? ""
        return try await log.database.rows(
            """
            SELECT \(SQL(verbatim: Inscription.columnNames.map { "ledger_entry." + $0 }.joined(separator: ", "))),
                   ledger_text.texts, sealed_entry.leaf, sealed_entry.entry, sealed_entry.digest
            FROM sealed_entry LEFT JOIN ledger_entry ON ledger_entry.id = sealed_entry.entry
            LEFT JOIN ledger_text ON ledger_text.entry = sealed_entry.entry
            WHERE \(place) \(limit)
            ORDER BY sealed_entry.leaf, coalesce(sealed_entry.entry, '') LIMIT \(Stretch.length)
            """)
    }

    /// What the root must be at which size, by signature.
    private func marks() async throws -> [AuditCourse.Mark] {
        let own = try await log.database.rows("SELECT size, note, sealed_at FROM log_checkpoint ORDER BY size").map {
            let note = try ($0["note"] as String?).flatMap { SignedNote($0) }
            return mark(note, size: try $0["size"] ?? 0, sealedAt: try $0["sealed_at"] ?? 0, isTrusted: false)
        }
        let outside = trusted.map { mark($0, size: Checkpoint($0)?.size ?? 0, sealedAt: nil, isTrusted: true) }
        return (own + outside).sorted { ($0.size, $1.isTrusted ? 1 : 0) < ($1.size, $0.isTrusted ? 1 : 0) }
    }

    private func mark(_ note: SignedNote?, size: Int, sealedAt: Int?, isTrusted: Bool) -> AuditCourse.Mark {
        let checkpoint = note.flatMap { keys.isOwn($0) ? Checkpoint($0) : nil }
        var isOurs = checkpoint?.size == size && checkpoint?.origin == keys.name
        if let sealedAt, let sealing = checkpoint?.sealing { isOurs = isOurs && sealing.at.milliseconds == sealedAt }
        return .init(
            size: size, root: isOurs ? checkpoint?.root : nil, after: checkpoint?.sealing?.after,
            hasSM2: note.map { keys.sm2?.verifies($0) ?? false } ?? false, isTrusted: isTrusted)
    }

    /// Entries that are neither sealed nor waiting, and those that wait but are not there.
    private func strays(sealed: Int) async throws -> [Finding] {
        let all: Int = try await log.database.rows("SELECT count(*) AS amount FROM ledger_entry")[0]["amount"]
        let waiting: Int = try await log.database.rows(
            """
            SELECT count(*) AS amount FROM unsealed_entry
            WHERE NOT EXISTS (SELECT 1 FROM sealed_entry WHERE sealed_entry.entry = unsealed_entry.entry)
            """)[0]["amount"]
        var findings: [Finding] = []
        if all != sealed + waiting {
            let inserted: SQL = """
                SELECT id AS entry FROM ledger_entry
                WHERE NOT EXISTS (SELECT 1 FROM sealed_entry WHERE sealed_entry.entry = ledger_entry.id)
                AND NOT EXISTS (SELECT 1 FROM unsealed_entry WHERE unsealed_entry.entry = ledger_entry.id)
                ORDER BY id LIMIT 100
                """
            findings += try await strays(.inserted, inserted, "既未封存，也不在待封存之列：不是办理台写入的")
        }
        let removed: SQL = """
            SELECT entry FROM unsealed_entry
            WHERE NOT EXISTS (SELECT 1 FROM ledger_entry WHERE ledger_entry.id = unsealed_entry.entry)
            ORDER BY entry LIMIT 100
            """
        findings += try await strays(.removed, removed, "待封存，却已不在台账中")
        let twice: SQL = """
            SELECT entry FROM unsealed_entry
            WHERE EXISTS (SELECT 1 FROM sealed_entry WHERE sealed_entry.entry = unsealed_entry.entry)
            ORDER BY entry LIMIT 100
            """
        findings += try await strays(.inserted, twice, "早已封存，却又列为待封存")
        let loose: SQL = """
            SELECT entry FROM ledger_text
            WHERE NOT EXISTS (SELECT 1 FROM ledger_entry WHERE ledger_entry.id = ledger_text.entry)
            ORDER BY entry LIMIT 100
            """
        return findings + (try await strays(.inserted, loose, "有它的文字，却没有这条留痕"))
    }

    private func strays(_ kind: Finding.Kind, _ query: SQL, _ detail: String) async throws -> [Finding] {
        try await log.database.rows(query).map { Finding(kind: kind, entry: try $0["entry"] ?? "", detail: detail) }
    }

    /// The stored nodes of tiles against those just computed.
    private func damagedNodes(_ computed: [Frontier.TileNode]) async throws -> [Finding] {
        var expected = Set(computed)
        for row in try await log.database.rows("SELECT level, number, hash FROM log_node ORDER BY level, number") {
            let (level, number): (Int?, Int?) = (try row["level"], try row["number"])
            guard case .blob(let bytes) = row.values[2], let hash = TreeHash(bytes), let level, let number,
                expected.remove(.init(level: level, number: number, hash: hash)) != nil
            else {
                let place = "第 \(level ?? -1) 层第 \(number ?? -1) 个节点"
                return [Finding(kind: .altered, entry: nil, detail: "封存日志的\(place)与留痕不符")]
            }
        }
        return expected.isEmpty ? [] : [Finding(kind: .removed, entry: nil, detail: "封存日志缺 \(expected.count) 个节点")]
    }
}

/// A piece of the log that is read at once: as much as a processor has at hand while it hashes.
private struct Stretch {
    static let length = 512

    let first: Int
    /// `nil` for the last, which holds whatever stands behind.
    let end: Int?

    /// Numbers below zero and beyond the amount are there only where somebody put them.
    static func all(of amount: Int) -> [Stretch] {
        let inside = stride(from: 0, to: amount, by: length).map { Stretch(first: $0, end: min($0 + length, amount)) }
        return [Stretch(first: .min, end: 0)] + inside + [Stretch(first: max(0, amount), end: nil)]
    }
}
