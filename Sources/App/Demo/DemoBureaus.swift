import Permissions
import Registry

/// 演示检查主体 — the bureaus of two counties that have the power to inspect, each with two inspectors and a head.
enum DemoBureaus {
    static let counties = ["320104", "320116"]

    static let organisations: [Organisation] = zip(counties, ["南京市秦淮区应急管理局", "南京市六合区应急管理局"]).map { county, name in
        Organisation(
            id: bureau(county), name: name, kind: .department, region: RegionCode(county)!, parent: "awh-\(county)")
    }

    struct Member: Sendable {
        let name: String
        let login: String
        let role: Role
        let county: String

        var organisation: String { DemoBureaus.bureau(county) }
        var region: RegionCode { RegionCode(county)! }
    }

    static let people: [Member] = counties.enumerated().flatMap { index, county in
        [
            Member(
                name: DemoNames.full(400 + index * 3), login: "inspector\(county)a", role: Roles.inspector,
                county: county),
            Member(
                name: DemoNames.full(401 + index * 3), login: "inspector\(county)b", role: Roles.inspector,
                county: county),
            Member(
                name: DemoNames.full(402 + index * 3), login: "head\(county)", role: Roles.inspectionHead,
                county: county),
        ]
    }

    private static func bureau(_ county: String) -> String { "bureau-\(county)" }
}
