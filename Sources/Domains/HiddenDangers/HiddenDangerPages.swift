import Calendars
import Markup
import Permissions
import Registry
import Rules
import Site
import Storage
import Workflows

/// What hidden dangers show beyond what every matter shows.
public enum HiddenDangerPages {
    public static let pages: [KindPages] = [danger, listing]

    public static let entries: [Premises.Entry] = [
        .init(
            HiddenDanger.kind, Wording(zh: "隐患治理", en: "Hidden dangers"), Link("hidden-dangers"), for: .readDangers)
    ]

    /// 隐患 — on the page of one enterprise.
    public static let subjectSections: [SubjectSection] = [
        SubjectSection("hidden-dangers", Wording(zh: "隐患", en: "Hidden dangers"), for: .readDangers) {
            subject, visit in try await EnterpriseDangers(subject: subject, visit: visit).section()
        }
    ]

    private static let danger: KindPages = {
        var pages = KindPages(HiddenDanger.kind, Wording(zh: "事故隐患", en: "Hidden dangers"))
        pages.filters = [
            Filter("detail.category", Wording(zh: "类别", en: "Category"), .choice(choices(DangerCategory.self))),
            Filter("detail.area", Wording(zh: "部位", en: "Area"), .choice(choices(DangerArea.self))),
            Filter("detail.source", Wording(zh: "发现方式", en: "Found by"), .choice(choices(DangerSource.self))),
            Filter(
                "detail.listed_level", Wording(zh: "挂牌", en: "Listed"), .choice(choices(DangerListing.Grade.self))),
            Filter("detail.recurrence_for", Wording(zh: "复发记在", en: "Recurrence for"), .text),
        ]
        pages.sections = { matter, visit in
            let shown = DangerSections(matter: matter, visit: visit)
            let staying = try await shown.staying
            let answering = try await shown.answering
            return div {
                shown.grading
                shown.securing
                answering
                staying
            }
        }
        return pages
    }()

    private static let listing: KindPages = {
        var pages = KindPages(DangerListing.kind, Wording(zh: "挂牌督办", en: "Listed dangers"))
        pages.sections = { matter, _ in
            p {
                a(.class("button plain"), .href(Link("hidden-dangers", "listings", matter.header.id, "notice"))) {
                    Wording(zh: "挂牌督办通知书（可打印）", en: "Notice of listing, to print")
                }
            }
        }
        return pages
    }()

    private static func choices<Option>(_ options: Option.Type) -> [Choice]
    where Option: CaseIterable & Titled & RawRepresentable<String> {
        Option.allCases.map { Choice($0.rawValue, Wording(verbatim: $0.title)) }
    }
}

/// The parts of a danger's page.
struct DangerSections {
    let matter: OpenMatter
    let visit: Visit

    private func text(_ column: String) -> String? {
        guard case .text(let text)? = matter.details.first(where: { $0.column.name == column })?.value else {
            return nil
        }
        return text
    }

    // MARK: 等级依据

    /// The criterion chosen, or those that may fit, each with a link that fills in the grading form.
    @HTMLBuilder var grading: HTML {
        if let code = text("criterion") {
            section(.class("panel")) {
                h2 { Wording(zh: "等级依据", en: "Why this grade") }
                if let criterion = visit.premises.rules.criterion(code, on: matter.header.openedAt.day)
                    ?? visit.premises.rules.criterion(code, on: visit.today)
                {
                    CriterionView(criterion: criterion)
                } else {
                    p { "判定条款 \(code.uppercased())" }
                }
            }
        } else if matter.commands.contains(where: { $0.slug == GradeDanger.slug }) {
            suggestions
        }
    }

