/// What Package.swift says about the targets, read as text.
struct Manifest {
    struct Target {
        let name: String
        let path: String
        /// The targets and products that it lists.
        let dependencies: Set<String>

        func holds(_ file: String) -> Bool { file.hasPrefix(path + "/") }
    }

    let targets: [Target]

    init(text: String) {
        let text = Self.withoutComments(text)
        var rest = text[...]
        var found: [Target] = []
        while let opening = rest.firstMatch(of: /\.(target|executableTarget|testTarget|systemLibrary)\(/) {
            let arguments = Self.balanced(rest[opening.range.upperBound...], from: "(", to: ")")
            if let target = Target(arguments: arguments) { found.append(target) }
            rest = rest[arguments.endIndex...]
        }
        targets = found
    }

    /// The target that a file belongs to: the one with the longest path, as targets do not overlap.
    func target(of file: String) -> Target? {
        targets.filter { $0.holds(file) }.max { $0.path.count < $1.path.count }
    }

    func target(named name: String) -> Target? {
        targets.first { $0.name == name }
    }

    private static func withoutComments(_ text: String) -> String {
        text.split(separator: "\n").filter { !$0.drop(while: { $0 == " " }).hasPrefix("//") }.joined(separator: "\n")
    }

    /// What stands before the bracket that closes one already opened.
    fileprivate static func balanced(_ text: Substring, from open: Character, to close: Character) -> Substring {
        var depth = 1
        for index in text.indices {
            if text[index] == open { depth += 1 }
            if text[index] == close { depth -= 1 }
            if depth == 0 { return text[..<index] }
        }
        return text
    }
}

extension Manifest.Target {
    fileprivate init?(arguments: Substring) {
        guard let name = arguments.firstMatch(of: /name:\s*"([^"]+)"/)?.output.1 else { return nil }
        var own = arguments
        var dependencies: Set<String> = []
        if let list = arguments.firstMatch(of: /dependencies:\s*\[/) {
            let listed = Manifest.balanced(arguments[list.range.upperBound...], from: "[", to: "]")
            let names = listed.replacing(/package:\s*"[^"]*"/, with: "").matches(of: /"([^"]+)"/)
            dependencies = Set(names.map { String($0.output.1) })
            own = arguments[..<list.range.lowerBound] + arguments[listed.endIndex...]
        }
        self.name = String(name)
        self.dependencies = dependencies
        path = own.firstMatch(of: /path:\s*"([^"]+)"/).map { String($0.output.1) } ?? "Sources/\(name)"
    }
}
