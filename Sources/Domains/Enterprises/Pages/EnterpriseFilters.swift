import Markup
import Registry
import Site

/// The conditions of the list of enterprises, as they stand in the address.
struct EnterpriseFilters {
    let industries: IndustryTree
    let visit: Visit

    static let parameters: [Route.Parameter] = [
        .init("q", "名称、代码、人员或拼音首字母"), .init("sector", "监管行业"), .init("status", "经营状态"),
        .init("scale", "企业规模"), .init("industry", "国民经济行业代码，如 C26"), .init("disputed", "1 只看来源不一致的"),
        .init("code", "0 只看没有代码的"), .init("scope", "辖区代码"), .init("sort", "name、employees，前加 - 为倒序"),
        .init("page", "页码"), .init("size", "每页行数"),
    ]

    var filters: [Filter] {
        [
            Filter("q", Wording(zh: "名称、代码、人员、拼音首字母", en: "Name, code, person or initials"), .text),
            Filter(
                "sector", EnterpriseFact.sector.wording,
                .choice(Sector.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) })),
            Filter(
                "status", EnterpriseFact.status.wording,
                .choice(EnterpriseFact.Status.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) })),
            Filter(
                "scale", EnterpriseFact.size.wording,
                .choice(EnterpriseFact.Size.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) })),
            Filter("industry", EnterpriseFact.industry.wording, .choice(branches)),
            Filter(
                "disputed", Wording(zh: "来源不一致", en: "Sources differ"),
                .choice([Choice("1", Wording(zh: "只看不一致的", en: "only these"))])),
            Filter(
                "code", Wording(zh: "信用代码", en: "Credit code"),
                .choice([Choice("0", Wording(zh: "没有代码", en: "none"))])),
        ]
    }

    /// Sections with their divisions: what people narrow by; smaller branches can be given in the address.
    private var branches: [Choice] {
        let asked = visit.address.first("industry").flatMap { industries[$0] }
        let usual = industries.all.filter { $0.level <= 2 }
        let shown = usual + (asked.map { [$0] } ?? []).filter { !usual.contains($0) }
        return shown.map { Choice($0.code, Wording(verbatim: "\($0.code) \($0.name)")) }
    }

    func query(state: RegisterState) -> EnterpriseQuery {
        let address = visit.address
        func all(_ name: String) -> [String] { address.all(name).filter { !$0.isEmpty } }
        var query = EnterpriseQuery()
        query.text = address.first("q")
        query.region = visit.scope
        query.sectors = all("sector")
        query.statuses = all("status")
        query.sizes = all("scale")
        query.industry = all("industry").first
        query.isDisputed = address.first("disputed") == "1"
        query.lacksCode = address.first("code") == "0"
        query.order = state.order.flatMap { EnterpriseQuery.Order(rawValue: $0.key) } ?? .newest
        // By name from the beginning is ascending; by employees the most come first unless ascending is asked for.
        query.isReversed = query.order == .name ? state.order?.isDescending == true : state.order?.isDescending == false
        query.offset = state.offset
        query.limit = state.size
        return query
    }
}
