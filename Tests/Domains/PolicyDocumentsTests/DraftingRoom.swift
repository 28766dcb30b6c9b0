import Calendars
import Foundation
import Permissions
import PolicyDocuments
import Registry
import SampleProvince
import Workflows

/// 起草组 — the sample province writing a document: 省委办周 leads, a department and two counties are asked.
struct DraftingRoom {
    let world: World

    init(on engine: Engine = .memory) async throws {
        let conventions = try String(contentsOfFile: Checkout.path("Rules/platform-conventions.yaml"), encoding: .utf8)
        world = try await World(
            World.Domain(
                [
                    KindOfMatter(DraftingProject.self), KindOfMatter(ResearchTopic.self),
                    KindOfMatter(ConsultationRound.self), KindOfMatter(Consultation.self),
                    KindOfMatter(PolicyDocument.self),
                ],
                migrations: DraftingProject.migrations + PolicyDocument.migrations,
                rules: [("platform-conventions.yaml", conventions)],
                roles: RoleCatalogue([.drafter, .contributor]),
                posts: [
                    Self.post(.zhou, "province-office", .drafter, SampleProvince.jiangsu),
                    Self.post(.shen, "province-office", .drafter, SampleProvince.jiangsu),
                    Self.post(.jiang, "industry", .contributor, SampleProvince.jiangsu),
                    Self.post(.sun, "xuanwu-bureau", .contributor, SampleProvince.xuanwu),
                    Self.post(.zheng, "gulou-bureau", .contributor, SampleProvince.gulou),
                ]), on: engine)
    }

    private static func post(_ someone: Someone, _ organisation: String, _ role: Role, _ region: RegionCode) -> Post {
        Post(
            id: "\(someone.rawValue)@\(organisation)", person: someone.rawValue, organisation: organisation,
            role: role, region: region, from: Day("2020-01-01")!)
    }

    static let text = """
        关于加强冬季安全生产工作的意见
        一、压实责任
        （一）开展隐患排查。对冶金企业逐户排查，建立台账。
        （二）规范动火作业。修订作业票样式，组织培训。
        二、加强保障
        （一）加强宣传教育。组织宣传咨询活动。
        """

    func project() async throws -> String {
        try await world.open(
            StartDrafting(title: "关于加强冬季安全生产工作的意见", basis: "省安委会年度计划", day: Day("2026-10-31")!), by: .zhou
        ).matter
    }

    /// A project whose first version is shown to a department and a county until 30 June.
    func consulting() async throws -> (project: String, round: String, asked: [String: String]) {
        let project = try await project()
        try await world.perform(IssueVersion(stage: .forComment, text: Self.text), on: project, by: .zhou)
        try await world.perform(
            Consult(units: ["industry", "xuanwu-bureau"], day: Day("2026-06-30")!), on: project, by: .zhou)
        let round = try await world.parts(of: project)[0].id
        let parts = try await world.parts(of: round)
        return (project, round, Dictionary(uniqueKeysWithValues: parts.map { ($0.owner ?? "", $0.id) }))
    }

    func consultation(_ id: String) async throws -> Consultation {
        let row = try await world.database.rows("SELECT * FROM consultation WHERE id = \(id)")[0]
        return try Consultation(header: try await world.header(id), details: row)
    }

    func versions(of project: String) async throws -> [String] {
        try await world.database.rows(
            "SELECT draft_text FROM draft_version WHERE project = \(project) ORDER BY version"
        ).map { try $0["draft_text"] }
    }
}

extension Role {
    fileprivate static let drafter = Role(
        "drafter", "起草组", reach: .region,
        permissions: [
            .readDrafting, .readDraftingParts, .manageDrafting, .contributeToDrafting, .readPolicyDocuments,
            .reviewPolicyDocuments,
        ])
    fileprivate static let contributor = Role(
        "contributor", "参与单位", reach: .organisation, permissions: [.readDraftingParts, .contributeToDrafting])
}
