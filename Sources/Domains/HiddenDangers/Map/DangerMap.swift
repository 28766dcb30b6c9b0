import Calendars
import Markup
import Permissions
import Registry
import Site
import Workflows

/// 一张图 — where major dangers are open and where dangers are overdue, by division on a map and in a list that says the
/// same. Without scripts the list is all there is, and nothing is missing from it.
struct DangerMap {
    let visit: Visit

    static let routes: [Route] = [
        Route(
            .get, "/map", "一张图：重大隐患和超期隐患的分布", for: .holding(.readDangers), query: [.init("scope", "辖区代码")]
        ) { visit in try await DangerMap(visit: visit).answer() }
    ]

    func answer() async throws -> Answer {
        let user = try visit.user()
        let divisions = try await DivisionCount.below(visit.scope, visit)
        let store = HiddenDangerStore(database: visit.premises.database)
        let enterprises = try await store.worst(within: visit.scope, for: user)
        try await visit.premises.registry.acquaint(enterprises.map(\.subject))
        let points = MapPoint.all(of: enterprises, within: visit.scope, known: visit.premises.registry.organisations)
        let json = JSON.of(
            ("scope", .text(visit.scope?.rawValue)), ("divisions", .array(divisions.dropFirst().map(place))),
            ("points", .array(points.map(\.json))),
            (
                "enterprises",
                .array(
                    enterprises.map {
                        .of(
                            ("enterprise", .text($0.subject)), ("major", .number($0.major)),
                            ("overdue", .number($0.overdue)))
                    })
            ))
        let frame = visit.page(
            Wording(zh: "一张图", en: "Map"), section: HiddenDanger.kind,
            breadcrumb: [Crumb(Wording(zh: "隐患治理", en: "Hidden dangers"), Link("hidden-dangers"))],
            scope: visit.scopeSelector
        ) {
            linkElement(.rel("stylesheet"), .href(Link("map.css")))
            legend
            let isDrawn = visit.premises.assets.holds("leaflet.js") && (divisions.count > 1 || !points.isEmpty)
            if isDrawn { canvas(points, of: enterprises) }
            table(of: divisions)
            table(of: enterprises)
            if isDrawn {
                scriptElement(.type("module"), .src(Link("map.js"))) {}
            }
        }
        return .page(frame, json: json)
    }

    /// A division with where it is and what leads to its rows.
    private func place(_ division: DivisionCount) -> JSON {
        let region = visit.premises.registry.regions.region(division.region, on: visit.today)
        return .of(
            ("code", .text(division.region.prefix)), ("name", .text(division.name)),
            ("major", .number(division.majorOpen)), ("overdue", .number(division.overdue)),
            ("open", .number(division.open)), ("longitude", region?.longitude.map { .real($0) } ?? .null),
            ("latitude", region?.latitude.map { .real($0) } ?? .null),
            ("inside", .text(Link("map").setting("scope", to: division.region.rawValue).url)),
            ("majorRows", .text(Self.major(in: division.region).url)),
            ("overdueRows", .text(Self.overdue(in: division.region).url)))
    }

    // MARK: Parts of the page

    private var legend: HTML {
        p(.class("map-legend")) {
            span(.class("map-mark major")) { "⬢" }
            Wording(zh: " 有重大隐患未销号　", en: " major, open　")
            span(.class("map-mark overdue")) { "▲" }
            Wording(zh: " 有隐患超期　", en: " overdue　")
            span(.class("map-mark calm")) { "○" }
            Wording(zh: " 都没有", en: " neither")
        }
    }

    /// Fetched only when asked for: the map weighs more than the rest of the page.
    private func canvas(_ points: [MapPoint], of enterprises: [HiddenDangerStore.Worst]) -> HTML {
        let tiles = visit.premises.settings.mapTiles
        return section(.class("map-area")) {
            p {
                button(
                    .type("button"), .class("button"), .id("map-open"), .hidden
                ) { Wording(zh: "在地图上看", en: "Show the map") }
            }
            div(
                .id("map"), .class("map"), .hidden, .ariaLabel(Wording(zh: "隐患分布地图", en: "Map of dangers")),
                tiles.map { .data("tiles", $0.address) }, tiles.map { .data("credit", $0.credit) }
            ) {}
            p(.class("hint")) {
                grouping(points, of: enterprises)
                Wording(
                    zh: "底图为简化的区划界线（WGS-84），仅供定位，不作为划界依据。",
                    en: " The borders are simplified and for orientation only.")
            }
        }
    }

