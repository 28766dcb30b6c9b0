import Calendars
import OfficialDocuments
import Storage
import Workflows

/// 发出新一稿 — the next version, once every comment on the one before has its answer.
public struct IssueVersion: Command {
    public static let slug = "issue-version"
    public static let title = "发出新一稿"
    public static let fields: [Field] = [
        Field(
            "stage", "稿别", .choice(DraftStage.circulated.map { Field.Choice($0.rawValue, $0.title) })),
        .draftFile, .draftText(hint: "没有文件时在这里粘贴全文。两者都有时以这里的正文为准，文件作为原件留存。"),
    ]

    public var stage: DraftStage
    public var original: [String]
    public var text: String?
    public var evidence: [String] { original }
    private var hindrances: [DraftHindrance] = []

    private enum CodingKeys: CodingKey {
        case stage, original, text
    }

    public init(stage: DraftStage, text: String?, original: [String] = []) {
        self.stage = stage
        self.text = text
        self.original = original
    }

    public mutating func prepare(for project: DraftingProject, reading database: any Database) async throws {
        hindrances = try await DraftHindrance.all(of: project.id, in: database)
    }

    public func apply(to project: inout DraftingProject, in step: inout Step) throws(Refusal) {
        guard hindrances.isEmpty else { throw Refusal.hindered(hindrances, Self.title) }
        guard let text else { throw Refusal.fields(["text": "请上传稿件，或粘贴正文。"]) }
        project.issue(text, as: stage, in: &step)
    }
}

/// 形成送审稿 — the last version: as it stands, or with its final text. All topics and rounds are done before.
public struct FinaliseDraft: Command {
    public static let slug = "finalise"
    public static let title = "形成送审稿"
    public static let fields: [Field] = [
        .draftFile, .draftText(hint: "不上传也不粘贴时，以现稿的正文为送审稿。"),
    ]

    public var original: [String]
    public var text: String?
    public var evidence: [String] { original }
    private var present: String?

    private enum CodingKeys: CodingKey {
        case original, text
    }

    public init(text: String? = nil, original: [String] = []) {
        self.text = text
        self.original = original
    }

    public mutating func prepare(for project: DraftingProject, reading database: any Database) async throws {
        present = try await DraftVersion.find(project.versions, of: project.id, in: database)?.text
    }

    public func apply(to project: inout DraftingProject, in step: inout Step) throws(Refusal) {
        guard let text = text ?? present else {
            throw Refusal.fields(["text": "还没有稿子。请上传送审稿，或粘贴正文。"])
        }
        project.issue(text, as: .forApproval, in: &step)
    }
}

/// 转入任务分解 — the draft handed in, once it was issued as a document, is taken apart into tasks.
public struct HandOverDraft: Command {
    public static let slug = "hand-over"
    public static let title = "转入任务分解"
    private var present: String?

    private enum CodingKeys: CodingKey {}

    public init() {}

    public mutating func prepare(for project: DraftingProject, reading database: any Database) async throws {
        present = try await DraftVersion.find(project.versions, of: project.id, in: database)?.text
    }

    public func apply(to project: inout DraftingProject, in step: inout Step) throws(Refusal) {
        guard project.policyDocument == nil, let present else {
            throw Refusal(
                .conflicting, code: "handed-over", message: "送审稿已经转入任务分解。请在本页“稿次”下打开那份文件。")
        }
        guard step.user.holdsSomewhere(.reviewPolicyDocuments) else {
            throw Refusal.notPermitted(ReceiveDocument.title)
        }
        let document = try ReceiveDocument(text: present, title: project.header.title).open(in: &step)
        step.open(document)
        project.policyDocument = document.id
    }
}

extension DraftingProject {
    fileprivate mutating func issue(_ text: String, as stage: DraftStage, in step: inout Step) {
        versions += 1
        self.stage = stage
        let version = DraftVersion(
            project: id, number: versions, stage: stage, text: text, issuedAt: step.now,
            issuedBy: step.user.person.id)
        draftDigest = version.digest
        step.register([version.insertion])
    }
}

extension Field {
    fileprivate static var draftFile: Field {
        .attachments("original", "文件", purpose: "文书").hint("TXT、DOCX 或带文字的 PDF，只选一个；正文由平台读出。")
    }

    fileprivate static func draftText(hint: String) -> Field {
        .longText("text", "稿件正文", limit: ReceiveDocument.largestText).optional.hint(hint)
    }
}
