import Calendars
import Enterprises
import Permissions
import Registry

/// 演示企业 — some made-up enterprises in real townships, with the townships' stations and those who look for dangers.
enum DemoSites {
    struct Site: Sendable {
        let id: String
        let name: String
        let region: RegionCode
        let industry: String
        let sector: Sector
        /// Where dangers are found there.
        let places: [String]
    }

    /// Six-digit counties and the nine-digit townships in them.
    private static let townships: [(code: String, name: String)] = [
        ("320116005", "长芦街道"), ("320116004", "葛塘街道"), ("320104011", "光华路街道"), ("320506103", "木渎镇"),
    ]

    /// What each does is in words and as a branch of GB/T 4754.
    private static let names: [[(name: String, industry: String, sector: Sector, places: [String])]] = [
        [
            ("长芦示范化工有限公司", "C2614", .chemicals, ["2号反应釜", "液氨罐区", "装卸站台"]),
            ("江北演示涂料有限公司", "C2641", .chemicals, ["调漆间", "原料仓库", "烘干线"]),
        ],
        [
            ("葛塘样例机械有限公司", "C3484", .machinery, ["冲压车间", "喷涂房", "配电室"]),
            ("葛塘虚构物流有限公司", "G5990", .transport, ["3号库", "装卸平台", "充电区"]),
        ],
        [
            ("光华示例印刷有限公司", "C2319", .lightIndustry, ["印刷车间", "油墨间", "二楼通道"]),
            ("秦淮演示食品有限公司", "C1439", .lightIndustry, ["制冷机房", "包装线", "污水池"]),
        ],
        [
            ("木渎样例家具有限公司", "C2110", .lightIndustry, ["打磨车间", "除尘器", "木料库"]),
            ("木渎虚构电镀有限公司", "C3360", .machinery, ["镀槽区", "酸库", "废水站"]),
        ],
    ]

    static let sites: [Site] = townships.indices.flatMap { township in
        names[township].enumerated().map { index, entry in
            Site(
                id: "demo-site-\(townships[township].code)-\(index + 1)", name: entry.name,
                region: RegionCode(townships[township].code)!, industry: entry.industry, sector: entry.sector,
                places: entry.places)
        }
    }

    static let organisations: [Organisation] =
        townships.map { code, name in
            Organisation(
                id: station(code), name: name + "安监站", kind: .station, region: RegionCode(code)!,
                parent: "awb-\(code.prefix(6))")
        }

    /// What some of them handle: ammonia and chlorine; toluene; ammonia in a refrigerating plant.
    private static let handled: [String: [EnterpriseFact: String]] = [
        "长芦示范化工有限公司": [.chemicals: "7664-41-7,7782-50-5", .processes: "3"],
        "江北演示涂料有限公司": [.chemicals: "108-88-3"], "秦淮演示食品有限公司": [.chemicals: "7664-41-7"],
    ]

    /// As they stand in the register, marked as made up.
    static let enterprises: [MadeUpEnterprises.Chosen] = sites.enumerated().map { index, site in
        MadeUpEnterprises.Chosen(
            id: site.id, name: site.name, region: site.region, industry: site.industry, sector: site.sector,
            contact: DemoNames.full(330 + index), size: index % 3 == 0 ? .medium : .small,
            further: handled[site.name] ?? [:])
    }

    private static func station(_ township: String) -> String { "station-\(township)" }

    /// Two inspectors for each township; two safety officers and a head of safety for each enterprise.
    static let people: [(name: String, login: String, role: Role, organisation: String, region: RegionCode)] =
        townships.enumerated().flatMap { index, township in
            ["a", "b"].enumerated().map { second, letter in
                (
                    DemoNames.full(200 + index * 2 + second), "town\(township.code)\(letter)", Roles.townshipInspector,
                    station(township.code), RegionCode(township.code)!
                )
            }
        }
        + sites.enumerated().flatMap { index, site in
            [
                (
                    DemoNames.full(300 + index), "safety\(index + 1)", Roles.enterpriseSafetyOfficer, site.id,
                    site.region
                ),
                (
                    DemoNames.full(360 + index), "safety\(index + 1)b", Roles.enterpriseSafetyOfficer, site.id,
                    site.region
                ),
                (DemoNames.full(330 + index), "head\(index + 1)", Roles.enterpriseSafetyHead, site.id, site.region),
            ]
        }

    /// Those of the first township who can sign in, and of one more enterprise.
    static let introduced: Set<String> = [
        "town320116005a", "town320116005b", "county320116", "safety1", "safety1b", "head1", "safety2",
        "safety5", "safety5b", "head5", "inspector320104a", "inspector320104b", "head320104", "inspector320116a",
        "head320116",
    ]
}
