import Foundation
import Markup
import Registry
import Spreadsheets
import Workflows

/// What stands in a register, as a file with its conditions, time, unit and row count on top.
public struct RegisterExport: Sendable {
    public static let xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    /// More rows than this are narrowed first.
    private static let largest = 50_000
    private static let batch = 2000

    let visit: Visit
    let title: String
    let unit: String
    let filters: [Filter]
    let columns: [Spreadsheets.Column]
    let rows: @Sendable (_ offset: Int, _ limit: Int) async throws -> [[Cell]]

    /// - Parameters:
    ///   - title: stands on top of the sheet and in the name of the file.
    ///   - unit: what is counted: 件、家.
    ///   - filters: put the conditions in the address into words.
    ///   - rows: some lines of cells in the order of the columns, beginning with the one so far down the register.
    public init(
        _ title: String, in unit: String, of visit: Visit, filters: [Filter], columns: [Spreadsheets.Column],
        rows: @escaping @Sendable (_ offset: Int, _ limit: Int) async throws -> [[Cell]]
    ) {
        self.title = title
        self.unit = unit
        self.visit = visit
        self.filters = filters
        self.columns = columns
        self.rows = rows
    }

    public func xlsx() async throws -> Answer {
        try await file(type: Self.xlsxType, ending: "xlsx") { try XLSXTableWriter(path: $0, $1) }
    }

    public func csv() async throws -> Answer {
        try await file(type: "text/csv; charset=utf-8", ending: "csv") { try CSVTableWriter(path: $0, $1) }
    }

    private func file(
        type: String, ending: String, make: (String, TableLayout) throws -> any TableWriter
    ) async throws -> Answer {
        let user = try visit.user()
        let rows = try await all()
        let heading = TableLayout.Heading(
            title: title, filter: conditions, time: visit.now.description, unit: unit, rowCount: rows.count)
        let office = user.posts.first.map { visit.premises.registry.organisations.name($0.organisation) } ?? "—"
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("anlan-\(UUID().uuidString).\(ending)").path
        defer { try? FileManager.default.removeItem(atPath: path) }  // Nothing to remove when writing never began.
        let writer = try make(
            path,
            TableLayout(
                sheet: "台账", columns: columns, heading: heading,
                footer: "导出人：\(user.person.name)（\(office)）　导出时间：\(visit.now)"))
        for row in rows { try writer.append(row) }
        try writer.finish()
        let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: path)))
        return .download(bytes, type: type, name: "\(title)-\(visit.today).\(ending)")
    }

    private func all() async throws -> [[Cell]] {
        var all: [[Cell]] = []
        while true {
            let some = try await rows(all.count, Self.batch)
            all += some
            guard some.count == Self.batch else { return all }
            guard all.count <= Self.largest else {
                throw Refusal(
                    .tooLarge, code: "export-too-large", message: "符合条件的超过 \(Self.largest) 条。请按区划、状态、行业或日期分几次导出。")
            }
        }
    }

    private var conditions: String {
        let scope = visit.address.first("scope").flatMap { RegionCode($0) }.map {
            "辖区 = \(visit.premises.registry.regions.path($0, on: visit.today))"
        }
        let words = (scope.map { [$0] } ?? []) + filters.flatMap { $0.applied(in: visit.address).map(\.words.chinese) }
        return words.isEmpty ? "全部" : words.joined(separator: "，")
    }
}
