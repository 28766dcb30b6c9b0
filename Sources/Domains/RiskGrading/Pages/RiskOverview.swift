import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 风险管控 — how many enterprises and risk points of each colour there are, by division; every number opens into its rows.
struct RiskOverview {
    let visit: Visit

    func answer() async throws -> Answer {
        let user = try visit.user()
        let enterprises = try await counts(of: RiskProfile.kind, for: user)
        let points = try await counts(of: RiskPoint.kind, for: user)
        let title = Wording(zh: "风险管控", en: "Risks")
        let own = try await ownProfiles(of: user)
        let frame = visit.page(title, section: "risks", scope: visit.scopeSelector) {
            nav(.class("commands"), .ariaLabel(title)) {
                a(.class("button plain"), .href(Link("l", RiskProfile.kind))) {
                    Wording(zh: "企业风险档案", en: "Enterprises")
                }
                a(.class("button plain"), .href(Link("l", RiskPoint.kind))) { Wording(zh: "风险点台账", en: "Risk points") }
                a(.class("button plain"), .href(Link("l", RiskReport.kind))) {
                    Wording(zh: "安全风险报告", en: "Reports")
                }
                a(.class("button plain"), .href(Link("l", Checklist.kind).setting("open", to: "1"))) {
                    Wording(zh: "待排查清单", en: "Checklists")
                }
                for opening in RiskProfile.workflow.openings where user.holdsSomewhere(opening.permission) {
                    a(.class("button plain"), .href(Link("m", RiskProfile.kind, "new", opening.slug))) {
                        opening.title
                    }
                }
            }
            if !own.isEmpty {
                ul {
                    for header in own {
                        li {
                            RiskBadge(grade: header.grade.flatMap(RiskGrade.init(rawValue:)))
                            " "
                            a(.href(Link("m", header.kind, header.id))) { header.title }
                        }
                    }
                }
            }
            if !enterprises.isEmpty {
                table(Wording(zh: "企业（按等级）", en: "Enterprises by grade"), enterprises, of: RiskProfile.kind)
                table(Wording(zh: "风险点（按等级）", en: "Risk points by grade"), points, of: RiskPoint.kind)
            }
        }
        let json = JSON.of(
            ("enterprises", .array(enterprises.map(\.json))), ("points", .array(points.map(\.json))))
        return .page(frame, json: json)
    }

    /// For those who work for an enterprise: the way to its profile.
    private func ownProfiles(of user: User) async throws -> [MatterHeader] {
        guard visit.scope == nil else { return [] }
        var query = MatterQuery()
        (query.kinds, query.isOpen, query.limit) = ([RiskProfile.kind], true, 5)
        return try await visit.premises.lists.headers(query, for: user)
    }

    /// The scope itself and the divisions right below it that have any.
    private func counts(of kind: String, for user: User) async throws -> [GradeCount] {
        guard let scope = visit.scope else { return [] }
        let whole = try await visit.premises.lists.tallies(of: kind, at: scope, for: user)
        guard !whole.isEmpty else { return [] }
        let regions = visit.premises.registry.regions
        let children = regions.children(of: scope, on: visit.today)
        let below = Dictionary(
            grouping: try await visit.premises.lists.tallies(
                of: kind, in: children.map(\.code), within: scope, for: user), by: \.region)
        let final = visit.premises.kinds[kind]?.finalStates ?? []
        let inner = children.map { region in
            GradeCount(region.code, region.name, below[region.code] ?? [], without: final)
        }.filter { $0.total > 0 }.sorted { $1.gravity.lexicographicallyPrecedes($0.gravity) }
        let name = regions.name(scope, on: visit.today) + "（合计）"
        return [GradeCount(scope, name, whole, without: final)] + inner
    }

    private func table(_ title: Wording, _ counts: [GradeCount], of kind: String) -> HTML {
        func rows(_ count: GradeCount) -> Link {
            Link("l", kind).setting("scope", to: count.region.rawValue).setting("open", to: "1")
        }
        let figures = RiskGrade.allCases.map { grade in
            Column<GradeCount>(grade.rawValue, grade.shown.wording, alignment: .end) { count in
                a(.href(rows(count).setting("grade", to: grade.rawValue))) { String(count.graded[grade] ?? 0) }
            }.counting(grade.shown)
        }
        let register = Register(
            title, .init(counts, total: counts.count), state: RegisterState(visit.address.withoutQuery),
            identity: { $0.region.rawValue },
            columns: [
                Column("name", Wording(zh: "地区", en: "Division"), onPhone: .title) { count in
                    a(.href(Link("risks").setting("scope", to: count.region.rawValue))) { count.name }
                }
            ] + figures + [
                Column("total", Wording(zh: "合计（含未定级）", en: "All"), alignment: .end) { count in
                    a(.href(rows(count))) { String(count.total) }
                }
            ])
        return section {
            h2 { title }
            register
        }
    }
}

/// How many of each grade there are in one division, from the tallies.
struct GradeCount {
    let region: RegionCode
    let name: String
    let graded: [RiskGrade: Int]
    let total: Int

    init(_ region: RegionCode, _ name: String, _ tallies: [Tally], without final: Set<String>) {
        self.region = region
        self.name = name
        let open = tallies.filter { !final.contains($0.state) }
        graded = open.reduce(into: [:]) { counts, tally in
            if let grade = RiskGrade(rawValue: tally.grade) { counts[grade, default: 0] += tally.amount }
        }
        total = open.map(\.amount).reduce(0, +)
    }

    /// The worst first.
    var gravity: [Int] { RiskGrade.allCases.map { graded[$0] ?? 0 } }

    var json: JSON {
        .object(
            [.init("region", .text(region.rawValue)), .init("name", .text(name)), .init("total", .number(total))]
                + RiskGrade.allCases.map { .init($0.rawValue, .number(graded[$0] ?? 0)) })
    }
}
