import Calendars
import Yams

/// Reads one rule file and reports everything that is wrong with it.
struct RuleFile {
    private(set) var rules: [RuleDescription] = []
    private(set) var problems: FileProblems
    private var documents: [RuleDocument] = []

    init(name: String, text: String) {
        problems = FileProblems(file: name)
        do {
            if let root = try compose(yaml: text) { read(root) } else { problems.add(0, "文件是空的。") }
        } catch {
            problems.add(Self.line(of: error), "不是有效的 YAML：\(Self.words(for: error))")
        }
    }

    private mutating func read(_ root: Node) {
        guard let fields = Fields(root, "文件", known: ["documents", "rules"], &problems) else { return }
        if fields.list("documents", &problems).isEmpty { problems.add(fields.line, "没有写明来源：缺少“documents”。") }
        for node in fields.list("documents", &problems) { readDocument(node) }
        if fields.list("rules", &problems).isEmpty { problems.add(fields.line, "没有一条规则：缺少“rules”。") }
        for node in fields.list("rules", &problems) { readRule(node) }
    }

    private mutating func readDocument(_ node: Node) {
        let known = ["title", "number", "issuer", "from", "to", "convention"]
        guard let fields = Fields(node, "来源文件", known: known, &problems) else { return }
        let title = fields.needed("title", "文件名称", &problems)
        let number = fields.needed("number", "文号", &problems)
        let issuer = fields.needed("issuer", "发布机关", &problems)
        let isConvention = fields.truth("convention", &problems) ?? false
        guard let force = fields.force(&problems), let title, let number, let issuer else { return }
        documents.append(
            RuleDocument(
                title: title, number: number, issuer: issuer, from: force.from, to: force.to,
                isConvention: isConvention))
    }

    private mutating func readRule(_ node: Node) {
        let known = [
            "name", "title", "article", "document", "trigger", "who", "note", "unit", "verified", "inputs", "outputs",
            "versions",
        ]
        guard let fields = Fields(node, "规则", known: known, &problems) else { return }
        let name = fields.needed("name", "名称", &problems)
        let title = fields.needed("title", "中文名称", &problems)
        if let name, !Self.isWellFormed(name) {
            problems.add(fields["name"] ?? node, "规则名称“\(name)”应由小写英文、数字和连字符组成，用点分段，如 penalty.decision。")
        }
        let unit = fields.text("unit", &problems)
        let inputs = columns(fields, "inputs")
        let outputs = columns(fields, "outputs")
        let versions = readVersions(fields, inputs: inputs, outputs: outputs)
        guard let name, let title else { return }
        rules.append(
            RuleDescription(
                name: name, title: title, trigger: fields.text("trigger", &problems),
                who: fields.text("who", &problems),
                note: fields.text("note", &problems), unit: unit, inputs: inputs, outputs: outputs, versions: versions,
                file: problems.file, line: fields.line))
    }

    /// The versions in order; the end of one that does not say is the day before the next, or the end of its document.
    private mutating func readVersions(
        _ rule: Fields, inputs: [RuleColumn], outputs: [RuleColumn]
    ) -> [RuleVersion] {
        let nodes = rule.list("versions", &problems)
        if nodes.isEmpty { problems.add(rule.line, "规则没有版本：缺少“versions”。") }
        let written = nodes.compactMap { node in
            VersionReader(documents: documents, rule: rule, inputs: inputs, outputs: outputs).read(node, &problems)
        }
        return written.indices.map { index in
            let next = index + 1 < written.count ? written[index + 1] : nil
            return written[index].ended(before: next, &problems)
        }
    }

    private mutating func columns(_ rule: Fields, _ key: String) -> [RuleColumn] {
        var columns: [RuleColumn] = []
        for node in rule.list(key, &problems) {
            guard let column = RuleColumn(node, isInput: key == "inputs", &problems) else { continue }
            if columns.contains(where: { $0.name == column.name }) {
                problems.add(node, "“\(column.name)”在 \(key) 中出现两次。")
            } else {
                columns.append(column)
            }
        }
        return columns
    }

    private static func isWellFormed(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 && parts.allSatisfy { isKebab($0) }
    }

    static func isKebab(_ name: Substring) -> Bool {
        name.first?.isLowercase == true && name.last != "-"
            && name.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }
    }

    private static func line(of error: any Error) -> Int {
        switch error {
        case YamlError.scanner(_, _, let mark, _), YamlError.parser(_, _, let mark, _),
            YamlError.composer(_, _, let mark, _):
            mark.line
        case YamlError.duplicatedKeysInMapping(_, let context): context.mark.line
        default: 0
        }
    }

    private static func words(for error: any Error) -> String {
        switch error {
        case YamlError.scanner(_, let problem, _, _), YamlError.parser(_, let problem, _, _),
            YamlError.composer(_, let problem, _, _):
            problem
        case YamlError.duplicatedKeysInMapping(let keys, _): "“\(keys.joined(separator: "、"))”写了两次"
        default: "\(error)"
        }
    }
}
