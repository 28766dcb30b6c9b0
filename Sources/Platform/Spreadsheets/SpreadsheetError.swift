import Archives

/// Why a spreadsheet could not be read or written; ``message`` says it to the person at the screen.
public enum SpreadsheetError: Error, Sendable, Hashable {
    case archive(ArchiveError)
    case disguised(Disguise)
    case damaged(part: String)
    case missingSheet(String)
    case tooManyRows(limit: Int)
    case tooManyColumns(address: String, limit: Int)
    case tooManyTexts(limit: Int)
    case unknownEncoding(line: Int)
    case openQuote(line: Int)
    case headerMissing(expected: [String])
    case rowCountDiffers(announced: Int, written: Int)
    case unwritable(reason: String)

    /// 给使用人的说明：what is the matter and what to do now.
    public var message: String {
        switch self {
        case .archive(let error):
            error.message
        case .disguised(let disguise):
            disguise.message
        case .damaged(let part):
            "表格内部的“\(part)”不完整或有错误。请用 Excel 或 WPS 打开，另存为新的 .xlsx 文件后再上传。"
        case .missingSheet(let name):
            "文件里没有名为“\(name)”的工作表。请检查工作表名称，或重新下载模板填写。"
        case .tooManyRows(let limit):
            "表格超过 \(limit) 行。请分成几个文件上传。"
        case .tooManyColumns(let address, let limit):
            "单元格 \(address) 超出了第 \(limit) 列。请删除表格右侧多余的内容后再上传。"
        case .tooManyTexts(let limit):
            "表格中的文字总量超过 \(limit / 1_048_576) MB。请分成几个文件上传。"
        case .unknownEncoding(let line):
            "第 \(line) 行的文字既不是 UTF-8 也不是 GBK（GB18030）编码。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。"
        case .openQuote(let line):
            "第 \(line) 行开始的英文双引号（\"）没有成对，后面的内容无法分列。请补上或删除这个引号后再上传。"
        case .headerMissing(let expected):
            "没有找到表头。表头应包含：\(expected.joined(separator: "、"))。请重新下载模板，把内容贴进去后再上传。"
        case .rowCountDiffers(let announced, let written):
            "导出过程中数据有变动（应为 \(announced) 行，实为 \(written) 行）。请重新导出一次。"
        case .unwritable:
            "表格没有写成，可能是磁盘空间不足。请稍后再试；一直如此请联系系统管理员。"
        }
    }
}
