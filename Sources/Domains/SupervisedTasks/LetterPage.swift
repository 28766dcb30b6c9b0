import Calendars
import Markup
import Permissions
import Rules
import Site
import Workflows

/// 督办函 on A4, as official letters look, to be printed, stamped and delivered; every known fact is filled in.
enum LetterPage {
    static let routes: [Route] = [
        Route(.get, "/letters/{id}", "督办函（可打印）", for: .holding(.readSupervisedTasks)) { visit in
            try await page(visit)
        }
    ]

    private static func page(_ visit: Visit) async throws -> Answer {
        guard let kind = visit.premises.kinds[SupervisionLetter.kind] else { throw Refusal.notFound("页面") }
        let id = try visit.parameter("id")
        let matter = try await kind.read(id, for: try visit.user(), at: visit.premises.desk)
        let details = Details(matter)
        let names = visit.premises.registry.organisations
        let issuer = matter.header.issuer.map { names.name($0) } ?? "—"
        let sent = matter.header.openedAt
        let replyBy = try replyDay(after: sent, visit)
        var letter = Letter(
            .init(issuer: issuer, number: matter.header.number), title: matter.header.title,
            to: matter.header.owner.map { names.name($0) } ?? "—",
            paragraphs(details, replyBy: replyBy).map { .paragraph($0) }, signature: issuer, date: sent.day.chinese)
        letter.remark = "联系人：" + (details["sender"].flatMap { contact($0, visit) } ?? issuer)
        var frame = visit.page(
            Wording(verbatim: matter.header.title), section: "l",
            breadcrumb: [
                Crumb(Wording(zh: "督办函", en: "Letters"), Link("l", SupervisionLetter.kind)),
                Crumb(Wording(verbatim: matter.header.number), Link("m", SupervisionLetter.kind, id)),
            ], content: { letter })
        frame.layout = .document
        frame.actions = button(.type("button"), .class("button"), .hidden, .data("print")) {
            Wording(zh: "打印", en: "Print")
        }
        let json = JSON.of(
            ("number", .text(matter.header.number)), ("title", .text(matter.header.title)),
            ("to", .text(matter.header.owner)), ("state", .text(matter.header.state)),
            ("replyBy", .text(replyBy.description)),
            ("text", .array(paragraphs(details, replyBy: replyBy).map { .text($0) })))
        return .page(frame, json: json)
    }

    /// By the rule of the day on which the letter was sent.
    private static func replyDay(after sent: Instant, _ visit: Visit) throws -> Day {
        let reading = try visit.premises.rules.reading(.letterReply, on: sent.day)
        return visit.premises.desk.calendar.deadline(from: sent, term: reading.value).dueOn
    }

    private static func paragraphs(_ details: Details, replyBy: Day) -> [String] {
        let task = "“\(details["task_title"] ?? "")”（\(details["task_number"] ?? "")）"
        let day = details["task_day"].flatMap { Day($0) }.map { "应于\($0.chinese)前完成" }
        let late = details.overdueDays > 0 ? "截至发函之日已超期\(details.overdueDays)天" : "至今进展缓慢"
        return [
            "由你单位承办的督办任务\(task)，\([day, late].compactMap { $0 }.joined(separator: "，"))。",
            (details["demand"] ?? SupervisionLetter.usualDemand)
                + "请收到本函后及时签收，并于\(replyBy.chinese)前将办理情况反馈我单位。逾期仍未办理的，将约谈有关负责人。",
        ]
    }

    private static func contact(_ person: String, _ visit: Visit) -> String? {
        guard let known = visit.premises.people.person(person) else { return nil }
        return known.mobile.map { "\(known.name)，电话：\($0)" } ?? known.name
    }

    /// The letter's own values by column.
    private struct Details {
        private let values: [String: String]
        let overdueDays: Int

        init(_ matter: OpenMatter) {
            var values: [String: String] = [:]
            var days = 0
            for (column, value) in matter.details {
                switch value {
                case .text(let text): values[column.name] = text
                case .integer(let number) where column.name == "overdue_days": days = Int(number)
                default: continue
                }
            }
            self.values = values
            overdueDays = days
        }

        subscript(column: String) -> String? { values[column] }
    }
}
