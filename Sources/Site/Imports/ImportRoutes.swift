import Calendars
import Foundation
import Ledger
import Markup
import Permissions
import Spreadsheets
import Workflows

/// 导入 — template, upload, result of the check, error workbook, writing and taking back, for every register alike.
enum ImportRoutes {
    static let all: [Route] = [
        Route(.get, "/imports/{register}", "导入：模板、上传和以往批次", for: .signedIn) { visit in
            try await start(visit)
        },
        repeating(
            Route(
                .post, "/imports/{register}", "上传导入文件", for: .signedIn,
                body: [.init("source", "信息来源"), .init("file", "XLSX 或 CSV 文件")]
            ) { visit in try await upload(visit) }),
        Route(
            .get, "/imports/{register}/template.xlsx", "导入模板", for: .signedIn, produces: RegisterExport.xlsxType
        ) { visit in try template(visit) },
        Route(.get, "/import/{id}", "导入批次：进度和结果", for: .signedIn) { visit in
            let (job, register) = try await found(visit)
            return ImportPage(visit: visit, job: job, register: register, problems: try await problems(job, visit))
                .answer()
        },
        Route(
            .get, "/import/{id}/errors.xlsx", "错误工作簿", for: .signedIn, produces: RegisterExport.xlsxType
        ) { visit in try await errors(visit) },
        Route(.post, "/import/{id}/accept", "导入通过的行", for: .signedIn, body: []) { visit in
            try await move(visit, to: .importing)
        },
        Route(.post, "/import/{id}/cancel", "取消导入", for: .signedIn, body: []) { visit in
            try await move(visit, to: .cancelled)
        },
        Route(.post, "/import/{id}/undo", "撤销批次", for: .signedIn, body: []) { visit in
            try await move(visit, to: .undoing)
        },
    ]

    private static func repeating(_ route: Route) -> Route {
        var route = route
        route.repeatsForm = true
        return route
    }

    private static func register(_ visit: Visit, _ name: String) throws -> ImportedRegister {
        guard let register = visit.premises.importedRegisters.first(where: { $0.name == name }),
            try visit.user().holdsSomewhere(register.permission)
        else { throw Refusal.notFound("页面") }
        return register
    }

    private static func found(_ visit: Visit) async throws -> (ImportJob, ImportedRegister) {
        let store = ImportStore(database: visit.premises.database)
        guard let job = try await store.job(try visit.parameter("id"), of: try visit.user().person.id) else {
            throw Refusal.notFound("导入批次")
        }
        return (job, try register(visit, job.register))
    }

    private static func problems(_ job: ImportJob, _ visit: Visit) async throws -> [Int: [ErrorWorkbook.Problem]] {
        try await ImportStore(database: visit.premises.database).problems(of: job.id)
    }

    // MARK: Sending a file

    private static func start(_ visit: Visit, problems: [String: String] = [:]) async throws -> Answer {
        let register = try register(visit, try visit.parameter("register"))
        let jobs = try await ImportStore(database: visit.premises.database).jobs(of: try visit.user().person.id)
            .filter { $0.register == register.name }
        let draft = try await visit.keptDraft(at: register.importing)
        let values = draft?.values ?? visit.form
        return ImportStart(
            visit: visit, register: register, jobs: jobs, problems: problems, draft: draft, values: values,
            held: try await visit.importUploads(in: values).map { Field.HeldFile(FileShown($0)) }
        ).answer()
    }

    private static func upload(_ visit: Visit) async throws -> Answer {
        let register = try register(visit, try visit.parameter("register"))
        let person = try visit.user().person.id
        let source = visit.form["source"] ?? ""
        var problems = visit.fileProblems
        if !register.sources.contains(where: { $0.value == source }) { problems["source"] = "请选择信息来源。" }
        let sent = try await visit.importFiles()
        if sent.count != 1, problems["file"] == nil {
            problems["file"] = sent.isEmpty ? "请选择要导入的文件。" : "一次导入一个文件，请只选一个。"
        }
        guard problems.isEmpty, let file = sent.first else {
            guard !visit.wantsJSON else { throw Refusal.fields(problems) }
            return try await start(visit, problems: problems).status(.init(code: 400))
        }
        let year = visit.today.year
        let next = try await SerialNumbers(database: visit.premises.database).nextWithoutGap(in: "IMP", year: year)
        let number = "IMP-\(year)-" + String(String(1_000_000 + next).dropFirst())
        let job = ImportJob(
            number: number, of: register.name, by: person, from: source, file: (file.name, file.hash), at: visit.now)
        // The draft lets go of the file before the batch takes hold of it.
        let draft = try await visit.premises.drafts.removal(at: register.importing, of: person)
        try await visit.premises.database.commit(draft + [ImportStore.insert(job), file.kept])
        guard !visit.wantsJSON else {
            return .json(.of(("import", .text(job.id)), ("page", .text(job.link.url))), status: .created)
        }
        return .redirect(job.link)
    }

    private static func template(_ visit: Visit) throws -> Answer {
        let register = try register(visit, try visit.parameter("register"))
        let bytes = try written { path in try register.template.write(to: path) }
        return .download(
            bytes, type: RegisterExport.xlsxType,
            name: "\(register.template.title)导入模板-\(register.template.version).xlsx")
    }

    // MARK: What came of it

    /// The sender's own bad rows with what is wrong in front of each.
    private static func errors(_ visit: Visit) async throws -> Answer {
        let (job, register) = try await found(visit)
        let problems = try await problems(job, visit)
        guard !problems.isEmpty else { throw Refusal.notFound("错误工作簿") }
        let bytes: [UInt8]
        do {
            let reader = try await ImportRunner(premises: visit.premises).reader(of: job, for: register)
            bytes = try written { path in
                let workbook = try ErrorWorkbook(path: path, template: register.template, header: reader.header)
                while let row = try reader.next() {
                    if let found = problems[row.number] { try workbook.append(row, found) }
                }
                try workbook.finish()
            }
        } catch let failure as ImportFailure {
            throw Refusal(.missing, code: "import-file-gone", message: failure.message)
        }
        return .download(bytes, type: RegisterExport.xlsxType, name: "错误工作簿-\(job.number).xlsx")
    }

    private static func written(_ write: (String) throws -> Void) throws -> [UInt8] {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("anlan-\(UUID().uuidString).xlsx").path
        defer { try? FileManager.default.removeItem(atPath: path) }  // Nothing to remove when writing never began.
        try write(path)
        return try Array(Data(contentsOf: URL(fileURLWithPath: path)))
    }

    private static func move(_ visit: Visit, to state: ImportJob.State) async throws -> Answer {
        let (job, _) = try await found(visit)
        try await ImportStore(database: visit.premises.database).move(job, to: state, at: visit.now)
        guard !visit.wantsJSON else { return .json(.of(("import", .text(job.id)), ("state", .text(state.rawValue)))) }
        return .redirect(job.link)
    }
}

extension ImportJob {
    var link: Link { Link("import", id) }

    var json: JSON {
        func counts(_ tally: Tally) -> JSON {
            .of(
                ("new", .number(tally.new)), ("changed", .number(tally.changed)), ("same", .number(tally.same)),
                ("bad", .number(tally.bad)))
        }
        return .of(
            ("id", .text(id)), ("number", .text(number)), ("register", .text(register)),
            ("state", .text(state.rawValue)),
            ("progress", .number(progress)), ("checked", counts(checked)), ("written", counts(written)),
            ("undone", .number(undone)), ("kept", .number(kept)), ("findings", .array(findings.map { .text($0) })),
            ("failure", .text(failure)))
    }
}