    private var suggestions: HTML {
        let category = text("category").flatMap(DangerCategory.init(rawValue:))?.title ?? ""
        let found = visit.premises.rules.criteria(on: visit.today)
            .suggested(for: category + (text("description") ?? ""))
        return section(.class("panel")) {
            h2 { Wording(zh: "定级参考", en: "Grading aid") }
            if text("harm") == GuidedAnswer.no.rawValue, text("breach") == GuidedAnswer.no.rawValue {
                p { Wording(zh: "登记人两问都答“否”：不会造成事故，也不违反规定。", en: "Its finder saw neither harm nor breach.") }
            }
            if found.isEmpty {
                p { Wording(zh: "没有与描述相近的重大隐患判定条款。", en: "No criterion is close to the description.") }
            } else {
                p { Wording(zh: "与描述相近的重大隐患判定条款，是否符合由您判断：", en: "Criteria close to the description; you decide:") }
                for criterion in found {
                    CriterionView(criterion: criterion)
                    p {
                        a(.href(form(choosing: criterion))) {
                            Wording(zh: "符合此条，核定为重大隐患", en: "This one is met: grade as major")
                        }
                    }
                }
            }
            p {
                a(.href(Link("hidden-dangers", "criteria"))) { Wording(zh: "查全部判定标准", en: "All criteria") }
            }
        }
    }

    private func form(choosing criterion: Criterion) -> Link {
        Link("m", HiddenDanger.kind, matter.header.id, GradeDanger.slug)
            .setting("grade", to: HiddenDanger.Grade.major.rawValue).setting(
                "criterion", to: criterion.code
            )
            .setting("handling", to: DangerHandling.byOrder.rawValue)
    }

    // MARK: 五落实

    @HTMLBuilder var securing: HTML {
        if matter.header.grade == HiddenDanger.Grade.major.rawValue {
            section(.class("panel")) {
                h2 { Wording(zh: "五落实", en: "Secured before rectification") }
                if text("measures") == nil {
                    p {
                        Wording(
                            zh: "措施、资金、责任人、时限、预案还没有落实。重大隐患落实之前不能开始报告整改。",
                            en: "Measures, money, person, day and contingency plan are not secured yet.")
                    }
                } else {
                    p {
                        Wording(
                            zh: "✓ 措施　✓ 资金　✓ 责任人　✓ 时限　✓ 预案，内容见上。",
                            en: "✓ measures ✓ money ✓ person ✓ day ✓ contingency plan, as above.")
                    }
                }
            }
        }
    }

    // MARK: 治理有效期

    /// Whether it stays put right: until when that is watched, and what came back.
    var staying: HTML {
        get async throws {
            guard let closed = matter.header.closedAt, matter.header.state == HiddenDanger.State.cleared.rawValue else {
                return .empty
            }
            let window = try visit.premises.rules.reading(.effectivenessWindow, on: closed.day)
            var query = MatterQuery()
            query.kinds = [HiddenDanger.kind]
            query.details = ["recurrence_of": matter.header.id]
            let again = try await visit.premises.lists.headers(query, for: try visit.user())
            let end = closed.day.adding(days: window.value)
            return section(.class("panel")) {
                h2 { Wording(zh: "治理有效期", en: "Does it stay right?") }
                p {
                    Wording(
                        zh: "至 \(end.chinese)：同一企业同一部位再出现同类隐患，算作复发，记在销号单位。",
                        en:
                            "Until \(end): the same kind at the same place counts as a recurrence for whoever cleared it."
                    )
                }
                if again.isEmpty {
                    p { Wording(zh: "没有复发。", en: "No recurrence.") }
                } else {
                    ul {
                        for header in again {
                            li {
                                Wording(zh: "复发：", en: "Came back: ")
                                a(.href(Link("m", header.kind, header.id))) { "\(header.number) \(header.title)" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A criterion with its source, and whether its text was compared.
struct CriterionView: Component {
    let criterion: Criterion

    var body: HTML {
        p {
            strong { "\(criterion.code)　\(criterion.category)：\(criterion.title)" }
            br()
            small {
                "\(criterion.document)\(criterion.article)"
                if !criterion.isVerified {
                    span(.class("tag")) { Wording(zh: "条文待核对", en: "Not yet compared with the text") }
                }
            }
        }
    }
}
