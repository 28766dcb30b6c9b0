/// 变更 — one field's value before and after.
public struct FieldChange: Sendable, Hashable {
    public var field: String
    public var before: String?
    public var after: String?

    public init(_ field: String, from before: String?, to after: String?) {
        self.field = field
        self.before = before
        self.after = after
    }

    /// 可抹除 — whether the values are free text or about a person, so that only a commitment to them is sealed.
    ///
    /// What is not known to be a code, a figure or a day is taken for free text.
    public var isErasable: Bool { !Self.plain.contains(field) }

    /// What stands where a text was erased.
    public static let erased = "〔已抹除〕"

    private static let plain: Set = [
        "number", "state", "grade", "region", "sector", "owner", "supervisor", "issuer", "subject", "assignee",
        "weight", "agreed_day", "due_at", "actor_organisation", "light", ErasableText.erasedField,
    ]
}
