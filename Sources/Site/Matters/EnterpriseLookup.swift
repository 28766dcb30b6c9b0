import Markup
import Permissions
import Registry
import Workflows

/// 找企业 — enterprises that a person may name in a form, by a part of the name, the code, a person or initials.
///
/// Nothing typed asks for the few there are; where there are more than ``shown``, one is looked for by words.
public struct EnterpriseLookup: Sendable {
    /// As many as a form offers at once.
    public static let shown = 12

    let find: @Sendable (_ words: String, _ user: User, _ limit: Int) async throws -> [Organisation]

    public init(
        find: @escaping @Sendable (_ words: String, _ user: User, _ limit: Int) async throws -> [Organisation]
    ) {
        self.find = find
    }

    /// The first so many; one more than are shown says that there are more.
    func callAsFunction(_ words: String, for user: User) async throws -> [Organisation] {
        try await find(words, user, Self.shown + 1)
    }
}

extension Visit {
    /// The person asked for choices and did not hand the form in.
    var isLookingUp: Bool { form["find"] != nil }

    /// What each field that names an enterprise offers: the one chosen, and what was found for the words typed.
    func lookups(in values: FieldValues, of fields: [Workflows.Field]) async throws -> [String: Field.Lookup] {
        let user = try user()
        var lookups: [String: Field.Lookup] = [:]
        for field in fields where field.kind == .enterprise {
            let words = values.words(of: field)
            let found = try await premises.enterpriseLookup(words, for: user)
            let chosen = values[field.name] ?? ""
            let named = try await premises.registry.acquaint([chosen])[chosen]
            var offered = found.count > EnterpriseLookup.shown && words.isEmpty ? [] : found
            offered = Array(offered.prefix(EnterpriseLookup.shown).filter { $0.id != chosen })
            let choices = ([named].compactMap { $0 } + offered).map { choice(of: $0) }
            lookups[field.name] = Field.Lookup(
                query: words, found: choices, hasMore: found.count > EnterpriseLookup.shown, source: .choices)
        }
        return lookups
    }

    /// The answers with the one enterprise that the words typed fit, where none was chosen.
    func naming(_ answers: FieldValues, of fields: [Workflows.Field]) async throws -> FieldValues {
        var values = answers.values
        var problems: [String: String] = [:]
        for field in fields where field.kind == .enterprise {
            let words = answers.words(of: field)
            values["\(field.name)-query"] = nil
            guard answers.all(field.name).allSatisfy(\.isEmpty), !words.isEmpty else { continue }
            let found = try await premises.enterpriseLookup(words, for: try user())
            switch found.count {
            case 1: values[field.name] = [found[0].id]
            case 0: problems[field.name] = "在您的辖区内没有找到“\(words)”。请换名称中的几个字、统一社会信用代码或拼音首字母再找。"
            default: problems[field.name] = "有不止一家符合“\(words)”，请在下面选一家；没有的，再写得详细一些。"
            }
        }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
        return FieldValues(values)
    }

    fileprivate func choice(of one: Organisation) -> Choice {
        Choice(
            one.id, Wording(verbatim: one.name),
            hint: Wording(verbatim: premises.registry.regions.path(one.region, on: today)))
    }
}

extension FieldValues {
    fileprivate func words(of field: Workflows.Field) -> String {
        self["\(field.name)-query"]?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
    }
}

extension Link {
    fileprivate static let choices = Link("enterprises", "choices")
}

/// The same choices for a page that asks while one types.
enum EnterpriseChoiceRoutes {
    static let all = [
        Route(
            .get, "/enterprises/choices", "按名称、代码、人员或拼音首字母找辖区内的企业", for: .signedIn,
            query: [.init("q", "名称、代码等的一部分")]
        ) { visit in
            let found = try await visit.premises.enterpriseLookup(visit.address.first("q") ?? "", for: try visit.user())
            let choices = found.prefix(EnterpriseLookup.shown).map { visit.choice(of: $0) }
            return .json(
                .of(
                    (
                        "choices",
                        .array(
                            choices.map {
                                .of(
                                    ("value", .text($0.value)), ("label", .text($0.label.chinese)),
                                    ("hint", .text($0.hint?.chinese)))
                            })
                    ), ("hasMore", .bool(found.count > EnterpriseLookup.shown))))
        }
    ]
}
