import Calendars
import HTTPTypes
import Ledger
import Markup
import Permissions
import Spreadsheets
import Workflows

/// Step 1 and 2: the template, and the file to be sent; below, what was sent before.
struct ImportStart {
    let visit: Visit
    let register: ImportedRegister
    let jobs: [ImportJob]
    var problems: [String: String] = [:]
    var draft: FormDraft?
    /// What stands in the form, and which files do.
    let values: FieldValues
    let held: [Field.HeldFile]

    func answer() -> Answer {
        let title = Wording(zh: "导入：", en: "Import: ") + register.title
        let target = register.importing
        let fields = [
            Field("source", Wording(zh: "这些信息是谁说的", en: "Who says so"), .radios(register.sources))
                .value(values["source"]).problem(problems["source"].map { Wording(verbatim: $0) }),
            Field(
                "file", Wording(zh: "文件（XLSX 或 CSV）", en: "File (XLSX or CSV)"),
                .file(
                    .document, accept: ".xlsx,.csv,.txt",
                    limit: Wording(zh: "不超过 50 MB；先检查，不会直接写入", en: "Up to 50 MB; checked first, nothing is written yet")
                )
            ).holding(held).problem(problems["file"].map { Wording(verbatim: $0) }),
        ]
        var form = CommandForm(
            Wording(zh: "上传并检查", en: "Upload and check"), to: target,
            seal: .init(formToken: visit.formToken, commandID: UUIDv7.make(at: visit.now)), fields: fields)
        form.showsTitle = false
        form.cancel = register.link
        form.keeping = visit.keeping(title.chinese, draft, at: target)
        let template = register.template
        let frame = visit.page(
            title, breadcrumb: [Crumb(register.title, register.link)], problems: form.problems
        ) {
            Panel(Wording(zh: "第 1 步　下载模板", en: "1  Template"), id: "template") {
                p {
                    a(.class("button plain"), .href(target / "template.xlsx"), .download) {
                        Wording(zh: "下载模板 \(template.version)", en: "Template \(template.version)")
                    }
                }
                p {
                    Wording(
                        zh: "编码列已设为文本，下拉已带字典。列的先后不限，按列名识别；也可以用自己的表，只要有必填的列。",
                        en: "Columns are found by their titles, in any order.")
                }
            }
            Panel(Wording(zh: "第 2 步　上传", en: "2  Upload"), id: "upload") { form }
            if !jobs.isEmpty { Panel(Wording(zh: "以往批次", en: "Earlier imports"), id: "jobs") { list } }
        }
        return .page(frame, json: .of(("imports", .array(jobs.map(\.json)))))
    }

    private var list: HTML {
        Register(
            Wording(zh: "以往批次", en: "Earlier imports"), .init(jobs, total: jobs.count),
            state: RegisterState(visit.address.withoutQuery), identity: \.number,
            columns: [
                Column("number", Wording(zh: "批次", en: "Number"), onPhone: .title) { job in
                    a(.href(job.link)) { job.number }
                },
                Column("file", Wording(zh: "文件", en: "File"), room: .prose) { $0.fileName },
                Column("asked", Wording(zh: "上传时间", en: "Sent")) { $0.askedAt.description },
                Column("state", Wording(zh: "状态", en: "State")) { $0.state.title },
                Column("new", Wording(zh: "新增", en: "New"), alignment: .end) { $0.written.new },
                Column("changed", Wording(zh: "更新", en: "Changed"), alignment: .end) { $0.written.changed },
                Column("bad", Wording(zh: "有错", en: "Bad"), alignment: .end) { $0.checked.bad },
            ]
        ).body
    }
}

/// Steps 3 to 5: progress, what the check found, and what was written. Reloads itself while the platform is at work.
struct ImportPage {
    let visit: Visit
    let job: ImportJob
    let register: ImportedRegister
    let problems: [Int: [ErrorWorkbook.Problem]]

    func answer() -> Answer {
        let frame = visit.page(
            Wording(zh: "导入批次 \(job.number)", en: "Import \(job.number)"),
            breadcrumb: [
                Crumb(register.title, register.link),
                Crumb(Wording(zh: "导入", en: "Import"), Link("imports", register.name)),
            ]
        ) {
            div(.class("status-line")) {
                StateBadge(stage, Wording(verbatim: job.state.title))
                span { job.fileName }
                span { job.askedAt.description }
            }
            if job.state.isRunning { progress }
            if let failure = job.failure { Notice(.warning, Wording(verbatim: failure)) }
            if job.state == .checked { result }
            if [.importing, .done, .undoing, .undone].contains(job.state) { written }
            if !problems.isEmpty { errors }
            if !job.findings.isEmpty {
                Panel(Wording(zh: "请留意", en: "Please note"), id: "findings") {
                    ul { for finding in job.findings { li { finding } } }
                }
            }
            if job.state == .failed || job.state == .cancelled || job.state == .undone {
                p {
                    a(.class("button"), .href(Link("imports", register.name))) {
                        Wording(zh: "重新上传", en: "Upload again")
                    }
                }
            }
        }
        let answer = Answer.page(frame, json: job.json)
        return job.state.isRunning && !visit.wantsJSON ? answer.header(.init("Refresh")!, "1") : answer
    }

