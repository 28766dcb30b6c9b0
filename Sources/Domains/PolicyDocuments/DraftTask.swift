import Calendars
import Ledger

/// 任务草案 — what a clause asks for, as it was read and as a person has put it right.
public struct DraftTask: Codable, Sendable, Hashable, Identifiable {
    /// What the reviewer has decided about it.
    public enum Decision: String, Codable, Sendable, Hashable {
        case open, accepted, leftOut

        public var title: String {
            switch self {
            case .open: "待审"
            case .accepted: "采纳"
            case .leftOut: "不立项"
            }
        }
    }

    public let id: String
    /// The marks from the outermost clause to this one: 二、（三）.
    public var clause: String
    /// The clause in the text, in code points.
    public var start: Int
    public var end: Int
    public var title: String
    /// The words of the clause, or what a person made of them.
    public var requirement: String
    public var lead: String?
    public var cooperating: [String] = []
    /// Units that nothing in the register settles; a person decides.
    public var unresolved: [String] = []
    public var day: Day?
    /// The deadlines in the words of the text.
    public var deadlineWords: String?
    /// How it comes back: 每季度末, 长期坚持.
    public var repetition: String?
    public var decision = Decision.open
    /// 不立项的原因
    public var reason: String?
    /// Counts the changes, so that two reviewers do not overwrite each other.
    public var revision = 1

    /// What the ledger calls it: 草案 二、（三）.
    var name: String { "草案\(id)（\(clause.isEmpty ? "正文" : clause)）" }

    var hasOwner: Bool { lead != nil }
    var hasTime: Bool { day != nil || repetition != nil }
    /// Nothing is left to be settled by a person.
    var isReady: Bool { hasOwner && hasTime && unresolved.isEmpty }

    private var cooperatingWords: String? { cooperating.isEmpty ? nil : cooperating.joined(separator: "、") }

    func changes(since before: DraftTask?) -> [FieldChange] {
        guard let before else { return [FieldChange(name, from: nil, to: title)] }
        guard before != self else { return [] }
        func note(_ label: String, _ old: String?, _ new: String?) -> [FieldChange] {
            old == new ? [] : [FieldChange("\(name)\(label)", from: old, to: new)]
        }
        return note("标题", before.title, title) + note("要求", before.requirement, requirement)
            + note("牵头单位", before.lead, lead)
            + note("配合单位", before.cooperatingWords, cooperatingWords)
            + note("时限", before.day?.description, day?.description) + note("周期", before.repetition, repetition)
            + note("审阅", before.decision.title, decision.title) + note("不立项原因", before.reason, reason)
    }
}
