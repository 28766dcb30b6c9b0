import FoundationEssentials

extension RuleBook {
    /// Reads rule files.
    ///
    /// - Throws: ``RuleFileErrors`` with everything that is wrong in any of them.
    public init(parsing files: [(name: String, text: String)]) throws(RuleFileErrors) {
        let read = files.map { RuleFile(name: $0.name, text: $0.text) }
        var problems = read.flatMap(\.problems.found)
        var first: [String: RuleDescription] = [:]
        for rule in read.flatMap(\.rules) {
            if let earlier = first[rule.name] {
                problems.append(
                    .init(
                        file: rule.file, line: rule.line,
                        message: "规则名称“\(rule.name)”重复，\(earlier.file) 第 \(earlier.line) 行已有。"))
            } else {
                first[rule.name] = rule
            }
        }
        guard problems.isEmpty else { throw RuleFileErrors(problems: problems) }
        self.init(Array(first.values))
    }

    /// Reads all files of a folder whose names end in `.yaml`.
    ///
    /// - Throws: ``RuleFileErrors``, also when the folder cannot be read or holds no rule file.
    public static func load(from directory: String) throws(RuleFileErrors) -> RuleBook {
        var files: [(name: String, text: String)] = []
        do {
            for name in try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            where name.hasSuffix(".yaml") {
                files.append((name, try String(contentsOfFile: directory + "/" + name, encoding: .utf8)))
            }
        } catch {
            throw RuleFileErrors(problems: [
                .init(file: directory, line: 0, message: "无法读取规则文件夹，请检查它是否存在、文件编码是否为 UTF-8。")
            ])
        }
        guard !files.isEmpty else {
            throw RuleFileErrors(problems: [.init(file: directory, line: 0, message: "文件夹中没有规则文件（.yaml）。")])
        }
        return try RuleBook(parsing: files)
    }
}
