import Calendars

/// What a rule says on a day, with how that was arrived at.
public struct Reading<Value: Sendable>: Sendable {
    public var value: Value
    public var derivation: Derivation
}

extension Reading: Equatable where Value: Equatable {}
extension Reading: Hashable where Value: Hashable {}

/// 依据: where a figure comes from and which row of which table gave it. Kept with every decision that rests on it.
public struct Derivation: Sendable, Hashable, Codable {
    /// A value that was given to the rule.
    public struct Input: Sendable, Hashable, Codable {
        public var name: String
        /// 死亡人数
        public var title: String
        /// 3 人
        public var value: String
    }

    /// A row of a decision table that hit.
    public struct Row: Sendable, Hashable, Codable {
        /// Counted from 1, as people count.
        public var number: Int
        /// The conditions of the row in words, those that let everything pass left out.
        public var cells: [String]
    }

    /// The rule's name, `accident.grade`.
    public var rule: String
    /// 事故等级
    public var title: String
    /// 《生产安全事故报告和调查处理条例》, without the marks
    public var document: String
    /// 国务院令第493号
    public var number: String
    /// 第三条
    public var article: String
    /// The first day on which this version is in force.
    public var from: Day
    /// The last day, if it is known.
    public var to: Day?
    /// From when a term counts, in words: 立案之日.
    public var trigger: String?
    public var inputs: [Input] = []
    public var rows: [Row] = []
    /// What came out, in words: 较大事故.
    public var outcome: String
    /// A convention of this platform rather than law.
    public var isConvention: Bool
    /// Whether someone compared the figure with the source.
    public var verified: Bool

    /// The whole derivation as Chinese prose.
    public var sentence: String {
        [sourceClause + "，\(title)为“\(outcome)”。", inputClause, doubt].compactMap { $0 }.joined()
    }

    /// 《生产安全事故报告和调查处理条例》（国务院令第493号）
    public var documentInWords: String { "《\(document)》（\(number)）" }

    /// The same source as a deadline shows it.
    public var basis: Deadline.Basis {
        Deadline.Basis(
            title: trigger.map { "\(title)（起算：\($0)）" } ?? title, document: documentInWords, article: article,
            verified: verified)
    }

    private var sourceClause: String {
        let end = to.map { "至\($0.chinese)" } ?? "起"
        let force = isConvention ? "\(from.chinese)\(end)使用" : "\(from.chinese)\(end)施行"
        return "\(isConvention ? "按平台约定（非法规）" : "依据")\(documentInWords)\(article)（\(force)）"
    }

    private var inputClause: String? {
        guard !inputs.isEmpty else { return nil }
        let given = inputs.map { "\($0.title) \($0.value)" }.joined(separator: "，")
        guard !rows.isEmpty else { return "所据情况：\(given)；没有一行符合。" }
        let hits = rows.map { row in
            "第 \(row.number) 行" + (row.cells.isEmpty ? "（不设条件）" : "（\(row.cells.joined(separator: "，且"))）")
        }
        return "所据情况：\(given)；符合判定表\(hits.joined(separator: "、"))。"
    }

    private var doubt: String? {
        verified ? nil : "该数值尚未与原文核对，使用前请查阅原文。"
    }
}
