import Calendars
import Ledger
import Registry
import Storage
import Workflows

/// An enterprise with all that was said about it, as read from the register.
public struct EnterpriseRecord: Sendable, Hashable {
    public let enterprise: Enterprise
    public let statements: [Statement]

    public var holding: [EnterpriseFact: HeldFact] { statements.holding }
}

/// What one more statement makes of the register, as values; nothing is written yet.
public struct EnterpriseDraft: Sendable {
    public enum Outcome: Sendable, Hashable {
        case new, changed, same
    }

    public let outcome: Outcome
    public let enterprise: Enterprise
    /// What the same source had said before; `nil` when it had not spoken.
    public let earlier: Statement?
    public var changes: [Change] { making() }
    private let making: @Sendable () -> [Change]

    /// A statement about an enterprise that is not in the register.
    ///
    /// - Parameter id: by which it is known already as an organisation.
    /// - Throws: ``Refusal`` with the facts without which there is no entry.
    init(
        opening statement: Statement, id: String? = nil, in regions: RegionTree, by author: Author, at now: Instant
    ) throws(Refusal) {
        let values = statement.facts.mapValues(\.value)
        try Self.check(values)
        try Self.check(statement, in: values, regions, on: now.day)
        enterprise = Enterprise(
            id: id ?? UUIDv7.make(at: now), values: values, isMadeUp: statement.source == .madeUp, at: now)
        outcome = .new
        earlier = nil
        // Judging rows of a file needs none of this; finding the pinyin of a name takes longest.
        making = { [enterprise] in
            [
                RegistryStore.save(enterprise.organisation), EnterpriseTables.insert(enterprise),
                EnterpriseTables.save(statement, about: enterprise.id), EnterpriseTables.index(enterprise),
            ]
        }
    }

    /// A statement about one that is.
    init(
        _ statement: Statement, about record: EnterpriseRecord, in regions: RegionTree, by author: Author,
        at now: Instant
    ) throws(Refusal) {
        let earlier = record.statements.first { $0.source == statement.source }
        let merged = earlier?.adding(statement) ?? statement
        self.earlier = earlier
        guard merged.facts != earlier?.facts else {
            outcome = .same
            enterprise = record.enterprise
            making = { [] }
            return
        }
        let others = record.statements.filter { $0.source != statement.source }
        let held = try Self.held(
            [merged] + others, of: record.enterprise, source: statement.source, by: author, at: now)
        try Self.check(statement, in: held.enterprise.values, regions, on: now.day)
        enterprise = held.enterprise
        making = { held.changes }
        outcome = .changed
    }

    /// The register without what a source said last: with what it said before, or without its voice.
    init(
        restoring earlier: Statement?, of source: StatementSource, in record: EnterpriseRecord, by author: Author,
        at now: Instant
    ) throws(Refusal) {
        let others = record.statements.filter { $0.source != source }
        let left = others + (earlier.map { [$0] } ?? [])
        let held = try Self.held(left, of: record.enterprise, source: source, by: author, at: now)
        let gone = earlier == nil ? [EnterpriseTables.removeStatement(source, about: record.enterprise.id)] : []
        enterprise = held.enterprise
        making = { held.changes + gone }
        outcome = .changed
        self.earlier = record.statements.first { $0.source == source }
    }

    private static func held(
        _ statements: [Statement], of before: Enterprise, source: StatementSource, by author: Author, at now: Instant
    ) throws(Refusal) -> (enterprise: Enterprise, changes: [Change]) {
        var enterprise = before
        enterprise.hold(statements.holding)
        try check(enterprise.values)
        enterprise.version += 1
        enterprise.updatedAt = now
        let facts = FactChange.between(before, enterprise, source: source, by: author, at: now)
        var changes = [EnterpriseTables.update(enterprise, from: before.version)]
        changes += statements.filter { $0.source == source }.map { EnterpriseTables.save($0, about: enterprise.id) }
        changes += facts.map(EnterpriseTables.insert)
        if enterprise.organisation != before.organisation {
            changes.append(RegistryStore.save(enterprise.organisation))
        }
        if facts.contains(where: { EnterpriseFact.searched.contains($0.fact) }) {
            changes.append(EnterpriseTables.index(enterprise))
        }
        return (enterprise, changes)
    }

    /// What is said of the place now lies in the county that holds. A region that changes later leaves the coordinates
    /// to be mended next: whoever corrects one fact at a time could otherwise correct neither.
    private static func check(
        _ statement: Statement, in values: [EnterpriseFact: String], _ regions: RegionTree, on day: Day
    ) throws(Refusal) {
        guard let said = statement.facts[.location].flatMap({ Coordinates(text: $0.value) }),
            let region = values[.region].flatMap({ RegionCode($0) }),
            let problem = regions.problem(with: said, in: region, on: day)
        else { return }
        throw Refusal.fields([EnterpriseFact.location.rawValue: problem])
    }

    /// Every enterprise has what the register needs, and either a code or a reason for having none.
    private static func check(_ values: [EnterpriseFact: String]) throws(Refusal) {
        var problems: [String: String] = [:]
        for fact in EnterpriseFact.required where values[fact] == nil {
            problems[fact.rawValue] = "请填写\(fact.title)。"
        }
        if values[.creditCode] == nil, values[.noCodeReason] == nil {
            problems[EnterpriseFact.creditCode.rawValue] = CreditCodeProblem.missing.message
        }
        if let head = values[.branchOf], head == values[.creditCode] {
            problems[EnterpriseFact.branchOf.rawValue] = "总公司的代码与本企业相同。分支机构有自己的代码，请核对。"
        }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
    }
}
