import Calendars
import Permissions
import Spreadsheets
import Storage
import Workflows

/// Does the work of imports in the background, one after another, a few hundred rows in each commit.
///
/// Where it stands is written with the rows themselves: after a restart, or on another instance, it goes on behind the
/// last row written, and no row is written twice.
public struct ImportRunner: Sendable {
    let database: any Database
    let registers: [ImportedRegister]
    /// The sender with the posts held now.
    let sender: @Sendable (String) -> User?
    /// The bytes of the file with this hash.
    let file: @Sendable (String) async throws -> [UInt8]
    let clock: @Sendable () -> Instant
    /// Rows in one commit.
    var chunk = 500

    public init(
        database: any Database, registers: [ImportedRegister], sender: @escaping @Sendable (String) -> User?,
        file: @escaping @Sendable (String) async throws -> [UInt8], clock: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.registers = registers
        self.sender = sender
        self.file = file
        self.clock = clock
    }

    public init(premises: Premises) {
        self.init(
            database: premises.database, registers: premises.importedRegisters,
            sender: { premises.people.user($0, on: premises.desk.now().day) }, file: premises.importedFile,
            clock: premises.desk.now)
    }

    private var now: Instant { clock() }

    /// Works on the oldest import that waits; says whether there was one.
    @discardableResult
    public func runNext() async throws -> Bool {
        guard var job = try await ImportStore(database: database).next() else { return false }
        do {
            guard let register = registers.first(where: { $0.name == job.register }), let user = sender(job.person),
                user.holdsSomewhere(register.permission)
            else { throw ImportFailure("您现在没有导入该台账的权限。请联系本单位管理员。") }
            switch job.state {
            case .checking: try await check(&job, into: register, by: user)
            case .importing: try await write(&job, into: register, by: user)
            case .undoing: try await takeBack(&job, from: register, by: user)
            default: return false
            }
        } catch is JobChanged {
            // The sender cancelled it in between.
        } catch let failure as ImportFailure {
            try await fail(job, failure.message)
        } catch let error as SpreadsheetError {
            try await fail(job, error.message)
        } catch let refusal as Refusal {
            try await fail(job, refusal.message)
        }
        return true
    }

    // MARK: The three kinds of work

    /// Judges every row and writes nothing but what is wrong.
    private func check(_ job: inout ImportJob, into register: ImportedRegister, by user: User) async throws {
        job.checked = .init()
        job.beganAt = now
        try await save(&job, [ImportStore.forgetProblems(of: job.id)])
        let reader = try await reader(of: job, for: register)
        var intake = try register.intake(job, user)
        while let rows = try next(chunk, of: reader) {
            let verdicts = try await intake.judge(rows)
            var notes: [Change] = []
            for (row, verdict) in zip(rows, verdicts) {
                job.checked.count(verdict.outcome)
                if verdict.outcome == .bad {
                    notes.append(ImportStore.note(verdict.problems, row: row.number, of: job.id))
                }
            }
            job.progress = min(999, Int(reader.progress * 1000))
            try await save(&job, notes)
        }
        guard job.checked.all > 0 else { throw ImportFailure("表头下面没有一行内容。请填写后再上传。") }
        job.findings = reader.findings.map(\.message) + Self.notes(on: reader.header)
        job.progress = 1000
        job.state = .checked
        try await save(&job)
    }

    /// Writes the rows that passed, each commit with how far it has come.
    private func write(_ job: inout ImportJob, into register: ImportedRegister, by user: User) async throws {
        job.beganAt = job.beganAt ?? now
        let bad = Set(try await ImportStore(database: database).problems(of: job.id).keys)
        let reader = try await reader(of: job, for: register)
        var intake = try register.intake(job, user)
        while let rows = try next(chunk, of: reader) {
            let left = rows.filter { $0.number > job.position && !bad.contains($0.number) }
            guard !left.isEmpty else { continue }
            try await write(left, of: &job, with: &intake, progress: reader.progress)
        }
        job.progress = 1000
        job.state = .done
        job.finishedAt = now
        try await save(&job)
    }

