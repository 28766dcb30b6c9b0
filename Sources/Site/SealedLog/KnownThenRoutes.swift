import Calendars
import Ledger
import Markup
import Permissions
import Registry
import Workflows

/// 当时情况 — what a person had on the list, did and was told at an instant, and how a matter stood then.
enum KnownThenRoutes {
    static let all: [Route] = [
        Route(
            .get, "/known-then", "某人在某一时刻的情况", for: .signedIn,
            query: [.init("person", "人员编号，不填为本人"), .init("day", "日期，如 2026-06-15"), .init("clock", "时刻，如 10:30")]
        ) { visit in try await person(visit) },
        Route(
            .get, "/m/{kind}/{id}/known-then", "事项在某一时刻的情况", for: .signedIn,
            query: [.init("day", "日期，如 2026-06-15"), .init("clock", "时刻，如 10:30")]
        ) { visit in try await matter(visit) },
    ]

    private static func person(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        let at = try instant(visit)
        let id = visit.address.first("person").flatMap { $0.isEmpty ? nil : $0 } ?? user.person.id
        let picture = try await visit.premises.knownThen.picture(of: id, at: at, for: user)
        let title = Wording(
            zh: "\(picture.person.name)：\(at.description) 的情况", en: "\(picture.person.name) at \(at.description)")
        let frame = visit.page(title) {
            choice(visit, at: at, action: Link("known-then"), person: id == user.person.id ? nil : id)
            p(.class("hint")) {
                Wording(
                    zh: "只按平台当时已经收到的留痕得出；后来补录的不改变这里。",
                    en: "From what the platform had received by then; what was entered later changes nothing here.")
            }
            Facts([
                Fact(Wording(zh: "在任岗位", en: "Posts")) {
                    if picture.posts.isEmpty { Wording(zh: "无", en: "None") }
                    for post in picture.posts {
                        p { "\(post.role.title)（\(visit.premises.registry.organisations.name(post.organisation))）" }
                    }
                }
            ])
            section {
                h2 { Wording(zh: "当时待办 \(picture.list.count) 项", en: "On the list: \(picture.list.count)") }
                list(picture.list, at: at, visit)
            }
            section {
                h2 { Wording(zh: "当时已办", en: "Done by then") }
                done(picture.done, visit)
            }
            section {
                h2 { Wording(zh: "当时已告知", en: "Told by then") }
                told(picture.told, visit)
            }
        }
        return .page(frame, json: json(picture))
    }

    private static func list(_ list: [KnownThen.Standing], at: Instant, _ visit: Visit) -> HTML {
        Register(
            Wording(zh: "当时待办", en: "On the list"), .init(list, total: list.count), state: RegisterState(visit.address),
            identity: { $0.matter.id },
            columns: [
                Column("title", Wording(zh: "事项", en: "Matter"), onPhone: .title, room: .prose) { standing in
                    a(.href(link(to: standing.matter, at: at))) { standing.title }
                },
                Column("state", Wording(zh: "状态", en: "State")) { state($0, visit) },
                Column("due", Wording(zh: "到期", en: "Due")) { $0.due ?? "—" },
                Column("actor", Wording(zh: "轮到", en: "Waits for")) {
                    $0.actor.map { visit.premises.registry.organisations.name($0) } ?? "—"
                },
            ]
        ).body
    }

    private static func done(_ entries: [LedgerEntry], _ visit: Visit) -> HTML {
        Register(
            Wording(zh: "当时已办", en: "Done"), .init(entries, total: entries.count), state: RegisterState(visit.address),
            identity: { $0.id },
            columns: [
                Column("command", Wording(zh: "办理动作", en: "Command"), onPhone: .title) { entry in
                    a(.href(Link("log", "proof", entry.id))) {
                        visit.premises.kinds[entry.target.kind]?.title(ofCommand: entry.command) ?? entry.command
                    }
                },
                Column("received", Wording(zh: "收到", en: "Received")) { $0.times.received.description },
                Column("happened", Wording(zh: "自称发生于", en: "Claimed")) { $0.times.happened?.description ?? "—" },
                Column("matter", Wording(zh: "事项", en: "Matter")) { entry in
                    a(.href(Link("m", entry.target.kind, entry.target.matter))) { Wording(zh: "打开", en: "Open") }
                },
            ]
        ).body
    }

    private static func told(_ notices: [Workflows.Notice], _ visit: Visit) -> HTML {
        Register(
            Wording(zh: "当时已告知", en: "Told"), .init(notices, total: notices.count), state: RegisterState(visit.address),
            identity: { $0.id },
            columns: [
                Column("text", Wording(zh: "内容", en: "Message"), onPhone: .title, room: .prose) { notice in
                    a(.href(Link("notice", notice.id))) { notice.text }
                },
                Column("at", Wording(zh: "时间", en: "Time")) { $0.at.description },
                Column("unit", Wording(zh: "发给", en: "To")) {
                    visit.premises.registry.organisations.name($0.organisation)
                },
            ]
        ).body
    }

