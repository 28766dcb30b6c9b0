/// A Swift file as text, with what is code and what is said told apart.
struct SwiftSource {
    let path: String
    /// The file with comments and the contents of string literals blanked; lines stay where they are.
    let code: String
    /// What stands between the quotes of each string literal, interpolations included as written.
    let literals: [String]
    /// The code on the same line before each literal.
    private let contexts: [String]

    init(path: String, text: String) {
        var scanner = Scanner(Array(text.utf8))
        scanner.scan()
        self.path = path
        code = String(decoding: scanner.code, as: UTF8.self)
        literals = scanner.literals
        contexts = scanner.contexts
    }

    /// The literals that directly follow this piece of code, such as `Permission(`.
    func literals(after code: String) -> [String] {
        zip(contexts, literals).filter { $0.0.hasSuffix(code) }.map(\.1)
    }

    var lines: [Substring] {
        code.split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The modules that the file imports, conditionally or not.
    var imports: [String] {
        lines.filter { $0.contains("import ") }.compactMap { line in
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard let position = words.firstIndex(of: "import"), position + 1 < words.count else { return nil }
            guard words[..<position].allSatisfy({ $0.hasPrefix("@") || Self.accessLevels.contains($0) }) else {
                return nil
            }
            let named = words[(position + 1)...].first { !Self.importKinds.contains($0) }
            return named.map { String($0.prefix { $0 != "." }) }
        }
    }

    private static let accessLevels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    private static let importKinds: Set<Substring> = [
        "struct", "class", "enum", "protocol", "actor", "typealias", "func", "let", "var",
    ]
}

extension SwiftSource {
    /// A type, or an extension of one, with what stands after its colon.
    struct Declaration {
        let keyword: String
        let name: String
        let conformances: Set<String>
        fileprivate let rest: Substring
    }

    /// Every type and extension declared in the file, nested ones too.
    var declarations: [Declaration] {
        code.matches(of: Self.declaration).map { match in
            let heading = match.output.3 ?? ""
            return Declaration(
                keyword: String(match.output.1), name: String(match.output.2),
                conformances: Set(heading.matches(of: /[A-Za-z_]\w*/).map { String($0.output) }),
                rest: code[match.range.upperBound...])
        }
    }

    private nonisolated(unsafe) static let declaration =
        /\b(class|struct|enum|actor|protocol|typealias|extension)\s+([A-Za-z_][\w.]*)(?:<[^>{]*>)?\s*(?::([^{=]*))?/
}

extension SwiftSource.Declaration {
    /// What stands between its braces.
    var body: Substring {
        guard let opening = rest.firstIndex(of: "{") else { return "" }
        var depth = 0
        for index in rest[opening...].indices {
            if rest[index] == "{" { depth += 1 }
            if rest[index] == "}" { depth -= 1 }
            if depth == 0 { return rest[rest.index(after: opening)..<index] }
        }
        return rest[rest.index(after: opening)...]
    }
}

/// Walks through a file once. An unclosed quote ends with its line, so one odd line spoils no other.
private struct Scanner {
    private let text: [UInt8]
    private var position = 0
    var code: [UInt8] = []
    var literals: [String] = []
    var contexts: [String] = []

    init(_ text: [UInt8]) {
        self.text = text
        code.reserveCapacity(text.count)
    }

    mutating func scan() {
        while position < text.count { step() }
    }

    private mutating func step() {
        if starts(with: "//") {
            while position < text.count, text[position] != UInt8(ascii: "\n") { blank() }
        } else if starts(with: "/*") {
            skipBlockComment()
        } else if let hashes = openingQuote() {
            skipLiteral(hashes: hashes)
        } else {
            code.append(text[position])
            position += 1
        }
    }

    private func starts(with word: StaticString, at offset: Int = 0) -> Bool {
        let start = position + offset
        guard start + word.utf8CodeUnitCount <= text.count else { return false }
        return (0..<word.utf8CodeUnitCount).allSatisfy { text[start + $0] == word.utf8Start[$0] }
    }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<min(count, text.count - position) {
            code.append(text[position] == UInt8(ascii: "\n") ? UInt8(ascii: "\n") : UInt8(ascii: " "))
            position += 1
        }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blank(2)
            } else if starts(with: "*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && position < text.count
    }

    /// The number of `#` before the quote, when a literal begins here.
    private func openingQuote() -> Int? {
        let hashes = text[position...].prefix { $0 == UInt8(ascii: "#") }.count
        let quote = position + hashes
        return quote < text.count && text[quote] == UInt8(ascii: "\"") ? hashes : nil
    }

    private mutating func skipLiteral(hashes: Int) {
        let line = code[code.index(after: code.lastIndex(of: UInt8(ascii: "\n")) ?? -1)...]
        let context = String(decoding: line, as: UTF8.self)
        blank(hashes)
        let quotes = starts(with: "\"\"\"") ? 3 : 1
        blank(quotes)
        let start = position
        var end = text.count
        while position < text.count {
            if closes(quotes: quotes, hashes: hashes) {
                end = position
                blank(quotes + hashes)
                break
            }
            if quotes == 1, text[position] == UInt8(ascii: "\n") {
                end = position
                break
            }
            skipLiteralCharacter(hashes: hashes)
        }
        contexts.append(context)
        literals.append(String(decoding: text[start..<min(end, text.count)], as: UTF8.self))
    }

    private func closes(quotes: Int, hashes: Int) -> Bool {
        guard quotes == 3 ? starts(with: "\"\"\"") : starts(with: "\"") else { return false }
        let tail = text[min(position + quotes, text.count)...].prefix(hashes)
        return tail.count == hashes && tail.allSatisfy { $0 == UInt8(ascii: "#") }
    }

    private mutating func skipLiteralCharacter(hashes: Int) {
        guard text[position] == UInt8(ascii: "\\") else { return blank() }
        let tail = text[(position + 1)...].prefix(hashes)
        guard tail.count == hashes, tail.allSatisfy({ $0 == UInt8(ascii: "#") }) else { return blank() }
        blank(1 + hashes)
        if starts(with: "(") { skipInterpolation() } else { blank() }
    }

    /// Keeps the code of an interpolation, so that the names in it are seen.
    private mutating func skipInterpolation() {
        var depth = 0
        repeat {
            if starts(with: "(") { depth += 1 }
            if starts(with: ")") { depth -= 1 }
            step()
        } while depth > 0 && position < text.count && text[position] != UInt8(ascii: "\n")
    }
}
