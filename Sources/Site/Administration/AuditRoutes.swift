import Accounts
import Calendars
import Ledger
import Markup
import Permissions
import Storage
import Workflows

/// 审计 — the audit administrator's part: every entry of the ledger, sign-in events, what administrators did, and
/// why people were refused.
enum AuditRoutes {
    static let all: [Route] = [
        Route(
            .get, "/audit", "办理台账审计", for: .holding(.readAudit),
            query: [.init("person", "人员"), .init("matter", "事项"), .init("command", "办理动作"), .init("before", "此记录之前")]
        ) { visit in try await ledger(visit) },
        Route(.get, "/audit/sign-ins", "登录记录", for: .holding(.readAudit), query: [.init("person", "人员")]) { visit in
            try await signIns(visit)
        },
        Route(.get, "/audit/administration", "管理员操作", for: .holding(.readAudit)) { visit in
            try await administration(visit)
        },
        Route(
            .get, "/audit/refusals", "拒绝的原因", for: .holding(.readAudit),
            query: [.init("person", "人员"), .init("before", "此记录之前")]
        ) { visit in try await refusals(visit) },
    ]

    private static let size = 100

    private static func ledger(_ visit: Visit) async throws -> Answer {
        func given(_ name: String) -> String? { visit.address.first(name).flatMap { $0.isEmpty ? nil : $0 } }
        let entries = try await visit.premises.ledger.entries(
            of: given("person"), matter: given("matter"), command: given("command"), before: given("before"),
            limit: size)
        let words = try await LedgerWords(visit: visit).knowing(erasuresIn: entries)
        let json = JSON.array(entries.map { words.json($0, kind: visit.premises.kinds[$0.target.kind]) })
        let frame = visit.page(Wording(zh: "审计", en: "Audit"), section: "audit") {
            tabs(visit)
            form(.get, .action(Link("audit")), .class("filters")) {
                for (name, title) in [
                    ("person", Wording(zh: "人员编号", en: "Person")), ("matter", Wording(zh: "事项编号", en: "Matter")),
                    ("command", Wording(zh: "办理动作", en: "Command")),
                ] {
                    div(.class("filter")) {
                        label(.for("audit-\(name)")) { title }
                        input(.id("audit-\(name)"), .name(name), .value(given(name) ?? ""), .autocomplete("off"))
                    }
                }
                button(.class("button")) { Wording(zh: "查询", en: "Search") }
            }
            Timeline(
                entries.map { entry in
                    var step = words.step(entry, kind: visit.premises.kinds[entry.target.kind])
                    step.action =
                        Wording(verbatim: "\(visit.premises.kinds[entry.target.kind]?.title ?? entry.target.kind) ")
                        + step.action
                    return step
                })
            if entries.count == size, let last = entries.last {
                p {
                    a(.href(visit.address.setting("before", to: last.id)), .rel("next")) {
                        Wording(zh: "更早的记录", en: "Earlier entries")
                    }
                }
            }
        }
        return .page(frame, json: json)
    }

    private static func signIns(_ visit: Visit) async throws -> Answer {
        let person = visit.address.first("person").flatMap { $0.isEmpty ? nil : $0 }
        let events = try await visit.premises.accounts.events(of: person, before: visit.now.adding(.seconds(1)))
        return listing(
            Wording(zh: "登录记录", en: "Sign-ins"),
            events.map {
                [$0.at.description, $0.kind.rawValue, name($0.person, visit), $0.address ?? "—", $0.detail ?? ""]
            },
            ["时间", "事件", "人员", "地址", "说明"], visit)
    }

    private static func administration(_ visit: Visit) async throws -> Answer {
        let rows = try await visit.premises.database.rows(
            "SELECT * FROM administration_entry ORDER BY id DESC LIMIT \(size)")
        let lines = try rows.map { row -> [String] in
            let at: Instant = try row["at"]
            return [
                at.description, try row["action"], name(try row["person"], visit), name(try row["target"], visit),
                try row["detail"],
            ]
        }
        return listing(Wording(zh: "管理员操作", en: "Administration"), lines, ["时间", "操作", "操作人", "对象", "说明"], visit)
    }

    private static func refusals(_ visit: Visit) async throws -> Answer {
        func given(_ name: String) -> String? { visit.address.first(name).flatMap { $0.isEmpty ? nil : $0 } }
        let found = try await visit.premises.refusals.lines(
            of: given("person"), before: given("before"), limit: size)
        let lines = found.map {
            [$0.at.description, name($0.person, visit), $0.asked, $0.code, $0.message, $0.explanation]
        }
        return listing(
            Wording(zh: "拒绝的原因", en: "Refusals"), lines, ["时间", "人员", "所求", "代码", "对本人说的", "原因"], visit,
            older: found.count == size ? found.last.map { visit.address.setting("before", to: $0.id) } : nil)
    }

    private static func listing(
        _ title: Wording, _ lines: [[String]], _ headings: [String], _ visit: Visit, older: Link? = nil
    ) -> Answer {
        let numbered = lines.enumerated().map { (index: $0, cells: $1) }
        let register = Register(
            title, .init(numbered, total: numbered.count), state: RegisterState(visit.address),
            identity: { String($0.index) },
            columns: headings.enumerated().map { position, heading in
                Column(
                    "c\(position)", Wording(verbatim: heading), onPhone: position == 0 ? .title : .fact, room: .prose
                ) { $0.cells[position] }
            })
        let frame = visit.page(title, section: "audit") {
            tabs(visit)
            register
            if let older { p { a(.href(older), .rel("next")) { Wording(zh: "更早的记录", en: "Earlier entries") } } }
        }
        return .page(frame, json: .array(lines.map { .array($0.map { .text($0) }) }))
    }

    static func tabs(_ visit: Visit) -> Tabs {
        let tabs: [(Wording, Link)] = [
            (Wording(zh: "办理台账", en: "Ledger"), Link("audit")),
            (Wording(zh: "登录记录", en: "Sign-ins"), Link("audit", "sign-ins")),
            (Wording(zh: "管理员操作", en: "Administration"), Link("audit", "administration")),
            (Wording(zh: "拒绝的原因", en: "Refusals"), Link("audit", "refusals")),
            (Wording(zh: "抹除个人信息", en: "Erasures"), Link("audit", "erasures")),
        ]
        return Tabs(
            Wording(zh: "审计分类", en: "Audit"),
            tabs.map { title, link in
                .init(link.url, title, link, isCurrent: link.segments == visit.address.segments)
            })
    }

    private static func name(_ person: String?, _ visit: Visit) -> String {
        person.map { visit.premises.people.person($0)?.name ?? $0 } ?? "—"
    }
}
