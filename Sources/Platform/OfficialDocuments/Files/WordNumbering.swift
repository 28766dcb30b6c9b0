/// The automatic numbers of Word: which text stands before a paragraph of a list, counted as the document goes on.
struct WordNumbering {
    private struct Level {
        var format = "decimal"
        var text = ""
        var start = 1
    }

    private var levels: [String: [Int: Level]] = [:]
    private var definitions: [String: String] = [:]
    private var starts: [String: [Int: Int]] = [:]
    private var styles: [String: (list: String, level: Int)] = [:]
    private var counters: [String: [Int]] = [:]

    init(_ part: [UInt8], styles: [String: (list: String, level: Int)]) throws(UnreadableDocument) {
        self.styles = styles
        var tokens = XMLTokens(part)
        var abstract: String?
        var list: String?
        var level = 0
        while let token = try tokens.next() {
            switch token {
            case .open(let name, let attributes, _):
                let value = XMLTokens.value(of: "w:val", in: attributes)
                switch name {
                case "w:abstractNum":
                    abstract = XMLTokens.value(of: "w:abstractNumId", in: attributes)
                    list = nil
                case "w:num":
                    list = XMLTokens.value(of: "w:numId", in: attributes)
                    abstract = nil
                case "w:abstractNumId": if let list, let value { definitions[list] = value }
                case "w:lvl", "w:lvlOverride": level = Int(XMLTokens.value(of: "w:ilvl", in: attributes) ?? "") ?? 0
                case "w:startOverride": if let list, let value { starts[list, default: [:]][level] = Int(value) ?? 1 }
                default: if let abstract, let value { take(name, value, abstract, level) }
                }
            case .close, .text: break
            }
        }
    }

    private mutating func take(_ name: String, _ value: String, _ abstract: String, _ level: Int) {
        switch name {
        case "w:numFmt": levels[abstract, default: [:]][level, default: Level()].format = value
        case "w:lvlText": levels[abstract, default: [:]][level, default: Level()].text = value
        case "w:start": levels[abstract, default: [:]][level, default: Level()].start = Int(value) ?? 1
        default: break
        }
    }

    /// The lists that paragraph styles such as 标题 1 belong to.
    static func paragraphStyles(_ part: [UInt8]) throws(UnreadableDocument) -> [String: (list: String, level: Int)] {
        var tokens = XMLTokens(part)
        var found: [String: (list: String, level: Int)] = [:]
        var style: String?
        var level = 0
        while let token = try tokens.next() {
            guard case .open(let name, let attributes, _) = token else { continue }
            switch name {
            case "w:style":
                style = XMLTokens.value(of: "w:styleId", in: attributes)
                level = 0
            case "w:ilvl": level = Int(XMLTokens.value(of: "w:val", in: attributes) ?? "") ?? 0
            case "w:numId":
                if let style, let list = XMLTokens.value(of: "w:val", in: attributes) { found[style] = (list, level) }
            default: break
            }
        }
        return found
    }

    /// The number before the next paragraph of the list, or nothing for paragraphs without one.
    mutating func next(list: String?, level: Int, style: String?) -> String {
        let inherited = style.flatMap { styles[$0] }
        guard let list = list ?? inherited?.list, list != "0", let abstract = definitions[list],
            let definition = levels[abstract]
        else { return "" }
        let level = max(0, min(8, level == 0 ? inherited?.level ?? 0 : level))
        var counts = counters[list] ?? (0...8).map { (starts[list]?[$0] ?? definition[$0]?.start ?? 1) - 1 }
        counts[level] += 1
        for inner in counts.indices where inner > level {
            counts[inner] = (starts[list]?[inner] ?? definition[inner]?.start ?? 1) - 1
        }
        counters[list] = counts
        return label(definition, counts, level)
    }

    private func label(_ definition: [Int: Level], _ counts: [Int], _ level: Int) -> String {
        guard let own = definition[level], own.format != "bullet", own.format != "none" else { return "" }
        var label = own.text
        for index in 0...level {
            let format = index == level ? own.format : definition[index]?.format ?? "decimal"
            label = label.replacing("%\(index + 1)", with: WordNumbering.number(max(1, counts[index]), format))
        }
        return label
    }

    private static func number(_ value: Int, _ format: String) -> String {
        switch format {
        case "chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting",
            "chineseLegalSimplified", "taiwaneseCountingThousand":
            Numerals.chinese(value)
        case "decimalEnclosedCircle", "decimalEnclosedCircleChinese":
            (1...20).contains(value) ? String(Unicode.Scalar(0x245F + UInt32(value))!) : String(value)
        case "upperLetter", "lowerLetter":
            (1...26).contains(value)
                ? String(Unicode.Scalar(UInt32(format == "upperLetter" ? 64 : 96) + UInt32(value))!) : String(value)
        default: String(value)
        }
    }
}
