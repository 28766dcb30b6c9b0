import Storage

/// A calendar day in China, such as 2017年6月1日. Stored as `2017-06-01`, so it sorts and reads the same everywhere.
///
/// Days run from 0001-01-01 to 9999-12-31; arithmetic that would leave this range stays at its edge.
public struct Day: Sendable, Hashable, Comparable {
    /// Days since 1970-01-01.
    let number: Int

    /// The first day that can be written.
    public static let first = Day(number: number(year: 1, month: 1, day: 1))
    /// The last day that can be written.
    public static let last = Day(number: number(year: 9999, month: 12, day: 31))

    private static let numbers = number(year: 1, month: 1, day: 1)...number(year: 9999, month: 12, day: 31)

    /// The day with this year, month and day of the month, if there is one.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month),
            (1...Self.length(ofMonth: month, in: year)).contains(day)
        else { return nil }
        number = Self.number(year: year, month: month, day: day)
    }

    init(number: Int) {
        self.number = min(max(number, Self.numbers.lowerBound), Self.numbers.upperBound)
    }

    /// 年
    public var year: Int { components.year }
    /// 月, 1 to 12.
    public var month: Int { components.month }
    /// 日, 1 to 31.
    public var day: Int { components.day }

    /// The day of the week: 1 is Monday, 7 is Sunday.
    public var weekday: Int {
        // 1970-01-01 was a Thursday.
        let shifted = (number + 3) % 7
        return (shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// The day so many days later; earlier when negative.
    public func adding(days: Int) -> Day {
        let (sum, overflow) = number.addingReportingOverflow(days)
        return overflow ? (days < 0 ? .first : .last) : Day(number: sum)
    }

    /// The corresponding day so many months later, or the last day of that month when it has no such day.
    public func adding(months: Int) -> Day {
        let (year, month, day) = components
        let (total, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
        guard !overflow, total >= 12 else { return months < 0 ? .first : .last }
        guard total < 10_000 * 12 else { return .last }
        let length = Self.length(ofMonth: total % 12 + 1, in: total / 12)
        return Day(number: Self.number(year: total / 12, month: total % 12 + 1, day: min(day, length)))
    }

    /// How many days later the other day is; negative when it is earlier.
    public func distance(to other: Day) -> Int {
        other.number - number
    }

    public static func < (earlier: Day, later: Day) -> Bool {
        earlier.number < later.number
    }

    private static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Year, month and day of the month together; cheaper than asking for each.
    public var components: (year: Int, month: Int, day: Int) {
        // Years are taken to begin in March, so that the leap day is their last; 400 years have 146,097 days.
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func number(year: Int, month: Int, day: Int) -> Int {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = (yearFromMarch >= 0 ? yearFromMarch : yearFromMarch - 399) / 400
        let yearOfEra = yearFromMarch - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
