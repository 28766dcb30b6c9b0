import Calendars

/// 流程检查 — what must hold of every workflow table, checked before the first person is let in.
public enum WorkflowCheck {
    /// Every fault of the table, in words for whoever wrote it; none when it is sound.
    public static func faults<Subject: Matter>(of kind: Subject.Type) -> [String] {
        let workflow = kind.workflow
        var faults: [String] = []
        for state in Subject.State.allCases {
            let isFinal = workflow.final.contains(state)
            let leaving = workflow.transitions.filter { $0.origins.contains(state) }
            let awaited = workflow.awaits(state)
            if !reachable(in: workflow).contains(state) { faults.append("state \(state) cannot be reached") }
            if !isFinal, !leaving.contains(where: { $0.destinations != [state] }) {
                faults.append("state \(state) has no way out")
            }
            if !isFinal, !leads(from: state, to: workflow.final, in: workflow) {
                faults.append("state \(state) is a dead end: no final state can be reached")
            }
            if isFinal != (awaited.actor == .nobody) { faults.append("state \(state): final and awaiting disagree") }
            if case .none(let reason) = awaited.limit, reason.isEmpty {
                faults.append("state \(state) waits without a term and does not say why")
            }
            faults += actorFaults(of: state, awaited: awaited, leaving: leaving)
            if leaving.contains(where: { $0.effect == .suspends }), !leaving.contains(where: { $0.effect == .resumes })
            {
                faults.append("state \(state) can be suspended but not resumed")
            }
        }
        return faults + commandFaults(of: workflow) + columnFaults(of: kind) + recurringFaults(of: workflow)
    }

    private static func reachable<Subject>(in workflow: Workflow<Subject>) -> Set<Subject.State> {
        var found: Set = [workflow.initial]
        var frontier = found
        while !frontier.isEmpty {
            let next = workflow.transitions.filter { !$0.origins.isDisjoint(with: frontier) }.flatMap(\.destinations)
            frontier = Set(next).subtracting(found)
            found.formUnion(frontier)
        }
        return found
    }

    private static func leads<Subject>(
        from state: Subject.State, to final: Set<Subject.State>, in workflow: Workflow<Subject>
    ) -> Bool {
        var found: Set = [state]
        var frontier = found
        while !frontier.isEmpty {
            let next = workflow.transitions.filter { !$0.origins.isDisjoint(with: frontier) }.flatMap(\.destinations)
            frontier = Set(next).subtracting(found)
            found.formUnion(frontier)
        }
        return !found.isDisjoint(with: final)
    }

    /// Whoever is awaited must have something to do.
    private static func actorFaults<Subject>(
        of state: Subject.State, awaited: Awaited<Subject>, leaving: [Transition<Subject>]
    ) -> [String] {
        switch awaited.actor {
        case .party(let party) where !leaving.contains { !$0.isByPlatform && ($0.party == nil || $0.party == party) }:
            ["state \(state) waits for \(party) who has no command there"]
        case .signatories where !leaving.contains(where: \.isSignature):
            ["state \(state) waits for signatures but nothing can be signed"]
        case .platform where !leaving.contains(where: \.isByPlatform):
            ["state \(state) waits for the platform which has no command there"]
        default: []
        }
    }

    /// Each command decodes from exactly its fields, and is named once.
    private static func commandFaults<Subject>(of workflow: Workflow<Subject>) -> [String] {
        var faults: [String] = []
        var seen: Set<String> = []
        let rows =
            workflow.openings.map { ($0.slug, $0.fields, $0.probe()) }
            + workflow.transitions.map { ($0.slug, $0.fields, $0.probe()) }
        for (slug, fields, read) in rows {
            if !seen.insert(slug).inserted { faults.append("command \(slug) stands in the table twice") }
            let declared = Set(fields.map(\.name))
            if declared.count < fields.count { faults.append("command \(slug) declares a field twice") }
            for name in declared.subtracting(read).sorted() { faults.append("command \(slug) never reads \(name)") }
            for name in read.subtracting(declared).sorted() {
                faults.append("command \(slug) reads undeclared \(name)")
            }
        }
        for transition in workflow.transitions {
            if transition.destinations.isEmpty { faults.append("command \(transition.slug) leads nowhere") }
            if transition.needsReason, !transition.fields.contains(where: { $0.name == "reason" }) {
                faults.append("command \(transition.slug) needs a reason but does not ask for one")
            }
            for slug in transition.separateFrom where !seen.contains(slug) {
                faults.append("command \(transition.slug) is separate from \(slug), which is not in the table")
            }
        }
        return faults
    }

    private static func recurringFaults<Subject>(of workflow: Workflow<Subject>) -> [String] {
        let names = workflow.recurring.map(\.name)
        return Set(names).count == names.count ? [] : ["a recurring matter is named twice"]
    }

    private static func columnFaults<Subject: Matter>(of kind: Subject.Type) -> [String] {
        let names = kind.detailColumns.map(\.name)
        // Both are read in one row, where the one would be taken for the other.
        let shared = names.filter(MatterTable.columnNames.contains).map {
            "detail column \($0) is one that all matters have"
        }
        return shared + (Set(names).count == names.count ? [] : ["a detail column is named twice"])
    }
}

extension Decodable {
    /// Decodes a filled-in example and tells which fields were read.
    static func fieldsRead(fields: [Field]) -> Set<String> {
        nonisolated(unsafe) var read: Set<String> = []
        let example = FieldValues(
            Dictionary(
                uniqueKeysWithValues: Set(fields.map(\.name)).map { name in
                    (name, [fields.first { $0.name == name }!.example])
                }))
        do {
            _ = try Self(from: FieldDecoder(example) { read.insert($0) })
        } catch let DecodingError.keyNotFound(key, _) {
            read.insert(key.stringValue)
        } catch {
            read.insert("（\(error)）")
        }
        return read
    }
}

extension Field {
    /// A value that passes the field's own check.
    var example: String {
        switch kind {
        case .text, .longText: "样例"
        case .choice(let choices), .choices(let choices): choices.first?.value ?? ""
        case .day: "2026-09-30"
        case .number(let range, _): String(range.lowerBound)
        case .organisation, .organisations, .enterprise, .person: "example"
        case .region: "320000000000"
        case .attachments: String(repeating: "0", count: 64)
        }
    }
}
