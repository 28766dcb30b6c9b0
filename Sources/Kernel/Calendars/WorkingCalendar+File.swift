import FoundationEssentials

/// What is wrong with a list of holidays, all of it, each with its line.
public struct CalendarFileErrors: Error, Hashable, CustomStringConvertible {
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

extension WorkingCalendar {
    /// Reads a list of holidays and make-up days: CSV with the columns `date`, `kind` (`holiday` or `workday`) and
    /// `name`, and optionally `weekday` (1 is Monday), which is then checked. Days not listed follow the weekday.
    public init(parsing text: String, file: String = "节假日表") throws(CalendarFileErrors) {
        self.init(listed: try HolidayList(text, file: file).days)
    }

    /// Reads a list of holidays from a file, see ``init(parsing:file:)``.
    public static func load(from path: String) throws(CalendarFileErrors) -> WorkingCalendar {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CalendarFileErrors(file: path, problems: [.init(line: 0, message: "无法读取节假日表，请检查文件是否存在、编码是否为 UTF-8。")])
        }
        return try WorkingCalendar(parsing: text, file: path)
    }

    /// This calendar with a further list, such as the notice for next year. Days listed in both follow the further list.
    public func importing(_ text: String, file: String = "节假日表") throws(CalendarFileErrors) -> WorkingCalendar {
        let further = try HolidayList(text, file: file).days
        return WorkingCalendar(listed: listed.merging(further) { _, imported in imported })
    }
}

private struct HolidayList {
    var days: [Day: DayKind] = [:]
    private var problems: [CalendarFileErrors.Problem] = []
    private var positions: [String: Int] = [:]

    init(_ text: String, file: String) throws(CalendarFileErrors) {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(Self.cells)
        readHeader(lines.first ?? [])
        if problems.isEmpty {
            for (index, cells) in lines.enumerated().dropFirst() where cells != [""] {
                readRow(cells, line: index + 1)
            }
            if days.isEmpty { problems.append(.init(line: 0, message: "表中没有一天。")) }
        }
        guard problems.isEmpty else { throw CalendarFileErrors(file: file, problems: problems) }
    }

    private static func cells(_ line: Substring) -> [String] {
        line.split(separator: ",", omittingEmptySubsequences: false).map { cell in
            let start = cell.drop { $0.isWhitespace || $0 == "\u{FEFF}" }
            guard start.last?.isWhitespace == true else { return String(start) }
            return String(start.reversed().drop { $0.isWhitespace }.reversed())
        }
    }

    private mutating func readHeader(_ names: [String]) {
        positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        for name in ["date", "kind", "name"] where positions[name] == nil {
            problems.append(.init(line: 1, message: "缺少“\(name)”列。"))
        }
    }

    private mutating func readRow(_ cells: [String], line: Int) {
        func cell(_ name: String) -> String? {
            positions[name].flatMap { $0 < cells.count ? cells[$0] : nil }
        }
        func problem(_ message: String) {
            problems.append(.init(line: line, message: message))
        }
        let date = cell("date") ?? ""
        guard let day = Day(date) ?? Day(typed: date) else {
            return problem("日期“\(date)”不是一个日子，应写成 2026-10-01。")
        }
        guard let name = cell("name"), !name.isEmpty else { return problem("没有写节日名称。") }
        if days[day] != nil { problem("\(day) 重复列出。") }
        if let weekday = cell("weekday"), weekday != String(day.weekday) {
            problem("\(day) 是\(day.chineseWeekday)，表中写的是“\(weekday)”。")
        }
        switch cell("kind") {
        case "holiday": days[day] = .holiday(name)
        case "workday" where day.weekday <= 5: problem("\(day) 是\(day.chineseWeekday)，本来就上班，不能列为调休上班。")
        case "workday": days[day] = .makeUpWorkingDay(name)
        case let kind: problem("“\(kind ?? "")”既不是 holiday（放假）也不是 workday（调休上班）。")
        }
    }
}
