import Calendars
import Foundation
import Permissions
import Registry

/// 样例省 — one province, two cities, three counties, four enterprises and a handful of people with posts.
///
/// Codes and names of divisions are real; enterprises and people are invented.
public enum SampleProvince {
    /// Wednesday 10 June 2026, nine in the morning: nine days before the Dragon Boat Festival, three weeks before the
    /// rules of the sample book are amended.
    public static let beginning = Instant(day: Day("2026-06-10")!, hour: 9)

    public static let jiangsu = RegionCode("32")!
    public static let nanjing = RegionCode("3201")!
    public static let xuanwu = RegionCode("320102")!
    public static let gulou = RegionCode("320106")!
    public static let suzhou = RegionCode("3205")!
    public static let kunshan = RegionCode("320583")!
    public static let meiyuan = RegionCode("320102002")!

    public static let regions: [Region] = [
        region(jiangsu, "江苏省", "江苏", "省", "jiang su"),
        region(nanjing, "南京市", "南京", "地级市", "nan jing"),
        region(xuanwu, "玄武区", "玄武", "市辖区", "xuan wu"),
        region(gulou, "鼓楼区", "鼓楼", "市辖区", "gu lou"),
        region(meiyuan, "梅园新村街道", "梅园新村", "街道", "mei yuan xin cun"),
        region(suzhou, "苏州市", "苏州", "地级市", "su zhou"),
        region(kunshan, "昆山市", "昆山", "县级市", "kun shan"),
    ]

    /// Two squares side by side; of the other counties nothing is known.
    public static let boundaries = try! Boundaries(
        parsing: Data(
            """
            {"features": [
                {"properties": {"code": "320102"}, "geometry": {"coordinates":
                    [[[[118.75, 32.0], [118.85, 32.0], [118.85, 32.1], [118.75, 32.1], [118.75, 32.0]]]]}},
                {"properties": {"code": "320106"}, "geometry": {"coordinates":
                    [[[[118.65, 32.0], [118.75, 32.0], [118.75, 32.1], [118.65, 32.1], [118.65, 32.0]]]]}}
            ]}
            """.utf8))

    public static let organisations: [Organisation] = [
        Organisation(id: "province-committee", name: "江苏省安全生产委员会", kind: .committee, region: jiangsu),
        Organisation(
            id: "province-office", name: "江苏省安委会办公室", kind: .committeeOffice, region: jiangsu, aliases: ["省安委办"],
            parent: "province-committee"),
        Organisation(
            id: "work-safety", name: "江苏省安全生产监督管理局", kind: .department, region: jiangsu, aliases: ["省安监局"],
            to: Day("2018-10-30"), successor: "emergency"),
        Organisation(
            id: "emergency", name: "江苏省应急管理厅", kind: .department, region: jiangsu, aliases: ["省应急厅"],
            from: Day("2018-10-31")),
        Organisation(
            id: "industry", name: "江苏省工业和信息化厅", kind: .department, region: jiangsu, aliases: ["省工信厅"],
            sectors: ["machinery"]),
        Organisation(id: "nanjing-committee", name: "南京市安全生产委员会", kind: .committee, region: nanjing),
        Organisation(
            id: "nanjing-bureau", name: "南京市应急管理局", kind: .department, region: nanjing, parent: "nanjing-committee"),
        Organisation(id: "xuanwu-bureau", name: "玄武区应急管理局", kind: .department, region: xuanwu),
        Organisation(id: "gulou-bureau", name: "鼓楼区应急管理局", kind: .department, region: gulou),
        Organisation(id: "meiyuan-station", name: "梅园新村街道安监站", kind: .station, region: meiyuan),
        Organisation(id: "suzhou-committee", name: "苏州市安全生产委员会", kind: .committee, region: suzhou),
        Organisation(id: "kunshan-bureau", name: "昆山市应急管理局", kind: .department, region: kunshan),
        Organisation(id: "jinling-chemicals", name: "金陵化工有限公司", kind: .enterprise, region: xuanwu),
        Organisation(id: "meiyuan-store", name: "梅园商贸有限公司", kind: .enterprise, region: meiyuan),
        Organisation(id: "gulou-machinery", name: "鼓楼机械有限公司", kind: .enterprise, region: gulou),
        Organisation(id: "kunshan-precision", name: "昆山精密有限公司", kind: .enterprise, region: kunshan),
    ]

