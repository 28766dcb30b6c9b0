import Storage

/// 文件类型, recognised by the content and never by the name.
public enum FileKind: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    case jpeg, png, gif, webp, heic
    case pdf, ofd, docx, xlsx, pptx, doc, xls, ppt
    case text
    case textGB18030 = "text-gb18030"
    case mp4, mov, mp3, amr
    case zip

    /// How people call it.
    public var title: String {
        switch self {
        case .jpeg, .png, .gif, .webp, .heic: "图片"
        case .pdf: "PDF 文件"
        case .ofd: "OFD 文件"
        case .docx, .doc: "Word 文档"
        case .xlsx, .xls: "Excel 表格"
        case .pptx, .ppt: "演示文稿"
        case .text, .textGB18030: "文本文件"
        case .mp4, .mov: "视频"
        case .mp3, .amr: "录音"
        case .zip: "压缩包"
        }
    }

    /// What the name of a downloaded file ends with.
    public var fileExtension: String {
        switch self {
        case .jpeg: "jpg"
        case .text, .textGB18030: "txt"
        default: rawValue
        }
    }

    /// The value of `Content-Type`.
    public var mediaType: String {
        switch self {
        case .jpeg, .png, .gif, .webp, .heic: "image/\(rawValue)"
        case .pdf, .ofd, .zip: "application/\(rawValue)"
        case .docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case .pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation"
        case .doc: "application/msword"
        case .xls: "application/vnd.ms-excel"
        case .ppt: "application/vnd.ms-powerpoint"
        case .text: "text/plain; charset=utf-8"
        case .textGB18030: "text/plain; charset=gb18030"
        case .mp4: "video/mp4"
        case .mov: "video/quicktime"
        case .mp3: "audio/mpeg"
        case .amr: "audio/amr"
        }
    }

    /// Browsers draw these without running anything that the file contains.
    var isSafeInline: Bool {
        [.jpeg, .png, .gif, .webp].contains(self)
    }
}

/// 附件用途: why a file may be asked for. There is no other reason to collect pictures of people at work.
public enum Purpose: String, Sendable, Hashable, CaseIterable, SQLConvertible {
    /// 证据: proves a hidden danger or a violation.
    case evidence
    /// 整改: proves that something was put right.
    case rectification
    /// 文书: a document with legal force, or its basis.
    case document
    /// 应急: needed to deal with an emergency.
    case emergency

    /// The word beside the button.
    public var title: String {
        switch self {
        case .evidence: "证据"
        case .rectification: "整改"
        case .document: "文书"
        case .emergency: "应急"
        }
    }

    /// What may be handed in for it.
    public var kinds: Set<FileKind> {
        let papers: Set<FileKind> = [.pdf, .ofd, .docx, .xlsx, .doc, .xls, .text, .textGB18030, .jpeg, .png]
        let scenes: Set<FileKind> = [.jpeg, .png, .gif, .webp, .heic, .mp4, .mov, .mp3, .amr]
        return switch self {
        case .document: papers
        case .evidence, .rectification: papers.union(scenes)
        case .emergency: Set(FileKind.allCases)
        }
    }
}
