import Calendars
import Markup
import Workflows

/// What a standing matter asks for again and again: how often, which period comes next, when it is opened.
struct RecurrenceList: Component {
    let kind: KindOfMatter
    let recurrences: [Recurrence]

    var body: HTML {
        if !recurrences.isEmpty {
            Panel(Wording(zh: "定期事项", en: "Recurring"), id: "recurring") {
                Facts(recurrences.map { Fact(Wording(verbatim: title(of: $0)), words(on: $0)) })
            }
        }
    }

    var json: JSON {
        .array(
            recurrences.map { recurrence in
                .of(
                    ("name", .text(recurrence.name)), ("cycle", .text(recurrence.period.cycle.rawValue)),
                    ("period", .text(recurrence.period.title)),
                    ("opensOn", .text(recurrence.opensOn?.description)), ("trouble", .text(recurrence.trouble)))
            })
    }

    private func title(of recurrence: Recurrence) -> String {
        kind.recurring.first { $0.name == recurrence.name }?.title ?? recurrence.name
    }

    private func words(on recurrence: Recurrence) -> String {
        guard let day = recurrence.opensOn else { return "现已停止：事项已办结、挂起或不再定期。" }
        let next = "\(recurrence.period.cycle.title)。下一期\(recurrence.period.title)，\(day.chinese)由平台自动开立。"
        return recurrence.trouble.map { "\(next)上次未能开立：\($0)" } ?? next
    }
}
