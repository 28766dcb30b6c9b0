import Markup
import Registry
import Site

/// An enterprise in its place on the map, and what leads to its rows.
struct MapPoint {
    let enterprise: Organisation
    let location: Coordinates
    let standing: HiddenDangerStore.Worst

    /// As many as a list holds; more would lie upon each other.
    static let most = HiddenDangerStore.mostWorst

    static func areShown(within scope: RegionCode?) -> Bool { (scope?.level ?? .province) >= .county }

    /// Where they stand, once a county is opened and as long as they are few enough to be told apart; above that the
    /// divisions stand for them.
    static func all(
        of enterprises: [HiddenDangerStore.Worst], within scope: RegionCode?, known: OrganisationDirectory
    ) -> [MapPoint] {
        guard areShown(within: scope), enterprises.count < most else { return [] }
        return enterprises.compactMap { one in
            known[one.subject].flatMap { enterprise in
                enterprise.location.map { MapPoint(enterprise: enterprise, location: $0, standing: one) }
            }
        }
    }

    var json: JSON {
        .of(
            ("name", .text(enterprise.name)), ("major", .number(standing.major)),
            ("overdue", .number(standing.overdue)), ("longitude", .real(location.longitude)),
            ("latitude", .real(location.latitude)), ("inside", .text(Link("e", enterprise.id).url)),
            ("majorRows", .text(standing.majorRows.url)), ("overdueRows", .text(standing.overdueRows.url)))
    }
}

extension HiddenDangerStore.Worst {
    var mark: MapMark { major > 0 ? .major : overdue > 0 ? .overdue : .calm }

    private var rows: Link { Link("l", HiddenDanger.kind).setting("open", to: "1").setting("subject", to: subject) }
    var majorRows: Link { rows.setting("grade", to: HiddenDanger.Grade.major.rawValue) }
    var overdueRows: Link { rows.setting("light", to: "red") }
}
