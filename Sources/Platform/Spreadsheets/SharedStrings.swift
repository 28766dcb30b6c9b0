import Archives

/// The table of texts that the cells of a workbook refer to by number.
struct SharedStrings {
    private var texts: [String] = []

    static let none = SharedStrings()

    private init() {}

    /// `limit`: bytes of text kept in memory before the file is refused.
    init(_ source: EntryStream, limit: Int) throws(SpreadsheetError) {
        let stream = XMLStream(source)
        var close: [UInt8] = []
        var size = 0
        while let tag = try stream.nextTag() {
            if tag.closes("sst") { break }
            guard tag.opens("si") else { continue }
            if tag.form == .standalone {
                texts.append("")
                continue
            }
            if close.isEmpty { close = [UInt8]("</".utf8) + tag.qualifiedName }
            var cursor = XMLCursor(try stream.content(upTo: close))
            guard let text = RichText.plain(&cursor, until: "si") else { throw .damaged(part: stream.name) }
            size += text.utf8.count + MemoryLayout<String>.stride
            guard size <= limit else { throw .tooManyTexts(limit: limit) }
            texts.append(text)
        }
    }

    subscript(index: Int) -> String? {
        texts.indices.contains(index) ? texts[index] : nil
    }
}

/// Text in runs of different fonts, as `<si>` and `<is>` hold it.
enum RichText {
    /// The text of all runs without the phonetic guide (`rPh`) that some editions put above characters.
    ///
    /// Nil when the element does not end before the buffer does.
    static func plain(_ cursor: inout XMLCursor, until element: StaticString) -> String? {
        var text = ""
        var isPhonetic = false
        while let tag = cursor.nextTag() {
            if tag.closes(element) { return text }
            if tag.name.equals("rPh") {
                isPhonetic = tag.form == .opening
            } else if tag.form == .opening, tag.name.equals("t"), !isPhonetic {
                let run = cursor.text()
                if text.isEmpty { text = run } else { text += run }
            }
        }
        return nil
    }
}
