import Markup
import Permissions
import Registry
import Site
import Storage
import Workflows

/// What inspections and caps show beyond what every matter shows.
public enum InspectionPages {
    public static let pages: [KindPages] = [inspection, cap]

    public static let entries: [Premises.Entry] = [
        .init(
            Inspection.kind, Wording(zh: "行政检查", en: "Inspections"), Link("l", Inspection.kind), for: .readInspections)
    ]

    /// 行政检查 — on the page of one enterprise.
    public static let subjectSections: [SubjectSection] = [
        SubjectSection("inspections", Wording(zh: "行政检查", en: "Inspections"), for: .readInspections) { subject, visit in
            try await EnterpriseInspections(subject: subject, visit: visit).section()
        }
    ]

    /// 今年检查 n/上限 m — beside each enterprise that somebody is about to call on.
    public static let subjectNotes = SubjectNotes(for: .readInspections) { enterprises, visit in
        try await YearFrequency.notes(about: enterprises, visit)
    }

    private static let inspection: KindPages = {
        var pages = KindPages(Inspection.kind, Wording(zh: "行政检查", en: "Inspections"))
        pages.filters = [
            Filter("detail.ground", Wording(zh: "检查事由", en: "Ground"), .choice(choices(InspectionGround.self))),
            Filter("detail.counting", Wording(zh: "年度频次", en: "Towards the cap"), .choice(choices(CapCounting.self))),
            Filter("detail.result", Wording(zh: "检查结果", en: "Result"), .choice(choices(InspectionResult.self))),
            Filter("detail.year", Wording(zh: "检查年度", en: "Year"), .text),
        ]
        pages.views = { _ in
            [
                (Wording(zh: "频次上限", en: "Caps"), Link("l", InspectionCap.kind)),
                (
                    Wording(zh: "凭线索或申请", en: "On leads or request"),
                    Link("l", Inspection.kind).setting("detail.counting", to: CapCounting.exempt.rawValue)
                ),
            ]
        }
        pages.listsParts = false
        pages.head = { matter, visit in try await InspectionSections(matter: matter, visit: visit).frequency() }
        pages.sections = { matter, visit in try await InspectionSections(matter: matter, visit: visit).findings() }
        return pages
    }()

    private static let cap: KindPages = {
        var pages = KindPages(InspectionCap.kind, Wording(zh: "年度检查频次上限", en: "Yearly caps of inspections"))
        pages.filters = [
            Filter("detail.year", Wording(zh: "年度", en: "Year"), .text),
            Filter("detail.for_grade", Wording(zh: "企业风险等级", en: "Risk grade"), .choice(choices(CapGrade.self))),
        ]
        pages.sections = { matter, visit in
            guard case .text(let enterprise)? = matter.value(of: "for_enterprise") else { return .empty }
            return p { a(.href(Link("e", enterprise))) { Wording(zh: "所对的企业", en: "The enterprise") } }
        }
        return pages
    }()

    private static func choices<Option>(_ options: Option.Type) -> [Choice]
    where Option: CaseIterable & Titled & RawRepresentable<String> {
        Option.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) }
    }
}

/// What whoever approves, and whoever goes, has to know of the year's frequency.
struct InspectionSections {
    let matter: OpenMatter
    let visit: Visit

    func frequency() async throws -> HTML {
        guard case .text(let enterprise)? = matter.value(of: "enterprise"),
            case .text(let authority)? = matter.value(of: "authority"),
            case .integer(let year)? = matter.value(of: "year")
        else { return .empty }
        let record = try await InspectionStore(database: visit.premises.database)
            .capRecord(of: enterprise, in: Int(year), by: [authority])
        let standing = record.standing(of: authority, at: enterprise, sector: matter.header.sector)
        let rows = Link("l", Inspection.kind).setting("detail.enterprise", to: enterprise)
            .setting("owner", to: authority).setting("detail.year", to: String(year))
            .setting("detail.counting", to: CapCounting.counted.rawValue)
        let name = visit.premises.registry.organisations.name(authority)
        return Panel(Wording(zh: "年度频次", en: "Frequency this year"), id: "frequency") {
            p {
                Wording(zh: "\(name) \(year) 年对该企业检查：", en: "\(name), \(year): ")
                a(.href(rows)) { InspectionCap.words(standing.used, of: standing.cap) }
                if standing.isReached {
                    " "
                    StateBadge(.overdue, Wording(zh: "已达上限", en: "Cap reached"))
                }
            }
            if let cap = standing.cap {
                p { Wording(zh: "上限公布于：\(cap.document)", en: "Cap published in: \(cap.document)") }
            } else {
                p {
                    Wording(
                        zh: "检查主体没有登记对该企业公布的年度上限，次数只作提示。",
                        en: "The authority has entered no cap that holds for this enterprise.")
                }
            }
            p { counting }
            p { a(.href(Link("e", enterprise))) { Wording(zh: "企业档案", en: "The enterprise") } }
        }.html
    }

    /// The hidden dangers that came of it, as far as the reader may see them.
    func findings() async throws -> HTML {
        var query = MatterQuery()
        (query.parent, query.order, query.limit) = (matter.header.id, .oldest, 200)
        let found = try await visit.premises.lists.headers(query, for: try visit.user())
        guard !found.isEmpty else { return .empty }
        return Panel(Wording(zh: "发现的隐患", en: "Dangers found"), id: "findings") {
            ul(.class("matters")) {
                for danger in found {
                    li {
                        if danger.isOpen { LightBadge(Light(danger.light)) }
                        a(.href(Link("m", danger.kind, danger.id))) { "\(danger.number) \(danger.title)" }
                        span { visit.premises.kinds[danger.kind]?.title(ofState: danger.state) ?? danger.state }
                    }
                }
            }
        }.html
    }

    private var turn: String {
        guard case .integer(let turn)? = matter.value(of: "turn") else { return "—" }
        return String(turn)
    }

    private var counting: Wording {
        switch matter.value(of: "counting") {
        case .text(CapCounting.counted.rawValue):
            Wording(zh: "本次检查计入年度频次，是第 \(turn) 次。", en: "This one counts, as number \(turn).")
        case .text(CapCounting.exempt.rawValue):
            Wording(zh: "本次检查凭线索或者企业申请，不受上限限制。", en: "This one follows a lead or a request: beside the cap.")
        default: Wording(zh: "本次检查没有实施，不计入年度频次。", en: "This one was not done and does not count.")
        }
    }
}

extension OpenMatter {
    fileprivate func value(of column: String) -> SQLValue? {
        details.first { $0.column.name == column }?.value
    }
}