    private var stage: Stage {
        switch job.state {
        case .checking, .importing, .undoing: .working
        case .checked: .waiting
        case .done: .done
        case .undone, .cancelled: .returned
        case .failed: .overdue
        }
    }

    private var progress: HTML {
        let rows = job.state == .checking ? job.checked.all : job.written.all
        let left = job.secondsLeft(at: visit.now)
        return section(.class("panel"), .role("status")) {
            ProgressBar(percent: job.progress / 10)
            p {
                Wording(zh: "已处理 \(rows.grouped) 行", en: "\(rows.grouped) rows so far")
                if let left { Wording(zh: "，约还需 \(left) 秒", en: ", about \(left) s left") }
            }
            p { Wording(zh: "可以离开本页，处理在后台继续；回到“导入”页能看到结果。", en: "You may leave this page; the work goes on.") }
            if job.state == .checking {
                ButtonForm(
                    title: Wording(zh: "取消", en: "Cancel"), action: job.link / "cancel", formToken: visit.formToken,
                    style: "plain")
            }
        }
    }

    private var result: HTML {
        let good = job.checked.new + job.checked.changed
        return Panel(Wording(zh: "检查结果", en: "Result of the check"), id: "result") {
            counts(job.checked)
            if good > 0 {
                ButtonForm(
                    title: Wording(zh: "导入通过的 \(good.grouped) 行", en: "Import the \(good.grouped) good rows"),
                    action: job.link / "accept", formToken: visit.formToken, style: "main")
            } else {
                p { Wording(zh: "没有可以导入的行。", en: "There is no row to import.") }
            }
            ButtonForm(
                title: job.checked.bad > 0
                    ? Wording(zh: "有错就全部不导入", en: "Import nothing") : Wording(zh: "不导入", en: "Import nothing"),
                action: job.link / "cancel", formToken: visit.formToken, style: "plain")
        }.body
    }

    private func counts(_ tally: ImportJob.Tally) -> HTML {
        Facts([
            Fact(Wording(zh: "新增", en: "New"), tally.new.grouped),
            Fact(Wording(zh: "已存在，更新", en: "Changed"), tally.changed.grouped),
            Fact(Wording(zh: "已存在，没有变化", en: "Unchanged"), tally.same.grouped),
            Fact(Wording(zh: "有错", en: "Bad"), tally.bad.grouped),
        ]).body
    }

    private var written: HTML {
        Panel(Wording(zh: "导入情况", en: "What was written"), id: "written") {
            counts(job.written)
            p { a(.class("button plain"), .href(register.link)) { Wording(zh: "查看台账", en: "Show the register") } }
            if job.canBeUndone(at: visit.now) {
                ButtonForm(
                    title: Wording(zh: "撤销本批次（24 小时内）", en: "Take the batch back (within 24 hours)"),
                    action: job.link / "undo", formToken: visit.formToken, style: "plain")
            }
            if job.state == .undone {
                p {
                    Wording(
                        zh: "已撤销 \(job.undone.grouped) 行；导入后又被修改或使用的 \(job.kept.grouped) 行保留不动。",
                        en:
                            "\(job.undone.grouped) rows taken back; \(job.kept.grouped) were changed or used since and stay."
                    )
                }
            }
        }.body
    }

    private var errors: HTML {
        let kinds = Dictionary(grouping: problems.values.flatMap { $0 }, by: { $0.column ?? "" })
            .mapValues(\.count).sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        let titles = Dictionary(uniqueKeysWithValues: register.template.columns.map { ($0.key, $0.title) })
        return Panel(
            Wording(zh: "有错的行：\(problems.count.grouped)", en: "Bad rows: \(problems.count.grouped)"), id: "errors"
        ) {
            p {
                Wording(zh: "最多的几类：", en: "Most of them: ")
                kinds.prefix(3).map { "\(titles[$0.key] ?? "整行") \($0.value)" }.joined(separator: "　")
            }
            p {
                a(.class("button"), .href(job.link / "errors.xlsx"), .download) {
                    Wording(zh: "下载错误工作簿", en: "Download the error workbook")
                }
            }
            p {
                Wording(zh: "其中只有有错的行，第一列写明原因；改好后把这个文件直接上传即可，已导入的不会重复。", en: "Correct it and upload it as it is.")
            }
            ul {
                for number in problems.keys.sorted().prefix(10) {
                    li { "第 \(number) 行：\(problems[number]!.map(\.message).joined(separator: "；"))" }
                }
            }
        }.body
    }
}
