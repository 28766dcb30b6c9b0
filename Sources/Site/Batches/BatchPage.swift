import Attachments
import Hummingbird
import Ledger
import Markup
import Permissions
import Workflows

/// What a batch will do and what it will leave alone, to be read before it is confirmed.
struct BatchPage {
    let kind: KindOfMatter
    let command: KindOfMatter.CommandShape
    let matters: [MatterHeader]
    let visit: Visit
    /// What stands in the form, and from which list the rows come.
    var values: FieldValues
    var draft: FormDraft?
    /// Where a draft of this batch is kept; `nil` where the visit says so itself.
    var place: Link?
    var problems: [String: String] = [:]

    /// A batch is named by what is done to which matters: each has a draft of its own.
    static func place(of command: KindOfMatter.CommandShape, on matters: [MatterHeader], of kind: KindOfMatter) -> Link
    {
        let rows = ContentHash(of: Array(matters.map(\.id).sorted().joined(separator: "\n").utf8)).text
        return Link("l", kind.name, "batch").setting("action", to: command.slug)
            .setting("rows", to: String(rows.prefix(32)))
    }

    /// What the form sends along that nobody typed.
    static let unseen = ["action", "row", "address"]

    func answer() async throws -> Answer {
        let (ready, others) = try await sorted()
        guard !ready.isEmpty else { throw Refusal.noneFits(command.title) }
        let fields = FormFields(visit: visit, values: values, problems: problems)
        let form = form(fields, ready)
        let title = Wording(zh: "批量办理：\(command.title)", en: "Several at once: \(command.title)")
        let frame = visit.page(
            title, section: kind.name, breadcrumb: [Crumb(Wording(verbatim: kind.title), back)],
            problems: fields.all(form.problems)
        ) {
            Panel(Wording(zh: "将办理 \(ready.count) 件", en: "\(ready.count) will be acted on"), id: "ready") {
                list(ready)
            }
            if !others.isEmpty {
                Panel(
                    Wording(zh: "另有 \(others.count) 件现在不能“\(command.title)”，不会改动", en: "\(others.count) cannot now"),
                    id: "others"
                ) { list(others) }
            }
            form
        }
        let json = JSON.of(
            ("action", .text(command.slug)), ("ready", .array(ready.map { .text($0.header.id) })),
            ("others", .array(others.map { .text($0.header.id) })))
        return .page(frame, json: json)
    }

    /// Those that the command can be given to now, and the others.
    private func sorted() async throws -> (ready: [MatterLine], others: [MatterLine]) {
        var (ready, others): ([MatterLine], [MatterLine]) = ([], [])
        for matter in matters {
            let open = try await kind.read(matter.id, for: try visit.user(), at: visit.premises.desk)
            let line = MatterLine(open.header, visit: visit)
            if open.commands.contains(where: { $0.slug == command.slug }) {
                ready.append(line)
            } else {
                others.append(line)
            }
        }
        return (ready, others)
    }

    private func form(_ fields: FormFields, _ ready: [MatterLine]) -> CommandForm {
        var form = CommandForm(
            Wording(zh: "\(command.title)（\(ready.count) 件）", en: "Confirm \(ready.count)"),
            to: Link("l", kind.name, "batch", "done"),
            seal: .init(formToken: visit.formToken, commandID: visit.commandID),
            fields: fields.fields(command.fieldsForSeveral) + unseen(ready))
        form.showsTitle = false
        form.cancel = back
        if !command.fieldsForSeveral.isEmpty {
            form.keeping = visit.keeping("批量办理：\(command.title)（\(ready.count) 件）", draft, at: place)
        }
        return form
    }

    private func unseen(_ ready: [MatterLine]) -> [Field] {
        let rows = ready.map { "\($0.header.id):\($0.header.version)" }
        return zip(Self.unseen, [[command.slug], rows, values.all("address")]).map { name, values in
            Field(name, Wording(verbatim: ""), .hidden).values(values)
        }
    }

    private var back: Link { BatchRoutes.back(to: kind, values) }

    private func list(_ lines: [MatterLine]) -> HTML {
        ul {
            for line in lines {
                li {
                    a(.href(line.link)) { line.header.title }
                    " "
                    small {
                        line.header.number
                        "　"
                        line.stateTitle
                        "　"
                        line.owner
                    }
                }
            }
        }
    }
}
