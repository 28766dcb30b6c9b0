import Calendars
import Markup
import Permissions
import Registry
import Site
import Storage
import Workflows

/// What risk profiles and risk points show beyond what every matter shows.
public enum RiskGradingPages {
    public static let pages: [KindPages] = [profile, point, report, plan, checklist]

    public static let entries: [Premises.Entry] = [
        .init("risks", Wording(zh: "风险管控", en: "Risks"), Link("risks"), for: .readRisks)
    ]

    /// 风险 — on the page of one enterprise.
    public static let subjectSections: [SubjectSection] = [
        SubjectSection("risks", Wording(zh: "风险", en: "Risks"), for: .readRisks) { subject, visit in
            guard let picture = try await RiskPicture.read(enterprise: subject, visit) else { return nil }
            return try EnterpriseRisks(picture: picture, visit: visit).section()
        }
    ]

    public static let routes: [Route] =
        (RiskForms.routes + ChecklistPage.routes + [
            Route(.get, "/risks", "风险管控", for: .holding(.readRisks), query: [.init("scope", "辖区代码")]) { visit in
                try await RiskOverview(visit: visit).answer()
            },
            Route(
                .get, "/risk-profiles/{id}/chart", "四色分布图", for: .holding(.readRisks),
                query: [.init("place", "要在图上标位置的场所")]
            ) { visit in try await SiteChart.answer(visit) },
            Route(.get, "/risk-profiles/{id}/notice-board", "安全风险公告栏", for: .holding(.readRisks)) { visit in
                try await RiskPapers.board(visit)
            },
            Route(.get, "/risk-profiles/{id}/cards", "岗位安全风险告知卡", for: .holding(.readRisks)) { visit in
                try await RiskPapers.cards(visit)
            },
        ]).answering(RiskAnswers.all)

    private static let profile: KindPages = {
        var pages = KindPages(RiskProfile.kind, Wording(zh: "企业风险档案", en: "Risk profiles"))
        pages.listsParts = false
        pages.forms = forms("risk-profiles", [AddPlace.slug, ClosePlace.slug, PutOnPlan.slug, IdentifyRisk.slug])
        pages.links = { matter, visit in
            let base = Link("risk-profiles", matter.header.id)
            return [
                (Wording(zh: "四色分布图", en: "Chart of the site"), base / "chart"),
                (Wording(zh: "公告栏", en: "Notice board"), base / "notice-board"),
                (Wording(zh: "告知卡", en: "Cards"), base / "cards"),
            ]
        }
        pages.sections = { matter, visit in
            let picture = try await RiskPicture.read(profile: matter.header.id, visit)
            let risks = EnterpriseRisks(picture: picture, visit: visit)
            let colour = try risks.colour
            return .pieces([
                Panel(Wording(zh: "企业风险等级", en: "Colour"), id: "colour") { colour }.html,
                Panel(Wording(zh: "风险清单", en: "Risks"), id: "risks") { risks.register(of: picture.points) }.html,
            ])
        }
        return pages
    }()

    private static let point: KindPages = {
        var pages = KindPages(RiskPoint.kind, Wording(zh: "风险点", en: "Risk points"))
        pages.filters = [
            Filter(
                "detail.method", Wording(zh: "评估方法", en: "Method"),
                .choice(RiskAssessment.Method.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) }))
        ]
        pages.forms = forms("risk-points", [EndControl.slug])
        pages.sections = { matter, visit in try await RiskPointSections(matter: matter, visit: visit).sections() }
        return pages
    }()

    private static let report: KindPages = {
        var pages = KindPages(RiskReport.kind, Wording(zh: "安全风险报告", en: "Risk reports"))
        pages.filters = [
            Filter(
                "detail.occasion", Wording(zh: "报告类型", en: "Occasion"),
                .choice(RiskReport.Occasion.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) }))
        ]
        pages.forms = forms("risk-reports", [SubmitReport.slug])
        pages.sections = { matter, visit in
            guard let report = try await RiskGradingStore(database: visit.premises.database).report(matter.header.id)
            else { return .empty }
            return try ReportTerm(report: report, visit: visit).html
        }
        return pages
    }()

    private static let plan = KindPages(CheckPlan.kind, Wording(zh: "排查安排", en: "Check plans"))

    private static let checklist: KindPages = {
        var pages = KindPages(Checklist.kind, Wording(zh: "排查清单", en: "Checklists"))
        pages.forms = [FillChecklist.slug: { Link("checklists", $0.header.id, "fill") }]
        pages.sections = { matter, visit in
            let store = RiskGradingStore(database: visit.premises.database)
            return ChecklistFindings(findings: try await store.findings(of: matter.header.id)).body
        }
        return pages
    }()

    private static func forms(
        _ folder: String, _ commands: [String]
    ) -> [String: @Sendable (OpenMatter) -> Link] {
        Dictionary(
            uniqueKeysWithValues: commands.map { command in
                (command, { @Sendable matter in RiskForms.link(folder, matter.header.id, command) })
            })
    }
}