    private static func matter(_ visit: Visit) async throws -> Answer {
        let kind = try visit.kind()
        let open = try await kind.read(try visit.parameter("id"), for: try visit.user(), at: visit.premises.desk)
        let at = try instant(visit)
        let page = Link("m", kind.name, open.header.id)
        let standing = try await visit.premises.knownThen.matter(open.header.id, at: at)
        let words = LedgerWords(visit: visit)
        let frame = visit.page(
            Wording(
                zh: "\(open.header.number)：\(at.description) 的情况", en: "\(open.header.number) at \(at.description)"),
            section: kind.name,
            breadcrumb: [
                Crumb(Wording(verbatim: kind.title), Link("l", kind.name)),
                Crumb(Wording(verbatim: open.header.number), page),
            ]
        ) {
            choice(visit, at: at, action: page / "known-then", person: nil)
            if let standing {
                Facts(
                    [Fact(Wording(zh: "状态", en: "State"), state(standing, visit))]
                        + words.fields(of: standing.matter, kind: kind))
                section {
                    h2 { Wording(zh: "到那时的办理记录", en: "History until then") }
                    Timeline(standing.matter.entries.reversed().map { words.step($0, kind: kind) })
                }
            } else {
                EmptyState(Wording(zh: "那时还没有这个事项。", en: "The matter did not exist yet."))
            }
        }
        return .page(frame, json: standing.map(json) ?? .null)
    }

    /// Which instant, chosen with the browser's own fields.
    private static func choice(_ visit: Visit, at: Instant, action: Link, person: String?) -> HTML {
        form(.get, .action(action), .class("filters")) {
            if let person { input(.type("hidden"), .name("person"), .value(person)) }
            div(.class("filter")) {
                label(.for("then-day")) { Wording(zh: "日期", en: "Day") }
                input(.id("then-day"), .type("date"), .name("day"), .value(at.day.description))
            }
            div(.class("filter")) {
                label(.for("then-clock")) { Wording(zh: "时刻", en: "Time") }
                input(.id("then-clock"), .type("time"), .name("clock"), .value(at.clock))
            }
            button(.class("button")) { Wording(zh: "查看", en: "Show") }
        }
    }

    /// The end of the minute chosen; now when nothing is.
    private static func instant(_ visit: Visit) throws(Refusal) -> Instant {
        guard let text = visit.address.first("day"), !text.isEmpty else { return visit.now }
        guard let day = Day(text) else { throw Refusal.fields(["day": "日期应写作 2026-06-15。"]) }
        let clock = visit.address.first("clock").flatMap { $0.isEmpty ? nil : $0 } ?? "23:59"
        guard let at = Instant(day: day, clock: clock) else { throw Refusal.fields(["clock": "时刻应写作 10:30。"]) }
        return at
    }

    private static func state(_ standing: KnownThen.Standing, _ visit: Visit) -> String {
        visit.premises.kinds[standing.matter.kind]?.title(ofState: standing.matter.state) ?? standing.matter.state
    }

    private static func link(to matter: MatterThen, at: Instant) -> Link {
        Link("m", matter.kind, matter.id, "known-then").setting("day", to: at.day.description).setting(
            "clock", to: at.clock)
    }

    private static func json(_ picture: KnownThen.Picture) -> JSON {
        .of(
            ("person", .text(picture.person.id)), ("at", .number(picture.at.milliseconds)),
            ("posts", .array(picture.posts.map { .text($0.id) })), ("list", .array(picture.list.map(json))),
            ("done", .array(picture.done.map { .text($0.id) })), ("told", .array(picture.told.map { .text($0.id) })))
    }

    private static func json(_ standing: KnownThen.Standing) -> JSON {
        .of(
            ("matter", .text(standing.matter.id)), ("kind", .text(standing.matter.kind)),
            ("state", .text(standing.matter.state)), ("version", .number(standing.matter.version)),
            ("due", .text(standing.due)), ("actor", .text(standing.actor)),
            (
                "fields",
                .object(standing.matter.fields.sorted { $0.key < $1.key }.map { .init($0.key, .text($0.value)) })
            ))
    }
}

extension LedgerWords {
    /// What a matter's fields held, in the order in which people know them.
    fileprivate func fields(of matter: MatterThen, kind: KindOfMatter) -> [Fact] {
        let hidden = Set(kind.detailColumns.filter { $0.content == .hidden }.map(\.name))
        return matter.fields.filter { !hidden.contains($0.key) }.sorted { $0.key < $1.key }.map { field, value in
            Fact(Wording(verbatim: kind.title(ofField: field)), words(value, of: field, kind))
        }
    }
}
