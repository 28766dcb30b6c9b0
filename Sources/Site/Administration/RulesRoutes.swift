import Calendars
import Markup
import Rules
import Workflows

/// 法规参数 — each rule with its versions and source, and what it says on a day.
enum RulesRoutes {
    static let all: [Route] = [
        Route(.get, "/rules", "法规参数", for: .signedIn, query: [.init("q", "名称中的字词"), .init("unverified", "1 只看未核实")]) {
            visit in list(visit)
        },
        Route(.get, "/rules/{name}", "一条规则", for: .signedIn, query: [.init("on", "哪一天，2026-09-30")]) { visit in
            try rule(visit)
        },
    ]

    private static func list(_ visit: Visit) -> Answer {
        let words = visit.address.first("q") ?? ""
        let onlyUnverified = visit.address.first("unverified") == "1"
        let rules = visit.premises.rules.rules.filter { rule in
            (words.isEmpty || rule.title.contains(words) || rule.name.contains(words)
                || rule.versions.contains { $0.source.title.contains(words) })
                && (!onlyUnverified || rule.versions.contains { !$0.verified })
        }
        let state = RegisterState(visit.address)
        let shown = Array(rules.dropFirst(state.offset).prefix(state.size))
        let json = JSON.array(
            rules.map { rule in
                .of(
                    ("name", .text(rule.name)), ("title", .text(rule.title)),
                    ("versions", .number(rule.versions.count)),
                    ("verified", .bool(rule.versions.allSatisfy(\.verified))))
            })
        var register = Register(
            Wording(zh: "法规参数", en: "Rules"), .init(shown, total: rules.count), state: state, identity: { $0.name },
            columns: [
                Column("title", Wording(zh: "规则", en: "Rule"), onPhone: .title, room: .prose) { rule in
                    a(.href(Link("rules", rule.name))) { rule.title }
                },
                Column("now", Wording(zh: "今天", en: "Today")) { content($0.version(on: visit.today)) },
                Column("source", Wording(zh: "出处", en: "Source"), room: .prose) { rule in
                    rule.version(on: visit.today).map { "《\($0.source.title)》\($0.article)" } ?? "今天没有生效的版本"
                },
                Column("from", Wording(zh: "施行", en: "In force")) {
                    $0.version(on: visit.today)?.from.description ?? "—"
                },
                Column("verified", Wording(zh: "核对", en: "Checked")) { verification($0) },
            ])
        register.filters = [
            Filter("q", Wording(zh: "关键词", en: "Words"), .text),
            Filter(
                "unverified", Wording(zh: "核对", en: "Checked"),
                .choice([Choice("1", Wording(zh: "只看未核实", en: "Unverified only"))])),
        ]
        return .page(visit.page(Wording(zh: "法规参数", en: "Rules"), section: "rules", content: { register }), json: json)
    }

    private static func rule(_ visit: Visit) throws -> Answer {
        let name = try visit.parameter("name")
        guard let rule = visit.premises.rules.rules.first(where: { $0.name == name }) else {
            throw Refusal.notFound("规则")
        }
        let asked = visit.address.first("on") ?? visit.today.description
        guard let day = Day(typed: asked, year: visit.today.year) else {
            throw Refusal.fields(["on": "日期看不懂，请写成 2026-09-30 的样子。"])
        }
        let answer = rule.version(on: day)
        let json = JSON.of(
            ("name", .text(rule.name)), ("title", .text(rule.title)), ("on", .text(day.description)),
            ("says", .text(answer.flatMap(words))),
            (
                "versions",
                .array(
                    rule.versions.map { version in
                        .of(
                            ("from", .text(version.from.description)), ("to", .text(version.to?.description)),
                            ("document", .text(version.source.title)), ("number", .text(version.source.number)),
                            ("article", .text(version.article)), ("verified", .bool(version.verified)),
                            ("value", .text(words(version))))
                    })
            ))
        let frame = visit.page(
            Wording(verbatim: rule.title), section: "rules",
            breadcrumb: [Crumb(Wording(zh: "法规参数", en: "Rules"), Link("rules")), Crumb(Wording(verbatim: rule.name))]
        ) {
            form(.get, .action(Link("rules", rule.name)), .class("filters")) {
                div(.class("filter")) {
                    label(.for("on")) { Wording(zh: "在哪一天", en: "On which day") }
                    input(.id("on"), .name("on"), .value(day.description), .autocomplete("off"))
                }
                button(.class("button")) { Wording(zh: "试算", en: "Try") }
            }
            Facts(facts(rule, on: day))
            h2 { Wording(zh: "历次版本", en: "Versions") }
            for version in rule.versions.reversed() { RuleVersionView(version: version) }
        }
        return .page(frame, json: json)
    }

    private static func facts(_ rule: RuleDescription, on day: Day) -> [Fact] {
        var facts = [
            Fact(Wording(zh: "\(day.chinese)的规定", en: "On \(day)")) { content(rule.version(on: day)) },
            Fact(Wording(zh: "规则名称", en: "Name"), rule.name),
        ]
        if let trigger = rule.trigger { facts.append(Fact(Wording(zh: "起算", en: "Counted from"), trigger)) }
        if let who = rule.who { facts.append(Fact(Wording(zh: "由谁", en: "Who"), who)) }
        if let note = rule.note { facts.append(Fact(Wording(zh: "说明", en: "Note"), note)) }
        facts.append(Fact(Wording(zh: "核对", en: "Checked")) { verification(rule) })
        return facts
    }

    static func verification(_ rule: RuleDescription) -> HTML {
        rule.versions.allSatisfy(\.verified)
            ? span { Wording(zh: "已与原文核对", en: "checked") }
            : span(.class("tag")) { Wording(zh: "未核实", en: "unverified") }
    }

    static func content(_ version: RuleVersion?) -> HTML {
        guard let version else { return span { "—" } }
        return switch version.content {
        case .value(let value): span { value.description }
        case .table: span { Wording(zh: "判定表", en: "decision table") }
        }
    }

    private static func words(_ version: RuleVersion) -> String? {
        if case .value(let value) = version.content { value.description } else { nil }
    }
}

/// One version of a rule: since when, where it is written, what it says.
struct RuleVersionView: Component {
    let version: RuleVersion

    var body: HTML {
        section(.class("rule-version")) {
            p {
                strong { version.from.chinese + (version.to.map { "至" + $0.chinese } ?? "起") }
                " 《\(version.source.title)》（\(version.source.number)）\(version.article)"
                if version.source.isConvention {
                    span(.class("tag")) { Wording(zh: "平台约定，非法规", en: "platform convention, not law") }
                }
                if !version.verified { span(.class("tag")) { Wording(zh: "未核实", en: "unverified") } }
            }
            if let note = version.note { p { note } }
            switch version.content {
            case .value(let value): p { value.description }
            case .table(let decisions): DecisionTableView(decisions: decisions)
            }
        }
    }
}
