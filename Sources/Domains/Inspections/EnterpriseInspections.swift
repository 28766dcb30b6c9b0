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

    /// One authority with its cap and its counts.
    struct Line: Sendable {
        let authority: String
        let count: InspectionStore.YearCount?
        let cap: InspectionCap?

        var counted: Int { count?.counted ?? 0 }
        var isReached: Bool { cap.map { counted >= $0.most } ?? false }

    }

    /// `nil` when the reader has nothing to do with the enterprise's region or the enterprise is not known.
    func section() async throws -> HTML? {
        let user = try visit.user()
        let store = InspectionStore(database: visit.premises.database)
        try await visit.premises.registry.acquaint([subject])
        guard let site = visit.premises.registry.organisations[subject] else { return nil }
        let lines = try await lines(at: site, for: user, store)
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

    /// Every authority that inspects it this year, that published a cap for it, or that the reader applies for.
    private func lines(at site: Organisation, for user: User, _ store: InspectionStore) async throws -> [Line] {
        let counts = try await store.counts(at: subject, in: year, for: user)
        let caps = try await store.caps(over: site.region, in: year)
        let record = CapRecord(caps: caps, grade: try await store.grade(of: subject))
        let place = Place(region: site.region, sector: site.sectors.first)
        let own = user.posts.filter { $0.role.permissions.contains(.conductInspections) && $0.reaches(place) }
        let fitting = Set(caps.map(\.authority)).filter { record.standing(of: $0, at: site).cap != nil }
        let authorities = Set(counts.map(\.authority)).union(own.map(\.organisation)).union(fitting)
        return authorities.sorted().map { authority in
            Line(
                authority: authority, count: counts.first { $0.authority == authority },
                cap: record.standing(of: authority, at: site).cap)
        }
    }

    private func fact(of line: Line, for user: User) -> Fact {
        Fact(Wording(verbatim: visit.premises.registry.organisations.name(line.authority))) {
            Wording(zh: "今年检查 ", en: "This year ")
            a(.href(rows(of: line.authority, .counted))) { InspectionCap.words(line.counted, of: line.cap) }
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

extension InspectionCap {
    /// 2/上限 4
    static func words(_ used: Int, of cap: InspectionCap?) -> Wording {
        let most = cap.map { Wording(zh: "上限 \($0.most)", en: "cap \($0.most)") }
        return Wording(verbatim: "\(used)/") + (most ?? Wording(zh: "未公布上限", en: "no cap published"))
    }
}
