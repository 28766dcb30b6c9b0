import Calendars
import Ledger
import Spreadsheets
import Storage
import Workflows

/// Every statement about imports.
public struct ImportStore: Sendable {
    let database: any Database

    public init(database: any Database) {
        self.database = database
    }

    public static let migrations: [Migration] = [
        Migration(
            "imports", 1, "导入批次与有错的行",
            [
                """
                CREATE TABLE import_job (
                    id TEXT PRIMARY KEY,
                    number TEXT NOT NULL UNIQUE,
                    register TEXT NOT NULL,
                    person TEXT NOT NULL,
                    source TEXT NOT NULL,
                    file_name TEXT NOT NULL,
                    file TEXT NOT NULL,
                    asked_at BIGINT NOT NULL,
                    state TEXT NOT NULL,
                    checked_new BIGINT NOT NULL,
                    checked_changed BIGINT NOT NULL,
                    checked_same BIGINT NOT NULL,
                    checked_bad BIGINT NOT NULL,
                    written_new BIGINT NOT NULL,
                    written_changed BIGINT NOT NULL,
                    written_same BIGINT NOT NULL,
                    written_bad BIGINT NOT NULL,
                    position BIGINT NOT NULL,
                    progress BIGINT NOT NULL,
                    undone BIGINT NOT NULL,
                    kept BIGINT NOT NULL,
                    findings TEXT NOT NULL,
                    failure TEXT,
                    began_at BIGINT,
                    finished_at BIGINT,
                    version BIGINT NOT NULL
                )
                """,
                "CREATE INDEX import_job_by_person ON import_job (person, id)",
                "CREATE INDEX import_job_by_state ON import_job (state, id)",
                """
                CREATE TABLE import_problem (
                    job TEXT NOT NULL REFERENCES import_job (id),
                    row_number BIGINT NOT NULL,
                    problems TEXT NOT NULL,
                    PRIMARY KEY (job, row_number)
                )
                """,
            ])
    ]

    public static func insert(_ job: ImportJob) -> Change {
        .one(
            """
            INSERT INTO import_job
                (id, number, register, person, source, file_name, file, asked_at, state, checked_new, checked_changed,
                checked_same, checked_bad, written_new, written_changed, written_same, written_bad, position, progress,
                undone, kept, findings, version)
            VALUES (\(job.id), \(job.number), \(job.register), \(job.person), \(job.source), \(job.fileName),
                    \(job.file), \(job.askedAt), \(job.state), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '', 1)
            """)
    }

    /// Finds no row, and so refuses the commit, when somebody else changed the job since it was read.
    public static func update(_ job: inout ImportJob) -> Change {
        let version = job.version
        job.version += 1
        return .one(
            """
            UPDATE import_job SET state = \(job.state), checked_new = \(job.checked.new),
                checked_changed = \(job.checked.changed), checked_same = \(job.checked.same),
                checked_bad = \(job.checked.bad), written_new = \(job.written.new),
                written_changed = \(job.written.changed), written_same = \(job.written.same),
                written_bad = \(job.written.bad), position = \(job.position), progress = \(job.progress),
                undone = \(job.undone), kept = \(job.kept), findings = \(job.findings.joined(separator: "\n")),
                failure = \(job.failure), began_at = \(job.beganAt), finished_at = \(job.finishedAt),
                version = \(job.version)
            WHERE id = \(job.id) AND version = \(version)
            """)
    }

    /// An import is its sender's own.
    public func job(_ id: String, of person: String) async throws -> ImportJob? {
        try await database.rows("SELECT * FROM import_job WHERE id = \(id) AND person = \(person)").first
            .map(ImportJob.init(row:))
    }

    func jobs(of person: String, limit: Int = 50) async throws -> [ImportJob] {
        try await database.rows(
            "SELECT * FROM import_job WHERE person = \(person) ORDER BY id DESC LIMIT \(limit)"
        ).map(ImportJob.init(row:))
    }

    /// The oldest that the platform has to work on.
    func next() async throws -> ImportJob? {
        let running = ImportJob.State.allCases.filter(\.isRunning)
        return try await database.rows(
            "SELECT * FROM import_job WHERE state IN \(running) ORDER BY id LIMIT 1"
        ).first.map(ImportJob.init(row:))
    }

    /// The sender's word: the good rows are to be written, the batch taken back, or nothing done.
    ///
    /// - Throws: ``Refusal`` when the job has moved on.
    public func move(_ job: ImportJob, to state: ImportJob.State, at now: Instant) async throws {
        let origins: Set<ImportJob.State> =
            switch state {
            case .importing: [.checked]
            case .cancelled: [.checking, .checked]
            case .undoing: [.done]
            default: []
            }
        guard origins.contains(job.state) else { throw Refusal.importMovedOn(job.state) }
        if state == .undoing, !job.canBeUndone(at: now) { throw Refusal.importUndoExpired }
        var moved = job
        moved.state = state
        moved.position = 0
        moved.progress = 0
        moved.beganAt = nil
        do {
            try await database.commit([Self.update(&moved)])
        } catch is Conflict {
            throw Refusal.importMovedOn(job.state)
        }
    }

    // MARK: Bad rows

    static func note(_ problems: [ErrorWorkbook.Problem], row: Int, of job: String) -> Change {
        let lines = problems.map { "\($0.column ?? "")\t\($0.message.replacing("\n", with: " "))" }
        return .one(
            """
            INSERT INTO import_problem (job, row_number, problems)
            VALUES (\(job), \(row), \(lines.joined(separator: "\n")))
            ON CONFLICT (job, row_number) DO UPDATE SET problems = excluded.problems
            """)
    }

    static func forgetProblems(of job: String) -> Change { .any("DELETE FROM import_problem WHERE job = \(job)") }

    /// What is wrong, by the number of the row.
    public func problems(of job: String) async throws -> [Int: [ErrorWorkbook.Problem]] {
        let rows = try await database.rows("SELECT row_number, problems FROM import_problem WHERE job = \(job)")
        var problems: [Int: [ErrorWorkbook.Problem]] = [:]
        for row in rows {
            let lines: String = try row["problems"]
            problems[try row["row_number"]] = lines.split(separator: "\n").map { line in
                let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
                return .init(String(parts.last ?? ""), column: parts[0].isEmpty ? nil : String(parts[0]))
            }
        }
        return problems
    }
}

extension Refusal {
    static func importMovedOn(_ state: ImportJob.State) -> Refusal {
        Refusal(.conflicting, code: "import-moved-on", message: "该批次现在是“\(state.title)”，请刷新页面查看最新进展后再操作。")
    }

    static let importUndoExpired = Refusal(
        .conflicting, code: "import-undo-expired", message: "导入已超过 24 小时，不能整批撤销。请逐条更正。")
}
