/// 事实 — something the platform holds about a subject, asked once and owned by one form.
///
/// A form field names the fact it holds, so that a second form that asks for it again without showing what is
/// already held is found when the program is tested, not when an inspector complains (同一数据只填一次).
public struct Fact: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Such as `hidden-danger.grade`: the subject, then what is known about it.
    public let name: String

    public init(_ name: String) {
        precondition(name.split(separator: ".", omittingEmptySubsequences: false).count == 2, "事实名称应为“对象.内容”：\(name)")
        self.name = name
    }

    /// What it is known about.
    public var subject: String { String(name.prefix { $0 != "." }) }

    public var description: String { name }
}

/// One field of one form, as the dictionary sees it.
public struct FactQuestion: Sendable, Hashable {
    public let form: String
    public let field: String
    public let fact: Fact
    /// The form shows what is already held; nothing needs to be typed again.
    public let isPrefilled: Bool

    public init(form: String, field: String, fact: Fact, isPrefilled: Bool) {
        self.form = form
        self.field = field
        self.fact = fact
        self.isPrefilled = isPrefilled
    }
}

/// 事实目录 — every question of every form.
public struct FactDictionary: Sendable {
    public let questions: [FactQuestion]

    public init(_ questions: [FactQuestion]) {
        self.questions = questions
    }

    /// Facts that more than one form asks people to type.
    public var askedTwice: [Fact: [FactQuestion]] {
        Dictionary(grouping: questions.filter { !$0.isPrefilled }, by: \.fact)
            .filter { Set($0.value.map(\.form)).count > 1 }
    }
}
