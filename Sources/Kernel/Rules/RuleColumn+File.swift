import Yams

extension RuleColumn {
    /// Reads an input or output: `name`, `title`, `type`, and by type `values`, `min`, `max`, `unit`.
    init?(_ node: Node, isInput: Bool, _ problems: inout FileProblems) {
        let what = isInput ? "输入" : "输出"
        let known = ["name", "title", "type", "values", "min", "max", "unit"]
        guard let fields = Fields(node, what, known: known, &problems) else { return nil }
        let name = fields.needed("name", "名称", &problems)
        let title = fields.needed("title", "中文名称", &problems)
        if let name, !RuleFile.isKebab(name[...]) {
            problems.add(node, "\(what)名称“\(name)”应由小写英文、数字和连字符组成，如 direct-loss。")
        }
        guard let kind = Self.kind(fields, isInput: isInput, &problems), let name, let title else { return nil }
        self.init(name: name, title: title, kind: kind, unit: fields.text("unit", &problems))
    }

    private static func kind(_ fields: Fields, isInput: Bool, _ problems: inout FileProblems) -> Kind? {
        guard let type = fields.needed("type", "类型", &problems) else { return nil }
        let words = fields.list("values", &problems).compactMap(\.text)
        let least = figure(fields, "min", &problems)
        let most = figure(fields, "max", &problems)
        if type != "text", fields["values"] != nil { problems.add(fields.line, "只有 text 类型可以列“values”。") }
        if !["integer", "number"].contains(type), least != nil || most != nil {
            problems.add(fields.line, "只有 integer 和 number 类型可以有“min”和“max”。")
        }
        if let least, let most, most < least {
            problems.add(fields.line, "“max”小于“min”。")
            return nil
        }
        switch type {
        case "integer": return .integer(least: least?.whole, most: most?.whole)
        case "number": return .number(least: least, most: most)
        case "text": return .text(words)
        case "boolean": return .truth
        case "date" where isInput: return .day
        case "term" where !isInput: return .term
        default:
            problems.add(
                fields["type"]?.line ?? fields.line,
                "类型“\(type)”不存在；可用的有：integer、number、text、boolean、\(isInput ? "date" : "term")。")
            return nil
        }
    }

    private static func figure(_ fields: Fields, _ key: String, _ problems: inout FileProblems) -> Figure? {
        guard let text = fields.text(key, &problems) else { return nil }
        let figure = Figure(text)
        if figure == nil { problems.add(fields[key]?.line ?? fields.line, "“\(key)”应是一个数，而不是“\(text)”。") }
        return figure
    }
}