    /// Somebody may have written the same row between judging and writing: it is then judged anew.
    private func write(
        _ rows: [TableRow], of job: inout ImportJob, with intake: inout any RowIntake, progress: Double
    ) async throws {
        for attempt in 1...5 {
            let verdicts = try await intake.judge(rows)
            var after = job
            var changes: [Change] = []
            for (row, verdict) in zip(rows, verdicts) {
                after.written.count(verdict.outcome)
                changes += verdict.changes
                if verdict.outcome == .bad {
                    changes.append(ImportStore.note(verdict.problems, row: row.number, of: job.id))
                }
            }
            after.position = rows.last!.number
            after.progress = min(999, Int(progress * 1000))
            do {
                changes.append(ImportStore.update(&after))
                try await database.commit(changes)
                job = after
                return
            } catch let conflict as Conflict {
                guard try await isUnchanged(job) else { throw JobChanged() }
                guard attempt < 5 else {
                    throw ImportFailure(
                        "第 \(rows[0].number) 至 \(rows.last!.number) 行正被其他人修改，没有写入。请稍后把文件再上传一次，已写入的不会重复。\(conflict.constraint ?? "")"
                    )
                }
            }
        }
    }

    private func takeBack(_ job: inout ImportJob, from register: ImportedRegister, by user: User) async throws {
        while true {
            let part = try await register.takingBack(job, user, job.position)
            guard let position = part.position else { break }
            job.position = position
            job.undone += part.undone
            job.kept += part.kept
            try await save(&job, part.changes)
        }
        job.state = .undone
        try await save(&job)
    }

    // MARK: Files

    /// The rows of the file that was sent, its header found.
    func reader(of job: ImportJob, for register: ImportedRegister) async throws -> TableReader {
        let bytes = try await file(job.file)
        let reader = try TableReader(try Spreadsheet(bytes: bytes), columns: register.template.columns)
        let missing = reader.header.missing.map(\.title)
        guard missing.isEmpty else {
            throw ImportFailure("表头缺少必填的列：\(missing.joined(separator: "、"))。请下载最新模板，把内容贴进去后再上传。")
        }
        return reader
    }

    private func next(_ count: Int, of reader: TableReader) throws(SpreadsheetError) -> [TableRow]? {
        var rows: [TableRow] = []
        while rows.count < count, let row = try reader.next() { rows.append(row) }
        return rows.isEmpty ? nil : rows
    }

    private static func notes(on header: TableHeader) -> [String] {
        let unknown = header.unknown.map { "\($0.letters) 列“\($0.title)”" }
        return (unknown.isEmpty ? [] : ["模板中没有这些列，没有导入：\(unknown.joined(separator: "、"))。"])
            + (header.repeated.isEmpty ? [] : ["这些列出现了两次，取的是前一列：\(header.repeated.joined(separator: "、"))。"])
    }

    // MARK: Where it stands

    private func save(_ job: inout ImportJob, _ changes: [Change] = []) async throws {
        var after = job
        do {
            try await database.commit(changes + [ImportStore.update(&after)])
        } catch is Conflict {
            throw JobChanged()
        }
        job = after
    }

    private func isUnchanged(_ job: ImportJob) async throws -> Bool {
        let rows = try await database.rows("SELECT version FROM import_job WHERE id = \(job.id)")
        return try rows.first.map { try $0["version"] as Int } == job.version
    }

    private func fail(_ job: ImportJob, _ message: String) async throws {
        guard var current = try await ImportStore(database: database).job(job.id, of: job.person) else { return }
        current.state = .failed
        current.failure = message
        try await save(&current)
    }
}

/// Why an import cannot go on, in words for its sender.
struct ImportFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

/// Its sender changed the job while it was worked on.
private struct JobChanged: Error {}
