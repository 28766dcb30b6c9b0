import Calendars

/// 规则库: what each regulation sets, dated and with its source. Filled from the files in `Rules/`.
///
/// Nothing can be read from it without a day, and nothing without its derivation.
public struct RuleBook: Sendable {
    /// A rule, and for each version the derivation that is the same in every answer.
    private struct Entry: Sendable {
        let rule: RuleDescription
        let derivations: [Derivation]
    }

    private let entries: [String: Entry]

    /// All rules with all their versions, by name.
    public var rules: [RuleDescription] {
        entries.values.map(\.rule).sorted { $0.name < $1.name }
    }

    /// The rule with this name.
    public func rule(named name: String) -> RuleDescription? {
        entries[name]?.rule
    }

    init(_ rules: [RuleDescription]) {
        entries = Dictionary(
            uniqueKeysWithValues: rules.map { rule in
                (rule.name, Entry(rule: rule, derivations: rule.versions.map { Derivation(rule, $0) }))
            })
    }

    /// What the rule says on a day.
    ///
    /// - Parameters:
    ///   - day: The day whose law applies: for an offence the day of the act, not the day of the decision.
    ///   - inputs: What the rule's table asks for, each by its name; nothing for a rule without a table.
    public func reading<Value>(
        _ rule: Rule<Value>, on day: Day, given inputs: [String: RuleInput] = [:]
    ) throws(RuleMissing) -> Reading<Value> {
        func missing(_ cause: RuleMissing.Cause) -> RuleMissing {
            RuleMissing(rule: rule.name, day: day, cause: cause)
        }
        guard let entry = entries[rule.name] else { throw missing(.noSuchRule) }
        let versions = entry.rule.versions
        guard let position = versions.lastIndex(where: { $0.from <= day && day <= ($0.to ?? .last) }) else {
            throw missing(.notInForce)
        }
        if let unknown = inputs.keys.first(where: { name in !entry.rule.inputs.contains { $0.name == name } }) {
            throw missing(.unknownInput(unknown))
        }
        let answer: (value: RuleValue, derivation: Derivation)
        switch versions[position].content {
        case .value(let value): answer = (value, entry.derivations[position])
        case .table(let table):
            do {
                answer = try table.answer(rule.output, given: inputs, deriving: entry.derivations[position])
            } catch {
                throw missing(error)
            }
        }
        guard let value = Value(answer.value) else {
            throw missing(.otherType(asked: Value.ruleType, found: answer.value.description))
        }
        return Reading(value: value, derivation: answer.derivation)
    }
}

extension DecisionTable {
    fileprivate func answer(
        _ output: String?, given inputs: [String: RuleInput], deriving derivation: Derivation
    ) throws(RuleMissing.Cause) -> (value: RuleValue, derivation: Derivation) {
        guard let column = output.map({ name in outputs.firstIndex { $0.name == name } }) ?? 0 else {
            throw .noSuchOutput(output ?? "")
        }
        let given = try inOrder(inputs)
        let hits = hits(for: given)
        guard hitPolicy == .collect || !hits.isEmpty else { throw .noRow }
        let outcomes = hits.map { rows[$0].outcomes[column] }
        let value = hitPolicy == .collect ? RuleValue.list(outcomes) : outcomes[0]
        var derivation = derivation
        derivation.inputs = zip(self.inputs, given).map { column, input in
            Derivation.Input(name: column.name, title: column.title, value: column.words(for: input))
        }
        derivation.rows = hits.map(words(forRow:))
        derivation.outcome = outputs[column].unit.map { "\(value) \($0)" } ?? value.description
        return (value, derivation)
    }

    private func inOrder(_ given: [String: RuleInput]) throws(RuleMissing.Cause) -> [RuleInput] {
        var inOrder: [RuleInput] = []
        for column in inputs {
            guard let input = given[column.name] else { throw .missingInput(column.name) }
            guard column.admits(input) else { throw .unfitInput(column.name, input) }
            inOrder.append(input)
        }
        return inOrder
    }
}

extension RuleMissing.Cause: Error {}

extension Derivation {
    fileprivate init(_ rule: RuleDescription, _ version: RuleVersion) {
        self.init(
            rule: rule.name, title: rule.title, document: version.source.title, number: version.source.number,
            article: version.article, from: version.from, to: version.to, trigger: rule.trigger,
            outcome: "", isConvention: version.source.isConvention, verified: version.verified)
        if case .value(let value) = version.content {
            outcome = rule.unit.map { "\(value) \($0)" } ?? value.description
        }
    }
}
