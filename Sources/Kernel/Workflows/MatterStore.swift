import Ledger
import Storage

/// Reads and writes one kind of matter: the shared row and the kind's own, together.
struct MatterStore<Subject: Matter>: Sendable {
    let database: any Database

    private static var ownTable: SQL { SQL(stringLiteral: Subject.detailTable) }
    private static var ownColumns: [SQL] { Subject.detailColumns.map { SQL(stringLiteral: $0.name) } }

    /// The shared columns under their own names, the kind's own under theirs.
    static var joined: SQL {
        let own = ownColumns.map { "own.\($0)" as SQL }
        let selected: SQL = own.isEmpty ? "" : ", " + own.joined(by: ", ")
        return "SELECT matter.*\(selected) FROM matter JOIN \(ownTable) own ON own.id = matter.id"
    }

    func find(_ id: String) async throws -> Subject? {
        try await database.rows("\(Self.joined) WHERE matter.id = \(id)").first.map(Subject.init(joined:))
    }

    func page(after start: String, through end: String?) async throws -> [Subject] {
        let upTo: SQL = end.map { "AND matter.id <= \($0)" } ?? ""
        return try await database.rows(
            "\(Self.joined) WHERE matter.kind = \(Subject.kind) AND matter.id > \(start) \(upTo)"
        ).map(Subject.init(joined:))
    }

    static func insert(_ subject: Subject) -> Change {
        let columns = (["id"] as [SQL] + ownColumns).joined(by: ", ")
        let values = ([subject.header.id.sqlValue] + subject.details).map { "\($0)" as SQL }.joined(by: ", ")
        return .one("INSERT INTO \(ownTable) (\(columns)) VALUES (\(values))")
    }

    /// `nil` when the kind's own row stays as it is.
    static func update(_ subject: Subject, from before: Subject) -> Change? {
        let changed = zip(ownColumns, zip(before.details, subject.details)).filter { $1.0 != $1.1 }
        guard !changed.isEmpty else { return nil }
        let assignments = changed.map { column, values in "\(column) = \(values.1)" as SQL }.joined(by: ", ")
        return .one("UPDATE \(ownTable) SET \(assignments) WHERE id = \(subject.header.id)")
    }
}

extension Matter {
    /// Reads a row that joins the shared columns and the kind's own.
    init(joined row: Row) throws {
        let header = try MatterHeader(row: row)
        guard State(rawValue: header.state) != nil else {
            throw UnreadableColumn(column: "state", value: .text(header.state))
        }
        try self.init(header: header, details: row)
    }

    /// What is different now, for the ledger: the fields of both rows that people change.
    func changes(since before: Self?) -> [FieldChange] {
        var changes: [FieldChange] = []
        func note(_ field: String, _ old: String?, _ new: String?) {
            if old != new { changes.append(FieldChange(field, from: old, to: new)) }
        }
        let was = before?.header
        note("title", was?.title, header.title)
        note("grade", was?.grade, header.grade)
        note("region", was?.region.rawValue, header.region.rawValue)
        note("sector", was?.sector, header.sector)
        for party in Party.allCases { note(party.rawValue, was?[party], header[party]) }
        note("actor_organisation", was?.actorOrganisation, header.actorOrganisation)
        note("assignee", was?.assignee, header.assignee)
        note("weight", was?.weight.map(String.init), header.weight.map(String.init))
        note("agreed_day", was?.agreedDay?.description, header.agreedDay?.description)
        note("due_at", was?.deadline?.due.description, header.deadline?.due.description)
        for (index, column) in Self.detailColumns.enumerated() where column.isTold {
            note(column.name, before?.details[index].words, details[index].words)
        }
        return changes + innerChanges(since: before)
    }
}

extension SQLValue {
    /// As it stands in the ledger.
    fileprivate var words: String? {
        switch self {
        case .null: nil
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob(let bytes): "\(bytes.count) 字节"
        }
    }
}