    public static let posts: [Post] = [
        post(.zhou, "province-office", .coordinator, jiangsu),
        post(.wang, "nanjing-bureau", .coordinator, nanjing, sectors: ["chemicals"]),
        post(.qian, "nanjing-bureau", .officer, nanjing),
        post(.zhao, "nanjing-bureau", .verifier, nanjing),
        post(.sun, "xuanwu-bureau", .officer, xuanwu),
        post(.zheng, "gulou-bureau", .officer, gulou),
        Post(
            id: "zheng-for-sun", person: "zheng", organisation: "xuanwu-bureau", role: .officer, region: xuanwu,
            from: Day("2026-06-15")!, to: Day("2026-06-30"), deputyFor: "sun@xuanwu-bureau"),
        Post(
            id: "he@xuanwu-bureau", person: "he", organisation: "xuanwu-bureau", role: .officer, region: xuanwu,
            from: Day("2020-01-01")!, to: Day("2026-05-31")),
        post(.lyu, "xuanwu-bureau", .officer, xuanwu),
        post(.lyu, "nanjing-bureau", .verifier, nanjing),
        post(.wu, "kunshan-bureau", .officer, kunshan),
        post(.jiang, "industry", .officer, jiangsu, sectors: ["machinery"]),
        post(.li, "jinling-chemicals", .safetyOfficer, xuanwu),
        post(.shi, "province-office", .hotlineClerk, jiangsu),
        post(.chen, "province-office", .systemAdministrator, jiangsu),
        post(.feng, "province-office", .securityAdministrator, jiangsu),
        post(.wei, "province-office", .auditAdministrator, jiangsu),
    ]

    /// The first post of someone, for another person as well.
    public static func post(of holder: Someone, for other: Someone) -> Post {
        let held = posts.first { $0.person == holder.rawValue }!
        return Post(
            id: "\(other.rawValue)@\(held.organisation)/\(held.role.name)", person: other.rawValue,
            organisation: held.organisation, role: held.role, region: held.region, sectors: held.sectors,
            from: held.from)
    }

    private static func region(
        _ code: RegionCode, _ name: String, _ shortName: String, _ kind: String, _ pinyin: String
    ) -> Region {
        Region(
            code: code, name: name, shortName: shortName, kind: kind, pinyin: pinyin, from: nil, to: nil,
            isStatutory: true)
    }

    private static func post(
        _ someone: Someone, _ organisation: String, _ role: Role, _ region: RegionCode, sectors: Set<String> = []
    ) -> Post {
        Post(
            id: "\(someone.rawValue)@\(organisation)", person: someone.rawValue, organisation: organisation,
            role: role, region: region, sectors: sectors, from: Day("2020-01-01")!)
    }
}

extension Role {
    static let coordinator = Role(
        "coordinator", "统筹岗", reach: .region, permissions: [.readErrands, .handOverErrands, .steerErrands])
    static let officer = Role(
        "officer", "承办岗", reach: .region, permissions: [.readErrands, .workOnErrands, .signErrands])
    static let verifier = Role("verifier", "复核岗", reach: .region, permissions: [.readErrands, .verifyErrands])
    static let safetyOfficer = Role(
        "safety-officer", "安全员", reach: .organisation, permissions: [.readErrands, .workOnErrands])
    static let hotlineClerk = Role("hotline-clerk", "举报受理岗", reach: .region, permissions: [.readTips, .takeTips])
    static let systemAdministrator = Role(
        "system-administrator", "系统管理员", reach: .region, permissions: [.runSystem], administration: .system,
        needsSecondFactor: true)
    static let securityAdministrator = Role(
        "security-administrator", "安全管理员", reach: .region, permissions: [.grantPosts], administration: .security,
        needsSecondFactor: true)
    static let auditAdministrator = Role(
        "audit-administrator", "审计管理员", reach: .region, permissions: [.readAudit], administration: .audit,
        needsSecondFactor: true)
}

extension RoleCatalogue {
    /// The roles of the sample province.
    public static let sample = RoleCatalogue([
        .coordinator, .officer, .verifier, .safetyOfficer, .hotlineClerk, .systemAdministrator,
        .securityAdministrator, .auditAdministrator,
    ])
}
