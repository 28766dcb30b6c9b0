import Testing

/// A domain name is born in GLOSSARY.md: matters, commands, states and permissions stand there first.
struct GlossaryTests {
    @Test func `every matter, command, state and permission has its line in the glossary`() throws {
        let glossary = Glossary(text: try Checkout.text("GLOSSARY.md"))
        let domains = try Checkout.sources.get().filter { $0.path.hasPrefix("Sources/Domains/") }
        let all = try Checkout.sources.get()
        #expect(glossary.missing(of: domains.flatMap(DomainNames.found)) == [])
        #expect(glossary.missing(of: all.flatMap(DomainNames.permissions)) == [])
    }

    @Test func `every line of the glossary has its four columns, and no English name stands twice`() throws {
        let glossary = Glossary(text: try Checkout.text("GLOSSARY.md"))
        #expect(!glossary.rows.isEmpty)
        #expect(glossary.incomplete == [])
        #expect(glossary.repeated == [])
    }

    @Test func `names are read from declarations, state cases and permissions`() {
        let source = SwiftSource(
            path: "A.swift",
            text: """
                struct HiddenDanger: Matter, Hashable {
                    enum State: String, MatterState {
                        case reported, rectifying = "at-work"
                        case awaitingAcceptance
                        var title: String { switch self { case .reported: "待核定" default: "" } }
                    }
                }
                public struct SendBack: Command<HiddenDanger> {}
                extension Dismiss: Command {}
                struct Row: Sendable {}
                struct FileReport: Opening {}
                static let supervise = Permission("hidden-dangers.supervise")
                static let days = Rule<Term>("hidden-dangers.rectification")
                """)
        #expect(
            DomainNames.found(in: source)
                == [
                    "HiddenDanger", "reported", "rectifying", "awaitingAcceptance", "SendBack", "Dismiss", "FileReport",
                ])
        #expect(DomainNames.permissions(in: source) == ["hidden-dangers.supervise"])
    }

    @Test func `a name that is not in the glossary is found, however the glossary spells the others`() {
        let glossary = Glossary(
            text: """
                | 中文 | English | meaning | source |
                |---|---|---|---|
                | 隐患 | hidden danger | 见条文 | 安全生产法 |
                | 退回 | `SendBack` | 重办 | 平台 |
                | 督办权 | `hidden-dangers.supervise` | 督办 | 平台 |
                | 缺一列 | three columns | 意思 |
                | 又一个 | Hidden Danger | 重复 | 平台 |
                """)
        let names = ["HiddenDanger", "SendBack", "hidden-dangers.supervise", "Dismiss"]
        #expect(glossary.missing(of: names) == ["Dismiss"])
        #expect(glossary.incomplete == ["| 缺一列 | three columns | 意思 |"])
        #expect(glossary.repeated == ["hiddendanger"])
    }
}

struct Glossary {
    /// The cells of each line: 中文, English, meaning, source.
    let rows: [[String]]
    let incomplete: [String]

    init(text: String) {
        let lines = text.split(separator: "\n").map(String.init)
            .filter { $0.hasPrefix("|") && !$0.hasPrefix("|-") && !$0.hasPrefix("| 中文 ") }
        let cells = lines.map { line in
            line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                .map { $0.split(separator: " ").joined(separator: " ") }
        }
        rows = cells.filter { $0.count == 4 && !$0.contains("") }
        incomplete = zip(lines, cells).filter { $1.count != 4 || $1.contains("") }.map(\.0)
    }

    /// Names said twice; the second is a synonym that should not be, or a homonym that needs a better word.
    var repeated: [String] {
        Dictionary(grouping: rows.map { Self.key($0[1]) }, by: { $0 }).filter { $1.count > 1 }.keys.sorted()
    }

    func missing(of names: [String]) -> [String] {
        let known = Set(rows.map { Self.key($0[1]) })
        return names.filter { !known.contains(Self.key($0)) }
    }

    /// `HiddenDanger`, `hidden danger` and `hidden-danger` are one name.
    private static func key(_ name: String) -> String {
        name.lowercased().filter { $0.isLetter || $0.isNumber || $0 == "." }
    }
}

enum DomainNames {
    private static let markers: Set<String> = ["Matter", "Opening", "Command", "MatterState"]

    /// The matters and commands that a file declares, and the cases of its state types.
    static func found(in source: SwiftSource) -> [String] {
        source.declarations.filter { !$0.conformances.isDisjoint(with: markers) }.flatMap { declaration in
            declaration.conformances.contains("MatterState") ? cases(of: declaration) : [declaration.name]
        }
    }

    static func permissions(in source: SwiftSource) -> [String] {
        source.literals(after: "Permission(").filter {
            $0.wholeMatch(of: /[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*/) != nil
        }
    }

    private static func cases(of declaration: SwiftSource.Declaration) -> [String] {
        declaration.body.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix("case ") && !$0.hasPrefix("case .") }
            .flatMap { $0.dropFirst(5).split(separator: ",") }
            .map { String($0.drop { $0 == " " }.prefix { $0.isLetter || $0.isNumber }) }
    }
}
