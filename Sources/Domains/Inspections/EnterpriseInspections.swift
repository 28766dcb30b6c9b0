import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 今年检查 n/上限 m — how often each authority inspected one enterprise this year, against what it published.
struct EnterpriseInspections {
    let subject: String
    let visit: Visit

    private static let shown = 5
    private var year: Int { visit.today.year }

    /// `nil` when the reader has nothing to do with the enterprise's region or the enterprise is not known.
    func section() async throws -> HTML? {
        let user = try visit.user()
        let store = InspectionStore(database: visit.premises.database)
        try await visit.premises.registry.acquaint([subject])
        guard let site = visit.premises.registry.organisations[subject] else { return nil }
        let lines = try await YearFrequency.all(of: [site], for: user, visit)[subject] ?? []
        let latest = try await store.latest(at: subject, limit: Self.shown, for: user)
        let mayApply = user.holds(.conductInspections, at: Place(region: site.region, sector: site.sectors.first))
        guard !lines.isEmpty || !latest.isEmpty || user.holds(.readInspections, at: Place(region: site.region)) else {
            return nil
        }
        return div {
            if lines.isEmpty {
                p { Wording(zh: "今年检查 0/未公布上限。", en: "Inspected 0 times this year; no cap is published.") }
            } else {
                Facts(lines.map { line in fact(of: line, for: user) })
            }
            list(of: latest)
            nav(.class("commands"), .ariaLabel(Wording(zh: "检查", en: "Inspections"))) {
                if mayApply { a(.class("button"), .href(form)) { ApplyInspection.title } }
                a(.class("button plain"), .href(rows)) { Wording(zh: "历年检查", en: "All inspections") }
            }
        }
    }

    private func fact(of line: YearFrequency, for user: User) -> Fact {
        Fact(Wording(verbatim: visit.premises.registry.organisations.name(line.authority))) {
            Wording(zh: "今年检查 ", en: "This year ")
            a(.href(rows(of: line.authority, .counted))) { line.words }
            if line.isReached {
                " "
                StateBadge(.overdue, Wording(zh: "已达上限", en: "Cap reached"))
            }
            if let count = line.count, count.counted > 0 {
                Wording(
                    zh: "　已实施 \(count.carriedOut)，待实施 \(count.counted - count.carriedOut)",
                    en: " done \(count.carriedOut), to come \(count.counted - count.carriedOut)")
            }
            if let count = line.count, count.exempt > 0 {
                Wording(zh: "　凭线索或申请另有 ", en: " on leads or request besides ")
                a(.href(rows(of: line.authority, .exempt))) { String(count.exempt) }
                Wording(zh: " 次", en: "")
            }
            if let cap = line.cap { source(of: cap, for: user) }
        }
    }

    /// Where the figure comes from; a link for those who may read the entry.
    @HTMLBuilder private func source(of cap: InspectionCap, for user: User) -> HTML {
        br()
        small {
            Wording(zh: "上限公布于：", en: "Cap published in: ")
            if user.holds(.readInspections, at: cap.header.place) {
                a(.href(Link("m", InspectionCap.kind, cap.id))) { cap.document }
            } else {
                cap.document
            }
            "（\(cap.publishedOn.chinese)）"
        }
    }

    @HTMLBuilder private func list(of latest: [MatterHeader]) -> HTML {
        let kind = visit.premises.kinds[Inspection.kind]
        if !latest.isEmpty {
            ul(.class("matters")) {
                for header in latest {
                    li {
                        if header.isOpen { LightBadge(Light(header.light)) }
                        a(.href(Link("m", header.kind, header.id))) { "\(header.number) \(header.title)" }
                        span {
                            "\(header.agreedDay?.description ?? "")　\(kind?.title(ofState: header.state) ?? header.state)"
                        }
                    }
                }
            }
        }
    }

    private var rows: Link { Link("l", Inspection.kind).setting("detail.enterprise", to: subject) }

    private func rows(of authority: String, _ counting: CapCounting) -> Link {
        rows.setting("owner", to: authority).setting("detail.year", to: String(year))
            .setting("detail.counting", to: counting.rawValue)
    }

    private var form: Link {
        Link("m", Inspection.kind, "new", ApplyInspection.slug).setting("enterprise", to: subject)
    }
}
