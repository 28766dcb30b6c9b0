import Calendars
import Foundation
import Rules

/// The checkout, found from this file; links are followed so that the folders beside it are found too.
let checkout = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

/// The rules as the product ships them.
let published: RuleBook = {
    try! RuleBook.load(from: checkout.appending(path: "Rules").path)
}()

extension Day: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) {
        self = Day(text)!
    }
}

/// A file with one document in force from 2000 and these rules.
func file(_ rules: String, documents: String = sampleDocument) -> String {
    "documents:\n\(documents)\nrules:\n\(rules)\n"
}

let sampleDocument = """
      - title: 示范条例
        number: 示范令第1号
        issuer: 示范机关
        from: 2000-01-01
    """

/// What loading complains about, as `line: message`.
func problems(_ text: String) -> [String] {
    do throws(RuleFileErrors) {
        _ = try RuleBook(parsing: [("a.yaml", text)])
        return []
    } catch {
        return error.problems.map { "\($0.line): \($0.message)" }
    }
}

/// A book with one table rule `test.table` of one version; inputs, outputs and rows as YAML.
func table(_ hit: String, inputs: [String], outputs: [String], columns: String, rows: [String]) -> String {
    let lines =
        ["  - name: test.table", "    title: 示范表", "    article: 第一条", "    inputs:"]
        + inputs.map { "      - {\($0)}" } + ["    outputs:"] + outputs.map { "      - {\($0)}" }
        + [
            "    versions:", "      - from: 2000-01-01", "        table:", "          hit: \(hit)",
            "          columns: [\(columns)]", "          rows:",
        ] + rows.map { "            - \($0)" }
    return file(lines.joined(separator: "\n"))
}
