import Calendars
import Foundation
import HiddenDangers
import Permissions
import Registry
import RiskGrading
import Rules
import SampleProvince
import Storage
import Testing
import Workflows

extension World {
    /// The sample province grading its risks: the chemical works with two safety officers and a head of safety, another
    /// enterprise, and two counties that supervise.
    static func withRisks(on engine: Engine = .memory) async throws -> World {
        var domain = Domain(
            [
                KindOfMatter(RiskProfile.self), KindOfMatter(RiskPoint.self), KindOfMatter(RiskReport.self),
                KindOfMatter(CheckPlan.self), KindOfMatter(Checklist.self), KindOfMatter(HiddenDanger.self),
            ], migrations: RiskProfile.migrations + HiddenDanger.migrations,
            rules: try rules(), roles: RoleCatalogue([.bureau, .safetyOfficer, .safetyHead]),
            posts: [
                post(.sun, "xuanwu-bureau", .bureau, SampleProvince.xuanwu),
                post(.zheng, "gulou-bureau", .bureau, SampleProvince.gulou),
                post(.li, "jinling-chemicals", .safetyOfficer, SampleProvince.xuanwu),
                post(.yang, "jinling-chemicals", .safetyOfficer, SampleProvince.xuanwu),
                post(.tang, "jinling-chemicals", .safetyHead, SampleProvince.xuanwu),
                post(.mei, "meiyuan-store", .safetyOfficer, SampleProvince.meiyuan),
            ])
        domain.delegation = Errand.delegation.noting(HiddenDanger.anomalies)
        return try await World(domain, on: engine)
    }

    /// The rules that ship.
    static func rules() throws -> [(name: String, text: String)] {
        let names = [
            "platform-conventions", "risk-grading-conventions", "major-hazard-identification", "accident-types",
            "jiangsu", "hidden-dangers",
        ]
        return try names.map { name in
            let path = Checkout.path("Rules/\(name).yaml")
            return ("\(name).yaml", try String(contentsOfFile: path, encoding: .utf8))
        }
    }

    var watch: RiskWatch { RiskWatch(desk: desk) }

    func profile(_ id: String) async throws -> RiskProfile {
        let rows = try await database.rows(
            "SELECT matter.*, own.* FROM matter JOIN risk_profile own ON own.id = matter.id WHERE matter.id = \(id)")
        return try RiskProfile(header: MatterHeader(row: rows[0]), details: rows[0])
    }

    func point(_ id: String) async throws -> RiskPoint {
        let rows = try await database.rows(
            "SELECT matter.*, own.* FROM matter JOIN risk_point own ON own.id = matter.id WHERE matter.id = \(id)")
        return try RiskPoint(header: MatterHeader(row: rows[0]), details: rows[0])
    }

    func reports(_ state: RiskReport.State = .owed) async throws -> [RiskReport] {
        try await database.rows(
            """
            SELECT matter.*, own.* FROM matter JOIN risk_report own ON own.id = matter.id
            WHERE matter.state = \(state) ORDER BY matter.id
            """
        ).map { try RiskReport(header: MatterHeader(row: $0), details: $0) }
    }

    /// The works' profile, with 厂区 / 合成车间 / 2号反应釜.
    func worksProfile() async throws -> String {
        let id = try await open(OpenRiskProfile("jinling-chemicals"), by: .li).matter
        try await perform(AddPlace(.site, "厂区"), on: id, by: .li)
        try await perform(AddPlace(.workshop, "合成车间", in: try await place("厂区")), on: id, by: .li)
        try await perform(AddPlace(.device, "2号反应釜", in: try await place("合成车间")), on: id, by: .li)
        return id
    }

    func place(_ name: String) async throws -> String {
        try await database.rows("SELECT id FROM risk_place WHERE name = \(name) AND closed_at IS NULL")[0]["id"]
    }

    /// A risk point at the reactor, written down by 安全员李.
    func identify(_ name: String = "2号反应釜超温超压", in profile: String) async throws -> String {
        try await perform(
            IdentifyRisk(
                name, at: try await place("2号反应釜"), hazard: "硝化反应失控", accidentTypes: ["08", "17"], harm: "多人伤亡"),
            on: profile, by: .li)
        return try await database.rows(
            "SELECT id FROM matter WHERE kind = 'risk-point' AND title = \(name) ORDER BY id DESC")[0]["id"]
    }

    /// A risk point graded by this assessment: assessed by 安全员李, with a control of the company, confirmed by 负责人汤.
    func controlled(
        _ grade: RiskGrade, by assessment: some Command<RiskPoint>, in profile: String, named name: String = "2号反应釜超温超压"
    ) async throws -> String {
        let id = try await identify(name, in: profile)
        try await perform(assessment, on: id, by: .li)
        try await perform(AddControl.interlock, on: id, by: .li)
        try await perform(ConfirmGrade(grade, because: "按评估结果"), on: id, by: .tang)
        return id
    }

    func refused(_ work: () async throws -> some Any) async throws -> Refusal? {
        do {
            _ = try await work()
            return nil
        } catch let refusal as Refusal {
            return refusal
        }
    }

    private static func post(_ someone: Someone, _ organisation: String, _ role: Role, _ region: RegionCode) -> Post {
        Post(
            id: "\(someone.rawValue)@\(organisation)", person: someone.rawValue, organisation: organisation,
            role: role, region: region, from: Day("2020-01-01")!)
    }
}

extension AddControl {
    static let interlock = AddControl(.engineering, "超温超压联锁停车", owned: .company, by: "总工程师 何为", every: .shift)
    static let rounds = AddControl(.management, "每两小时巡检并记录", owned: .post, by: "操作工 刘强", every: .shift)
}

extension AssessByFactors {
    /// 6 × 6 × 15 = 540
    static let red = AssessByFactors(.probable, .daily, .death)
    /// 3 × 6 × 15 = 270
    static let orange = AssessByFactors(.possible, .daily, .death)
    /// 3 × 6 × 7 = 126
    static let yellow = AssessByFactors(.possible, .daily, .seriousInjury)
    /// 1 × 6 × 3 = 18
    static let blue = AssessByFactors(.unlikely, .daily, .disability)
}

extension Role {
    static let bureau = Role("bureau", "监管岗", reach: .region, permissions: [.readRisks, .superviseRisks])
    static let safetyOfficer = Role(
        "officer", "企业安全员", reach: .organisation,
        permissions: [.readRisks, .manageRisks, .checkRisks, .checkOwnDangers, .readDangers])
    static let safetyHead = Role(
        "head", "企业安全负责人", reach: .organisation, permissions: [.readRisks, .confirmRisks])
}
