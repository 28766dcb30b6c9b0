import Calendars
import Markup
import Permissions
import Site
import Workflows

/// 四色分布图 — the places of an enterprise on its plan, or as tiles where there is no plan; each with colour, shape and word.
struct SiteChart {
    let picture: RiskPicture
    let visit: Visit

    static func answer(_ visit: Visit) async throws -> Answer {
        let picture = try await RiskPicture.read(profile: try visit.parameter("id"), visit)
        return try SiteChart(picture: picture, visit: visit).answer()
    }

    private var page: Link { Link("risk-profiles", picture.profile.id, "chart") }

    private func answer() throws -> Answer {
        let title = Wording(
            zh: "四色分布图：\(picture.profile.header.title)", en: "Risks of \(picture.profile.header.title)")
        let manages = picture.commands.contains(PutOnPlan.slug)
        let frame = visit.page(
            title, section: "risks",
            breadcrumb: [
                Crumb(Wording(zh: "风险管控", en: "Risks"), Link("risks")),
                Crumb(
                    Wording(verbatim: picture.profile.header.number),
                    Link("m", RiskProfile.kind, picture.profile.id)),
            ]
        ) {
            linkElement(.rel("stylesheet"), .href(Link("risks.css")))
            legend
            if let chosen = placing, manages, let plan = picture.profile.plan {
                clickable(plan, chosen)
            } else {
                if let plan = picture.profile.plan { onPlan(plan) } else { schematic }
                places(manages: manages)
            }
        }
        return .page(frame, json: .array(picture.places.map(json)))
    }

    private func json(_ place: RiskPlace) -> JSON {
        .of(
            ("place", .text(place.path)), ("grade", .text(picture.grade(of: place)?.rawValue)),
            ("points", .number(picture.points(in: place).count)), ("x", place.spot.map { .number($0.x) } ?? .null),
            ("y", place.spot.map { .number($0.y) } ?? .null))
    }

    /// The place that is being put on the plan.
    private var placing: RiskPlace? {
        visit.address.first("place").flatMap { id in picture.places.first { $0.id == id } }
    }

    private var legend: HTML {
        p(.class("risk-legend")) {
            for grade in RiskGrade.allCases {
                RiskBadge(grade: grade)
                "\(grade.colour)　"
            }
        }
    }

    // MARK: Plan

    private func onPlan(_ plan: String) -> HTML {
        figure(.class("site-plan")) {
            img(.src(Link("attachments", plan)), Attribute("alt", Wording(zh: "厂区平面图", en: "Plan of the site")))
            svg(
                .viewBox("0 0 1000 1000"), .class("site-marks"), .role("img"),
                .ariaLabel(Wording(zh: "各场所的风险等级，下表列出同样的内容", en: "Grades of places, as in the table below"))
            ) {
                for (index, place) in picture.places.enumerated() { mark(place, number: index + 1) }
            }
        }
    }

    @HTMLBuilder private func mark(_ place: RiskPlace, number: Int) -> HTML {
        if let spot = place.spot, let grade = picture.grade(of: place) {
            a(.href(page.at("place-\(number)"))) {
                g(.class("site-mark grade-\(grade.rawValue)"), .transform("translate(\(spot.x - 24) \(spot.y - 24))")) {
                    path(.class("shape"), .d(grade.shown.outline), .transform("scale(3)"))
                    svgText(.x(24), .y(33), .textAnchor("middle")) { String(number) }
                }
            }
        }
    }

    private func clickable(_ plan: String, _ place: RiskPlace) -> HTML {
        let target = RiskForms.link("risk-profiles", picture.profile.id, PutOnPlan.slug)
        return form(.post, .action(target), .class("plan-form")) {
            p {
                Wording(zh: "在图上点一下“\(place.path)”的位置；", en: "Click where “\(place.path)” is; ")
                a(.href(target.setting("place", to: place.id))) { Wording(zh: "或者填写坐标", en: "or type it") }
            }
            for (name, value) in [
                (FormFieldName.formToken, visit.formToken), (FormFieldName.commandID, visit.commandID),
                (FormFieldName.version, String(picture.profile.header.version)),
                (FormFieldName.returnTo, page.url), ("place", place.id),
            ] { input(.type("hidden"), .name(name), .value(value)) }
            div(.class("table-region"), .tabindex(0), .role("region"), .ariaLabel(Wording(zh: "平面图", en: "Plan"))) {
                input(
                    .type("image"), .name("spot"), .class("plan-click"), .src(Link("attachments", plan)),
                    Attribute("alt", Wording(zh: "点击标注位置", en: "Click to place")))
            }
            p { a(.class("button plain"), .href(page)) { Wording(zh: "取消", en: "Cancel") } }
        }
    }

    // MARK: Schematic

    /// Without a plan: each workshop a tile, the devices in it as lines.
    private var schematic: HTML {
        div(.class("site-tiles")) {
            for place in picture.places where place.level == .workshop || isBare(place) { tile(place) }
        }
    }

    /// A site without workshops stands for itself.
    private func isBare(_ place: RiskPlace) -> Bool {
        place.level == .site && !picture.places.contains { $0.parent == place.id }
    }

    private func tile(_ place: RiskPlace) -> HTML {
        let inner = picture.places.filter { $0.parent == place.id }
        return section(.class("site-tile tile-\(picture.grade(of: place)?.rawValue ?? "none")")) {
            h3 { place.name }
            p {
                RiskBadge(grade: picture.grade(of: place))
                Wording(zh: " 风险点 \(picture.points(in: place).count)", en: " \(picture.points(in: place).count) points")
            }
            ul {
                for one in inner {
                    li {
                        RiskBadge(grade: picture.grade(of: one))
                        " \(one.name)"
                    }
                }
            }
        }
    }

    // MARK: List

    private func places(manages: Bool) -> HTML {
        let numbered = Array(picture.places.enumerated())
        let (picture, page) = (picture, page)
        var columns: [Column<(offset: Int, element: RiskPlace)>] = [
            Column("number", Wording(zh: "图上编号", en: "Number")) { row in
                span(.id("place-\(row.offset + 1)")) { String(row.offset + 1) }
            },
            Column("place", Wording(zh: "场所", en: "Place"), onPhone: .title) { $0.element.path },
            Column("grade", Wording(zh: "最高等级", en: "Gravest")) { RiskBadge(grade: picture.grade(of: $0.element)) },
            Column("points", Wording(zh: "风险点", en: "Risk points"), room: .prose) { row in
                ul(.class("plain-list")) {
                    for point in picture.points.filter({ $0.place == row.element.id }) {
                        li {
                            RiskBadge(grade: point.grade)
                            " "
                            a(.href(Link("m", RiskPoint.kind, point.id))) { point.header.title }
                        }
                    }
                }
            },
        ]
        if manages, picture.profile.plan != nil {
            columns.append(
                Column("spot", Wording(zh: "图上位置", en: "On the plan")) { row in
                    a(.href(page.setting("place", to: row.element.id))) {
                        row.element.spot == nil ? Wording(zh: "标位置", en: "Put") : Wording(zh: "改位置", en: "Move")
                    }
                })
        }
        var register = Register(
            Wording(zh: "场所和风险点", en: "Places"), .init(numbered, total: numbered.count),
            state: RegisterState(page), identity: { $0.element.id }, columns: columns)
        register.whenEmpty = EmptyState(Wording(zh: "还没有登记场所。", en: "No places yet."))
        return register.body
    }
}
