import Calendars
import Storage

/// What one source says about one enterprise, each fact with the day on which it was said.
public struct Statement: Sendable, Hashable {
    public struct Said: Sendable, Hashable {
        public var value: String
        public var on: Day

        public init(_ value: String, on day: Day) {
            self.value = value
            on = day
        }
    }

    public let source: StatementSource
    /// The organisation that entered it.
    public var organisation: String
    public var facts: [EnterpriseFact: Said]

    public init(_ source: StatementSource, by organisation: String, _ facts: [EnterpriseFact: Said]) {
        self.source = source
        self.organisation = organisation
        self.facts = facts
    }

    /// Says the same facts on one day.
    public init(
        _ source: StatementSource, by organisation: String, on day: Day, _ values: [EnterpriseFact: String]
    ) {
        self.init(source, by: organisation, values.mapValues { Said($0, on: day) })
    }

    /// With what the same source says now: what it says anew replaces what it said before, the rest stays.
    ///
    /// Saying the same again changes nothing, not even the day.
    func adding(_ later: Statement) -> Statement {
        var merged = self
        for (fact, said) in later.facts where facts[fact]?.value != said.value { merged.facts[fact] = said }
        if merged.facts != facts { merged.organisation = later.organisation }
        return merged
    }

    // MARK: As it is stored

    /// One line for each fact: its name, the day, the value.
    var lines: String {
        EnterpriseFact.allCases.compactMap { fact in
            facts[fact].map { "\(fact.rawValue) \($0.on) \($0.value)" }
        }.joined(separator: "\n")
    }

    init(row: Row) throws {
        try self.init(row["source"], lines: row["facts"], by: row["organisation"])
    }

    /// What was kept as ``lines``.
    init(_ source: StatementSource, lines: String, by organisation: String) throws {
        var facts: [EnterpriseFact: Said] = [:]
        for line in lines.split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 2).map(String.init)
            guard parts.count == 3, let fact = EnterpriseFact(rawValue: parts[0]), let day = Day(parts[1]) else {
                throw UnreadableColumn(column: "facts", value: .text(String(line)))
            }
            facts[fact] = Said(parts[2], on: day)
        }
        self.init(source, by: organisation, facts)
    }
}

/// What holds for one fact, who says so, and who says otherwise.
public struct HeldFact: Sendable, Hashable {
    public struct Voice: Sendable, Hashable {
        public let value: String
        public let source: StatementSource
        public let organisation: String
        public let on: Day
    }

    public let held: Voice
    /// 来源不一致 — other sources' values that differ and are not settled by a correction.
    public let rivals: [Voice]

    public var value: String { held.value }
}

extension Sequence<Statement> {
    /// What holds, fact by fact: a correction before the fact's owner, the owner before the one who spoke last.
    ///
    /// What another source said before a correction is settled by it; what it says afterwards stands beside it.
    public var holding: [EnterpriseFact: HeldFact] {
        var voices: [EnterpriseFact: [HeldFact.Voice]] = [:]
        for statement in self {
            for (fact, said) in statement.facts {
                voices[fact, default: []].append(
                    .init(
                        value: said.value, source: statement.source, organisation: statement.organisation, on: said.on))
            }
        }
        return Dictionary(uniqueKeysWithValues: voices.map { ($0, HeldFact(among: $1, about: $0)) })
    }
}

extension HeldFact {
    fileprivate init(among voices: [Voice], about fact: EnterpriseFact) {
        let correction = StatementSource.correction(fact)
        func rank(_ voice: Voice) -> Int { voice.source == correction ? 2 : voice.source == fact.owner ? 1 : 0 }
        let held = voices.max { (rank($0), $0.on, $0.source.name) < (rank($1), $1.on, $1.source.name) }!
        let settled = held.source == correction ? held.on : nil
        self.held = held
        rivals = voices.filter { voice in voice.value != held.value && (settled.map { voice.on > $0 } ?? true) }
            .sorted { ($0.on, $0.source.name) > ($1.on, $1.source.name) }
    }
}
