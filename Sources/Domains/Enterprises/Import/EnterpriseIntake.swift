import Calendars
import Markup
import Permissions
import Registry
import Site
import Spreadsheets
import Storage
import Workflows

/// Judges the rows of a file of enterprises: whom each is about, what it says, whether its sender is in charge there.
///
/// A row is about the enterprise with its credit code; without a code, about the one of the same name in the same
/// county. So the same file sent twice finds everything there already and writes nothing.
struct EnterpriseIntake: RowIntake {
    let register: EnterpriseRegister
    let source: StatementSource
    let user: User
    let batch: String
    private let reading: FactReading
    /// The row in which each enterprise of this file stood first.
    private var seen: [String: Int] = [:]

    init(register: EnterpriseRegister, source: StatementSource, user: User, batch: String) {
        self.register = register
        self.source = source
        self.user = user
        self.batch = batch
        reading = register.reading
    }

    /// A row with its values read, or with what is wrong in it.
    private struct Read {
        let row: TableRow
        var values: [EnterpriseFact: String] = [:]
        var problems: [ErrorWorkbook.Problem] = []

        /// Who it is about when it has no code.
        var namesake: String? {
            guard let name = values[.name], let region = values[.region].flatMap({ RegionCode($0) }) else { return nil }
            return "\(region.ancestor(at: .county).prefix)/\(name)"
        }
        var key: String? { values[.creditCode] ?? namesake }
    }

    mutating func judge(_ rows: [TableRow]) async throws -> [RowVerdict] {
        let read = rows.map(self.read)
        let byCode = try await register.store.records(codes: read.compactMap { $0.values[.creditCode] })
        let byName = try await register.store.records(names: Set(read.compactMap { $0.values[.name] }).sorted())
        var verdicts: [RowVerdict] = []
        for one in read { verdicts.append(judge(one, byCode, byName)) }
        return verdicts
    }

    private func read(_ row: TableRow) -> Read {
        var read = Read(row: row)
        for column in EnterpriseTemplate.columns {
            guard let fact = EnterpriseFact(rawValue: column.key) else { continue }
            let cell = row[column.key]
            guard !cell.isBlank else { continue }
            do throws(FactProblem) {
                read.values[fact] = try value(of: cell, as: fact)
            } catch {
                read.problems.append(.init(error.message, column: column.key))
            }
        }
        return read
    }

    private func value(of cell: Cell, as fact: EnterpriseFact) throws(FactProblem) -> String {
        switch fact {
        case .creditCode, .branchOf:
            guard !cell.hasLostDigits else { throw FactProblem(CreditCodeProblem.scientific(cell.text).message) }
        case .registeredOn:
            if let date = cell.date { return try reading.read("\(date)", as: fact) }
        default: break
        }
        return try reading.read(cell.text, as: fact)
    }

    private mutating func judge(
        _ read: Read, _ byCode: [String: EnterpriseRecord], _ byName: [String: [EnterpriseRecord]]
    ) -> RowVerdict {
        var problems = read.problems
        if let key = read.key {
            if let first = seen[key], first != read.row.number {
                problems.append(.init("与第 \(first) 行是同一家企业，请合并成一行。", column: EnterpriseFact.name.rawValue))
            } else {
                seen[key] = read.row.number
            }
        }
        guard problems.isEmpty else { return RowVerdict(problems) }
        let record: EnterpriseRecord?
        switch identify(read, byCode, byName) {
        case .success(let found): record = found
        case .failure(let problem):
            return RowVerdict([.init(problem.message, column: EnterpriseFact.creditCode.rawValue)])
        }
        do throws(Refusal) {
            return try verdict(on: read, about: record)
        } catch {
            let told = error.problems.sorted { $0.key < $1.key }.map { ErrorWorkbook.Problem($1, column: $0) }
            return RowVerdict(told.isEmpty ? [.init(error.message)] : told)
        }
    }

    private func identify(
        _ read: Read, _ byCode: [String: EnterpriseRecord], _ byName: [String: [EnterpriseRecord]]
    ) -> Result<EnterpriseRecord?, FactProblem> {
        if let code = read.values[.creditCode], let found = byCode[code] { return .success(found) }
        let neighbours = (byName[read.values[.name] ?? ""] ?? []).filter { record in
            read.values[.region].flatMap { RegionCode($0) }.map {
                $0.ancestor(at: .county) == record.enterprise.region.ancestor(at: .county)
            } ?? false
        }
        // A code that came late: the enterprise was entered without one.
        if let uncoded = neighbours.first(where: { $0.enterprise.creditCode == nil }) { return .success(uncoded) }
        if read.values[.creditCode] == nil, let coded = neighbours.first?.enterprise.creditCode {
            return .failure(FactProblem("同一县（市、区）已登记同名企业，代码是 \(coded)。如是同一家，请补填代码。"))
        }
        return .success(nil)
    }

