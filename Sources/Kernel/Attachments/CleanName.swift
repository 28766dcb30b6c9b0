/// The name under which a file was handed in, as text for people. It never becomes part of a path.
enum CleanName {
    /// Without folders, invisible or reversing characters, and with the ending that fits the content.
    static func of(_ name: String, kind: FileKind) -> String {
        let last = name.split(whereSeparator: { "/\\".contains($0) }).last.map(String.init) ?? ""
        let visible = String(String.UnicodeScalarView(last.unicodeScalars.map { isVisible($0) ? $0 : " " }))
        let words = visible.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return String(stem(words, kind: kind).prefix(100)) + "." + kind.fileExtension
    }

    private static func stem(_ name: String, kind: FileKind) -> String {
        var stem = name[...]
        // Repeatedly: `report.pdf.exe` is a report.
        while let dot = stem.lastIndex(of: "."), isEnding(stem[stem.index(after: dot)...]) { stem = stem[..<dot] }
        stem = stem.trimming { $0 == "." || $0 == " " }
        return stem.isEmpty ? "附件" : String(stem)
    }

    private static func isEnding(_ text: Substring) -> Bool {
        text.count <= 5
            && text.unicodeScalars.allSatisfy {
                $0.isASCII && $0.properties.isAlphabetic || "347".unicodeScalars.contains($0)
            }
    }

    private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        if "<>:\"|?*".unicodeScalars.contains(scalar) { return false }
        return switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        default: true
        }
    }
}

extension Substring {
    fileprivate func trimming(_ isRemoved: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isRemoved(last) { rest.removeLast() }
        return rest.drop(while: isRemoved)
    }
}
