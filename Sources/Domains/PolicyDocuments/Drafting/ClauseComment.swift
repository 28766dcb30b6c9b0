import Calendars
import Foundation
import Ledger
import Workflows

/// 条款意见 — what a unit says about one clause of a version, and what the drafting group answers.
public struct ClauseComment: Codable, Sendable, Hashable, Identifiable {
    /// 采纳情况
    public enum Answer: String, Codable, Sendable, CaseIterable, Titled {
        case adopted, adoptedInPart, notAdopted

        public var title: String {
            switch self {
            case .adopted: "采纳"
            case .adoptedInPart: "部分采纳"
            case .notAdopted: "不采纳"
            }
        }
    }

    /// Counted from one in each consultation.
    public let id: Int
    /// The clause's marks, 二、（三）; empty for the text as a whole.
    public let clause: String
    /// How the clause began in that version.
    public let quote: String
    public let text: String
    /// 建议修改为
    public let proposal: String?
    public var answer: Answer?
    /// Why it was adopted in part only, or not at all.
    public var reason: String?

    /// Where it belongs, for people: 二、（三） or 全文.
    var place: String { clause.isEmpty ? "全文" : clause }

    /// What the ledger calls it.
    var name: String { "意见\(id)（\(place)）" }

    func changes(since before: ClauseComment?) -> [FieldChange] {
        guard let before else { return [FieldChange(name, from: nil, to: told)] }
        guard before.answer != answer || before.reason != reason else { return [] }
        return [FieldChange("\(name)答复", from: before.answer.map(\.title), to: answerWords)]
    }

    private var told: String { proposal.map { "\(text)（建议修改为：\($0)）" } ?? text }

    /// 部分采纳：理由
    var answerWords: String? {
        answer.map { answer in reason.map { "\(answer.title)：\($0)" } ?? answer.title }
    }

    static func list(_ text: String) throws -> [ClauseComment] {
        try JSONDecoder().decode([ClauseComment].self, from: Data(text.utf8))
    }

    static func text(of comments: [ClauseComment]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Text, numbers and lists of them: encoding cannot fail.
        return String(decoding: try! encoder.encode(comments), as: UTF8.self)
    }
}
