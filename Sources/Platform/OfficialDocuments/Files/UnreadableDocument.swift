/// Why a file could not be read as a document. The message is for the person who sent it and says what to do.
public enum UnreadableDocument: Error, Sendable, Equatable {
    case empty
    /// More bytes or more characters than any document has.
    case tooLarge(megabytes: Int)
    case notADocument
    /// The old binary format .doc or .wps.
    case oldWordFormat
    case spreadsheet
    case encrypted
    /// A PDF that holds pictures of pages and no text.
    case scanned
    case damaged
    /// Reading it took longer than the given time.
    case tookTooLong(seconds: Int)
    /// This machine lacks the program that reads PDF.
    case pdfReaderMissing

    public var message: String {
        switch self {
        case .empty: "文件里没有文字。请检查是否选错了文件。"
        case .tooLarge(let megabytes): "文件太大，最多 \(megabytes) MB。请只上传公文正文，附件另行上传。"
        case .notADocument: "认不出这个文件的格式。请上传 TXT、DOCX 或带文字的 PDF，也可以把正文复制后粘贴到文本框里。"
        case .oldWordFormat: "这是旧版 Word 或 WPS 格式。请用 Word 或 WPS 打开后另存为 .docx，再上传。"
        case .spreadsheet: "这是电子表格，不是公文。请上传公文正文；任务表格请用表格导入功能。"
        case .encrypted: "文件设了密码。请先取消密码保护再上传。"
        case .scanned: "这份 PDF 只有扫描图片，没有文字。请上传电子版原文，或先做文字识别并校对后粘贴正文。"
        case .damaged: "文件已损坏或不完整，打不开。请在本机确认能正常打开后重新上传。"
        case .tookTooLong(let seconds): "读取这个文件超过 \(seconds) 秒，已停止。请另存为 .docx 或复制正文粘贴。"
        case .pdfReaderMissing: "服务器尚未安装读取 PDF 的组件（poppler-utils）。请改用 .docx 或粘贴正文，并告知系统管理员。"
        }
    }
}
