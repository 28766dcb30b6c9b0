import Calendars
import Markup
import Spreadsheets
import Workflows

/// The ledger of one kind of matter as a file.
struct MatterExport {
    let visit: Visit
    let kind: KindOfMatter

    func file() throws -> RegisterExport {
        let user = try visit.user()
        guard user.holdsSomewhere(kind.reading) else { throw Refusal.notFound("页面") }
        let filters = MatterFilters(kind: kind, visit: visit)
        return RegisterExport(kind.title + "台账", in: "件", of: visit, filters: filters.filters, columns: columns) {
            offset, limit in
            var query = filters.query(state: RegisterState(visit.address))
            (query.offset, query.limit) = (offset, limit)
            let cells = try await cells(visit.premises.lists.headers(query, for: user))
            return cells.enumerated().map { [.integer(offset + $0 + 1)] + $1 }
        }
    }

    /// As the kind's own ledger has it, or as all kinds have it.
    private func cells(_ headers: [MatterHeader]) async throws -> [[Cell]] {
        if let own = visit.premises.kindPages[kind.name]?.ledger { return try await own.cells(headers, visit) }
        return headers.map { cells(MatterLine($0, visit: visit)) }
    }

    private var columns: [Spreadsheets.Column] {
        [.init("row", "序号", .integer)]
            + (visit.premises.kindPages[kind.name]?.ledger?.columns ?? Self.usualColumns)
    }

    private static let usualColumns: [Spreadsheets.Column] = [
        .init("number", "编号", .code), .init("title", "事项"), .init("grade", "等级"),
        .init("owner", "承办单位"), .init("supervisor", "督办单位"), .init("region", "区划"), .init("code", "区划代码", .code),
        .init("agreed", "完成时限", .date), .init("due", "本环节期限", .date), .init("state", "状态"), .init("light", "灯"),
        .init("late", "是否逾期办结"), .init("opened", "收到时间"), .init("closed", "办结时间"),
    ]

    private func cells(_ line: MatterLine) -> [Cell] {
        let header = line.header
        return [
            .text(header.number), .text(header.title), .text(line.gradeTitle), .text(line.owner),
            .text(line.supervisor), .text(line.regionPath), .text(header.region.rawValue),
            day(header.agreedDay), day(header.deadline?.dueOn), .text(line.stateTitle), .text(header.light.chinese),
            .text(header.wasLate ? "是" : ""), .text(header.openedAt.description),
            .text(header.closedAt?.description ?? ""),
        ]
    }

    private func day(_ day: Day?) -> Cell {
        guard let day, let date = SheetDate(year: day.year, month: day.month, day: day.day) else { return .empty }
        return .date(date)
    }
}
