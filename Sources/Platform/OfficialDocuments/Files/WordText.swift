import Archives

/// Reads the paragraphs and tables of a DOCX file, with the numbers that Word itself puts before paragraphs.
enum WordText {
    private static let largestPart = 40 * 1_048_576

    static func read(_ bytes: [UInt8]) throws(UnreadableDocument) -> String {
        let archive: ZipArchive
        do throws(ArchiveError) {
            archive = try ZipArchive(bytes: bytes)
        } catch {
            throw problem(error)
        }
        guard archive.entry(named: "word/document.xml") != nil else {
            throw archive.entry(named: "xl/workbook.xml") != nil ? .spreadsheet : .notADocument
        }
        let styles = try part("word/styles.xml", of: archive).map(WordNumbering.paragraphStyles) ?? [:]
        let numbering = try WordNumbering(part("word/numbering.xml", of: archive) ?? [], styles: styles)
        guard let document = try part("word/document.xml", of: archive) else { throw .damaged }
        var body = WordBody(numbering: numbering)
        return try body.text(of: document)
    }

    private static func part(_ name: String, of archive: ZipArchive) throws(UnreadableDocument) -> [UInt8]? {
        guard archive.entry(named: name) != nil else { return nil }
        do throws(ArchiveError) {
            return try archive.contents(of: name, limit: largestPart)
        } catch {
            throw problem(error)
        }
    }

    private static func problem(_ error: ArchiveError) -> UnreadableDocument {
        switch error {
        case .encrypted: .encrypted
        case .tooLarge, .tooManyEntries, .suspiciousRatio: .tooLarge(megabytes: largestPart / 1_048_576)
        default: .damaged
        }
    }
}
