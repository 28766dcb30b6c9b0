import Calendars
import Yams

/// A version as it stands in the file, before its end is known.
struct WrittenVersion {
    var from: Day
    var to: Day?
    var line: Int
    var source: RuleDocument
    var article: String
    var verified: Bool
    var note: String?
    var content: RuleVersion.Content

    /// The version with its end: as written, or the day before the next, or the end of the document.
    func ended(before next: WrittenVersion?, _ problems: inout FileProblems) -> RuleVersion {
        let end = to ?? next?.from.adding(days: -1) ?? source.to
        if let next {
            if next.from <= from || next.from <= end ?? .first {
                problems.add(next.line, "版本重叠：自 \(next.from) 起的版本开始时，自 \(from) 起的版本还在施行。")
            } else if let end, end.distance(to: next.from) > 1 {
                problems.add(next.line, "版本之间有空档：\(end.adding(days: 1)) 至 \(next.from.adding(days: -1)) 没有版本。")
            }
        }
        if let last = source.to, end ?? .last > last {
            problems.add(line, "版本施行到\(end.map { " \($0)" } ?? "今")，但它的来源“\(source.number)”在 \(last) 之后已失效。")
        }
        return RuleVersion(
            from: from, to: end, source: source, article: article, verified: verified, note: note, content: content)
    }
}

/// Reads the versions of one rule.
struct VersionReader {
    let documents: [RuleDocument]
    let rule: Fields
    let inputs: [RuleColumn]
    let outputs: [RuleColumn]

    func read(_ node: Node, _ problems: inout FileProblems) -> WrittenVersion? {
        let known = [
            "from", "to", "document", "article", "verified", "note", "value", "term", "last-day-rest", "table",
        ]
        guard let fields = Fields(node, "版本", known: known, &problems) else { return nil }
        let article = fields.text("article", &problems) ?? rule.text("article", &problems)
        if article == nil { problems.add(fields.line, "没有写明来源：缺少“article”（条款）。") }
        let content = content(fields, &problems)
        let verified = fields.truth("verified", &problems) ?? rule.truth("verified", &problems) ?? true
        let note = fields.text("note", &problems)
        guard let force = fields.force(&problems), let article, let content,
            let source = source(fields, on: force.from, &problems)
        else { return nil }
        return WrittenVersion(
            from: force.from, to: force.to, line: fields.line, source: source, article: article, verified: verified,
            note: note, content: content)
    }

    /// The document named, or the only one in force on that day.
    private func source(_ fields: Fields, on day: Day, _ problems: inout FileProblems) -> RuleDocument? {
        let number = fields.text("document", &problems) ?? rule.text("document", &problems)
        let candidates = documents.filter { document in
            document.from <= day && day <= document.to ?? .last && number ?? document.number == document.number
        }
        if candidates.count == 1 { return candidates[0] }
        let which = number.map { "“\($0)”" } ?? "来源文件"
        problems.add(
            fields.line,
            candidates.isEmpty
                ? "没有写明来源：\(day) 这一天\(which)不在施行，或没有列在“documents”中。"
                : "\(day) 这一天有 \(candidates.count) 个来源文件在施行，请用“document”写明文号。")
        return nil
    }

    private func content(_ fields: Fields, _ problems: inout FileProblems) -> RuleVersion.Content? {
        let given = ["value", "term", "table"].filter { fields[$0] != nil }
        guard given.count == 1, let node = fields[given[0]] else {
            problems.add(fields.line, "版本应有 value（数值）、term（期限）、table（判定表）三者之一，且只有一个。")
            return nil
        }
        if given[0] != "table", !inputs.isEmpty || !outputs.isEmpty {
            problems.add(node, "只有判定表才有输入和输出。")
        }
        switch given[0] {
        case "table": return TableReader(inputs: inputs, outputs: outputs).read(node, &problems).map { .table($0) }
        case "term": return term(fields, node, &problems).map { .value(.term($0)) }
        default: return plainValue(node, &problems).map { .value($0) }
        }
    }

    private func term(_ fields: Fields, _ node: Node, _ problems: inout FileProblems) -> Term? {
        guard var term = node.text.flatMap({ Term($0) }) else {
            problems.add(node, "期限“\(node.text ?? "")”无法识别，应写成 15个工作日、60日、6个月、2年、24小时、提前7日、立即、当日。")
            return nil
        }
        switch fields.text("last-day-rest", &problems) {
        case nil, "stays": break
        case "moves" where !term.unit.isByTheClock && term.unit != .workingDays: term.lastDayRestMoves = true
        case "moves": problems.add(node, "“\(term)”的最后一日不会是休息日，不必写“last-day-rest”。")
        default: problems.add(fields["last-day-rest"] ?? node, "“last-day-rest”应是 moves（顺延）或 stays（不顺延）。")
        }
        return term
    }

    private func plainValue(_ node: Node, _ problems: inout FileProblems) -> RuleValue? {
        guard let scalar = node.scalar, !scalar.string.isEmpty else {
            problems.add(node, "“value”应是一个数、一段文字、true 或 false。")
            return nil
        }
        guard scalar.style == .plain || scalar.style == .any else { return .text(scalar.string) }
        switch scalar.string {
        case "true": return .truth(true)
        case "false": return .truth(false)
        default: return Figure(scalar.string).map { .number($0) } ?? .text(scalar.string)
        }
    }
}
