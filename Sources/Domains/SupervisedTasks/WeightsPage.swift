import Foundation
import Ledger
import Markup
import Permissions
import Site
import Workflows

/// 调整权重 — one number for each part, in percent; the lead's own share among them.
enum WeightsPage {
    static let routes: [Route] = [
        Route(.get, "/tasks/{id}/weights", "调整权重的表单", for: .holding(.handleTasks)) { visit in
            let task = try await task(visit)
            return try await form(task, visit)
        },
        Route(.post, "/tasks/{id}/weights", "调整权重", for: .holding(.handleTasks), body: []) { visit in
            try await change(visit)
        },
    ]

    /// The task and its shares, for those who may change them now.
    private static func task(_ visit: Visit) async throws -> (matter: OpenMatter, shares: Shares) {
        let id = try visit.parameter("id")
        guard let kind = visit.premises.kinds[SupervisedTask.kind] else { throw Refusal.notFound("页面") }
        let matter = try await kind.read(id, for: try visit.user(), at: visit.premises.desk)
        guard matter.commands.contains(where: { $0.slug == Reweigh.slug }) else { throw Refusal.notFound("办理动作") }
        return (matter, try await TaskStore(visit.premises.database).shares(of: [id])[id] ?? Shares())
    }

    private static func form(
        _ task: (matter: OpenMatter, shares: Shares), _ visit: Visit, problems: [String: String] = [:]
    ) async throws -> Answer {
        let header = task.matter.header
        let page = Link("m", SupervisedTask.kind, header.id)
        let draft = try await visit.keptDraft()
        let names = visit.premises.registry.organisations
        let fields = task.shares.all.map { share in
            let name = Self.field(share.part)
            let own = share.part == Shares.own ? "（牵头自办）" : ""
            return Field(
                name, Wording(verbatim: names.name(share.organisation) + own), .number(unit: Wording(verbatim: "%"))
            ).value(visit.form[name] ?? draft?.values[name] ?? Self.percent(share.thousandths)).problem(
                problems[name].map { Wording(verbatim: $0) })
        }
        var form = CommandForm(
            Wording(zh: "调整权重", en: "Weights"), to: Link("tasks", header.id, "weights"),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID, version: header.version),
            fields: fields)
        form.showsTitle = false
        form.cancel = page
        form.keeping = visit.keeping("调整权重：\(header.title)", draft, version: header.version)
        form.introduction = Wording(
            zh: "各部分合计 100%，可以保留一位小数。进度按权重由各部分的办理情况算出。", en: "Together 100 %; one decimal.")
        let whole = problems[""].map { [FormProblem(Wording(verbatim: $0))] } ?? []
        let frame = visit.page(
            Wording(verbatim: "调整权重：\(header.title)"), section: "l",
            breadcrumb: [
                Crumb(Wording(zh: "督办任务", en: "Tasks"), Link("l", SupervisedTask.kind)),
                Crumb(Wording(verbatim: header.number), page),
            ],
            problems: whole + form.problems, content: { form })
        return .page(
            frame,
            json: .array(
                task.shares.all.map {
                    .of(
                        ("part", .text($0.part)), ("organisation", .text($0.organisation)),
                        ("thousandths", .number($0.thousandths)))
                }))
    }

    private static func change(_ visit: Visit) async throws -> Answer {
        let task = try await task(visit)
        var wanted: [String: Int] = [:]
        var problems: [String: String] = [:]
        for share in task.shares.all {
            let name = Self.field(share.part)
            if let thousandths = Self.thousandths(visit.form[name] ?? "") {
                wanted[share.part] = thousandths
            } else {
                problems[name] = "请填 0 到 100 之间的数，最多一位小数。"
            }
        }
        let sum = wanted.values.reduce(0, +)
        if problems.isEmpty, sum != Shares.whole { problems[""] = "各部分合计应为 100%，现在是 \(Self.percent(sum))%，请调整。" }
        guard problems.isEmpty else {
            if visit.wantsJSON { throw Refusal.fields(problems) }
            return try await form(task, visit, problems: problems).status(.badRequest)
        }
        do {
            try await visit.premises.desk.perform(
                Reweigh(wanted), on: task.matter.header.id, by: try visit.user(), in: try visit.envelope)
        } catch let refusal as Refusal where refusal.kind == .conflicting && !visit.wantsJSON {
            return try await form(try await Self.task(visit), visit, problems: ["": refusal.message]).status(.conflict)
        }
        return .redirect(Link("m", SupervisedTask.kind, task.matter.header.id).setting("done", to: visit.now.clock))
    }

    private static func field(_ part: String) -> String { "weight-\(part)" }

    /// 12.5 for 125 thousandths.
    private static func percent(_ thousandths: Int) -> String {
        thousandths.isMultiple(of: 10) ? "\(thousandths / 10)" : "\(Double(thousandths) / 10)"
    }

    private static func thousandths(_ text: String) -> Int? {
        let digits = text.filter { !$0.isWhitespace && $0 != "%" && $0 != "％" }
        guard let number = Double(digits), (0...100).contains(number) else { return nil }
        let thousandths = (number * 10).rounded()
        return abs(thousandths - number * 10) < 0.0001 ? Int(thousandths) : nil
    }
}
