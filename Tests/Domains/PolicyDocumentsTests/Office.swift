import Calendars
import Permissions
import PolicyDocuments
import SampleProvince
import Storage
import Workflows

/// 收文室 — the sample province with documents to be taken apart; what they ask for becomes errands.
struct Office {
    let world: World

    init(on engine: Engine = .memory) async throws {
        world = try await World(Self.domain, on: engine)
    }

    private static let domain = World.Domain.errands(
        with: [KindOfMatter(PolicyDocument.self)], migrations: PolicyDocument.migrations,
        rules: """
            documents:
              - title: 样例公文分解约定
                number: 样例〔2020〕2号
                issuer: 样例省安委会
                from: 2020-01-01
                convention: true
            rules:
              - name: policy-document.review
                title: 审阅期限
                article: 第一条
                trigger: 收文之日
                versions:
                  - from: 2020-01-01
                    term: 5个工作日
              - name: policy-document.publish
                title: 发布期限
                article: 第二条
                trigger: 审阅完成之日
                versions:
                  - from: 2020-01-01
                    term: 2个工作日
            """,
        permissions: [
            "coordinator": [.readPolicyDocuments, .reviewPolicyDocuments, .publishPolicyDocuments],
            "officer": [.readPolicyDocuments],
        ])

    /// Four measures: one complete, one for a single unit, one for a group the register does not settle, one for nobody.
    static let text = """
        江苏省安全生产委员会关于加强冬季安全生产工作的意见
        苏安〔2026〕7号
        各设区市人民政府，省有关部门：
        去年以来，全省安全生产形势总体平稳，但冶金行业隐患仍然较多。现提出以下意见。
        一、压实责任
        （一）开展隐患排查。对冶金企业逐户排查，建立台账。组织专家复核排查结果。（省安监局牵头，省工信厅、南京市安全生产委员会配合，2026年9月30日前完成）
        （二）规范动火作业。修订作业票样式，组织培训。（省工信厅牵头，玄武区应急管理局配合，2026年10月31日前完成）
        二、加强保障
        （一）加强宣传教育。组织宣传咨询活动。（各设区市人民政府负责，2026年8月31日前完成）
        （二）完善统计制度。定期开展统计分析，找准薄弱环节。
        江苏省安全生产委员会
        2026年6月8日
        """

    /// Takes the document in.
    func receive(_ text: String = Self.text) async throws -> String {
        try await world.open(ReceiveDocument(text: text), by: .zhou).matter
    }

    /// A document whose review is done: the two clauses that name nobody go to the province's office or are left out.
    func reviewed() async throws -> String {
        let id = try await receive()
        try await world.perform(AcceptReadyDrafts(), on: id, by: .zhou)
        var revision = ReviseDraft(try await draft(3, of: id))
        revision.lead = "province-office"
        revision.cooperating = ["nanjing-committee", "suzhou-committee"]
        try await world.perform(revision, on: id, by: .zhou)
        try await world.perform(LeaveOutDraft(try await draft(4, of: id), because: "已有统计制度"), on: id, by: .zhou)
        try await world.perform(FinishReview(), on: id, by: .zhou)
        return id
    }

    func document(_ id: String) async throws -> PolicyDocument {
        let rows = try await world.database.rows(
            """
            SELECT matter.*, policy_document.* FROM matter JOIN policy_document ON policy_document.id = matter.id
            WHERE matter.id = \(id)
            """)
        return try PolicyDocument(row: rows[0])
    }

    /// The draft with this place in the document, from one.
    func draft(_ place: Int, of id: String) async throws -> DraftTask {
        try await document(id).drafts[place - 1]
    }

    /// The document with everything under it, to see that nothing has changed.
    func picture(of id: String) async throws -> [String] {
        let document = try await document(id)
        return ["\(document.drafts)", "\(document.header)"]
            + (try await world.ledger.entries(of: id).map(\.id)) + (try await world.parts(of: id).map { "\($0)" })
    }
}
