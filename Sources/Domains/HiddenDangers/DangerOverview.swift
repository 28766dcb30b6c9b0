import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 隐患治理情况 — by division, by month, by category, and what came back; every number opens into its rows.
struct DangerOverview {
    let visit: Visit

    func answer() async throws -> Answer {
        let user = try visit.user()
        let premises = visit.premises
        let scope = visit.scope
        let month = try chosenMonth()
        let days = month.firstDay...month.lastDay
        let store = HiddenDangerStore(database: premises.database)
        let whole = try await scope.mapAsync {
            try await premises.lists.tallies(of: HiddenDanger.kind, at: $0, for: user)
        }
        let divisions = try await DivisionCount.all(of: scope, whole: whole ?? [], visit)
        let months = MonthCount.all(of: whole ?? [], until: visit.today)
        let categories = try await store.categories(found: month, within: scope, for: user)
        let recurrences = try await store.recurrences(within: scope, for: user)

        try await premises.registry.acquaint(recurrences.map(\.organisation))
        let title = Wording(zh: "隐患治理情况", en: "Hidden dangers")
        let frame = visit.page(title, section: HiddenDanger.kind, scope: visit.scopeSelector) {
            shortcuts(for: user)
            if !divisions.isEmpty {
                divisionTable(divisions)
                monthTable(months)
            }
            monthChoice(month)
            categoryTable(categories, in: days)
            recurrenceTable(recurrences)
        }
        let json = JSON.of(
            ("divisions", .array(divisions.map(\.json))), ("months", .array(months.map(\.json))),
            (
                "categories",
                .array(
                    categories.map {
                        .of(
                            ("category", .text($0.category.rawValue)), ("grade", .text($0.grade?.rawValue)),
                            ("found", .number($0.found)), ("cleared", .number($0.cleared)))
                    })
            ),
            (
                "recurrences",
                .array(
                    recurrences.map { .of(("organisation", .text($0.organisation)), ("amount", .number($0.amount))) })
            ))
        return .page(frame, json: json)
    }

    private func chosenMonth() throws(Refusal) -> Month {
        guard let asked = visit.address.first("month"), !asked.isEmpty else { return Month(of: visit.today) }
        guard let month = Month(asked) else {
            throw Refusal.fields(["month": "月份看不懂，请写成 2026-09 的样子。"])
        }
        return month
    }

    // MARK: Parts of the page

    private func shortcuts(for user: User) -> HTML {
        let list = Link("l", HiddenDanger.kind)
        var links: [(Wording, Link)] = [
            (Wording(zh: "隐患台账", en: "Register"), list),
            (Wording(zh: "挂牌督办台账", en: "Listed dangers"), Link("l", DangerListing.kind)),
            (Wording(zh: "一张图", en: "Map"), Link("map")),
            (Wording(zh: "重大隐患判定标准", en: "Criteria"), Link("hidden-dangers", "criteria")),
        ]
        if user.holdsSomewhere(.reportDangers) {
            links.append((Wording(zh: "现场记隐患（手机）", en: "On site, by phone"), Link("field")))
        }
        for opening in HiddenDanger.workflow.openings where user.holdsSomewhere(opening.permission) {
            links.append((Wording(verbatim: opening.title), Link("m", HiddenDanger.kind, "new", opening.slug)))
        }
        return nav(.class("commands"), .ariaLabel(Wording(zh: "隐患治理", en: "Hidden dangers"))) {
            for (title, link) in links { a(.class("button plain"), .href(link)) { title } }
        }
    }

    private func rows(in region: RegionCode?) -> Link {
        Link("l", HiddenDanger.kind).setting("scope", to: region?.rawValue)
    }

    private func divisionTable(_ divisions: [DivisionCount]) -> HTML {
        let title = Wording(zh: "各地情况", en: "By division")
        let register = Register(
            title, .init(divisions, total: divisions.count),
            state: RegisterState(visit.address.withoutQuery), identity: { $0.region.rawValue },
            columns: [
                Column("name", Wording(zh: "地区", en: "Division"), onPhone: .title) { division in
                    a(.href(Link("hidden-dangers").setting("scope", to: division.region.rawValue))) { division.name }
                },
                figure("total", Wording(zh: "累计", en: "All"), \.total) { rows(in: $0.region) },
                figure("open", Wording(zh: "未销号", en: "Open"), \.open) { rows(in: $0.region).setting("open", to: "1") },
                figure("major", Wording(zh: "重大未销号", en: "Major, open"), \.majorOpen) {
                    rows(in: $0.region).setting("open", to: "1").setting("grade", to: HiddenDanger.Grade.major.rawValue)
                },
                figure("overdue", Wording(zh: "超期", en: "Overdue"), \.overdue) {
                    rows(in: $0.region).setting("open", to: "1").setting("light", to: "red")
                },
                figure("cleared", Wording(zh: "已销号", en: "Cleared"), \.cleared) {
                    rows(in: $0.region).setting("state", to: HiddenDanger.State.cleared.rawValue)
                },
                Column("rate", Wording(zh: "销号率", en: "Share cleared"), alignment: .end) { $0.rate },
            ])
        return titled(title, register)
    }

