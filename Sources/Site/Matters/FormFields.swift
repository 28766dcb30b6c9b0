import Accounts
import Calendars
import Markup
import Permissions
import Registry
import Workflows

/// Turns a command's fields into the form that people fill in.
public struct FormFields {
    let visit: Visit
    /// What was typed already, from a refused form or from what the matter holds.
    var values: FieldValues
    var problems: [String: String]
    /// Files that stand in the form already, by field.
    var files: [String: [Field.HeldFile]] = [:]
    /// What fields that name an enterprise offer, by field.
    var lookups: [String: Field.Lookup] = [:]

    public init(visit: Visit, values: FieldValues = FieldValues(), problems: [String: String] = [:]) {
        self.visit = visit
        self.values = values
        self.problems = problems
    }

    public func fields(_ fields: [Workflows.Field]) -> [Field] {
        fields.map { field in
            var shown = Field(field.name, Wording(verbatim: field.label), kind(of: field))
                .values(values.all(field.name)).holding(files[field.name] ?? []).problem(
                    problems[field.name].map { Wording(verbatim: $0) })
            if let hint = field.hint { shown = shown.hint(Wording(verbatim: hint)) }
            if field.isOptional { shown = shown.optional }
            if case .text(let limit) = field.kind { shown = shown.maxLength(limit) }
            return shown
        }
    }

    private func kind(of field: Workflows.Field) -> Field.Kind {
        switch field.kind {
        case .text: .text()
        case .longText: .longText()
        case .choice(let choices) where choices.count <= 5: .radios(choices.map(\.offered))
        case .choice(let choices): .list(choices.map(\.offered))
        case .choices(let choices): .checkboxes(choices.map(\.offered))
        case .day: .day
        case .number(_, let unit): .number(unit: Wording(verbatim: unit))
        case .organisation: .list(organisations)
        case .organisations: .checkboxes(organisations)
        case .enterprise: .lookup(lookups[field.name] ?? .init(found: []))
        case .person: .list(colleagues(and: values.all(field.name)))
        case .region: .list(regions)
        case .attachments:
            .file(
                field.filePurpose ?? .evidence, accept: (field.filePurpose ?? .evidence).accept,
                limit: Wording(zh: "图片每个不超过 20 MB，文档 50 MB", en: "pictures up to 20 MB, documents 50 MB"))
        }
    }

    /// What lies at the user's own level and right below, which is to whom work is handed.
    private var organisations: [Choice] {
        guard let user = visit.signedIn, let scope = user.posts.map(\.region).min(by: { $0.level < $1.level }) else {
            return []
        }
        let deepest = RegionCode.Level(rawValue: min(scope.level.rawValue + 1, 3))!
        return visit.premises.registry.organisations.all
            .filter { scope.contains($0.region) && $0.region.level <= deepest && $0.exists(on: visit.today) }
            .filter { $0.kind != .enterprise }.prefix(400)
            .map { Choice($0.id, Wording(verbatim: $0.name)) }
    }

    /// Those of one's own organisations, and whoever the form names already.
    private func colleagues(and named: [String]) -> [Choice] {
        guard let user = visit.signedIn else { return [] }
        let people = visit.premises.people
        let others = named.compactMap { people.person($0) }.filter { person in
            !user.organisations.contains { people.members(of: $0, on: visit.today).contains { $0.person == person } }
        }
        return others.map { Choice($0.id, Wording(verbatim: $0.name)) }
            + user.organisations.sorted().flatMap { organisation in
                visit.premises.people.members(of: organisation, on: visit.today).map {
                    Choice($0.person.id, Wording(verbatim: "\($0.person.name)（\($0.posts[0].role.title)）"))
                }
            }
    }

    private var regions: [Choice] {
        guard let user = visit.signedIn, let scope = user.posts.map(\.region).min(by: { $0.level < $1.level }) else {
            return []
        }
        let tree = visit.premises.registry.regions
        let inner = tree.children(of: scope, on: visit.today)
        let deeper = scope.level < .city ? inner.flatMap { tree.children(of: $0.code, on: visit.today) } : []
        return ([tree.region(scope, on: visit.today)].compactMap { $0 } + inner + deeper).map {
            Choice($0.code.rawValue, Wording(verbatim: tree.path($0.code, on: visit.today)))
        }
    }
}

extension Workflows.Field.Choice {
    fileprivate var offered: Choice { Choice(value, Wording(verbatim: label)) }
}
