import Calendars
import Rules
import Workflows

/// 判定条款 — a case in which the law itself calls a danger a major one.
public struct Criterion: Sendable, Hashable {
    /// The platform's own code; the state has given none.
    public let code: String
    /// The case in short; the text of the standard decides.
    public let title: String
    /// 煤矿、有限空间 — the line of business or the matter it speaks about.
    public let category: String
    public let document: String
    public let article: String
    /// Whether the case was compared with the text of the standard.
    public let isVerified: Bool

    init?(_ rule: RuleDescription, on day: Day) {
        guard let version = rule.version(on: day), case .value(.text(let category)) = version.content else {
            return nil
        }
        code = rule.name.dropFirst(Self.prefix.count).uppercased()
        title = rule.title
        self.category = category
        document = "《\(version.source.title)》（\(version.source.number)）"
        article = version.article
        isVerified = version.verified
    }

    static let prefix = "hidden-danger.criterion."
}

extension RuleBook {
    /// All criteria in force that day.
    public func criteria(on day: Day) -> [Criterion] {
        rules.filter { $0.name.hasPrefix(Criterion.prefix) }.compactMap { Criterion($0, on: day) }
    }

    /// The criterion with this code, however its letters are written; `nil` when none is in force that day.
    public func criterion(_ code: String, on day: Day) -> Criterion? {
        rule(named: Criterion.prefix + code.lowercased()).flatMap { Criterion($0, on: day) }
    }
}

extension Collection<Criterion> {
    /// Those that speak about what was seen, the nearest first. Only a suggestion: a person decides.
    public func suggested(for words: String, limit: Int = 5) -> [Criterion] {
        let seen = words.pairs
        guard !seen.isEmpty else { return [] }
        return map { (criterion: $0, nearness: ($0.category + $0.title).pairs.nearness(to: seen)) }
            .filter { $0.nearness > 0.15 }
            .sorted { ($1.nearness, $0.criterion.code) < ($0.nearness, $1.criterion.code) }
            .prefix(limit).map(\.criterion)
    }
}

extension String {
    /// Neighbouring characters, two by two, without signs; Chinese words are mostly of two.
    fileprivate var pairs: Set<String> {
        let letters = filter { $0.isLetter || $0.isNumber }
        return Set(zip(letters, letters.dropFirst()).map { "\($0)\($1)" })
    }
}

extension Set<String> {
    /// How much of the smaller set the two have in common; one pair in common says nothing.
    fileprivate func nearness(to other: Self) -> Double {
        let shared = intersection(other).count
        return shared < 2 ? 0 : Double(shared) / Double(Swift.min(count, other.count))
    }
}