    private func monthTable(_ months: [MonthCount]) -> HTML {
        let region = visit.scope
        let title = Wording(zh: "逐月登记", en: "By month")
        let register = Register(
            title, .init(months, total: months.count),
            state: RegisterState(visit.address.withoutQuery), identity: { $0.month.description },
            columns: [
                Column("month", Wording(zh: "月份", en: "Month"), onPhone: .title) { $0.month.description },
                figure("general", Wording(zh: "一般", en: "General"), \.general) {
                    rows(in: region, found: $0.month).setting("grade", to: HiddenDanger.Grade.general.rawValue)
                },
                figure("major", Wording(zh: "重大", en: "Major"), \.major) {
                    rows(in: region, found: $0.month).setting("grade", to: HiddenDanger.Grade.major.rawValue)
                },
                figure("total", Wording(zh: "合计（含待核定）", en: "All"), \.total) { rows(in: region, found: $0.month) },
                figure("open", Wording(zh: "其中未销号", en: "Still open"), \.open) {
                    rows(in: region, found: $0.month).setting("open", to: "1")
                },
            ])
        return titled(title, register)
    }

    private func rows(in region: RegionCode?, found month: Month) -> Link {
        rows(in: region).setting("opened-from", to: month.firstDay.description)
            .setting("opened-to", to: month.lastDay.description)
    }

    private func monthChoice(_ month: Month) -> HTML {
        form(.get, .action(Link("hidden-dangers")), .class("filters")) {
            if let scope = visit.address.first("scope") { input(.type("hidden"), .name("scope"), .value(scope)) }
            div(.class("filter")) {
                label(.for("month")) { Wording(zh: "按类别统计的月份", en: "Month for categories") }
                input(.id("month"), .name("month"), .value(month.description), .autocomplete("off"))
            }
            button(.class("button")) { Wording(zh: "统计", en: "Count") }
        }
    }

    private func categoryTable(_ counts: [HiddenDangerStore.CategoryCount], in days: ClosedRange<Day>) -> HTML {
        let month = Month(of: days.lowerBound)
        func link(_ count: HiddenDangerStore.CategoryCount) -> Link {
            rows(in: visit.scope, found: month).setting("detail.category", to: count.category.rawValue)
                .setting("grade", to: count.grade?.rawValue)
                .setting("state", to: count.grade == nil ? HiddenDanger.State.found.rawValue : nil)
        }
        let title = Wording(zh: "按类别和等级（\(month)）", en: "By category and grade, \(month.description)")
        var register = Register(
            title,
            .init(counts, total: counts.count), state: RegisterState(visit.address.withoutQuery),
            identity: { "\($0.category.rawValue)/\($0.grade?.rawValue ?? "")" },
            columns: [
                Column("category", Wording(zh: "类别", en: "Category"), onPhone: .title) { $0.category.title },
                Column("grade", Wording(zh: "等级", en: "Grade")) { $0.grade?.title ?? "待核定" },
                figure("found", Wording(zh: "登记", en: "Found"), \.found) { link($0) },
                figure("cleared", Wording(zh: "已销号", en: "Cleared"), \.cleared) {
                    link($0).setting("state", to: HiddenDanger.State.cleared.rawValue)
                },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "这个月没有登记隐患。", en: "None found in this month."))
        return titled(title, register)
    }

    private func recurrenceTable(_ recurrences: [(organisation: String, amount: Int)]) -> HTML {
        let names = visit.premises.registry.organisations
        let title = Wording(zh: "复发（记在销号单位）", en: "Recurrences, by who had cleared")
        var register = Register(
            title,
            .init(recurrences, total: recurrences.count), state: RegisterState(visit.address.withoutQuery),
            identity: { $0.organisation },
            columns: [
                Column("organisation", Wording(zh: "销号单位", en: "Cleared by"), onPhone: .title) {
                    names.name($0.organisation)
                },
                figure("amount", Wording(zh: "复发", en: "Came back"), \.amount) {
                    rows(in: visit.scope).setting("detail.recurrence_for", to: $0.organisation)
                },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "没有复发的隐患。", en: "Nothing came back."))
        return titled(title, register)
    }

    private func titled<Row>(_ title: Wording, _ register: Register<Row>) -> HTML {
        section {
            h2 { title }
            register
        }
    }

    /// A number that leads to the rows it counts.
    private func figure<Row>(
        _ key: String, _ heading: Wording, _ number: @escaping (Row) -> Int, to link: @escaping (Row) -> Link
    ) -> Column<Row> {
        Column(key, heading, alignment: .end) { row in
            a(.href(link(row))) { String(number(row)) }
        }
    }
}

