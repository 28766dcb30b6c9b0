import Calendars
import Markup
import Registry
import Workflows

/// The conditions of a list of matters, as they stand in the address.
struct MatterFilters {
    let kind: KindOfMatter?
    let visit: Visit

    var filters: [Filter] {
        var filters = [Filter("q", Wording(zh: "关键词", en: "Words"), .text)]
        if let kind {
            filters.append(
                Filter(
                    "state", Wording(zh: "状态", en: "State"),
                    .choice(kind.states.map { Choice($0.name, Wording(verbatim: $0.title)) })))
            if kind.grades.count > 1 {
                filters.append(
                    Filter(
                        "grade", Wording(zh: "等级", en: "Grade"),
                        .choice(kind.grades.map { Choice($0.name, Wording(verbatim: $0.title)) })))
            }
            filters += visit.premises.kindPages[kind.name]?.filters ?? []
        }
        return filters + [
            Filter(
                "light", Wording(zh: "灯", en: "Light"),
                .choice([
                    Choice("red", Wording(zh: "红灯", en: "red")), Choice("yellow", Wording(zh: "黄灯", en: "yellow")),
                    Choice("green", Wording(zh: "绿灯", en: "green")),
                ])),
            Filter("due", Wording(zh: "期限", en: "Due"), .days),
            Filter(
                "open", Wording(zh: "办结", en: "Closed"),
                .choice([
                    Choice("1", Wording(zh: "未办结", en: "open")), Choice("0", Wording(zh: "已办结", en: "closed")),
                ])),
            Filter("opened", Wording(zh: "收到日期", en: "Opened"), .days),
            Filter("closed", Wording(zh: "办结日期", en: "Closed on"), .days),
            Filter(
                "late", Wording(zh: "按时", en: "On time"),
                .choice([
                    Choice("1", Wording(zh: "曾逾期", en: "once late")),
                    Choice("0", Wording(zh: "没有逾期", en: "never late")),
                ])),
        ]
    }

    static let parameters: [Route.Parameter] = [
        .init("q", "关键词：名称或编号"), .init("state", "状态"), .init("grade", "等级"), .init("light", "red、yellow 或 green"),
        .init("due-from", "期限起"), .init("due-to", "期限止"), .init("opened-from", "收到日期起"),
        .init("opened-to", "收到日期止"),
        .init("closed-from", "办结日期起"), .init("closed-to", "办结日期止"), .init("late", "1 曾逾期，0 没有逾期"),
        .init("open", "1 未办结，0 已办结"), .init("scope", "辖区代码"), .init("owner", "承办单位"),
        .init("subject", "所涉单位"), .init("parent", "上级事项"), .init("sort", "due、opened、updated，前加 - 为倒序"),
        .init("page", "页码"), .init("size", "每页行数"),
    ]

    /// What the address asks for, within what the user chose or may see.
    func query(state: RegisterState) -> MatterQuery {
        var query = MatterQuery()
        let address = visit.address
        func all(_ name: String) -> [String] { address.all(name).filter { !$0.isEmpty } }
        func day(_ name: String) -> Day? { address.first(name).flatMap { Day(typed: $0, year: visit.today.year) } }
        if let kind { query.kinds = [kind.name] }
        query.text = address.first("q")
        query.states = all("state")
        query.grades = all("grade")
        query.lights = all("light").compactMap(Calendars.Light.init(rawValue:))
        query.isOpen = address.first("open").flatMap { ["1": true, "0": false][$0] }
        query.dueFrom = day("due-from")
        query.dueTo = day("due-to")
        query.openedFrom = day("opened-from")
        query.openedTo = day("opened-to")
        query.closedFrom = day("closed-from")
        query.closedTo = day("closed-to")
        query.wasLate = address.first("late").flatMap { ["1": true, "0": false][$0] }
        query.owner = address.first("owner")
        query.subject = address.first("subject")
        query.parent = address.first("parent")
        query.region = visit.scope
        for parameter in address.query where parameter.name.hasPrefix("detail.") && !parameter.value.isEmpty {
            query.details[String(parameter.name.dropFirst(7))] = parameter.value
        }
        query.order = order(state.order)
        query.isReversed = isReversed(state.order)
        query.offset = state.offset
        query.limit = state.size
        return query
    }

    private func order(_ order: RegisterState.Order?) -> MatterQuery.Order {
        switch order?.key {
        case "due": .due
        case "updated": .updated
        case "opened": order?.isDescending == true ? .newest : .oldest
        default: .newest
        }
    }

    /// Ascending by term is the first to fall due, ascending by the last step what was longest left alone.
    private func isReversed(_ order: RegisterState.Order?) -> Bool {
        switch order?.key {
        case "due": order?.isDescending == true
        case "updated": order?.isDescending == false
        default: false
        }
    }
}

extension Visit {
    /// The region chosen in the address, or the widest one of the user's posts.
    public var scope: RegionCode? {
        address.first("scope").flatMap { RegionCode($0) } ?? ownScope
    }

    private var ownScope: RegionCode? {
        signedIn?.posts.filter { $0.role.reach == .region }.map(\.region).min { $0.level < $1.level }
    }

    /// The choice of a region: one's own, what lies right below, and the one chosen with what lies below that.
    public var scopeSelector: ScopeSelector? {
        guard let own = ownScope else { return nil }
        let regions = premises.registry.regions
        var choices = [ScopeSelector.Choice(code: own.rawValue, name: regions.name(own, on: today))]
        let chosen = scope ?? own
        for region in regions.children(of: own, on: today) where region.isStatutory || region.code.contains(chosen) {
            choices.append(.init(code: region.code.rawValue, name: region.name, depth: 1))
            guard region.code.contains(chosen) else { continue }
            for inner in regions.children(of: region.code, on: today) {
                choices.append(.init(code: inner.code.rawValue, name: inner.name, depth: 2))
            }
        }
        return ScopeSelector(choices, chosen: chosen.rawValue, address: address)
    }
}
