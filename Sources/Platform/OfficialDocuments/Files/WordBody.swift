/// Walks through the body of a Word document and collects its lines.
struct WordBody {
    private var numbering: WordNumbering
    private var lines: [String] = []
    private var paragraphs: [Paragraph] = []
    private var tables: [Table] = []
    private var textDepth = 0
    private var skipping = 0

    private struct Paragraph {
        var text = ""
        var list: String?
        var level = 0
        var style: String?
    }

    private struct Table {
        var cells: [String] = []
        var cell: [String] = []
    }

    /// Text that is not part of what a reader sees: deletions, and the second copy of a drawing for older programs.
    private static let hidden: Set<String> = ["w:del", "w:moveFrom", "mc:Fallback", "w:rPrChange", "w:pPrChange"]

    init(numbering: WordNumbering) { self.numbering = numbering }

    mutating func text(of document: [UInt8]) throws(UnreadableDocument) -> String {
        var tokens = XMLTokens(document)
        while let token = try tokens.next() {
            switch token {
            case .open(let name, let attributes, let isEmpty):
                open(name, attributes, isEmpty)
                if isEmpty { close(name) }
            case .close(let name): close(name)
            case .text(let bytes) where textDepth > 0 && skipping == 0: append(XMLTokens.decoded(bytes))
            case .text: break
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private mutating func open(_ name: String, _ attributes: ArraySlice<UInt8>, _ isEmpty: Bool) {
        if WordBody.hidden.contains(name) { skipping += 1 }
        guard skipping == 0 else { return }
        switch name {
        case "w:p": paragraphs.append(Paragraph())
        case "w:t": textDepth += 1
        case "w:tab": if !paragraphs.isEmpty { append(" ") }
        case "w:br", "w:cr": append("\n")
        case "w:noBreakHyphen": append("-")
        case "w:tbl": tables.append(Table())
        case "w:pStyle", "w:numId", "w:ilvl": takeProperty(name, XMLTokens.value(of: "w:val", in: attributes))
        default: break
        }
    }

    private mutating func takeProperty(_ name: String, _ value: String?) {
        guard let value, let last = paragraphs.indices.last, paragraphs[last].text.isEmpty else { return }
        switch name {
        case "w:pStyle": paragraphs[last].style = value
        case "w:numId": paragraphs[last].list = value
        default: paragraphs[last].level = Int(value) ?? 0
        }
    }

    private mutating func close(_ name: String) {
        if WordBody.hidden.contains(name) {
            skipping -= 1
            return
        }
        guard skipping == 0 else { return }
        switch name {
        case "w:t": textDepth = max(0, textDepth - 1)
        case "w:p": endParagraph()
        case "w:tc": endCell()
        case "w:tr": endRow()
        case "w:tbl": tables = Array(tables.dropLast())
        default: break
        }
    }

    private mutating func append(_ text: String) {
        guard let last = paragraphs.indices.last else { return }
        paragraphs[last].text += text
    }

    private mutating func endParagraph() {
        guard let paragraph = paragraphs.popLast() else { return }
        let number = numbering.next(list: paragraph.list, level: paragraph.level, style: paragraph.style)
        let text = number + paragraph.text
        if let last = tables.indices.last {
            tables[last].cell.append(text)
        } else {
            lines += text.split(separator: "\n").map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
        }
    }

    private mutating func endCell() {
        guard let last = tables.indices.last else { return }
        tables[last].cells.append(tables[last].cell.joined(separator: " ").replacing("\n", with: " "))
        tables[last].cell = []
    }

    /// A row of a table is a line, its cells apart by a tab; a table in a cell becomes part of that cell.
    private mutating func endRow() {
        guard let last = tables.indices.last else { return }
        let row = tables[last].cells.joined(separator: "\t")
        tables[last].cells = []
        guard !row.allSatisfy(\.isWhitespace) else { return }
        if tables.count > 1 {
            tables[last - 1].cell.append(row)
        } else {
            lines.append(row)
        }
    }
}
