import Calendars
import OfficialDocuments
import Workflows

/// 修改草案 — puts a draft right, which accepts it once it has an owner.
public struct ReviseDraft: Command {
    public static let slug = "revise-draft"
    public static let title = "修改草案"
    public static let fields: [Field] = [
        .text("draft", "草案号"), .revision, .text("title", "任务名称", limit: 200), .longText("requirement", "任务要求"),
        .organisation("lead", "牵头单位").optional, .organisations("cooperating", "配合单位").optional,
        .day("day", "完成时限").optional, .text("repetition", "周期", limit: 40).optional.hint("如 每季度末、每年、长期坚持。"),
    ]

    public var draft: String
    public var revision: Int
    public var title: String
    public var requirement: String
    public var lead: String?
    public var cooperating: [String]
    public var day: Day?
    public var repetition: String?

    public init(_ draft: DraftTask) {
        self.draft = draft.id
        revision = draft.revision
        title = draft.title
        requirement = draft.requirement
        lead = draft.lead
        cooperating = draft.cooperating
        day = draft.day
        repetition = draft.repetition
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        if let lead { _ = try step.organisation(lead, field: "lead") }
        for one in cooperating { _ = try step.organisation(one, field: "cooperating") }
        if let day, day < step.today {
            throw Refusal.fields(["day": "完成时限应不早于今天 \(step.today.chinese)。"])
        }
        try document.change(draft, seen: revision) { draft throws(Refusal) in
            draft.title = title
            draft.requirement = requirement
            draft.lead = lead
            draft.cooperating = cooperating.filter { $0 != lead }.uniqued
            draft.day = day
            draft.repetition = repetition
            draft.reason = nil
            // A person has looked at the units and chosen.
            if lead != nil { draft.unresolved = [] }
            draft.decision = lead == nil ? .open : .accepted
        }
    }
}

/// 采纳草案 — the draft is right as it stands.
public struct AcceptDraft: Command {
    public static let slug = "accept-draft"
    public static let title = "采纳"
    public static let fields: [Field] = [.text("draft", "草案号"), .revision]

    public var draft: String
    public var revision: Int

    public init(_ draft: DraftTask) {
        self.draft = draft.id
        revision = draft.revision
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        try document.change(draft, seen: revision) { draft throws(Refusal) in
            guard draft.hasOwner else { throw Refusal.draft("这条草案没有牵头单位。请修改后再采纳，或写明原因不立项。") }
            guard draft.unresolved.isEmpty else {
                throw Refusal.draft("“\(draft.unresolved.joined(separator: "、"))”没有对应到名录中的单位。请修改草案，由您确定单位。")
            }
            draft.decision = .accepted
            draft.reason = nil
        }
    }
}

/// 采纳齐备的草案 — every draft that has its owner and its day.
public struct AcceptReadyDrafts: Command {
    public static let slug = "accept-ready-drafts"
    public static let title = "采纳齐备的草案"
    public init() {}

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        let ready = Coverage(of: document).ready.filter { $0.day.map { $0 >= step.today } ?? true }.map(\.id)
        guard !ready.isEmpty else {
            throw Refusal.draft("没有牵头单位和时限都齐备的待审草案。请逐条修改或写明原因。")
        }
        for index in document.drafts.indices where ready.contains(document.drafts[index].id) {
            document.drafts[index].decision = .accepted
            document.drafts[index].revision += 1
        }
    }
}

/// 不立项 — the clause becomes no task, for a written reason.
public struct LeaveOutDraft: Command {
    public static let slug = "leave-out-draft"
    public static let title = "不立项"
    public static let fields: [Field] = [.text("draft", "草案号"), .revision, .reason("不立项的原因")]

    public var draft: String
    public var revision: Int
    public var reason: String
    public var remark: String? { reason }

    public init(_ draft: DraftTask, because reason: String) {
        self.draft = draft.id
        revision = draft.revision
        self.reason = reason
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        try document.change(draft, seen: revision) { draft throws(Refusal) in
            draft.decision = .leftOut
            draft.reason = reason
        }
    }
}

/// 与下一条合并 — two drafts become one.
public struct MergeDrafts: Command {
    public static let slug = "merge-drafts"
    public static let title = "与下一条合并"
    public static let fields: [Field] = [.text("draft", "草案号"), .revision]

    public var draft: String
    public var revision: Int

    public init(_ draft: DraftTask) {
        self.draft = draft.id
        revision = draft.revision
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        let index = try document.index(of: draft, seen: revision)
        guard index + 1 < document.drafts.count else { throw Refusal.draft("这是最后一条草案，没有下一条可以合并。") }
        let next = document.drafts.remove(at: index + 1)
        try document.change(draft, seen: revision) { draft throws(Refusal) in
            draft.end = max(draft.end, next.end)
            draft.requirement += "\n" + next.requirement
            let units = draft.cooperating + [draft.lead == nil ? nil : next.lead].compactMap { $0 } + next.cooperating
            draft.lead = draft.lead ?? next.lead
            draft.cooperating = units.filter { $0 != draft.lead }.uniqued
            draft.unresolved = (draft.unresolved + next.unresolved).uniqued
            draft.day = [draft.day, next.day].compactMap { $0 }.max()
            draft.repetition = draft.repetition ?? next.repetition
            let words = [draft.deadlineWords, next.deadlineWords].compactMap { $0 }
            draft.deadlineWords = words.isEmpty ? nil : words.joined(separator: "、")
            draft.decision = .open
            draft.reason = nil
        }
    }
}

