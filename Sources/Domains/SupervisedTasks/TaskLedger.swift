import Calendars
import Site
import Spreadsheets
import Workflows

/// 督办台账 — the exported ledger in the shape offices use: 序号 任务 牵头单位 配合单位 完成时限 进展 状态.
enum TaskLedger {
    static let ledger = KindLedger(
        [
            .init("title", "任务", .text).wide(40), .init("owner", "牵头单位"), .init("cooperating", "配合单位"),
            .init("day", "完成时限", .date), .init("progress", "进展"), .init("state", "状态"), .init("light", "灯"),
            .init("late", "是否曾逾期"), .init("extended", "原定时限", .date), .init("source", "来源文件"),
            .init("clause", "原文条款"), .init("number", "编号", .code),
        ]
    ) { matters, visit in
        let sheets = try await TaskStore(visit.premises.database).sheets(of: matters.map(\.id))
        return matters.map { cells($0, sheets[$0.id], visit) }
    }

    private static func cells(_ matter: MatterHeader, _ sheet: TaskStore.Sheet?, _ visit: Visit) -> [Cell] {
        let names = visit.premises.registry.organisations
        let cooperating = (sheet?.cooperating ?? []).map { names.name($0) }.joined(separator: "、")
        let parts = sheet.flatMap { $0.parts > 0 ? "分办 \($0.parts) 份，办结 \($0.closedParts) 份。" : nil } ?? ""
        let isExtended = sheet?.firstDay != nil && sheet?.firstDay != matter.agreedDay
        return [
            .text(matter.title), .text(matter.owner.map { names.name($0) } ?? ""), .text(cooperating),
            cell(matter.agreedDay), .text(parts + (sheet?.progress ?? "")),
            .text(SupervisedTask.State(rawValue: matter.state)?.title ?? matter.state),
            .text(matter.isOpen ? matter.light.chinese : ""), .text(matter.wasLate ? "是" : ""),
            cell(isExtended ? sheet?.firstDay : nil), .text(sheet?.source ?? ""), .text(sheet?.clause ?? ""),
            .text(matter.number),
        ]
    }

    private static func cell(_ day: Day?) -> Cell {
        guard let day, let date = SheetDate(year: day.year, month: day.month, day: day.day) else { return .empty }
        return .date(date)
    }
}
