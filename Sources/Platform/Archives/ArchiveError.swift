/// Why an archive, or one entry in it, could not be read; ``message`` says it to the person who sent the file.
public enum ArchiveError: Error, Sendable, Hashable {
    case unreadable(path: String, errno: Int32)
    case notAnArchive
    case truncated
    case damaged(entry: String)
    case missing(entry: String)
    case encrypted(entry: String)
    case unsupportedCompression(entry: String, method: Int)
    case tooManyEntries(limit: Int)
    case tooLarge(entry: String, limit: Int)
    case suspiciousRatio(entry: String, limit: Int)
    case unsafeName(String)
    case repeatedName(String)
    case overlapping(entry: String)

    /// 给上传人的说明：what is the matter and what to do now.
    public var message: String {
        switch self {
        case .unreadable:
            "文件暂时读不出来，请稍后再试；一直如此请联系系统管理员。"
        case .notAnArchive:
            "这不是 ZIP 格式的文件（.xlsx、.docx 也属此类）。请确认选对了文件，或用原软件重新另存后再上传。"
        case .truncated:
            "文件不完整，可能没有下载或上传完。请重新取得文件后再上传。"
        case .damaged(let entry):
            "文件中的“\(entry)”已损坏。请用原软件打开，另存为新文件后再上传。"
        case .missing(let entry):
            "文件中缺少“\(entry)”。请用原软件打开，另存为新文件后再上传。"
        case .encrypted(let entry):
            "文件中的“\(entry)”加了密码。请去掉密码后再上传。"
        case .unsupportedCompression(let entry, let method):
            "文件中的“\(entry)”使用了不支持的压缩方式（编号 \(method)）。请重新压缩为普通 ZIP 后再上传。"
        case .tooManyEntries(let limit):
            "压缩文件里的文件超过 \(limit) 个。请分成几个文件上传。"
        case .tooLarge(let entry, let limit):
            "“\(entry)”展开后超过 \(limit / 1_048_576) MB。请拆成几个较小的文件上传。"
        case .suspiciousRatio(let entry, let limit):
            "“\(entry)”展开后是压缩时的 \(limit) 倍以上，为安全起见不予读取。请用原软件另存为新文件后再上传。"
        case .unsafeName(let name):
            "压缩文件里有不安全的文件名“\(name)”，为安全起见不予读取。请重新压缩后再上传。"
        case .repeatedName(let name):
            "压缩文件里有两个同名的“\(name)”，无法判断以哪个为准。请重新压缩后再上传。"
        case .overlapping(let entry):
            "压缩文件里“\(entry)”与别的内容重叠，为安全起见不予读取。请重新压缩后再上传。"
        }
    }
}