extension DivisionCount {
    /// The scope itself and the divisions right below it that have dangers.
    static func all(of scope: RegionCode?, whole: [Tally], _ visit: Visit) async throws -> [DivisionCount] {
        guard let scope, !whole.isEmpty else { return [] }
        let regions = visit.premises.registry.regions
        let children = regions.children(of: scope, on: visit.today)
        let below = Dictionary(
            grouping: try await visit.premises.lists.tallies(
                of: HiddenDanger.kind, in: children.map(\.code), within: scope, for: try visit.user()), by: \.region)
        let inner = children.map { region in
            DivisionCount(region.code, region.name, below[region.code] ?? [])
        }.filter { $0.total > 0 }.sorted { ($0.overdue, $0.open, $0.total) > ($1.overdue, $1.open, $1.total) }
        return [DivisionCount(scope, regions.name(scope, on: visit.today) + "（合计）", whole)] + inner
    }

    /// The same, read for whoever asks; nothing for those who do not read the whole of the scope.
    static func below(_ scope: RegionCode?, _ visit: Visit) async throws -> [DivisionCount] {
        guard let scope else { return [] }
        let (lists, user) = (visit.premises.lists, try visit.user())
        return try await all(
            of: scope, whole: try await lists.tallies(of: HiddenDanger.kind, at: scope, for: user), visit)
    }
}

/// How one division stands, from the tallies.
struct DivisionCount {
    let region: RegionCode
    let name: String
    private let tallies: [Tally]

    init(_ region: RegionCode, _ name: String, _ tallies: [Tally]) {
        self.region = region
        self.name = name
        self.tallies = tallies
    }

    private static let closed = Set(HiddenDanger.workflow.final.map(\.rawValue))

    private func sum(_ counts: (Tally) -> Bool = { _ in true }) -> Int {
        tallies.filter(counts).map(\.amount).reduce(0, +)
    }

    private func isOpen(_ tally: Tally) -> Bool { !Self.closed.contains(tally.state) }

    var total: Int { sum() }
    var open: Int { sum(isOpen) }
    var majorOpen: Int { sum { isOpen($0) && $0.grade == HiddenDanger.Grade.major.rawValue } }
    var overdue: Int { sum { isOpen($0) && $0.light == .red } }
    var cleared: Int { sum { $0.state == HiddenDanger.State.cleared.rawValue } }

    /// Of all that were dangers, how many are cleared.
    var rate: String {
        let dangers = sum { $0.state != HiddenDanger.State.dismissed.rawValue }
        guard dangers > 0 else { return "—" }
        let tenths = cleared * 1000 / dangers
        return "\(tenths / 10).\(tenths % 10) %"
    }

    var json: JSON {
        .of(
            ("region", .text(region.rawValue)), ("name", .text(name)), ("total", .number(total)),
            ("open", .number(open)), ("majorOpen", .number(majorOpen)), ("overdue", .number(overdue)),
            ("cleared", .number(cleared)))
    }
}

/// What was found in one month, from the tallies.
struct MonthCount {
    let month: Month
    let general: Int
    let major: Int
    let total: Int
    let open: Int

    /// The twelve months until today, the latest first; months in which nothing was found are left out.
    static func all(of tallies: [Tally], until today: Day) -> [MonthCount] {
        let byMonth = Dictionary(grouping: tallies, by: \.month)
        return Month(of: today).andBefore(12).compactMap { month in
            byMonth[month.description].map { MonthCount(month, $0) }
        }
    }

    private init(_ month: Month, _ tallies: [Tally]) {
        func sum(_ counts: (Tally) -> Bool) -> Int { tallies.filter(counts).map(\.amount).reduce(0, +) }
        let closed = Set(HiddenDanger.workflow.final.map(\.rawValue))
        self.month = month
        general = sum { $0.grade == HiddenDanger.Grade.general.rawValue }
        major = sum { $0.grade == HiddenDanger.Grade.major.rawValue }
        total = sum { _ in true }
        open = sum { !closed.contains($0.state) }
    }

    var json: JSON {
        .of(
            ("month", .text(month.description)), ("general", .number(general)), ("major", .number(major)),
            ("total", .number(total)), ("open", .number(open)))
    }
}

/// A month of the calendar, `2026-09`.
struct Month: Hashable, CustomStringConvertible {
    let firstDay: Day

    init(of day: Day) {
        firstDay = Day(year: day.year, month: day.month, day: 1)!
    }

    init?(_ text: String) {
        guard let day = Day(text + "-01") else { return nil }
        firstDay = day
    }

    var lastDay: Day { firstDay.adding(months: 1).adding(days: -1) }

    var description: String { String(firstDay.description.prefix(7)) }

    /// This month and those before it, the latest first.
    func andBefore(_ count: Int) -> [Month] { (0..<count).map { Month(of: firstDay.adding(months: -$0)) } }
}

extension Optional {
    /// As `map`, for work that waits.
    fileprivate func mapAsync<Answer>(_ transform: (Wrapped) async throws -> Answer) async rethrows -> Answer? {
        switch self {
        case .some(let wrapped): try await transform(wrapped)
        case .none: nil
        }
    }
}
