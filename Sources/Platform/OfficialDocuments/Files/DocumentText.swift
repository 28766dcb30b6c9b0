/// The text of an uploaded document, one paragraph a line.
public struct DocumentText: Sendable, Equatable {
    public let text: String
    public let format: Format

    /// How the text was stored.
    public enum Format: String, Sendable, CaseIterable {
        case utf8, utf16, gb18030, word, pdf
    }

    static let largestFile = 30 * 1_048_576
    static let largestText = 5_000_000

    /// Reads TXT (UTF-8, UTF-16 with a mark, GB18030), DOCX, and PDF that carries text. The content decides, not the name;
    /// the name only helps to say what is wrong.
    public static func read(_ bytes: [UInt8], name: String) async throws(UnreadableDocument) -> DocumentText {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= largestFile else { throw .tooLarge(megabytes: largestFile / 1_048_576) }
        let found = try await decoded(bytes, name: name)
        guard found.text.unicodeScalars.contains(where: { !$0.isBlank }) else { throw .empty }
        guard found.text.unicodeScalars.count <= largestText else {
            throw .tooLarge(megabytes: largestFile / 1_048_576)
        }
        return found
    }

    private static func decoded(_ bytes: [UInt8], name: String) async throws(UnreadableDocument) -> DocumentText {
        if bytes.starts(with: [0x25, 0x50, 0x44, 0x46, 0x2D]) {
            return DocumentText(text: try await PDFText.read(bytes), format: .pdf)
        }
        if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            return DocumentText(text: try WordText.read(bytes), format: .word)
        }
        if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            throw name.lowercased().hasSuffix(".xls") ? .spreadsheet : .oldWordFormat
        }
        return try PlainText.read(bytes)
    }
}
