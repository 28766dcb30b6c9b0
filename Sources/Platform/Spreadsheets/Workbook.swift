import Archives

/// The parts of an XLSX file that say which sheets it has and how to read them.
struct Workbook: Sendable {
    private(set) var sheets: [Spreadsheet.Sheet] = []
    private(set) var definedNames: [String: String] = [:]
    private(set) var externalLinks = 0
    private let archive: ZipArchive
    private let limits: Spreadsheet.Limits
    private var uses1904 = false
    private var stringsPart: String?
    private var stylesPart: String?
    private var sheetParts: [String] = []

    private static let smallPart = 8 << 20
    private static let stylesSize = 64 << 20

    init(_ archive: ZipArchive, limits: Spreadsheet.Limits) throws(SpreadsheetError) {
        self.archive = archive
        self.limits = limits
        try Self.refuseOthers(in: archive)
        let root = try Self.relations(of: "", in: archive)
        guard let main = root.first(where: { $0.type.hasSuffix("/officeDocument") })?.target,
            archive.entry(named: main) != nil
        else { throw .damaged(part: "_rels/.rels") }
        try readRelations(of: main)
        guard !sheets.isEmpty else { throw .damaged(part: main) }
    }

    /// Rows of the sheet at that position among ``sheets``.
    func scanner(ofSheet index: Int) throws(SpreadsheetError) -> SheetScanner {
        let formats =
            try stylesPart.map { (part) throws(SpreadsheetError) in
                NumberFormats(styles: try Self.bytes(of: part, in: archive, limit: Self.stylesSize))
            } ?? NumberFormats(styles: [])
        let strings =
            try stringsPart.map { (part) throws(SpreadsheetError) in
                try SharedStrings(Self.stream(of: part, in: archive, limit: limits.unpacked), limit: limits.texts)
            } ?? .none
        return SheetScanner(
            try Self.stream(of: sheetParts[index], in: archive, limit: limits.unpacked), strings: strings,
            formats: formats, uses1904: uses1904, limits: limits)
    }

    private static func refuseOthers(in archive: ZipArchive) throws(SpreadsheetError) {
        guard archive.entry(named: "[Content_Types].xml") != nil else {
            throw .disguised(archive.entry(named: "mimetype") == nil ? .otherArchive : .openDocument)
        }
        var disguise: Disguise? = archive.entry(named: "word/document.xml") == nil ? nil : .wordDocument
        let types = try bytes(of: "[Content_Types].xml", in: archive, limit: smallPart)
        try walk(types, part: "[Content_Types].xml") { tag in
            guard let type = tag["ContentType"]?.lowercased() else { return }
            if type.contains("macroenabled") || type.contains("vbaproject") { disguise = .macroWorkbook }
            if type.contains("sheet.binary") { disguise = .binaryWorkbook }
        }
        if let disguise { throw .disguised(disguise) }
    }

    private mutating func readRelations(of main: String) throws(SpreadsheetError) {
        var targets: [String: String] = [:]
        for relation in try Self.relations(of: main, in: archive) {
            if relation.type.hasSuffix("/worksheet") { targets[relation.id] = relation.target }
            if relation.type.hasSuffix("/sharedStrings") { stringsPart = existing(relation.target) }
            if relation.type.hasSuffix("/styles") { stylesPart = existing(relation.target) }
            if relation.type.hasSuffix("/externalLink") { externalLinks += 1 }
        }
        try readSheets(of: main, targets: targets)
    }

    private func existing(_ part: String) -> String? {
        archive.entry(named: part)?.name
    }

    private mutating func readSheets(of main: String, targets: [String: String]) throws(SpreadsheetError) {
        let bytes = try Self.bytes(of: main, in: archive, limit: Self.smallPart)
        bytes.withUnsafeBufferPointer { buffer in
            var cursor = XMLCursor(buffer)
            while let tag = cursor.nextTag() {
                if tag.opens("sheet"), let target = tag["id"].flatMap({ targets[$0] }) {
                    let isHidden = (tag["state"] ?? "visible") != "visible"
                    sheets.append(.init(index: sheets.count, name: tag["name"] ?? "", isHidden: isHidden))
                    sheetParts.append(target)
                } else if tag.opens("workbookPr") {
                    uses1904 = tag.isTrue("date1904")
                } else if tag.opens("definedName"), tag.form == .opening, let name = tag["name"] {
                    definedNames[name] = cursor.text()
                }
            }
        }
    }

    private struct Relation {
        var id: String
        var type: String
        var target: String
    }

    private static func relations(of part: String, in archive: ZipArchive) throws(SpreadsheetError) -> [Relation] {
        var folder = part.split(separator: "/").map(String.init)
        let name = folder.popLast() ?? ""
        let file = (folder + ["_rels", name + ".rels"]).joined(separator: "/")
        guard archive.entry(named: file) != nil else { throw .damaged(part: file) }
        var relations: [Relation] = []
        try walk(try bytes(of: file, in: archive, limit: smallPart), part: file) { tag in
            guard tag.opens("Relationship"), let id = tag["Id"], let type = tag["Type"], let target = tag["Target"]
            else { return }
            relations.append(Relation(id: id, type: type, target: resolve(target, in: folder)))
        }
        return relations
    }

    private static func resolve(_ target: String, in folder: [String]) -> String {
        var parts = target.hasPrefix("/") ? [] : folder
        for step in target.split(separator: "/") where step != "." {
            if step == ".." { _ = parts.popLast() } else { parts.append(String(step)) }
        }
        return parts.joined(separator: "/")
    }

    private static func walk(_ bytes: [UInt8], part: String, _ body: (XMLTag) -> Void) throws(SpreadsheetError) {
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        if isUTF16 { throw .damaged(part: part) }
        bytes.withUnsafeBufferPointer { buffer in
            var cursor = XMLCursor(buffer)
            while let tag = cursor.nextTag() { body(tag) }
        }
    }

    private static func bytes(of part: String, in archive: ZipArchive, limit: Int) throws(SpreadsheetError) -> [UInt8] {
        do throws(ArchiveError) {
            return try archive.contents(of: part, limit: limit)
        } catch {
            throw .archive(error)
        }
    }

    private static func stream(
        of part: String, in archive: ZipArchive, limit: Int
    ) throws(SpreadsheetError) -> EntryStream {
        do throws(ArchiveError) {
            return try archive.stream(of: part, limit: limit)
        } catch {
            throw .archive(error)
        }
    }
}
