/// Which cell styles of a workbook show a number as a date: the only thing a reader needs of its styles.
struct NumberFormats {
    /// By the style number that cells carry.
    private(set) var showsDate: [Bool] = []

    init(styles bytes: [UInt8]) {
        var custom: [Int: Bool] = [:]
        var isInCellFormats = false
        bytes.withUnsafeBufferPointer { buffer in
            var cursor = XMLCursor(buffer)
            while let tag = cursor.nextTag() {
                if tag.opens("numFmt"), let id = tag["numFmtId"].flatMap({ Int($0) }), let code = tag["formatCode"] {
                    custom[id] = Self.isDate(code)
                } else if tag.opens("cellXfs") {
                    isInCellFormats = true
                } else if tag.closes("cellXfs") {
                    isInCellFormats = false
                } else if isInCellFormats, tag.opens("xf") {
                    let id = tag["numFmtId"].flatMap { Int($0) } ?? 0
                    showsDate.append(custom[id] ?? Self.isBuiltInDate(id))
                }
            }
        }
    }

    /// ECMA-376 Part 1, §18.8.30; 27–36 and 50–58 are the dates of Chinese, Japanese and Korean editions.
    private static func isBuiltInDate(_ id: Int) -> Bool {
        switch id {
        case 14...22, 27...36, 45, 47, 50...58: true
        default: false
        }
    }

    /// A format is a date when, quoted text and brackets aside, it shows years, months, days, hours or seconds.
    ///
    /// `[h]:mm` counts hours beyond a day: a length of time, not a date.
    static func isDate(_ code: String) -> Bool {
        var isQuoted = false
        var bracket: [Character]?
        var skipsNext = false
        var found = false
        for character in code.lowercased() {
            if skipsNext {
                skipsNext = false
            } else if isQuoted {
                isQuoted = character != "\""
            } else if let content = bracket {
                bracket = character == "]" ? nil : content + [character]
                let isElapsed = character == "]" && !content.isEmpty && content.allSatisfy { "hms".contains($0) }
                if isElapsed { return false }
            } else {
                switch character {
                case "\"": isQuoted = true
                case "\\", "_", "*": skipsNext = true
                case "[": bracket = []
                case ";": return found
                case "y", "m", "d", "h", "s": found = true
                default: break
                }
            }
        }
        return found
    }
}
