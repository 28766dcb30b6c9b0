/// Everything that is wrong with the rule files, each with file and line.
public struct RuleFileErrors: Error, Hashable, CustomStringConvertible {
    /// One fault. Line 0 means the file as a whole.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        public var file: String
        public var line: Int
        public var message: String

        public var description: String {
            line == 0 ? "\(file)：\(message)" : "\(file) 第 \(line) 行：\(message)"
        }
    }

    public var problems: [Problem]

    public var description: String {
        "规则文件有 \(problems.count) 处问题：\n" + problems.map(\.description).joined(separator: "\n")
    }
}