    private func grouping(_ points: [MapPoint], of enterprises: [HiddenDangerStore.Worst]) -> Wording {
        guard MapPoint.areShown(within: visit.scope) else {
            return Wording(
                zh: "按区划汇总；打开一个县（市、区）后按企业所在位置标出。",
                en: "By division; open a county to see enterprises in their places.")
        }
        guard enterprises.count < MapPoint.most else {
            return Wording(
                zh: "企业达到 \(MapPoint.most) 家，按乡镇（街道）汇总；打开一个乡镇（街道）后按位置标出。",
                en: "\(MapPoint.most) enterprises or more are grouped by township; open one to see their places.")
        }
        let missing = enterprises.count - points.count
        guard missing > 0 else { return Wording(zh: "按企业登记的坐标标出。", en: "Enterprises stand where their file says.") }
        return Wording(
            zh: "按企业登记的坐标标出；有 \(missing) 家没有登记坐标，只在下面的列表中。",
            en: "Enterprises stand where their file says; \(missing) without coordinates are in the list only.")
    }

    private static func rows(in region: RegionCode?) -> Link {
        Link("l", HiddenDanger.kind).setting("scope", to: region?.rawValue).setting("open", to: "1")
    }

    private static func major(in region: RegionCode?) -> Link {
        rows(in: region).setting("grade", to: HiddenDanger.Grade.major.rawValue)
    }

    private static func overdue(in region: RegionCode?) -> Link { rows(in: region).setting("light", to: "red") }

    private func table(of divisions: [DivisionCount]) -> HTML {
        let title = Wording(zh: "各地重大隐患和超期隐患", en: "By division")
        var register = Register(
            title, .init(divisions, total: divisions.count), state: RegisterState(visit.address.withoutQuery),
            identity: { $0.region.rawValue },
            columns: [
                Column("name", Wording(zh: "地区", en: "Division"), onPhone: .title) { division in
                    span(.class("map-mark \(division.mark.rawValue)")) { division.mark.sign }
                    a(.href(Link("map").setting("scope", to: division.region.rawValue))) { " " + division.name }
                },
                Column("what", Wording(zh: "情况", en: "Standing"), onPhone: .fact) { $0.mark.words },
                Column("major", Wording(zh: "重大未销号", en: "Major, open"), alignment: .end, onPhone: .fact) { division in
                    a(.href(Self.major(in: division.region))) { String(division.majorOpen) }
                },
                Column("overdue", Wording(zh: "超期", en: "Overdue"), alignment: .end, onPhone: .fact) { division in
                    a(.href(Self.overdue(in: division.region))) { String(division.overdue) }
                },
                Column("open", Wording(zh: "未销号", en: "Open"), alignment: .end, onPhone: .fact) { division in
                    a(.href(Self.rows(in: division.region))) { String(division.open) }
                },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "您可以看到的范围内没有隐患。", en: "None that you may see."))
        return section {
            h2 { title }
            register
        }
    }

    private func table(of enterprises: [HiddenDangerStore.Worst]) -> HTML {
        let names = visit.premises.registry.organisations
        let title = Wording(zh: "有重大隐患或超期隐患的企业", en: "Enterprises with major or overdue dangers")
        var register = Register(
            title, .init(enterprises, total: enterprises.count), state: RegisterState(visit.address.withoutQuery),
            identity: \.subject,
            columns: [
                Column("name", Wording(zh: "企业", en: "Enterprise"), onPhone: .title) { one in
                    span(.class("map-mark \(one.mark.rawValue)")) { one.mark.sign }
                    a(.href(Link("e", one.subject))) { " " + names.name(one.subject) }
                },
                Column("what", Wording(zh: "情况", en: "Standing"), onPhone: .fact) { $0.mark.words },
                Column("location", Wording(zh: "坐标", en: "Coordinates"), onPhone: .more) { one in
                    names[one.subject]?.location.map { $0.text } ?? "没有登记"
                },
                Column("major", Wording(zh: "重大未销号", en: "Major, open"), alignment: .end, onPhone: .fact) { one in
                    a(.href(one.majorRows)) { String(one.major) }
                },
                Column("overdue", Wording(zh: "超期", en: "Overdue"), alignment: .end, onPhone: .fact) { one in
                    a(.href(one.overdueRows)) { String(one.overdue) }
                },
            ])
        register.whenEmpty = EmptyState(Wording(zh: "没有重大或超期隐患未销号的企业。", en: "None."))
        return section {
            h2 { title }
            if enterprises.count == HiddenDangerStore.mostWorst {
                p(.class("hint")) {
                    Wording(zh: "只列出最多的 \(enterprises.count) 家，请选下级辖区看其余的。", en: "The first \(enterprises.count) only.")
                }
            }
            register
        }
    }
}

/// How a division stands, by shape and word.
enum MapMark: String {
    case major, overdue, calm

    var sign: String {
        switch self {
        case .major: "⬢"
        case .overdue: "▲"
        case .calm: "○"
        }
    }

    var words: Wording {
        switch self {
        case .major: Wording(zh: "有重大隐患", en: "major")
        case .overdue: Wording(zh: "有超期", en: "overdue")
        case .calm: Wording(zh: "无重大、无超期", en: "neither")
        }
    }
}

extension DivisionCount {
    var mark: MapMark { majorOpen > 0 ? .major : overdue > 0 ? .overdue : .calm }
}
