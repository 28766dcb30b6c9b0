import Hummingbird
import Markup
import Workflows

/// 搜索 — matters by number and words, organisations and people by name; only what the person may see.
enum SearchRoutes {
    static let all: [Route] = [
        Route(
            .get, "/search", "搜索", for: .signedIn, query: [.init("q", "要找的字词"), .init("page", "页码")]
        ) { visit in try await search(visit) }
    ]

    private static func search(_ visit: Visit) async throws -> Answer {
        let user = try visit.user()
        let words = (visit.address.first("q") ?? "").prefix(100)
        var query = MatterQuery()
        query.text = String(words)
        query.region = nil
        let state = RegisterState(visit.address)
        query.offset = state.offset
        query.limit = state.size
        let isEmpty = words.allSatisfy(\.isWhitespace)
        let page = isEmpty ? nil : try await visit.premises.lists.page(query, for: user)
        let lines = (page?.matters ?? []).map { MatterLine($0, visit: visit) }
        let scope = visit.scope ?? visit.premises.settings.province
        let organisations = visit.premises.registry.organisations.search(String(words), in: scope)
        let regions = visit.premises.registry.regions.search(String(words), in: scope, on: visit.today)
        let finders = visit.premises.finders.filter { user.holdsSomewhere($0.permission) }
        var hits: [(finder: Finder, found: [Finder.Found], all: Link)] = []
        for finder in finders where !isEmpty {
            let (found, all) = try await finder.find(String(words), visit)
            if !found.isEmpty { hits.append((finder, found, all)) }
        }
        let own = hits.map { hit in
            JSON.Member(
                hit.finder.key,
                .array(hit.found.map { .of(("name", .text($0.name)), ("page", .text($0.link.url))) }))
        }
        let json = JSON.of(
            ("total", .number(page?.total ?? 0)), ("matters", .array(lines.map(\.json))),
            (
                "organisations",
                .array(organisations.map { .of(("id", .text($0.id)), ("name", .text($0.name))) })
            ),
            ("regions", .array(regions.map { .of(("code", .text($0.code.rawValue)), ("name", .text($0.name))) })),
            ("others", .object(own)))
        let title = isEmpty ? Wording(zh: "搜索", en: "Search") : Wording(zh: "搜索：\(words)", en: "Search: \(words)")
        var register = Register(
            Wording(zh: "事项", en: "Matters"), .init(lines, total: page?.total ?? 0), state: state,
            identity: { $0.header.number }, columns: MatterColumns.all)
        register.whenEmpty = EmptyState(
            isEmpty
                ? Wording(zh: "请在上方输入名称、编号或单位。", en: "Type a name, number or organisation above.")
                : Wording(zh: "没有找到您可以看到的事项。可以试试更短的词。", en: "Nothing found that you may see."))
        let frame = visit.page(title) {
            for hit in hits { found(hit.found, by: hit.finder, all: hit.all) }
            if !organisations.isEmpty {
                section {
                    h2 { Wording(zh: "单位", en: "Organisations") }
                    ul {
                        for organisation in organisations {
                            li { a(.href(Link("search").setting("q", to: organisation.name))) { organisation.name } }
                        }
                    }
                }
            }
            register
        }
        return .page(frame, json: json)
    }

    private static func found(_ found: [Finder.Found], by finder: Finder, all: Link) -> HTML {
        section {
            h2 { finder.title }
            ul {
                for one in found {
                    li {
                        a(.href(one.link)) { one.name }
                        " "
                        small { one.note }
                    }
                }
            }
            p { a(.href(all)) { Wording(zh: "查看全部", en: "Show all") } }
        }
    }
}
