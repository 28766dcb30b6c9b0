import Calendars
import Permissions
import Rules
import Storage
import Workflows

/// 起草项目 — a document that is being written: researched, drafted in versions, shown to others for comment, and at
/// last handed in for approval.
///
/// The versions themselves stand in a register of their own, see ``DraftVersion``; topics and rounds are its parts.
public struct DraftingProject: Matter {
    public static let kind = "drafting-project"
    public static let title = "起草项目"
    public static let numberPrefix = "QC"

    public enum State: String, MatterState {
        case drafting, submitted, abandoned

        public var title: String {
            switch self {
            case .drafting: "起草中"
            case .submitted: "已形成送审稿"
            case .abandoned: "已终止"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("basis", "起草依据和要求"), DetailColumn("versions", "稿次", .count),
        DetailColumn("stage", "现稿", of: DraftStage.self), DetailColumn("rounds", "征求意见轮次", .count),
        DetailColumn("policy_document", "转入分解的文件", .hidden), DetailColumn(digestColumn, "现稿摘要", .hidden),
    ]

    static let digestColumn = "draft_digest"

    public var header: MatterHeader
    public var basis: String
    /// How many versions there are; the last has this number.
    public var versions = 0
    /// What the last version is.
    public var stage: DraftStage?
    public var rounds = 0
    /// The document that the draft handed in became, when it was taken apart into tasks.
    public var policyDocument: String?
    /// What the last version says, see ``DraftVersion/digest``: so that the sealed ledger holds each version to its text.
    var draftDigest: String?

    init(header: MatterHeader, basis: String) {
        self.header = header
        self.basis = basis
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        basis = try row["basis"]
        versions = try row["versions"]
        stage = try row["stage"]
        rounds = try row["rounds"]
        policyDocument = try row["policy_document"]
        draftDigest = try row[Self.digestColumn]
    }

    public var details: [SQLValue] {
        [
            basis.sqlValue, versions.sqlValue, stage?.sqlValue ?? .null, rounds.sqlValue,
            policyDocument?.sqlValue ?? .null, draftDigest?.sqlValue ?? .null,
        ]
    }

    public static let migrations: [Migration] = [
        Migration(
            "drafting", 1, "起草项目、稿次、调研课题、征求意见",
            [
                """
                CREATE TABLE drafting_project (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    basis TEXT NOT NULL,
                    versions BIGINT NOT NULL CHECK (versions >= 0),
                    stage TEXT CHECK (stage IN ('discussion', 'forComment', 'revised', 'forApproval')),
                    rounds BIGINT NOT NULL CHECK (rounds >= 0),
                    policy_document TEXT,
                    CHECK ((versions = 0) = (stage IS NULL))
                )
                """,
                """
                CREATE TABLE draft_version (
                    project TEXT NOT NULL REFERENCES matter (id),
                    version BIGINT NOT NULL CHECK (version > 0),
                    stage TEXT NOT NULL CHECK (stage IN ('discussion', 'forComment', 'revised', 'forApproval')),
                    draft_text TEXT NOT NULL,
                    issued_at BIGINT NOT NULL,
                    issued_by TEXT NOT NULL,
                    PRIMARY KEY (project, version)
                )
                """,
                """
                CREATE TABLE research_topic (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    requirement TEXT NOT NULL,
                    findings TEXT,
                    reported_on TEXT,
                    returns BIGINT NOT NULL
                )
                """,
                """
                CREATE TABLE consultation_round (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    round BIGINT NOT NULL,
                    asked_version BIGINT NOT NULL,
                    note TEXT,
                    asked BIGINT NOT NULL CHECK (asked > 0)
                )
                """,
                """
                CREATE TABLE consultation (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    project TEXT NOT NULL REFERENCES matter (id),
                    asked_version BIGINT NOT NULL,
                    note TEXT,
                    comments TEXT NOT NULL,
                    given BIGINT NOT NULL,
                    unanswered BIGINT NOT NULL CHECK (unanswered BETWEEN 0 AND given)
                )
                """,
                "CREATE INDEX consultation_by_project ON consultation (project)",
            ]),
        Migration("drafting", 2, "稿件摘要", ["ALTER TABLE drafting_project ADD COLUMN draft_digest TEXT"]),
    ]

    public static let workflow = Workflow<DraftingProject>(
        initial: .drafting,
        final: [.submitted, .abandoned],
        reading: .readDrafting,
        openings: [.init(StartDrafting.self, by: .manageDrafting)],
        transitions: [
            .init(AssignTopic.self, from: [.drafting], to: .drafting, by: .manageDrafting, as: .owner),
            .init(AssignTopics.self, from: [.drafting], to: .drafting, by: .manageDrafting, as: .owner),
            .init(IssueVersion.self, from: [.drafting], to: .drafting, by: .manageDrafting, as: .owner),
            .init(Consult.self, from: [.drafting], to: .drafting, by: .manageDrafting, as: .owner),
            .init(FinaliseDraft.self, from: [.drafting], to: .submitted, by: .manageDrafting, as: .owner)
                .afterChildren,
            .init(HandOverDraft.self, from: [.submitted], to: .submitted, by: .manageDrafting, as: .owner),
            .init(AbandonDrafting.self, from: [.drafting], to: .abandoned, by: .manageDrafting, as: .owner)
                .requiringReason.afterChildren,
        ],
        awaits: { state in
            switch state {
            case .drafting: .by(.owner, .agreedDay(setBy: "起草计划"))
            case .submitted, .abandoned: .nothing
            }
        })
}

/// 稿别 — what a version is for.
public enum DraftStage: String, Sendable, CaseIterable, SQLConvertible, Titled, Codable {
    case discussion, forComment, revised, forApproval

    public var title: String {
        switch self {
        case .discussion: "讨论稿"
        case .forComment: "征求意见稿"
        case .revised: "修改稿"
        case .forApproval: "送审稿"
        }
    }

    /// What a version can be before the last; that one has a command of its own.
    static let circulated = [discussion, forComment, revised]
}

extension Permission {
    public static let readDrafting = Permission("drafting.read")
    /// 查看课题和意见反馈 — of the region, or those of one's own unit.
    public static let readDraftingParts = Permission("drafting.read-parts")
    /// 组织起草
    public static let manageDrafting = Permission("drafting.manage")
    /// 参与起草
    public static let contributeToDrafting = Permission("drafting.contribute")
}

extension Rule<Term> {
    /// 答复意见的期限
    static let commentAnswer = Self("consultation.answer")
    /// 验收调研报告的期限
    static let topicAcceptance = Self("research-topic.accept")
}
