import Calendars
import Rules
import Workflows

/// 重大危险源辨识单元 — a unit of production or storage with the hazardous chemicals that it is designed to hold at most
/// (GB 18218-2018), and the people who live near.
public struct MajorHazardUnit: Codable, Sendable, Hashable {
    /// A chemical with the most the unit is designed to hold, not what is there today.
    public struct Substance: Codable, Sendable, Hashable {
        public var name: String
        public var amount: Tonnes
        /// 危险性类别符号 of tables 2 and 4, such as `W5.3`.
        public var hazardClass: String?

        public init(_ name: String, _ amount: Tonnes, hazardClass: String? = nil) {
            self.name = name
            self.amount = amount
            self.hazardClass = hazardClass
        }
    }

    public var substances: [Substance]
    /// 厂区边界向外500米内常住人口
    public var people: Int

    public init(_ substances: [Substance], people: Int) {
        self.substances = substances
        self.people = people
    }

    /// Reads one substance a line: name, amount in tonnes, and the hazard class where the tables ask for it.
    init(lines text: String, people: Int, in step: borrowing Step) throws(Refusal) {
        var substances: [Substance] = []
        let lines = text.split(whereSeparator: \.isNewline).filter { $0.contains { !$0.isWhitespace } }
        for (index, line) in lines.enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            func wrong(_ what: String) -> Refusal { .fields(["substances": "第 \(index + 1) 行“\(line)”：\(what)"]) }
            guard (2...3).contains(words.count) else {
                throw wrong("请写成“名称 设计最大量（吨）”，未列名的在后面加危险性类别符号，如“氨 12.5”“某溶剂 200 W5.3”。")
            }
            guard let amount = Tonnes(typed: words[1]) else {
                throw wrong("“\(words[1])”不是大于零的吨数，请写数字，如 12.5。")
            }
            let substance = Substance(words[0], amount, hazardClass: words.dropFirst(2).first?.uppercased())
            if let lacking = substance.lacking(by: step.rules, on: step.today) { throw wrong(lacking) }
            substances.append(substance)
        }
        guard !substances.isEmpty else { throw Refusal.fields(["substances": "请至少写一种危险化学品。"]) }
        guard Set(substances.map(\.name)).count == substances.count else {
            throw Refusal.fields(["substances": "同一种危险化学品写了两行，请把数量合在一行。"])
        }
        self.init(substances, people: people)
    }

    /// S, and when it makes the unit a major hazard source, R and the level.
    func indices(by rules: RuleBook, on day: Day) throws(RuleMissing) -> MajorHazardIndices {
        var s = Fraction(0)
        var weighted = Fraction(0)
        var derivations: [Derivation] = []
        var workings: [String] = []
        for substance in substances {
            let critical = try substance.critical(by: rules, on: day)
            let beta = try substance.beta(by: rules, on: day)
            derivations += [critical.derivation, beta.derivation]
            let ratio = substance.amount / Tonnes(critical.value)
            s = s + ratio
            weighted = weighted + Fraction(beta.value) * ratio
            workings.append(
                "\(substance.name)：q \(substance.amount) 吨 ÷ Q \(critical.value) 吨 = \(ratio.figure)，β = \(beta.value)")
        }
        let source = try rules.reading(
            Rule<Bool>("major-hazard.is-source"), on: day, given: ["s": .number(s.figure)])
        derivations.append(source.derivation)
        workings.append("S = \(s.figure)，\(source.value ? "构成" : "不构成")重大危险源")
        guard source.value else {
            return MajorHazardIndices(s: s.figure, r: nil, level: nil, derivations: derivations, workings: workings)
        }
        let alpha = try rules.reading(
            Rule<Figure>("major-hazard.alpha"), on: day, given: ["people": .number(people)])
        let r = Fraction(alpha.value) * weighted
        let level = try rules.reading(
            Rule<String>("major-hazard.level"), on: day, given: ["r": .number(r.figure)])
        workings.append("R = α \(alpha.value) × Σ(β·q/Q) \(weighted.figure) = \(r.figure)，\(level.value)重大危险源")
        return MajorHazardIndices(
            s: s.figure, r: r.figure, level: level.value,
            derivations: derivations + [alpha.derivation, level.derivation], workings: workings)
    }
}

/// What the standard makes of a unit, with how it was worked out.
public struct MajorHazardIndices: Sendable, Hashable {
    /// Σ q/Q
    public let s: Figure
    /// α·Σ β·q/Q; `nil` when the unit is no major hazard source.
    public let r: Figure?
    /// 一级 to 四级
    public let level: String?
    let derivations: [Derivation]
    let workings: [String]
}

extension MajorHazardUnit.Substance {
    /// Q of table 1, or by the class of table 2.
    fileprivate func critical(by rules: RuleBook, on day: Day) throws(RuleMissing) -> Reading<Figure> {
        if let listed = try listed("major-hazard.critical-quantity", by: rules, on: day) { return listed }
        return try byClass("major-hazard.critical-quantity-by-class", by: rules, on: day)
    }

    /// β of table 3 for toxic gases, of table 4 for all others.
    fileprivate func beta(by rules: RuleBook, on day: Day) throws(RuleMissing) -> Reading<Figure> {
        if let listed = try listed("major-hazard.beta-toxic-gas", by: rules, on: day) { return listed }
        return try byClass("major-hazard.beta-by-class", by: rules, on: day)
    }

    /// `nil` when the table does not name the substance.
    private func listed(_ rule: String, by rules: RuleBook, on day: Day) throws(RuleMissing) -> Reading<Figure>? {
        do {
            return try rules.reading(Rule<Figure>(rule), on: day, given: ["substance": .text(name)])
        } catch {
            guard case .unfitInput = error.cause else { throw error }
            return nil
        }
    }

    private func byClass(_ rule: String, by rules: RuleBook, on day: Day) throws(RuleMissing) -> Reading<Figure> {
        try rules.reading(Rule<Figure>(rule), on: day, given: hazardClass.map { ["class": .text($0)] } ?? [:])
    }

    /// What is missing before Q and β can be found, in words for whoever wrote the line.
    fileprivate func lacking(by rules: RuleBook, on day: Day) -> String? {
        do {
            _ = try critical(by: rules, on: day)
            _ = try beta(by: rules, on: day)
            return nil
        } catch {
            switch error.cause {
            case .missingInput: return "标准没有列出“\(name)”的临界量或系数，请在吨数后面加危险性类别符号，如 W5.3。"
            case .unfitInput: return "没有危险性类别符号“\(hazardClass ?? "")”，请查 GB 18218 表2，如 J1、W2、W5.3。"
            default: return "规则库中没有这一天有效的重大危险源辨识标准，请联系系统管理员。"
            }
        }
    }
}
