import Yams

/// Collects what is wrong with one file.
struct FileProblems {
    let file: String
    private(set) var found: [RuleFileErrors.Problem] = []

    init(file: String) {
        self.file = file
    }

    mutating func add(_ line: Int, _ message: String) {
        found.append(RuleFileErrors.Problem(file: file, line: line, message: message))
    }

    mutating func add(_ node: Node, _ message: String) {
        add(node.line, message)
    }
}

extension Node {
    var line: Int { mark?.line ?? 0 }

    /// The text of a plain value, without the space around it.
    var text: String? { scalar?.string }
}

/// The entries of a YAML mapping, read one by one; what is wrong with them is collected.
struct Fields {
    let line: Int
    private let what: String
    private var values: [String: Node] = [:]

    /// - Parameters:
    ///   - what: What the mapping describes, for messages: 规则, 版本.
    ///   - known: The keys there may be.
    init?(_ node: Node, _ what: String, known: [String], _ problems: inout FileProblems) {
        line = node.line
        self.what = what
        guard case .mapping(let mapping) = node else {
            problems.add(node, "\(what)应写成“键: 值”的形式。")
            return nil
        }
        for (key, value) in mapping {
            let name = key.text ?? ""
            if known.contains(name) {
                values[name] = value
            } else {
                problems.add(key, "\(what)没有“\(name)”这一项；可用的有：\(known.joined(separator: "、"))。")
            }
        }
    }

    subscript(_ key: String) -> Node? { values[key] }

    func text(_ key: String, _ problems: inout FileProblems) -> String? {
        guard let node = values[key] else { return nil }
        guard let text = node.text, !text.isEmpty else {
            problems.add(node, "“\(key)”应是一段文字。")
            return nil
        }
        return text
    }

    func needed(_ key: String, _ meaning: String, _ problems: inout FileProblems) -> String? {
        if values[key] == nil { problems.add(line, "\(what)缺少“\(key)”（\(meaning)）。") }
        return text(key, &problems)
    }

    func list(_ key: String, _ problems: inout FileProblems) -> [Node] {
        guard let node = values[key] else { return [] }
        guard case .sequence(let sequence) = node else {
            problems.add(node, "“\(key)”应是一个列表。")
            return []
        }
        return Array(sequence)
    }

    func truth(_ key: String, _ problems: inout FileProblems) -> Bool? {
        guard let node = values[key] else { return nil }
        switch node.text {
        case "true": return true
        case "false": return false
        default:
            problems.add(node, "“\(key)”应是 true 或 false。")
            return nil
        }
    }
}
