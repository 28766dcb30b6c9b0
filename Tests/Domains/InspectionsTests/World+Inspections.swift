import Calendars
import Foundation
import HiddenDangers
import Permissions
import Registry
import RiskGrading
import SampleProvince
import Storage
import Testing
import Workflows

@testable import Inspections

extension World {
    /// The sample province inspecting its enterprises: Xuanwu with two inspectors and a head, Gulou with one, the city with
    /// one, a committee that may not, and the chemical works that is inspected.
    static func withInspections(on engine: Engine = .memory) async throws -> World {
        var domain = Domain(
            [
                KindOfMatter(Inspection.self), KindOfMatter(InspectionCap.self), KindOfMatter(HiddenDanger.self),
                KindOfMatter(RiskProfile.self), KindOfMatter(RiskPoint.self), KindOfMatter(RiskReport.self),
            ], migrations: Inspection.migrations + HiddenDanger.migrations + RiskProfile.migrations,
            rules: try rules(), roles: RoleCatalogue([.inspector, .head, .works]),
            posts: [
                post(.sun, "xuanwu-bureau", .inspector, SampleProvince.xuanwu),
                post(.lyu, "xuanwu-bureau", .inspector, SampleProvince.xuanwu),
                post(.zhao, "xuanwu-bureau", .head, SampleProvince.xuanwu),
                post(.zheng, "gulou-bureau", .inspector, SampleProvince.gulou),
                post(.qian, "nanjing-bureau", .inspector, SampleProvince.nanjing),
                post(.wang, "nanjing-bureau", .head, SampleProvince.nanjing),
                post(.zhou, "nanjing-committee", .inspector, SampleProvince.nanjing),
                post(.wei, "nanjing-committee", .head, SampleProvince.nanjing),
                post(.li, "jinling-chemicals", .works, SampleProvince.xuanwu),
                post(.mei, "meiyuan-store", .works, SampleProvince.meiyuan),
            ])
        domain.delegation = Errand.delegation.noting(HiddenDanger.anomalies)
        return try await World(domain, on: engine)
    }

    /// The rules that ship.
    private static func rules() throws -> [(name: String, text: String)] {
        let names = [
            "platform-conventions", "enterprise-inspections", "risk-grading-conventions", "hidden-dangers", "jiangsu",
        ]
        return try names.map { name in
            ("\(name).yaml", try String(contentsOfFile: Checkout.path("Rules/\(name).yaml"), encoding: .utf8))
        }
    }

    private static func post(_ someone: Someone, _ organisation: String, _ role: Role, _ region: RegionCode) -> Post {
        Post(
            id: "\(someone.rawValue)@\(organisation)", person: someone.rawValue, organisation: organisation,
            role: role, region: region, from: Day("2020-01-01")!)
    }

    /// The day two days from now.
    var soon: Day { clock.now.day.adding(days: 2) }

    func apply(
        to enterprise: String = "jinling-chemicals", _ ground: InspectionGround = .planned, clue: String? = nil,
        by someone: Someone = .sun
    ) async throws -> String {
        try await open(
            ApplyInspection(
                of: enterprise, ground, clue: clue, content: "特殊作业和应急准备", on: soon, by: ["孙一 320101", "吕二 320102"]),
            by: someone
        ).matter
    }

    /// Approved by the head and announced two days ahead.
    func notified(_ ground: InspectionGround = .planned, clue: String? = nil) async throws -> String {
        let id = try await apply(ground, clue: clue)
        try await perform(ApproveInspection(), on: id, by: .zhao)
        try await perform(NotifyEnterprise(.beforehand), on: id, by: .sun)
        return id
    }

    /// Done on the day, with this result.
    func visited(_ result: InspectionResult) async throws -> String {
        let id = try await notified()
        clock.advance(by: .seconds(2 * 86_400))
        try await perform(
            RecordVisit(on: clock.now.day, result, record: "查看现场和记录", with: "安全总监 李某"), on: id, by: .sun)
        return id
    }

    @discardableResult
    func publish(
        _ most: Int, in year: Int = 2026, sector: Sector? = nil, grade: CapGrade? = nil, enterprise: String? = nil,
        by someone: Someone = .zhao
    ) async throws -> String {
        try await open(
            PublishCap(
                most, in: year, sector: sector, grade: grade, enterprise: enterprise, by: "玄应急〔2026〕3号",
                on: Day("2026-01-15")!), by: someone
        ).matter
    }

    func inspection(_ id: String) async throws -> Inspection {
        try #require(try await InspectionStore(database: database).inspection(id))
    }

    func refused(_ work: () async throws -> some Any) async throws -> Refusal? {
        do {
            _ = try await work()
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }
}

extension Role {
    static let inspector = Role(
        "inspector", "检查人员", reach: .region,
        permissions: [.readInspections, .conductInspections, .readDangers, .gradeDangers])
    static let head = Role(
        "head", "检查机关负责人", reach: .region,
        permissions: [.readInspections, .approveInspections, .publishCaps, .conductInspections])
    static let works = Role(
        "works", "企业安全员", reach: .organisation, permissions: [.readInspections, .readDangers, .manageRisks, .readRisks])
}
