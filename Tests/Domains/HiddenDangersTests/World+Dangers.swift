import Calendars
import Foundation
import HiddenDangers
import Permissions
import Registry
import Rules
import SampleProvince
import Workflows

extension World {
    /// The sample province looking for hidden dangers: a township's inspectors, a county, a city, the province's hotline,
    /// and two enterprises, one with a safety officer and a head of safety.
    static func withDangers(on engine: Engine = .memory) async throws -> World {
        var domain = Domain(
            [KindOfMatter(HiddenDanger.self), KindOfMatter(DangerListing.self)], migrations: HiddenDanger.migrations,
            rules: try rules(), roles: RoleCatalogue([.inspector, .bureau, .hotline, .safetyOfficer, .safetyHead]),
            posts: [
                post(.yang, "meiyuan-station", .inspector, SampleProvince.meiyuan),
                post(.lyu, "meiyuan-station", .inspector, SampleProvince.meiyuan),
                post(.sun, "xuanwu-bureau", .bureau, SampleProvince.xuanwu),
                post(.zheng, "gulou-bureau", .bureau, SampleProvince.gulou),
                post(.qian, "nanjing-bureau", .bureau, SampleProvince.nanjing),
                post(.zhao, "nanjing-bureau", .bureau, SampleProvince.nanjing),
                post(.zhou, "province-office", .bureau, SampleProvince.jiangsu),
                post(.shi, "province-office", .hotline, SampleProvince.jiangsu),
                post(.li, "jinling-chemicals", .safetyOfficer, SampleProvince.meiyuan),
                post(.tang, "jinling-chemicals", .safetyHead, SampleProvince.meiyuan),
                post(.mei, "meiyuan-store", .safetyOfficer, SampleProvince.meiyuan),
            ])
        domain.organisations = SampleProvince.organisations.map { one in
            var one = one
            if one.id == "jinling-chemicals" { one.region = SampleProvince.meiyuan }
            return one
        }
        return try await World(domain, on: engine)
    }

    /// The rules that ship.
    static func rules() throws -> [(name: String, text: String)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: Checkout.path("Rules"))
            .filter { $0 == "platform-conventions.yaml" || $0.hasPrefix("hidden-danger") }.sorted()
        return try names.map { ($0, try String(contentsOfFile: Checkout.path("Rules/\($0)"), encoding: .utf8)) }
    }

    var watch: HiddenDangerWatch { HiddenDangerWatch(desk: desk) }

    func danger(_ id: String) async throws -> HiddenDanger {
        let rows = try await database.rows(
            "SELECT matter.*, own.* FROM matter JOIN hidden_danger own ON own.id = matter.id WHERE matter.id = \(id)")
        return try HiddenDanger(header: MatterHeader(row: rows[0]), details: rows[0])
    }

    /// Found by 乡镇检查员杨 at the chemical works, and brought into this state the shortest way: graded by 杨 himself, put
    /// right by 安全员李, verified by 县局孙.
    func danger(
        in state: HiddenDanger.State, _ grade: HiddenDanger.Grade = .general, _ finding: Finding = .guardrail
    ) async throws -> String {
        let id = try await open(ReportDanger(finding), by: .yang).matter
        guard state != .found else { return id }
        guard state != .dismissed else {
            try await perform(DismissDanger(reason: "已查证，不是隐患"), on: id, by: .sun)
            return id
        }
        try await perform(GradeDanger(Grading(grade, because: "按现场情况")), on: id, by: .yang)
        guard state != .planning else { return id }
        if grade == .major { try await perform(SecureRectification(.sample), on: id, by: .li) }
        if state == .extensionAsked {
            let due = try await header(id).deadline!.dueOn
            try await perform(AskExtension(until: due.adding(days: 10), because: "配件未到"), on: id, by: .li)
        }
        guard state != .rectifying, state != .extensionAsked else { return id }
        try await perform(ReportRectified("已装好护栏", evidence: [photograph]), on: id, by: .li)
        guard state != .rectified else { return id }
        try await perform(VerifyDanger("现场看过，护栏牢固"), on: id, by: .sun)
        guard grade == .major, state != .verified else { return id }
        try await perform(ClearDanger("同意销号"), on: id, by: .sun)
        return id
    }

    private static func post(_ someone: Someone, _ organisation: String, _ role: Role, _ region: RegionCode) -> Post {
        Post(
            id: "\(someone.rawValue)@\(organisation)", person: someone.rawValue, organisation: organisation,
            role: role, region: region, from: Day("2020-01-01")!)
    }
}

/// The SHA-256 of a photograph.
let photograph = String(repeating: "ab", count: 32)

extension Finding {
    static let guardrail = Finding(
        at: "jinling-chemicals", .heights, in: .workshop, place: "3号反应釜", "平台护栏缺失，人员有坠落危险")
}

extension Securing {
    static let sample = Securing(
        measures: "停用并加装护栏", money: 20_000, responsible: "生产部经理 周建", day: Day("2026-07-20")!,
        contingency: "设警戒线，专人看守")
}

extension Role {
    static let inspector = Role(
        "inspector", "乡镇检查员", reach: .region,
        permissions: [.readDangers, .reportDangers, .gradeDangers, .verifyDangers])
    static let bureau = Role(
        "bureau", "监管岗", reach: .region,
        permissions: [
            .readDangers, .reportDangers, .gradeDangers, .verifyDangers, .listDangers, .rewardFinders,
        ])
    static let hotline = Role("hotline", "举报受理岗", reach: .region, permissions: [.reportDangers])
    static let safetyOfficer = Role(
        "officer", "企业安全员", reach: .organisation, permissions: [.readDangers, .checkOwnDangers, .rectifyDangers])
    static let safetyHead = Role(
        "head", "企业安全负责人", reach: .organisation,
        permissions: [.readDangers, .verifyOwnDangers, .rewardFinders])
}
