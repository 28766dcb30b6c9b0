import Calendars
import Foundation
import Markup
import Storage
import Workflows

/// 草稿 — what a person has typed into a form and not sent yet. Theirs alone: it is no matter, no entry of the ledger,
/// and nobody else reads it.
public struct FormDraft: Sendable, Hashable {
    public let id: String
    /// The address of the form. What it fills in beforehand belongs to it: each such form has a draft of its own.
    public let place: Link
    /// What the form is for, as its page is headed.
    public let title: String
    public let values: FieldValues
    /// The version of the matter that was seen.
    public let version: Int?
    public let savedAt: Instant

    /// Kept so long after it was last saved.
    static let life = Duration.seconds(30 * 86_400)
    /// So many of one person.
    static let limit = 100

    var keptUntil: Instant { savedAt.adding(Self.life) }
}

extension FormDraft {
    init(row: Row) throws {
        let place: String = try row["place"]
        let answers: String = try row["answers"]
        self.init(
            id: try row["id"], place: Link(parsing: place) ?? Link(), title: try row["title"],
            values: FieldValues(try JSONDecoder().decode([String: [String]].self, from: Data(answers.utf8))),
            version: try row["version"], savedAt: try row["saved_at"])
    }
}

extension Refusal {
    static let manyDrafts = Refusal(
        .conflicting, code: "too-many-drafts",
        message: "您的草稿已有 \(FormDraft.limit) 份。请先在工作台“草稿”中提交或删除不用的草稿，再保存。")

    static let nothingToKeep = Refusal.fields([FormFieldName.draftOf: "没有说明是哪张表单的草稿。请回到表单页面再保存。"])
}
