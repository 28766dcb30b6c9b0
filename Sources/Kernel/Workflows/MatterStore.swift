import Ledger
import Storage

/// Reads and writes one kind of matter: the shared row and the kind's own, together.
struct MatterStore<Subject: Matter>: Sendable {
    let database: any Database

    private static var ownTable: SQL { SQL(stringLiteral: Subject.detailTable) }

    /// The shared columns under their own names, the kind's own under theirs.
    static var joined: SQL { "SELECT matter.*, own.* FROM matter JOIN \(ownTable) own ON own.id = matter.id" }

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
        var columns: SQL = "id"
        var values: SQL = "\(subject.header.id)"
        for (column, value) in zip(Subject.detailColumns, subject.details) {
            columns = columns + ", " + SQL(stringLiteral: column.name)
            values = values + ", \(value)"
        }
        return .one("INSERT INTO \(ownTable) (\(columns)) VALUES (\(values))")
    }

    /// `nil` when the kind's own row stays as it is.
    static func update(_ subject: Subject, from before: Subject) -> Change? {
        let (known, now) = (before.details, subject.details)
        var assignments: [SQL] = []
        for (index, column) in Subject.detailColumns.enumerated() where known[index] != now[index] {
            assignments.append("\(SQL(stringLiteral: column.name)) = \(now[index])")
        }
        guard !assignments.isEmpty else { return nil }
        return .one("UPDATE \(ownTable) SET \(assignments.joined(by: ", ")) WHERE id = \(subject.header.id)")
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
        note("number", was?.number, header.number)
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
        let (known, now) = (before?.details, details)
        for (index, column) in Self.detailColumns.enumerated() where column.isTold {
            note(column.name, known?[index].words, now[index].words)
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
