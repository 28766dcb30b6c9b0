extension Decomposition {
    /// The heads of the columns of ``ledger(of:)``.
    public static let ledgerHeads = [
        "序号", "条款", "任务", "牵头单位", "配合单位", "参与单位", "按职责分工单位", "各地", "完成时限", "引用文件", "未能识别的单位", "起", "止",
    ]

    /// A table of the clauses that hold measures or assign work, in the shape offices keep, one row a clause.
    ///
    /// - Parameter text: the text the decomposition was made from.
    public func ledger(of text: String) -> [[String]] {
        let points = CodePoints(text)
        var rows: [[String]] = []
        for node in nodes {
            let tasks = node.sentences.filter {
                $0.class == .measure || $0.class == .target || $0.class == .organisation
            }
            guard let first = tasks.first, let last = tasks.last, last.end <= points.count else { continue }
            let task = points.string(first.start..<last.end).split(whereSeparator: \.isNewline).joined(separator: " ")
            rows.append(row(rows.count + 1, node, task: task))
        }
        return rows
    }

    private func row(_ number: Int, _ node: Node, task: String) -> [String] {
        func units(_ role: UnitRole) -> String { list(node.units.filter { $0.role == role }.map(\.text)) }
        let deadlines = node.deadlines.map { deadline in deadline.text + (deadline.date.map { "（\($0)）" } ?? "") }
        let citations = node.citations.map { "《\($0.title)》" + ($0.number.map { "（\($0)）" } ?? "") }
        let unresolved = node.units.filter { $0.organisations.isEmpty }.map(\.text)
        return [
            String(number), path(to: node), task, units(.lead), units(.cooperate), units(.participate), units(.byDuty),
            units(.local), list(deadlines), list(citations), list(unresolved), String(node.start), String(node.end),
        ]
    }

    private func list(_ items: [String]) -> String {
        var seen: Set<String> = []
        return items.filter { seen.insert($0).inserted }.joined(separator: "、")
    }

    /// The marks from the outermost clause down to this one: 二、（三）
    private func path(to node: Node) -> String {
        var marks: [String] = []
        var at: Node? = node
        while let here = at {
            if let marker = here.marker { marks.insert(marker, at: 0) }
            at = here.parent.flatMap(self.node)
        }
        return marks.joined()
    }

    private func node(_ id: String) -> Node? {
        guard let place = Int(id.dropFirst()), nodes.indices.contains(place - 1) else { return nil }
        return nodes[place - 1].id == id ? nodes[place - 1] : nodes.first { $0.id == id }
    }

    /// The ledger as CSV in UTF-8 with a byte order mark, so that Excel and WPS show the characters.
    public func csv(of text: String) -> String {
        let rows = [Decomposition.ledgerHeads] + ledger(of: text)
        return "\u{FEFF}" + rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
    }

    /// Quoted where needed; what a spreadsheet would take for a formula is kept as words.
    private func cell(_ value: String) -> String {
        let safe = value.first.map("=+-@\t\r".contains) == true ? "'" + value : value
        guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
