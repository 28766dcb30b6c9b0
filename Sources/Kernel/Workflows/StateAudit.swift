import Ledger
import Storage

/// 事项核对 — folds the ledger of every matter and compares the outcome with the matter's rows.
///
/// Together with the sealed log it shows that what people see is what was done: the log that the entries are the ones
/// written, this that the rows follow from them.
public struct StateAudit: Sendable {
    public struct Finding: Sendable, Hashable, CustomStringConvertible {
        public let matter: String
        public let detail: String

        public var description: String { "事项 \(matter)：\(detail)" }
    }

    private let database: any Database
    private let kinds: KindCatalogue
    private static let pageSize = 1_000

    public init(database: any Database, kinds: KindCatalogue) {
        self.database = database
        self.kinds = kinds
    }

    /// - Returns: how many matters were compared, and where they differ.
    public func run() async throws -> (matters: Int, findings: [Finding]) {
        var (matters, findings, last) = (0, [Finding](), "")
        while true {
            let page = try await database.rows(
                "SELECT * FROM matter WHERE id > \(last) ORDER BY id LIMIT \(Self.pageSize)")
            let end: String? = try page.count < Self.pageSize ? nil : page.last?["id"]
            findings += try await compare(page, after: last, through: end)
            matters += page.count
            guard let end else { return (matters, findings) }
            last = end
        }
    }

    private func compare(_ page: [Row], after start: String, through end: String?) async throws -> [Finding] {
        let ledgers = try await ledgers(after: start, through: end)
        var findings: [Finding] = []
        var known: Set<String> = []
        var now: [String: MatterNow] = [:]
        for name in Set(try page.map { try $0["kind"] as String }) {
            guard let kind = kinds[name] else { continue }
            for subject in try await kind.now(database, after: start, through: end) { now[subject.id] = subject }
        }
        for row in page {
            let id: String = try row["id"]
            known.insert(id)
            guard let subject = now[id] else {
                findings.append(Finding(matter: id, detail: "种类不明，或缺少本种类的行"))
                continue
            }
            guard let then = ledgers[id] else {
                findings.append(Finding(matter: id, detail: "没有任何留痕"))
                continue
            }
            let differences = try subject.differences(from: then) + derivedDifferences(of: row, from: then)
            findings += differences.map { Finding(matter: id, detail: $0) }
        }
        let orphans = ledgers.keys.filter { !known.contains($0) }.sorted()
        return findings + orphans.map { Finding(matter: $0, detail: "台账中有留痕，而事项不见了") }
    }

    /// Columns that lists are sorted and counted by: they follow from others, or from when entries were received.
    private func derivedDifferences(of row: Row, from then: MatterThen) throws -> [String] {
        let header = try MatterHeader(row: row)
        let closed = then.entries.last { isFinal($0.stateAfter, then) && !isFinal($0.stateBefore, then) }
        let derived: [(title: String, kept: SQLValue, follows: SQLValue)] = [
            ("到期时刻", try row.value(of: "due_at"), header.deadline?.due.sqlValue ?? .null),
            ("所在市", try row.value(of: "city"), header.cityPrefix.sqlValue),
            ("所在县", try row.value(of: "county"), header.countyPrefix.sqlValue),
            ("开立月份", try row.value(of: "month"), header.month.sqlValue),
            ("开立时刻", try row.value(of: "opened_at"), then.entries[0].times.received.sqlValue),
            ("是否在办", try row.value(of: "is_open"), (!isFinal(then.state, then)).sqlValue),
            (
                "办结时刻", try row.value(of: "closed_at"),
                isFinal(then.state, then) ? closed?.times.received.sqlValue ?? .null : .null
            ),
        ]
        let course = MatterCourse(of: header, from: then, kind: kinds[then.kind])
        return (derived.filter { $0.kept != $0.follows }.map(\.title) + course.differences)
            .map { "“\($0)”与台账或本行其他栏不符" }
    }

    private func isFinal(_ state: String?, _ then: MatterThen) -> Bool {
        guard let state else { return false }
        return kinds[then.kind]?.finalStates.contains(state) ?? false
    }

    private func ledgers(after start: String, through end: String?) async throws -> [String: MatterThen] {
        let upTo: SQL = end.map { "AND ledger_entry.matter <= \($0)" } ?? ""
        let entries = try await database.rows(
            """
            \(LedgerStore.entries) WHERE ledger_entry.matter > \(start) \(upTo)
            ORDER BY ledger_entry.matter, ledger_entry.version
            """
        ).map(LedgerEntry.init(row:))
        return Dictionary(grouping: entries, by: \.target.matter).compactMapValues { MatterThen(folding: $0) }
    }
}

/// A matter as its rows say it is now, in the ledger's terms.
struct MatterNow: Sendable {
    let id: String
    let state: String
    let version: Int
    let fields: [String: String]
    /// The fields that the ledger tells of; what a matter holds within, such as drafts, has entries but no field.
    private let told: Set<String>

    init<Subject: Matter>(_ subject: Subject) {
        told = Set(KindOfMatter.headerTitles.keys).subtracting(["light"])
            .union(Subject.detailColumns.filter(\.isTold).map(\.name))
        id = subject.id
        state = subject.header.state
        version = subject.header.version
        fields = Dictionary(
            subject.changes(since: nil).compactMap { change in change.after.map { (change.field, $0) } },
            uniquingKeysWith: { $1 })
    }

    /// What the ledger says otherwise; where its text was erased, the mark must stand in the row too. The light turns with time and is no field of the matter's own, and entries from
    /// before numbers were told say nothing of them.
    func differences(from then: MatterThen) -> [String] {
        var differences = then.breaks
        if version != then.version { differences.append("事项是第 \(version) 版，台账到第 \(then.version) 版") }
        if state != then.state { differences.append("事项的状态是 \(state)，台账是 \(then.state)") }
        for field in told.sorted() {
            let (is_, was) = (fields[field], then.fields[field])
            if field == "number", was == nil { continue }
            if is_ != was {
                differences.append("“\(field)”现为“\(is_ ?? "空")”，台账为“\(was ?? "空")”")
            }
        }
        return differences
    }
}
