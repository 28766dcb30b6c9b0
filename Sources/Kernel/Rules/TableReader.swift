import Calendars
import Yams

/// Reads a decision table and checks it for gaps and overlaps.
struct TableReader {
    let inputs: [RuleColumn]
    let outputs: [RuleColumn]

    func read(_ node: Node, _ problems: inout FileProblems) -> DecisionTable? {
        guard let fields = Fields(node, "判定表", known: ["hit", "columns", "rows"], &problems) else { return nil }
        let policy = hitPolicy(fields, &problems)
        let columns = columns(fields, &problems)
        guard let policy, let columns else { return nil }
        let nodes = fields.list("rows", &problems)
        if nodes.isEmpty { problems.add(fields.line, "判定表没有一行：缺少“rows”。") }
        let rows = nodes.compactMap { row($0, columns, &problems) }
        guard !nodes.isEmpty, rows.count == nodes.count else { return nil }
        let table = DecisionTable(hitPolicy: policy, inputs: columns.inputs, outputs: columns.outputs, rows: rows)
        for problem in TableCheck(table).problems {
            problems.add(problem.row.map { rows[$0].line } ?? fields.line, problem.message)
        }
        return table
    }

    private func hitPolicy(_ fields: Fields, _ problems: inout FileProblems) -> DecisionTable.HitPolicy? {
        guard let letter = fields.needed("hit", "命中规则", &problems) else { return nil }
        guard let policy = DecisionTable.HitPolicy(rawValue: letter) else {
            problems.add(fields["hit"]?.line ?? fields.line, "命中规则“\(letter)”应是 U、A、P、F、C 之一。")
            return nil
        }
        guard policy == .priority else { return policy }
        if case .text(let words) = outputs.first?.kind, !words.isEmpty { return policy }
        problems.add(fields.line, "命中规则 P 要求第一个输出用“values”从强到弱列出取值。")
        return nil
    }

    /// The columns in the order in which the rows give them: all inputs, then all outputs.
    private func columns(
        _ fields: Fields, _ problems: inout FileProblems
    ) -> (inputs: [RuleColumn], outputs: [RuleColumn])? {
        let nodes = fields.list("columns", &problems)
        let names = nodes.map { $0.text ?? "" }
        var isSound = true
        for (name, node) in zip(names, nodes) where !(inputs + outputs).contains(where: { $0.name == name }) {
            problems.add(node, "列“\(name)”既不在“inputs”也不在“outputs”中。")
            isSound = false
        }
        for column in inputs + outputs where names.filter({ $0 == column.name }).count != 1 {
            problems.add(fields["columns"]?.line ?? fields.line, "“columns”应列出“\(column.name)”（\(column.title)），且只列一次。")
            isSound = false
        }
        if outputs.isEmpty {
            problems.add(fields.line, "判定表没有输出：规则缺少“outputs”。")
            isSound = false
        }
        guard isSound else { return nil }
        let inOrder = names.compactMap { name in (inputs + outputs).first { $0.name == name } }
        guard inOrder == inOrder.filter(inputs.contains) + inOrder.filter(outputs.contains) else {
            problems.add(fields["columns"]?.line ?? fields.line, "“columns”应先列输入，后列输出。")
            return nil
        }
        return (inOrder.filter(inputs.contains), inOrder.filter(outputs.contains))
    }

    private func row(
        _ node: Node, _ columns: (inputs: [RuleColumn], outputs: [RuleColumn]), _ problems: inout FileProblems
    ) -> DecisionTable.Row? {
        let count = columns.inputs.count + columns.outputs.count
        guard case .sequence(let sequence) = node, sequence.count == count else {
            problems.add(node, "这一行应有 \(count) 格，与“columns”相同。")
            return nil
        }
        let cells = zip(sequence, columns.inputs).compactMap { cell($0, $1, &problems) }
        let outcomes = zip(sequence.dropFirst(columns.inputs.count), columns.outputs).compactMap {
            outcome($0, $1, &problems)
        }
        guard cells.count + outcomes.count == count else { return nil }
        return DecisionTable.Row(cells: cells, outcomes: outcomes, line: node.line)
    }

    private func cell(_ node: Node, _ column: RuleColumn, _ problems: inout FileProblems) -> UnaryTests? {
        do throws(CellFault) {
            return try UnaryTestsParser.parse(node.text ?? "", for: column)
        } catch {
            problems.add(node, error.message + "。")
            return nil
        }
    }

    private func outcome(_ node: Node, _ column: RuleColumn, _ problems: inout FileProblems) -> RuleValue? {
        let text = node.text ?? ""
        let value: RuleValue? =
            switch column.kind {
            case .integer, .number: Figure(text).flatMap { column.admits(.number($0)) ? .number($0) : nil }
            case .text: !text.isEmpty && column.admits(.text(text)) ? .text(text) : nil
            case .truth: ["true": RuleValue.truth(true), "false": .truth(false)][text]
            case .term: Term(text).map { .term($0) }
            case .day: nil
            }
        if value == nil { problems.add(node, "“\(text)”不是“\(column.name)”（\(column.title)）允许的取值。") }
        return value
    }
}
