import Calendars
import Foundation
import Hummingbird
import Markup
import Spreadsheets
import Workflows

/// What stands in a register, as a file with its conditions, time, unit and row count on top.
struct MatterExport {
    static let xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    /// More rows than this are narrowed first.
    static let largest = 50_000

    let visit: Visit
    let kind: KindOfMatter

    func xlsx() async throws -> Answer {
        try await file(type: Self.xlsxType, ending: "xlsx") { try XLSXTableWriter(path: $0, $1) }
    }

    func csv() async throws -> Answer {
        try await file(type: "text/csv; charset=utf-8", ending: "csv") { try CSVTableWriter(path: $0, $1) }
    }

    private func file(
        type: String, ending: String, make: (String, TableLayout) throws -> any TableWriter
    ) async throws -> Answer {
        let user = try visit.user()
        guard user.holdsSomewhere(kind.reading) else { throw Refusal.notFound("页面") }
        let rows = try await rows()
        let heading = TableLayout.Heading(
            title: kind.title + "台账", filter: filterWords, time: visit.now.description,
            unit: user.posts.first.map { visit.premises.registry.organisations.name($0.organisation) } ?? "—",
            rowCount: rows.count)
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("anlan-\(UUID().uuidString).\(ending)").path
        defer { try? FileManager.default.removeItem(atPath: path) }  // Nothing to remove when writing never began.
        let writer = try make(
            path,
            TableLayout(
                sheet: "台账", columns: columns, heading: heading,
                footer: "导出人：\(user.person.name)　导出时间：\(visit.now)"))
        for (index, row) in rows.enumerated() { try writer.append([.integer(index + 1)] + row) }
        try writer.finish()
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        return .download(bytes, type: type, name: "\(kind.title)台账-\(visit.today).\(ending)")
    }

    private func rows() async throws -> [[Cell]] {
        var query = MatterFilters(kind: kind, visit: visit).query(state: RegisterState(visit.address))
        query.limit = 2000
        query.offset = 0
        var rows: [[Cell]] = []
        while true {
            let headers = try await visit.premises.lists.headers(query, for: try visit.user())
            rows += try await cells(headers)
            guard headers.count == query.limit else { return rows }
            guard rows.count <= Self.largest else {
                throw Refusal(
                    .tooLarge, code: "export-too-large", message: "符合条件的超过 \(Self.largest) 条。请按区划、状态或日期分几次导出。")
            }
            query.offset += query.limit
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

    private var filterWords: String {
        let words = visit.address.query.filter { !$0.value.isEmpty && !["page", "size", "sort"].contains($0.name) }
        return words.isEmpty ? "全部" : words.map { "\($0.name)=\($0.value)" }.joined(separator: "，")
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
