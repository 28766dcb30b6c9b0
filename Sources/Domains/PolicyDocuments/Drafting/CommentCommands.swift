import OfficialDocuments
import Storage
import Workflows

/// 提出意见 — one about one clause; sent in with the others by ``SubmitComments``.
public struct AddComment: Command {
    public static let slug = "add-comment"
    public static let title = "提出意见"
    public static let fields: [Field] = [
        .text("clause", "条款号", limit: 60).optional.hint("如：二、（三）。不填为对全文的意见。"),
        .longText("text", "意见", limit: 2000), .longText("proposal", "建议修改为", limit: 4000).optional,
    ]

    public var clause: String?
    public var text: String
    public var proposal: String?
    private var clauses: [Clause] = []

    private enum CodingKeys: CodingKey {
        case clause, text, proposal
    }

    public init(on clause: String?, _ text: String, proposal: String? = nil) {
        self.clause = clause
        self.text = text
        self.proposal = proposal
    }

    public mutating func prepare(for consultation: Consultation, reading database: any Database) async throws {
        guard clause != nil else { return }
        clauses =
            try await DraftVersion.find(consultation.version, of: consultation.project, in: database)?.clauses ?? []
    }

    public func apply(to consultation: inout Consultation, in step: inout Step) throws(Refusal) {
        let found = clauses.first { $0.path == clause }
        if let clause, found == nil {
            throw Refusal.fields(["clause": "这一稿没有“\(clause)”。请按稿中的条款号填写，如 二、（三）。"])
        }
        consultation.comments.append(
            ClauseComment(
                id: (consultation.comments.map(\.id).max() ?? 0) + 1, clause: found?.path ?? "",
                quote: String(found?.text.prefix(40) ?? ""), text: text, proposal: proposal))
    }
}

/// 删去意见 — before it is sent in.
public struct RemoveComment: Command {
    public static let slug = "remove-comment"
    public static let title = "删去意见"
    public static let fields: [Field] = [.comment]

    public var comment: Int

    public init(_ comment: Int) {
        self.comment = comment
    }

    public func apply(to consultation: inout Consultation, in step: inout Step) throws(Refusal) {
        let place = try consultation.place(of: comment)
        consultation.comments.remove(at: place)
    }
}

/// 提交意见 — sends in what was gathered; what comes in after the day stays marked as late.
public struct SubmitComments: Command {
    public typealias Subject = Consultation
    public static let slug = "submit-comments"
    public static let title = "提交意见"

    public init() {}

    public func apply(to consultation: inout Consultation, in step: inout Step) throws(Refusal) {
        guard !consultation.comments.isEmpty else {
            throw Refusal(
                .conflicting, code: "no-comment", message: "还没有写下意见。请先对条款提出意见；没有意见的，请办理“无意见”。")
        }
    }
}

/// 无意见
public struct HaveNoComment: Command {
    public typealias Subject = Consultation
    public static let slug = "no-comment"
    public static let title = "无意见"

    public init() {}

    public func apply(to consultation: inout Consultation, in step: inout Step) throws(Refusal) {
        guard consultation.comments.isEmpty else {
            throw Refusal(
                .conflicting, code: "has-comments",
                message: "已经写下 \(consultation.comments.count) 条意见。请提交意见，或先把它们删去再办理“无意见”。")
        }
    }
}

/// 答复意见 — adopted, adopted in part, or not, with the reason; can be changed until the last one is answered.
public struct AnswerComment: Command {
    public static let slug = "answer-comment"
    public static let title = "答复意见"
    public static let fields: [Field] = [
        .comment, .choice("answer", "采纳情况", of: ClauseComment.Answer.self),
        .longText("reason", "理由", limit: 2000).optional.hint("部分采纳或不采纳的，须写明理由。"),
    ]

    public var comment: Int
    public var answer: ClauseComment.Answer
    public var reason: String?
    public var remark: String? { reason }

    public init(_ comment: Int, _ answer: ClauseComment.Answer, because reason: String? = nil) {
        self.comment = comment
        self.answer = answer
        self.reason = reason
    }

    public func apply(to consultation: inout Consultation, in step: inout Step) throws(Refusal) {
        let place = try consultation.place(of: comment)
        guard answer == .adopted || reason != nil else {
            throw Refusal.fields(["reason": "\(answer.title)的，请写明理由：提意见的单位会看到。"])
        }
        consultation.comments[place].answer = answer
        consultation.comments[place].reason = reason
    }
}

/// 逾期未反馈 — the day has passed and the unit has not spoken; the round goes on without it.
public struct LapseConsultation: Command {
    public static let slug = "lapse"
    public static let title = "记为逾期未反馈"
    public static let fields: [Field] = [.reason("催办情况")]

    public var reason: String
    public var remark: String? { reason }

    public init(reason: String) {
        self.reason = reason
    }

    public func apply(to consultation: inout Consultation, in step: inout Step) throws(Refusal) {
        guard let day = consultation.header.agreedDay, day < step.today else {
            throw Refusal(
                .conflicting, code: "day-not-passed",
                message: "反馈截止日期 \(consultation.header.agreedDay?.chinese ?? "") 还没有过，请先催办。")
        }
    }
}

extension Consultation {
    fileprivate func place(of comment: Int) throws(Refusal) -> Int {
        guard let place = comments.firstIndex(where: { $0.id == comment }) else {
            throw Refusal.fields(["comment": "没有第 \(comment) 号意见。请刷新页面查看最新内容。"])
        }
        return place
    }
}

extension Field {
    fileprivate static var comment: Field { .number("comment", "意见序号", 1...100_000, unit: "号") }
}
