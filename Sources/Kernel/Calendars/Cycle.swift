import Storage

/// 周期 — how often something is owed, by which day of each period, and how long before that it is asked for.
///
/// Written `quarterly/last-working-day` or, with ten working days' notice, `monthly/day-after-5/notice-10`, in forms,
/// tables and JSON alike.
public struct Cycle: Sendable, Hashable {
    public enum Length: String, Sendable, CaseIterable {
        case daily, weekly, monthly, quarterly, halfYearly = "half-yearly", yearly

        /// How many months it takes; none for what is counted in days.
        var months: Int? {
            switch self {
            case .daily, .weekly: nil
            case .monthly: 1
            case .quarterly: 3
            case .halfYearly: 6
            case .yearly: 12
            }
        }

        /// 每日 to 每年
        public var title: String {
            switch self {
            case .daily: "每日"
            case .weekly: "每周"
            case .monthly: "每月"
            case .quarterly: "每季度"
            case .halfYearly: "每半年"
            case .yearly: "每年"
            }
        }
    }

    /// By when a period's work is owed.
    public enum Due: Sendable, Hashable {
        /// 期末最后一日
        case lastDay
        /// 期末最后一个工作日
        case lastWorkingDay
        /// 期满后第几日：按月的第 5 日即次月 5 日
        case dayAfter(Int)
        /// 期满后第几个工作日
        case workingDayAfter(Int)
    }

    public let length: Length
    public let due: Due
    /// 提前几个工作日提出；没有时自该期第一日起
    public let notice: Int?

    /// - Precondition: days after the period and days of notice are 1 to 90.
    public init(_ length: Length, by due: Due, notice: Int? = nil) {
        precondition(due.count.map(Self.counts.contains) ?? true && notice.map(Self.counts.contains) ?? true)
        self.length = length
        self.due = due
        self.notice = notice
    }

    private static let counts = 1...90

    /// 每季度，期末最后一个工作日前
    public var title: String { "\(length.title)，\(due.title)前" + (notice.map { "，提前\($0)个工作日提出" } ?? "") }
}

extension Cycle: RawRepresentable, Codable, SQLConvertible {
    public init?(rawValue text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (2...3).contains(parts.count), let length = Length(rawValue: parts[0]), let due = Due(text: parts[1])
        else { return nil }
        let notice = parts.dropFirst(2).first.map { Due.count(of: $0, after: "notice-") }
        guard notice != .some(nil) else { return nil }
        self.init(length, by: due, notice: notice ?? nil)
    }

    public var rawValue: String {
        "\(length.rawValue)/\(due.text)" + (notice.map { "/notice-\($0)" } ?? "")
    }
}

extension Cycle.Due {
    init?(text: String) {
        switch text {
        case "last-day": self = .lastDay
        case "last-working-day": self = .lastWorkingDay
        default:
            if let count = Self.count(of: text, after: "day-after-") {
                self = .dayAfter(count)
            } else if let count = Self.count(of: text, after: "working-day-after-") {
                self = .workingDayAfter(count)
            } else {
                return nil
            }
        }
    }

    var text: String {
        switch self {
        case .lastDay: "last-day"
        case .lastWorkingDay: "last-working-day"
        case .dayAfter(let count): "day-after-\(count)"
        case .workingDayAfter(let count): "working-day-after-\(count)"
        }
    }

    var title: String {
        switch self {
        case .lastDay: "期末最后一日"
        case .lastWorkingDay: "期末最后一个工作日"
        case .dayAfter(let count): "期满后第\(count)日"
        case .workingDayAfter(let count): "期满后第\(count)个工作日"
        }
    }

    var count: Int? {
        switch self {
        case .lastDay, .lastWorkingDay: nil
        case .dayAfter(let count), .workingDayAfter(let count): count
        }
    }

    /// A count from 1 to 90 written without leading zeros, so that each cycle is written in one way only.
    fileprivate static func count(of text: String, after prefix: String) -> Int? {
        guard text.hasPrefix(prefix), let count = Int(text.dropFirst(prefix.count)), (1...90).contains(count),
            text == prefix + String(count)
        else { return nil }
        return count
    }
}
