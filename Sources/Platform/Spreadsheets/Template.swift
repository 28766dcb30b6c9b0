/// An empty table to be filled in and sent back: versioned, dated, with drop-downs, an example and instructions.
public struct Template: Sendable {
    /// Which template a file was made from.
    public struct Mark: Sendable, Hashable {
        public let name: String
        public let version: String

        /// The mark a file carries; nil for a file that was not made from a template, or kept as CSV.
        public init?(of spreadsheet: Spreadsheet) {
            guard let formula = spreadsheet.definedName(Template.markName) else { return nil }
            let parts = formula.filter { $0 != "\"" && $0 != "=" }.split(separator: "@", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            name = String(parts[0])
            version = String(parts[1])
        }
    }

    /// What the program calls the template; letters, digits and hyphens.
    public let name: String
    /// What people call it: the name of the sheet to be filled in.
    public let title: String
    public let version: String
    public let issued: SheetDate
    public let columns: [Column]

    /// `version` such as `2026.2`.
    public init(name: String, title: String, version: String, issued: SheetDate, columns: [Column]) {
        self.name = name
        self.title = title
        self.version = version
        self.issued = issued
        self.columns = columns
    }

    static let markName = "TemplateVersion"
    /// How the first cell of an example row begins.
    static let exampleMark = "【示例】"

    /// Writes the empty template as an XLSX file.
    public func write(to path: String) throws(SpreadsheetError) {
        let file = try WorkbookFile(path: path)
        let sheet = try file.addSheet(title)
        let placed = columns.map { Optional($0) }
        try prepare(sheet, columns: placed)
        for (index, column) in columns.enumerated() {
            let tone = column.isRequired ? CellStyle.Tone.requiredHeader : .header
            try sheet.write(.text(column.title), row: 1, column: index, CellStyle(tone: tone))
        }
        for (index, column) in columns.enumerated() {
            let text = (index == 0 ? Self.exampleMark : "") + column.example
            try sheet.write(.text(text), row: 2, column: index, CellStyle(tone: .example, kind: column.kind))
        }
        try sheet.fixHeader(row: 1)
        try writeInstructions(in: file)
        try writeDictionaries(in: file)
        try mark(file)
        try file.close()
    }

    /// Widths, formats and drop-downs for the columns as they stand in a sheet; nil for one not of this template.
    func prepare(_ sheet: WritableSheet, columns placed: [Column?]) throws(SpreadsheetError) {
        for (index, column) in placed.enumerated() {
            guard let column else { continue }
            try sheet.setColumn(index, width: column.width, kind: column.kind)
            if let choices = column.choices, let list = dictionaries.firstIndex(of: choices), !choices.entries.isEmpty {
                let letters = CellAddress.letters(ofColumn: list)
                let range = "='\(Self.dictionarySheet)'!$\(letters)$2:$\(letters)$\(choices.entries.count + 1)"
                try sheet.offer(range, title: column.title, column: index, fromRow: 2)
            }
        }
    }

    func mark(_ file: WorkbookFile) throws(SpreadsheetError) {
        try file.define(Self.markName, as: "=\"\(name)@\(version)\"")
    }

    /// One column for each dictionary, its labels below its title.
    func writeDictionaries(in file: WorkbookFile) throws(SpreadsheetError) {
        guard !dictionaries.isEmpty else { return }
        let sheet = try file.addSheet(Self.dictionarySheet)
        for (index, choices) in dictionaries.enumerated() {
            try sheet.setColumn(index, width: 24, kind: nil)
            try sheet.write(.text(choices.title), row: 1, column: index, CellStyle(tone: .header))
        }
        for row in 0..<(dictionaries.map(\.entries.count).max() ?? 0) {
            for (index, choices) in dictionaries.enumerated() where choices.entries.indices.contains(row) {
                try sheet.write(
                    .text(choices.entries[row].label), row: row + 2, column: index, CellStyle(tone: .plain))
            }
        }
        try sheet.fixHeader(row: 1)
    }

    private static let dictionarySheet = "字典"

    private var dictionaries: [Choices] {
        columns.compactMap(\.choices).reduce(into: []) { known, choices in
            if !known.contains(choices) { known.append(choices) }
        }
    }

    private func writeInstructions(in file: WorkbookFile) throws(SpreadsheetError) {
        let sheet = try file.addSheet("填写说明")
        for (index, width) in [24.0, 10, 14, 60].enumerated() { try sheet.setColumn(index, width: width, kind: nil) }
        try sheet.write(.text("\(title)模板"), row: 1, column: 0, CellStyle(tone: .title))
        let line = "版本 \(version)　发布日期 \(issued)　灰色的示例行不会导入，可以保留。请勿合并单元格。"
        try sheet.write(.text(line), row: 2, column: 0, CellStyle(tone: .heading))
        for (index, title) in ["列名", "是否必填", "格式", "说明"].enumerated() {
            try sheet.write(.text(title), row: 3, column: index, CellStyle(tone: .header))
        }
        for (index, column) in columns.enumerated() {
            let facts = [column.title, column.isRequired ? "必填" : "选填", column.formatInWords, column.hint]
            for (position, fact) in facts.enumerated() {
                try sheet.write(.text(fact), row: index + 4, column: position, CellStyle(tone: .plain))
            }
        }
    }
}

extension Column {
    fileprivate var formatInWords: String {
        if choices != nil { return "下拉选择" }
        return switch kind {
        case .text: "文字"
        case .code: "编码（文本）"
        case .integer: "整数"
        case .number(let decimals): decimals > 0 ? "数字，\(decimals) 位小数" : "数字"
        case .date: "日期 2026-09-30"
        case .dateTime: "时间 2026-09-30 08:05"
        }
    }
}
