import Calendars

/// A rule with all its versions, as the rules browser shows it.
public struct RuleDescription: Sendable {
    /// `penalty.decision`
    public let name: String
    /// 作出行政处罚决定
    public let title: String
    /// From when a term counts: 立案之日.
    public let trigger: String?
    /// Who must act: 行政机关.
    public let who: String?
    public let note: String?
    /// The unit of a plain number: 元, 次/日.
    public let unit: String?
    public let inputs: [RuleColumn]
    public let outputs: [RuleColumn]
    /// In the order of time, without gap or overlap.
    public let versions: [RuleVersion]
    /// The file it stands in, and where.
    public let file: String
    public let line: Int

    /// The version in force on a day.
    public func version(on day: Day) -> RuleVersion? {
        versions.last { $0.from <= day && day <= ($0.to ?? .last) }
    }
}

/// What a rule says between two days.
public struct RuleVersion: Sendable {
    public enum Content: Sendable {
        case value(RuleValue)
        case table(DecisionTable)
    }

    public let from: Day
    /// The last day in force; absent while no end is known.
    public let to: Day?
    public let source: RuleDocument
    public let article: String
    /// Whether someone compared the figures with the source.
    public let verified: Bool
    public let note: String?
    public let content: Content
}

/// The regulation a rule is taken from.
public struct RuleDocument: Sendable, Hashable {
    /// 生产安全事故报告和调查处理条例
    public let title: String
    /// 国务院令第493号
    public let number: String
    /// 国务院
    public let issuer: String
    public let from: Day
    public let to: Day?
    /// A convention of this platform rather than law.
    public let isConvention: Bool
}

/// An input or output of a decision table.
public struct RuleColumn: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Whole numbers in a range; an absent end is open.
        case integer(least: Int?, most: Int?)
        /// Numbers in a range; an absent end is open.
        case number(least: Figure?, most: Figure?)
        /// Words, only these when there are any; for outputs of a table with hit policy P the first is the strongest.
        case text([String])
        case truth
        case day
        case term
    }

    public let name: String
    /// 死亡人数
    public let title: String
    public let kind: Kind
    /// 人
    public let unit: String?

    /// The value with its unit.
    func words(for input: RuleInput) -> String {
        unit.map { "\(input) \($0)" } ?? input.description
    }

    /// Whether an input is of the right type and within the range.
    func admits(_ input: RuleInput) -> Bool {
        switch (kind, input) {
        case (.integer(let least, let most), .number(let figure)):
            guard let whole = figure.whole else { return false }
            return whole >= least ?? .min && whole <= most ?? .max
        case (.number(let least, let most), .number(let figure)):
            return figure >= least ?? Figure(millionths: -.max) && figure <= most ?? .largest
        case (.text(let words), .text(let word)): return words.isEmpty || words.contains(word)
        case (.truth, .truth), (.day, .day): return true
        default: return false
        }
    }
}
