import Calendars
import FoundationEssentials

/// What is wrong with a list of divisions, all of it, each with its line.
public struct RegionListErrors: Error, Hashable, CustomStringConvertible {
    /// One fault. Line 0 means the file as a whole.
    public struct Problem: Sendable, Hashable {
        public var line: Int
        public var message: String
    }

    public var file: String
    public var problems: [Problem]

    public var description: String {
        problems.map { $0.line == 0 ? "\(file)：\($0.message)" : "\(file) 第 \($0.line) 行：\($0.message)" }
            .joined(separator: "\n")
    }
}

/// 行政区划表 — a list of divisions with their days of validity, as a file.
///
/// CSV with the columns `code`, `name`, `short_name`, `kind`, `pinyin`, `from`, `to`, `statutory`, `lon` and `lat`, in any
/// order. A code has one row for each name or kind it has had; the days of its rows do not overlap.
public struct RegionList: Sendable {
    /// The divisions in the order of the file.
    public let regions: [Region]

    /// Reads a list from a file.
    public static func load(from path: String) throws(RegionListErrors) -> RegionList {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw RegionListErrors(
                file: path, problems: [.init(line: 0, message: "无法读取行政区划表，请检查文件是否存在、编码是否为 UTF-8。")])
        }
        return try RegionList(parsing: text, file: path)
    }

    /// Reads a list from text.
    public init(parsing text: String, file: String = "行政区划表") throws(RegionListErrors) {
        var reader = RegionListReader()
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            reader.read(line, number: index + 1)
        }
        reader.checkPeriods()
        if reader.rows.isEmpty, reader.problems.isEmpty {
            reader.problems.append(.init(line: 0, message: "表中没有一个区划。"))
        }
        guard reader.problems.isEmpty else { throw RegionListErrors(file: file, problems: reader.problems) }
        regions = reader.rows.map(\.region)
    }
}

private struct RegionListReader {
    private(set) var rows: [(line: Int, region: Region)] = []
    var problems: [RegionListErrors.Problem] = []
    private var positions: [String: Int] = [:]

    private static let columns = [
        "code", "name", "short_name", "kind", "pinyin", "from", "to", "statutory", "lon", "lat",
    ]

    mutating func read(_ text: Substring, number: Int) {
        let cells = text.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            String(cell.drop { $0.isWhitespace || $0 == "\u{FEFF}" }.reversed().drop { $0.isWhitespace }.reversed())
        }
        if number == 1 { return readHeader(cells) }
        guard !positions.isEmpty, cells != [""] else { return }
        readRow(RegionRow(cells: cells, positions: positions), line: number)
    }

    private mutating func readHeader(_ names: [String]) {
        for name in Self.columns where !names.contains(name) {
            problems.append(.init(line: 1, message: "缺少“\(name)”列。"))
        }
        guard problems.isEmpty else { return }
        positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func readRow(_ row: RegionRow, line: Int) {
        guard row.cells.count == positions.count else {
            problems.append(.init(line: line, message: "应有 \(positions.count) 列，现在有 \(row.cells.count) 列。"))
            return
        }
        let faults = row.faults
        problems += faults.map { .init(line: line, message: $0) }
        if faults.isEmpty, let region = row.region { rows.append((line, region)) }
    }

    /// A code means one division at a time, and every division but the largest lies in another one of the list.
    mutating func checkPeriods() {
        let byCode = Dictionary(grouping: rows, by: \.region.code)
        for (code, sameCode) in byCode {
            let ordered = sameCode.sorted { ($0.region.from ?? .first) < ($1.region.from ?? .first) }
            for (earlier, later) in zip(ordered, ordered.dropFirst())
            where (later.region.from ?? .first) <= (earlier.region.to ?? .last) {
                let message = "\(code.prefix) 的起止日期与第 \(earlier.line) 行（\(earlier.region.name)）重叠。"
                problems.append(.init(line: later.line, message: message))
            }
        }
        let highest = rows.map(\.region.code.level).min()
        for (line, region) in rows where region.code.level != highest {
            let parent = region.code.lineage.dropLast().last
            guard parent.map({ byCode[$0] == nil }) ?? true else { continue }
            problems.append(.init(line: line, message: "表中没有 \(region.code.prefix) 的上级区划。"))
        }
        problems.sort { $0.line < $1.line }
    }
}

private struct RegionRow {
    let cells: [String]
    let positions: [String: Int]

    private subscript(_ column: String) -> String { cells[positions[column]!] }

    var faults: [String] {
        var faults: [String] = []
        if RegionCode(self["code"]) == nil { faults.append("区划代码“\(self["code"])”应是 2、4、6、9 或 12 位数字。") }
        for column in ["name", "short_name", "kind", "pinyin"] where self[column].isEmpty {
            faults.append("“\(column)”不能为空。")
        }
        for column in ["from", "to"] where !self[column].isEmpty && Day(self[column]) == nil {
            faults.append("“\(column)”的“\(self[column])”不是一个日子，应写成 2016-08-01。")
        }
        if let from = Day(self["from"]), let to = Day(self["to"]), to < from { faults.append("止日早于起日。") }
        if !["0", "1"].contains(self["statutory"]) { faults.append("“statutory”应是 1（法定）或 0（非法定）。") }
        if !hasPosition { faults.append("经纬度“\(self["lon"]),\(self["lat"])”应同时为空，或是在范围之内的度数。") }
        return faults
    }

    private var hasPosition: Bool {
        if self["lon"].isEmpty, self["lat"].isEmpty { return true }
        guard let longitude = Double(self["lon"]), let latitude = Double(self["lat"]) else { return false }
        return abs(longitude) <= 180 && abs(latitude) <= 90
    }

    var region: Region? {
        RegionCode(self["code"]).map { code in
            Region(
                code: code, name: self["name"], shortName: self["short_name"], kind: self["kind"],
                pinyin: self["pinyin"], from: Day(self["from"]), to: Day(self["to"]),
                isStatutory: self["statutory"] == "1", longitude: Double(self["lon"]), latitude: Double(self["lat"]))
        }
    }
}
