/// A file sent as a spreadsheet that is something else, with what its sender can do about it.
public enum Disguise: Sendable, Hashable {
    case empty
    case oldWorkbook
    case passwordProtected
    case macroWorkbook
    case binaryWorkbook
    case openDocument
    case wordDocument
    case otherArchive
    case webPage
    case xmlSpreadsheet
    case pdf
    case picture
    case unknownBinary

    /// 给上传人的说明。
    public var message: String {
        switch self {
        case .empty:
            "文件是空的。请确认选对了文件。"
        case .oldWorkbook:
            "这是旧格式的表格（.xls 或 .et）。请用 Excel 或 WPS 打开，选“文件 → 另存为”，类型选“Excel 工作簿 (*.xlsx)”后再上传。"
        case .passwordProtected:
            "文件设了打开密码，平台读不了。请打开后在“文件 → 信息 → 保护工作簿”里去掉密码，保存后再上传。"
        case .macroWorkbook:
            "文件带有宏（.xlsm），为安全起见不予读取。请另存为不带宏的“Excel 工作簿 (*.xlsx)”后再上传。"
        case .binaryWorkbook:
            "这是 Excel 二进制工作簿（.xlsb）。请另存为“Excel 工作簿 (*.xlsx)”后再上传。"
        case .openDocument:
            "这是 OpenDocument 表格（.ods）。请另存为“Excel 工作簿 (*.xlsx)”后再上传。"
        case .wordDocument:
            "这是文字文档（Word 或 WPS 文字），不是表格。请确认选对了文件。"
        case .otherArchive:
            "这是压缩文件，里面不是表格。请先解压，再上传其中的 .xlsx 或 .csv 文件。"
        case .webPage:
            "这是网页，只是文件名改成了表格（有的系统导出的就是这样）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (*.xlsx)”后再上传。"
        case .xmlSpreadsheet:
            "这是 XML 表格（2003 格式）。请用 Excel 或 WPS 打开，另存为“Excel 工作簿 (*.xlsx)”后再上传。"
        case .pdf:
            "这是 PDF 文件，不是表格。请上传 .xlsx 或 .csv 文件。"
        case .picture:
            "这是图片，不是表格。请上传 .xlsx 或 .csv 文件。"
        case .unknownBinary:
            "认不出这是什么文件。请上传 .xlsx 或 .csv 文件。"
        }
    }

    /// What the first bytes of a file that is not a ZIP archive give away; nil for what may be plain text.
    static func recognised(in start: some Collection<UInt8>, whole: [UInt8]) -> Disguise? {
        if start.isEmpty { return .empty }
        if start.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            return whole.contains(utf16: "EncryptedPackage") ? .passwordProtected : .oldWorkbook
        }
        if start.starts(with: "%PDF".utf8) { return .pdf }
        if start.starts(with: [0x89, 0x50, 0x4E, 0x47]) || start.starts(with: [0xFF, 0xD8, 0xFF])
            || start.starts(with: "GIF8".utf8)
        {
            return .picture
        }
        return markup(in: start)
    }

    private static func markup(in start: some Collection<UInt8>) -> Disguise? {
        let text = String(decoding: start.prefix(1024).filter { $0 != 0 }, as: UTF8.self).lowercased()
            .drop { $0.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{FFFD}" }
        if text.hasPrefix("<?xml") || text.hasPrefix("<workbook") {
            return text.contains("html") ? .webPage : .xmlSpreadsheet
        }
        let openings = ["<html", "<!doctype", "<head", "<meta", "<table", "<style", "<body", "<div", "mime-version:"]
        return openings.contains { text.hasPrefix($0) } ? .webPage : nil
    }
}

extension [UInt8] {
    /// Whether an ASCII name stands somewhere in these bytes in the UTF-16 of Microsoft's container files.
    fileprivate func contains(utf16 name: String) -> Bool {
        let needle: [UInt8] = name.utf8.flatMap { [$0, UInt8(0)] }
        return indices.contains { self[$0] == needle[0] && self[$0...].starts(with: needle) }
    }
}
