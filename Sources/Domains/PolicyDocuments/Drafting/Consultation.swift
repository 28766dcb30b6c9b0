import Calendars
import Ledger
import Storage
import Workflows

/// 意见反馈 — what one unit was asked about a version, and what it says of its clauses.
///
/// Its comments are part of it: gathered by the unit, sent in together, answered one by one by the drafting group.
public struct Consultation: Matter {
    public static let kind = "consultation"
    public static let title = "意见反馈"
    public static let numberPrefix = "YJ"

    public enum State: String, MatterState {
        case awaitingComments, awaitingAnswer, answered, withoutComment, lapsed

        public var title: String {
            switch self {
            case .awaitingComments: "待反馈意见"
            case .awaitingAnswer: "待答复"
            case .answered: "意见已答复"
            case .withoutComment: "无意见"
            case .lapsed: "逾期未反馈"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("project", "起草项目", .hidden), DetailColumn("asked_version", "稿次"), DetailColumn("note", "说明"),
        DetailColumn("comments", "各条意见", isTold: false), DetailColumn("given", "意见条数", .count),
        DetailColumn("unanswered", "待答复意见", .count),
    ]

    public var header: MatterHeader
    /// The project's id.
    public let project: String
    public let version: Int
    public let note: String?
    public var comments: [ClauseComment] = []

    init(header: MatterHeader, project: String, version: Int, note: String?) {
        self.header = header
        self.project = project
        self.version = version
        self.note = note
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        project = try row["project"]
        version = try row["asked_version"]
        note = try row["note"]
        comments = try ClauseComment.list(row["comments"])
    }

    public var details: [SQLValue] {
        [
            project.sqlValue, version.sqlValue, note?.sqlValue ?? .null, ClauseComment.text(of: comments).sqlValue,
            comments.count.sqlValue, comments.count { $0.answer == nil }.sqlValue,
        ]
    }

    public func innerChanges(since before: Self?) -> [FieldChange] {
        let was = Dictionary((before?.comments ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let here = Set(comments.map(\.id))
        return comments.flatMap { $0.changes(since: was[$0.id]) }
            + was.values.filter { !here.contains($0.id) }.sorted { $0.id < $1.id }
            .map { FieldChange($0.name, from: $0.text, to: nil) }
    }

    public static let workflow = Workflow<Consultation>(
        initial: .awaitingComments,
        final: [.answered, .withoutComment, .lapsed],
        reading: .readDraftingParts,
        openings: [],
        transitions: [
            .init(
                AddComment.self, from: [.awaitingComments], to: .awaitingComments, by: .contributeToDrafting, as: .owner
            ),
            .init(
                RemoveComment.self, from: [.awaitingComments], to: .awaitingComments, by: .contributeToDrafting,
                as: .owner),
            .init(
                SubmitComments.self, from: [.awaitingComments], to: .awaitingAnswer, by: .contributeToDrafting,
                as: .owner),
            .init(
                HaveNoComment.self, from: [.awaitingComments], to: .withoutComment, by: .contributeToDrafting,
                as: .owner),
            .init(
                AnswerComment.self, from: [.awaitingAnswer], toOneOf: [.awaitingAnswer, .answered],
                by: .manageDrafting, as: .supervisor,
                choosing: { $0.comments.contains { $0.answer == nil } ? .awaitingAnswer : .answered }),
            .init(
                LapseConsultation.self, from: [.awaitingComments], to: .lapsed, by: .manageDrafting, as: .supervisor
            ).requiringReason,
        ],
        awaits: { state in
            switch state {
            case .awaitingComments: .by(.owner, .agreedDay(setBy: "征求意见截止日期"))
            case .awaitingAnswer: .by(.supervisor, within: .commentAnswer)
            case .answered, .withoutComment, .lapsed: .nothing
            }
        })
}
