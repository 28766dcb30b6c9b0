import Calendars
import Foundation
import Permissions
import Registry
import Rules
import SampleProvince
import SupervisedTasks
import Workflows

extension World {
    /// The sample province seeing tasks through: the office of the province, its leader, a department, a city, two
    /// counties and one of another city.
    static func withTasks(on engine: Engine = .memory) async throws -> World {
        let conventions = try String(contentsOfFile: Checkout.path("Rules/platform-conventions.yaml"), encoding: .utf8)
        return try await World(
            Domain(
                [
                    KindOfMatter(SupervisedTask.self), KindOfMatter(SupervisionLetter.self),
                    KindOfMatter(Interview.self), KindOfMatter(Circular.self),
                ],
                migrations: SupervisedTask.migrations + SupervisionLetter.migrations + Interview.migrations
                    + Circular.migrations,
                rules: [("platform-conventions.yaml", conventions)],
                roles: RoleCatalogue([.clerk, .chief, .leader, .departmentClerk]),
                posts: [
                    post(.zhou, "province-office", .clerk, SampleProvince.jiangsu),
                    post(.shen, "province-office", .chief, SampleProvince.jiangsu),
                    post(.lu, "province-committee", .leader, SampleProvince.jiangsu),
                    post(.jiang, "industry", .departmentClerk, SampleProvince.jiangsu),
                    post(.qian, "nanjing-bureau", .clerk, SampleProvince.nanjing),
                    post(.zhao, "nanjing-bureau", .chief, SampleProvince.nanjing),
                    post(.sun, "xuanwu-bureau", .clerk, SampleProvince.xuanwu),
                    post(.zheng, "gulou-bureau", .clerk, SampleProvince.gulou),
                    post(.wu, "kunshan-bureau", .clerk, SampleProvince.kunshan),
                ]), on: engine)
    }

    private static func post(_ someone: Someone, _ organisation: String, _ role: Role, _ region: RegionCode) -> Post {
        Post(
            id: "\(someone.rawValue)@\(organisation)", person: someone.rawValue, organisation: organisation,
            role: role, region: region, from: Day("2020-01-01")!)
    }

    /// A task of the city of Nanjing due on 30 June, signed for by 市局钱.
    func task(cooperating: [String]? = nil, signed: Bool = true) async throws -> String {
        let id = try await open(EstablishTask.sample(cooperating: cooperating)).matter
        try await perform(Approve(), on: id, by: .shen)
        try await perform(Issue(), on: id, by: .zhou)
        if signed { try await perform(SignFor(), on: id, by: .qian) }
        return id
    }

    /// A part that a city gave to 县局孙, signed for.
    func part(of task: String, to organisation: String = "xuanwu-bureau", by someone: Someone = .sun) async throws
        -> String
    {
        try await perform(Split(organisations: [organisation], day: Day("2026-06-25")!), on: task, by: .qian)
        let part = try await parts(of: task).last!.id
        try await perform(SignFor(), on: part, by: someone)
        return part
    }

    func supervised(_ id: String) async throws -> SupervisedTask {
        let rows = try await database.rows(
            "SELECT * FROM matter JOIN supervised_task ON supervised_task.id = matter.id WHERE matter.id = \(id)")
        return try SupervisedTask(header: MatterHeader(row: rows[0]), details: rows[0])
    }
}

extension EstablishTask {
    static func sample(
        owner: String = "nanjing-bureau", cooperating: [String]? = nil, day: String = "2026-06-30"
    ) -> Self {
        EstablishTask(
            title: "开展有限空间作业专项整治", requirement: "建立台账，落实先通风、再检测、后作业。", grade: .routine, owner: owner,
            cooperating: cooperating, day: Day(day)!, sourceDocument: "关于开展专项整治的通知", sourceClause: "第三条")
    }
}

extension Role {
    static let clerk = Role(
        "clerk", "安委办工作人员", reach: .region,
        permissions: [.readSupervisedTasks, .establishTasks, .handleTasks, .verifyTasks])
    static let chief = Role(
        "chief", "安委办负责人", reach: .region, permissions: [.readSupervisedTasks, .approveTasks, .verifyTasks])
    static let leader = Role(
        "leader", "分管领导", reach: .region, permissions: [.readSupervisedTasks, .instructTasks])
    static let departmentClerk = Role(
        "department-clerk", "部门工作人员", reach: .organisation,
        permissions: [.readSupervisedTasks, .handleTasks, .verifyTasks])
}

// The sample province has errands with commands of the same names.
typealias Reopen = SupervisedTasks.Reopen
typealias Report = SupervisedTasks.Report
typealias SendBack = SupervisedTasks.SendBack
typealias SignFor = SupervisedTasks.SignFor
typealias Split = SupervisedTasks.Split
typealias Withdraw = SupervisedTasks.Withdraw