    private func verdict(on read: Read, about record: EnterpriseRecord?) throws(Refusal) -> RowVerdict {
        let now = register.now()
        let region = read.values[.region].flatMap { RegionCode($0) }
        let place = record?.enterprise.place ?? region.map { Place(region: $0, sector: read.values[.sector]) }
        guard let place else {
            throw Refusal.fields([EnterpriseFact.region.rawValue: "请填写\(EnterpriseFact.region.title)。"])
        }
        let author = try author(at: place)
        let statement = Statement(source, by: author.organisation, on: now.day, read.values)
        let draft: EnterpriseDraft
        if let record {
            draft = try EnterpriseDraft(statement, about: record, in: reading.regions, by: author, at: now)
            if draft.outcome == .same { return RowVerdict(.same) }
            _ = try self.author(at: draft.enterprise.place)
        } else {
            draft = try EnterpriseDraft(opening: statement, in: reading.regions, by: author, at: now)
        }
        let isNew = draft.outcome == .new
        let (row, batch) = (read.row.number, batch)
        return RowVerdict(
            isNew ? .new : .changed,
            draft.changes + [EnterpriseBatch.note(draft, row: row, of: batch, isNew: isNew)])
    }

    private func author(at place: Place) throws(Refusal) -> Author {
        guard user.holds(.importEnterprises, at: place) else {
            let name = reading.words(place.region.rawValue, .region)
            throw Refusal.fields([
                EnterpriseFact.region.rawValue: "\(name)的\(Sector.title(place.sector ?? ""))企业不在您的辖区或监管行业内，不能由您导入。"
            ])
        }
        return try register.author(of: user, at: place, cause: batch)
    }
}

/// What a batch wrote, row by row, so that it can be taken back.
enum EnterpriseBatch {
    static let migrations: [Migration] = [
        Migration(
            "enterprise-imports", 1, "企业导入批次的各行",
            [
                """
                CREATE TABLE enterprise_import (
                    batch TEXT NOT NULL,
                    row_number BIGINT NOT NULL,
                    enterprise TEXT NOT NULL,
                    is_new SMALLINT NOT NULL,
                    version BIGINT NOT NULL,
                    earlier TEXT,
                    earlier_organisation TEXT,
                    PRIMARY KEY (batch, row_number)
                )
                """
            ])
    ]

    static func note(_ draft: EnterpriseDraft, row: Int, of batch: String, isNew: Bool) -> Change {
        .one(
            """
            INSERT INTO enterprise_import
                (batch, row_number, enterprise, is_new, version, earlier, earlier_organisation)
            VALUES (\(batch), \(row), \(draft.enterprise.id), \(isNew), \(draft.enterprise.version),
                    \(draft.earlier?.lines), \(draft.earlier?.organisation))
            """)
    }

    /// The next rows of a batch, taken back where nothing has happened to them since.
    static func takeBack(
        _ batch: String, source: StatementSource, after position: Int, by user: User, in register: EnterpriseRegister
    ) async throws -> TakenBack {
        let rows = try await register.database.rows(
            """
            SELECT * FROM enterprise_import WHERE batch = \(batch) AND row_number > \(position)
            ORDER BY row_number LIMIT 200
            """)
        guard let last = rows.last else { return TakenBack([], undone: 0, kept: 0, position: nil) }
        let ids = try rows.map { try $0["enterprise"] as String }
        let records = Dictionary(
            uniqueKeysWithValues: try await register.store.records(ids: ids).map { ($0.enterprise.id, $0) })
        let used = Set(
            try await register.database.rows(
                """
                SELECT subject AS id FROM matter WHERE subject IN \(ids)
                UNION SELECT owner AS id FROM matter WHERE owner IN \(ids)
                UNION SELECT organisation AS id FROM post WHERE organisation IN \(ids)
                """
            ).map { try $0["id"] as String })
        var changes: [Change] = []
        var undone = 0
        for row in rows {
            guard let record = records[try row["enterprise"]], try row["version"] == record.enterprise.version else {
                continue
            }
            if try row["is_new"] as Bool {
                guard !used.contains(record.enterprise.id) else { continue }
                changes += EnterpriseTables.remove(record.enterprise.id, atVersion: record.enterprise.version)
            } else {
                changes += try restored(record, to: row, source: source, by: user, cause: batch, in: register)
            }
            undone += 1
        }
        return TakenBack(
            changes, undone: undone, kept: rows.count - undone, position: try last["row_number"])
    }

    private static func restored(
        _ record: EnterpriseRecord, to row: Row, source: StatementSource, by user: User, cause: String,
        in register: EnterpriseRegister
    ) throws -> [Change] {
        let author = try register.author(of: user, at: record.enterprise.place, cause: cause)
        let earlier = try (row["earlier"] as String?).map {
            try Statement(source, lines: $0, by: row["earlier_organisation"])
        }
        return try EnterpriseDraft(
            restoring: earlier, of: source, in: record, by: author, at: register.now()
        ).changes
    }
}

extension EnterpriseRegister {
    /// 企业名录的导入
    public var imported: ImportedRegister {
        ImportedRegister(
            "enterprises", Wording(zh: "企业名录", en: "Enterprises"), for: .importEnterprises,
            template: EnterpriseTemplate.template,
            sources: StatementSource.chosen.map { Choice($0.name, $0.wording) }, link: Link("enterprises"),
            intake: { job, user in
                EnterpriseIntake(
                    register: self, source: StatementSource(name: job.source) ?? .supervisor, user: user,
                    batch: job.number)
            },
            takingBack: { job, user, position in
                try await EnterpriseBatch.takeBack(
                    job.number, source: StatementSource(name: job.source) ?? .supervisor, after: position, by: user,
                    in: self)
            })
    }
}
