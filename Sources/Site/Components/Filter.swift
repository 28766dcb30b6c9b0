import Markup

/// A condition by which a register can be narrowed; its state is read from the address.
public struct Filter: Sendable {
    public enum Kind: Sendable {
        /// Words to look for.
        case text
        /// One of several; “全部” when none is chosen.
        case choice([Choice])
        /// Several of several.
        case choices([Choice])
        /// From a day to a day, under two names in the address: `name-from` and `name-to`.
        case days
    }

    let name: String
    let label: Wording
    let kind: Kind

    /// A condition with its name in the address.
    public init(_ name: String, _ label: Wording, _ kind: Kind) {
        self.name = name
        self.label = label
        self.kind = kind
    }

    /// Names under which the filter stands in the address.
    public var names: [String] {
        if case .days = kind { return ["\(name)-from", "\(name)-to"] }
        return [name]
    }

    /// What is applied now, each in the words of its chip.
    func applied(in address: Link) -> [(parameter: Link.Parameter, words: Wording)] {
        names.flatMap { name in
            address.all(name).filter { !$0.isEmpty }.map { value in
                (Link.Parameter(name, value), label + Wording(verbatim: " ") + sign(of: name) + words(for: value))
            }
        }
    }

    private func words(for value: String) -> Wording {
        switch kind {
        case .text, .days: Wording(verbatim: value)
        case .choice(let choices), .choices(let choices):
            choices.first { $0.value == value }?.label ?? Wording(verbatim: value)
        }
    }

    private func sign(of name: String) -> Wording {
        guard case .days = kind else { return Wording(verbatim: "= ") }
        return Wording(verbatim: name.hasSuffix("-from") ? "≥ " : "≤ ")
    }
}

/// The bar of filters above a register. A form that reloads the page; scripts add nothing to it.
struct FilterBar: Component {
    let filters: [Filter]
    let state: RegisterState
    private static let shownAtOnce = 5

    var body: HTML {
        form(.get, .action(state.address.withoutQuery), .class("filters"), .role("search"), .ariaLabel(title)) {
            for kept in state.kept(besides: filters.flatMap(\.names)) { hiddenInput(kept.name, kept.value) }
            for filter in filters.prefix(Self.shownAtOnce) { control(filter) }
            if filters.count > Self.shownAtOnce { more }
            div(.class("filter-buttons")) {
                button(.class("button")) { Wording(zh: "查询", en: "Search") }
                a(.class("button plain"), .href(state.link(withoutFilters: filters.flatMap(\.names)))) {
                    Wording(zh: "重置", en: "Reset")
                }
            }
        }
    }

    private var title: Wording { Wording(zh: "筛选条件", en: "Filters") }

    private var more: HTML {
        let rest = filters.dropFirst(Self.shownAtOnce)
        let isUsed = rest.contains { !$0.applied(in: state.address).isEmpty }
        return details(.class("more-filters"), isUsed ? .open : nil) {
            summary { Wording(zh: "更多条件", en: "More") }
            div(.class("more-panel")) { for filter in rest { control(filter) } }
        }
    }

    @HTMLBuilder private func control(_ filter: Filter) -> HTML {
        let id = "filter-\(filter.name)"
        switch filter.kind {
        case .text:
            div(.class("filter")) {
                label(.for(id)) { filter.label }
                input(
                    .id(id), .name(filter.name), .value(state.address.first(filter.name) ?? ""), .autocomplete("off"))
            }
        case .choice(let choices):
            div(.class("filter")) {
                label(.for(id)) { filter.label }
                choice(filter, choices, id: id)
            }
        case .choices(let choices):
            several(filter, choices)
        case .days:
            days(filter, id: id)
        }
    }

    private func choice(_ filter: Filter, _ choices: [Choice], id: String) -> HTML {
        let chosen = state.address.first(filter.name)
        return select(.id(id), .name(filter.name)) {
            option(.value("")) { Wording(zh: "全部", en: "All") }
            for choice in choices {
                option(.value(choice.value), choice.value == chosen ? .selected : nil) { choice.label }
            }
        }
    }

    private func several(_ filter: Filter, _ choices: [Choice]) -> HTML {
        let chosen = state.address.all(filter.name)
        return fieldset(.class("filter several")) {
            legend { filter.label }
            for choice in choices {
                label {
                    input(
                        .type("checkbox"), .name(filter.name), .value(choice.value),
                        chosen.contains(choice.value) ? .checked : nil)
                    choice.label
                }
            }
        }
    }

    private func days(_ filter: Filter, id: String) -> HTML {
        fieldset(.class("filter days")) {
            legend { filter.label }
            for (name, words) in zip(filter.names, [Wording(zh: "起", en: "from"), Wording(zh: "止", en: "to")]) {
                label(.for("\(id)-\(name)"), .class("visually-hidden")) {
                    filter.label
                    words
                }
                input(
                    .id("\(id)-\(name)"), .name(name), .value(state.address.first(name) ?? ""), .size(10),
                    .placeholder(words), .autocomplete("off"), .data("day"))
            }
        }
    }
}

/// The filters in force, each with a link that takes it away.
struct FilterChips: Component {
    let filters: [Filter]
    let state: RegisterState

    var body: HTML {
        let applied = filters.flatMap { $0.applied(in: state.address) }
        if !applied.isEmpty {
            ul(.class("chips"), .ariaLabel(Wording(zh: "已筛选", en: "Filters in force"))) {
                for (parameter, words) in applied {
                    li {
                        a(.href(state.link(withoutFilter: parameter.name, parameter.value))) {
                            words
                            span(.class("visually-hidden")) { Wording(zh: "，取消此条件", en: ", remove this filter") }
                            span(.ariaHidden) { " ×" }
                        }
                    }
                }
            }
        }
    }
}