/// 从某句拆开 — one draft becomes two, each with the words of the source.
public struct SplitDraft: Command {
    public static let slug = "split-draft"
    public static let title = "从这一句拆开"
    public static let fields: [Field] = [
        .text("draft", "草案号"), .revision, .number("at", "句子起点", 0...PolicyDocument.lastPoint, unit: "字"),
    ]

    public var draft: String
    public var revision: Int
    public var at: Int

    public init(_ draft: DraftTask, at start: Int) {
        self.draft = draft.id
        revision = draft.revision
        at = start
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        let index = try document.index(of: draft, seen: revision)
        let whole = document.drafts[index]
        guard at > whole.start, at < whole.end, document.reading.sentences.contains(where: { $0.start == at }) else {
            throw Refusal.draft("请选择这条草案中间的一句作为下一条的开头。")
        }
        let text = PlainText(document.text)
        var second = whole.cut(to: at..<whole.end, of: text, id: document.freshDraftID)
        second.title = DraftTask.title(of: second.requirement, without: nil)
        document.drafts[index] = whole.cut(to: whole.start..<at, of: text, id: whole.id)
        document.drafts.insert(second, at: index + 1)
    }
}

/// 选为任务 — a sentence that was passed over becomes a draft.
public struct TakeUpSentence: Command {
    public static let slug = "take-up-sentence"
    public static let title = "选为任务"
    public static let fields: [Field] = [.number("at", "句子起点", 0...PolicyDocument.lastPoint, unit: "字")]

    public var at: Int

    public init(at start: Int) {
        at = start
    }

    public func apply(to document: inout PolicyDocument, in step: inout Step) throws(Refusal) {
        guard let sentence = Coverage(of: document).passedOver.first(where: { $0.start == at }) else {
            throw Refusal.draft("这一句已经在草案中了。请刷新页面查看最新内容。")
        }
        let words = PlainText(document.text).words(sentence.start..<sentence.end)
        var draft = DraftTask(
            id: document.freshDraftID, clause: "", start: sentence.start, end: sentence.end,
            title: DraftTask.title(of: words, without: nil), requirement: words)
        draft.clause = document.drafts.last { $0.start < sentence.start }?.clause ?? ""
        let place = document.drafts.firstIndex { $0.start > draft.start } ?? document.drafts.endIndex
        document.drafts.insert(draft, at: place)
    }
}

extension PolicyDocument {
    /// Texts end before this many code points.
    static let lastPoint = 5_000_000

    /// A number no draft of this document has or had.
    var freshDraftID: String {
        String((drafts.compactMap { Int($0.id) }.max() ?? 0) + 1)
    }

    /// Where the draft is, when it still is what the reviewer saw.
    func index(of id: String, seen revision: Int) throws(Refusal) -> Int {
        guard let index = drafts.firstIndex(where: { $0.id == id }) else {
            throw Refusal(
                .conflicting, code: "draft-gone", message: "这条草案已被其他审阅人合并。请返回审阅页查看最新内容；您填写的内容没有丢失。")
        }
        guard drafts[index].revision == revision else {
            throw Refusal(
                .conflicting, code: "draft-changed",
                message: "这条草案刚刚被其他审阅人修改过。请对照最新内容后再提交；您填写的内容没有丢失。")
        }
        return index
    }

    mutating func change(
        _ id: String, seen revision: Int, _ work: (inout DraftTask) throws(Refusal) -> Void
    ) throws(Refusal) {
        let index = try index(of: id, seen: revision)
        try work(&drafts[index])
        drafts[index].revision += 1
    }
}

extension DraftTask {
    /// The same draft for a part of its clause, to be looked at again.
    fileprivate func cut(to span: Range<Int>, of text: PlainText, id: String) -> DraftTask {
        var part = DraftTask(
            id: id, clause: clause, start: span.lowerBound, end: span.upperBound, title: title,
            requirement: text.words(span))
        part.lead = lead
        part.cooperating = cooperating
        part.unresolved = unresolved
        part.day = day
        part.deadlineWords = deadlineWords
        part.repetition = repetition
        part.revision = revision + 1
        return part
    }
}

extension Field {
    /// The revision of the draft that the reviewer saw.
    static var revision: Field { .number("revision", "所见的修改次数", 1...1_000_000, unit: "次") }
}

extension Refusal {
    static func draft(_ message: String) -> Refusal {
        Refusal(.conflicting, code: "draft-not-ready", message: message)
    }
}
