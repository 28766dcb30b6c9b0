import Calendars
import Markup
import Permissions
import Rules
import Site
import Workflows

/// The colour of one enterprise with its reasons, and its risk points.
struct EnterpriseRisks {
    let picture: RiskPicture
    let visit: Visit

    private var profile: RiskProfile { picture.profile }

    /// On the page of the enterprise.
    func section() throws -> HTML {
        let page = Link("m", RiskProfile.kind, profile.id)
        let colour = try self.colour
        return div {
            colour
            graveOnes
            nav(.class("commands"), .ariaLabel(Wording(zh: "风险", en: "Risks"))) {
                a(.class("button plain"), .href(page)) { Wording(zh: "风险档案", en: "Risk profile") }
                for (title, link) in papers { a(.class("button plain"), .href(link)) { title } }
                a(.class("button plain"), .href(rows)) { Wording(zh: "风险点台账", en: "Register") }
            }
        }
    }

    var papers: [(title: Wording, link: Link)] {
        let base = Link("risk-profiles", profile.id)
        return [
            (Wording(zh: "四色分布图", en: "Chart of the site"), base / "chart"),
            (Wording(zh: "公告栏（打印）", en: "Notice board"), base / "notice-board"),
            (Wording(zh: "告知卡（打印）", en: "Cards"), base / "cards"),
        ]
    }

    var rows: Link { Link("l", RiskPoint.kind).setting("subject", to: profile.enterprise).setting("open", to: "1") }

    // MARK: Colour

    /// The colour, why it is that, and what would change it.
    var colour: HTML {
        get throws {
            let rules = visit.premises.rules
            let colour = EnterpriseColour(picture.graded)
            let reading = try colour.reading(by: rules, on: visit.today)
            let milder = try colour.wouldBecome(by: rules, on: visit.today)
            return div(.class("risk-colour")) {
                linkElement(.rel("stylesheet"), .href(Link("risks.css")))
                p(.class("status-line")) {
                    Wording(zh: "企业风险等级：", en: "Grade of the enterprise: ")
                    RiskBadge(grade: profile.grade)
                    if let grade = profile.grade { "\(grade.colour)色" }
                }
                if let adjusted = profile.adjustedGrade {
                    p {
                        Wording(
                            zh: "监管单位调整为\(adjusted.title)，理由：\(profile.adjustmentReason ?? "")。按风险点为：",
                            en: "Set by the authority: \(profile.adjustmentReason ?? ""). By its points: ")
                        RiskBadge(grade: profile.computedGrade)
                    }
                }
                counts
                if picture.graded.isEmpty {
                    p {
                        Wording(
                            zh: "还没有确定等级的风险点，所以没有企业等级。", en: "No risk point is graded yet, so there is no colour.")
                    }
                } else {
                    details {
                        summary { Wording(zh: "为什么是这个等级", en: "Why this colour") }
                        p { reading.derivation.sentence }
                        p { Wording(zh: "只计已确定等级、未消除的风险点。", en: "Counts points that are graded and not eliminated.") }
                    }
                    if let milder {
                        p {
                            Wording(
                                zh:
                                    "怎样会变：这 \(milder.points) 个\(reading.value.title)点都消除，或改进措施后重新评估降级，企业将变为\(milder.grade.title)（\(milder.grade.colour)色）。",
                                en:
                                    "It would change once the \(milder.points) points of this grade are gone or graded milder."
                            )
                        }
                    }
                }
            }
        }
    }

    private var counts: HTML {
        Facts(
            RiskGrade.allCases.map { grade in
                Fact(grade.shown.wording) {
                    a(.href(rows.setting("grade", to: grade.rawValue))) { String(picture.graded[grade] ?? 0) }
                }
            } + [
                Fact(Wording(zh: "待定级", en: "Not graded")) {
                    a(.href(rows.setting("state", to: RiskPoint.State.identified.rawValue))) {
                        String(picture.points.count { $0.grade == nil })
                    }
                }
            ]
        ).body
    }

    // MARK: Points

    private var graveOnes: HTML {
        let grave = picture.points.filter { $0.grade?.isConsiderableOrWorse ?? false }
        return titled(Wording(zh: "较大以上风险", en: "Considerable and major risks"), register(of: grave))
    }

    func titled(_ title: Wording, _ content: some Component) -> HTML {
        div {
            h3 { title }
            content
        }
    }

    /// 风险清单
    func register(of points: [RiskPoint]) -> Register<RiskPoint> {
        let controls = picture.controls
        var register = Register(
            Wording(zh: "风险清单", en: "Risks"), .init(points, total: points.count),
            state: RegisterState(visit.address.withoutQuery), identity: \.header.number,
            columns: [
                Column("title", Wording(zh: "风险点", en: "Risk point"), onPhone: .title) { point in
                    a(.href(Link("m", RiskPoint.kind, point.id))) { point.header.title }
                },
                Column("grade", Wording(zh: "等级", en: "Grade")) { RiskBadge(grade: $0.grade) },
                Column("place", Wording(zh: "场所", en: "Place"), room: .prose) { $0.placePath },
                Column("score", Wording(zh: "评估值", en: "Score"), onPhone: .more) { $0.score ?? "—" },
                Column("controls", Wording(zh: "管控措施", en: "Controls"), room: .prose) { point in
                    (controls[point.id] ?? []).map(\.measure).joined(separator: "；")
                },
                Column("responsible", Wording(zh: "责任层级和责任人", en: "Responsible")) { point in
                    let highest = (controls[point.id] ?? []).max { $0.level < $1.level }
                    highest.map { "\($0.level.title)：\($0.responsible)" } ?? "—"
                },
                Column("state", Wording(zh: "状态", en: "State")) { point in
                    StateBadge(
                        point.header.light == .red ? .overdue : point.state == .controlled ? .done : .working,
                        Wording(verbatim: point.state.title))
                },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "没有。", en: "None."))
        return register
    }
}
