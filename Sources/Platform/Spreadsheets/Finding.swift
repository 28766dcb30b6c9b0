/// Something in a file that its sender should know, because rows could be wrong or missing without a word.
public enum Finding: Sendable, Hashable {
    case hiddenSheets([String])
    case externalLinks(count: Int)
    /// Areas such as `B5:C7`.
    case mergedCells([String])
    case hiddenRows(count: Int, first: Int)
    case formulas(count: Int, first: String)
    /// Formulas never calculated by a spreadsheet program: the cell reads as empty.
    case formulasWithoutValue(count: Int, first: String)

    /// 给上传人的说明。
    public var message: String {
        switch self {
        case .hiddenSheets(let names):
            "文件里有隐藏的工作表：\(names.joined(separator: "、"))。隐藏的工作表没有读取。"
        case .externalLinks(let count):
            "文件引用了 \(count) 个别的文件，这里取的是上次保存时的数值，请核对。"
        case .mergedCells(let areas):
            "有合并单元格：\(areas.prefix(5).joined(separator: "、"))\(areas.count > 5 ? "等 \(areas.count) 处" : "")。"
                + "合并后只有左上角有内容，请取消合并并逐格填写。"
        case .hiddenRows(let count, let first):
            "有 \(count) 行被隐藏或筛选掉（首行为第 \(first) 行），它们同样会被读取，请确认。"
        case .formulas(let count, let first):
            "有 \(count) 个公式（首个在 \(first)），这里取的是上次保存时算出的结果，请核对。"
        case .formulasWithoutValue(let count, let first):
            "有 \(count) 个公式没有计算结果（首个在 \(first)），按空白处理。请用 Excel 或 WPS 打开，保存一次后再上传。"
        }
    }
}
