import Calendars
import Hummingbird
import Markup
import Permissions
import Workflows

/// 发件箱 — the system administrator's part of the notices: which did not arrive, why, and another try. What they say
/// is not shown: running the platform is not reading its matters.
enum OutboxRoutes {
    static let all: [Route] = [
        Route(.get, "/admin/outbox", "没有送达的外发通知", for: .holding(.runSystem)) { visit in try await list(visit) },
        Route(
            .post, "/admin/outbox/retry", "重发没有送达的通知", for: .holding(.runSystem),
            body: [.init("id", "外发编号；不填为全部重发")]
        ) { visit in try await retry(visit) },
    ]

    private static let size = 200

    private static func list(_ visit: Visit) async throws -> Answer {
        let outbox = Outbox(database: visit.premises.database, now: visit.premises.desk.now)
        let waiting = try await outbox.waiting()
        let dead = try await outbox.deadLetters(limit: size)
        let json = JSON.of(
            ("waiting", .number(waiting)),
            (
                "dead",
                .array(
                    dead.map {
                        .of(
                            ("id", .text($0.id)), ("channel", .text($0.channel.rawValue)),
                            ("at", .number($0.notice.at.milliseconds)), ("attempts", .number($0.attempts)),
                            ("trouble", .text($0.trouble)))
                    })
            ))
        var register = Register(
            Wording(zh: "没有送达的通知", en: "Undelivered notices"), .init(dead, total: dead.count),
            state: RegisterState(visit.address), identity: { $0.id },
            columns: [
                Column("at", Wording(zh: "通知时间", en: "Time"), onPhone: .title) { $0.notice.at.description },
                Column("channel", Wording(zh: "通道", en: "Channel")) { $0.channel.title },
                Column("attempts", Wording(zh: "已试次数", en: "Tries")) { String($0.attempts) },
                Column("trouble", Wording(zh: "最后一次的原因", en: "Why"), room: .prose) { $0.trouble ?? "—" },
                Column("retry", Wording(zh: "重发", en: "Retry")) { letter in
                    retryForm(letter.id, Wording(zh: "重发", en: "Retry"), visit)
                },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "没有送不到的通知。", en: "Everything was delivered."))
        let frame = visit.page(Wording(zh: "发件箱", en: "Outbox"), section: "outbox") {
            p {
                Wording(
                    zh: "正在投递 \(waiting) 条；连续 \(Outbox.patience) 次（约 16 小时）没有送达的列在下面，排除原因后可以重发。",
                    en: "\(waiting) on their way; what was tried \(Outbox.patience) times in vain is listed below.")
            }
            if dead.count > 1 { retryForm(nil, Wording(zh: "全部重发", en: "Retry all"), visit) }
            register
        }
        return .page(frame, json: json)
    }

    private static func retryForm(_ id: String?, _ title: Wording, _ visit: Visit) -> HTML {
        form(.post, .action(Link("admin", "outbox", "retry")), .class("inline")) {
            input(.type("hidden"), .name(FormFieldName.formToken), .value(visit.formToken))
            if let id { input(.type("hidden"), .name("id"), .value(id)) }
            button(.class("button")) { title }
        }
    }

    private static func retry(_ visit: Visit) async throws -> Answer {
        let id = visit.form["id"].flatMap { $0.isEmpty ? nil : $0 }
        let outbox = Outbox(database: visit.premises.database, now: visit.premises.desk.now)
        try await outbox.retry(
            id,
            with: [
                AdministrationStore.note(
                    "retry-notice", on: id ?? "all", by: try visit.user().person.id, at: visit.now, "")
            ])
        return .redirect(Link("admin", "outbox").setting("done", to: visit.now.clock))
    }
}
