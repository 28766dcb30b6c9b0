/// A day, a time of day, or both, as spreadsheets know them: wall-clock, without time zone, to the second.
public struct SheetDate: Sendable, Hashable, CustomStringConvertible {
    /// Days since the spreadsheet's beginning (1 = 1 January 1900), the time of day as fraction.
    public let serial: Double

    /// The last day spreadsheets know: 31 December 9999.
    private static let end = 2_958_466.0
    private static let secondsPerDay = 86_400.0

    /// Nil outside the years 1900–9999.
    public init?(serial: Double) {
        guard serial >= 0, serial < Self.end else { return nil }
        self.serial = serial
    }

    /// Nil for a day that does not exist, such as 30 February.
    public init?(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        guard (1900...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        let time = Double(hour * 3600 + minute * 60 + second) / Self.secondsPerDay
        serial = Double(days < 61 ? days - 1 : days) + time
        guard self.month == month, self.day == day else { return nil }
    }

    /// Reads `2026-09-30`, `2026/9/30`, `2026.9.30`, `2026年9月30日`, `20260930`, each with an optional time `08:05:30`.
    public init?(_ text: String) {
        let plain = text.trimmedBlanks.halfWidth
        let form =
            /(\d{4})(?:[-\/.年])(\d{1,2})(?:[-\/.月])(\d{1,2})日?(?:[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?/
        let compact = /(\d{4})(\d{2})(\d{2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?/
        guard let match = (plain.wholeMatch(of: form) ?? plain.wholeMatch(of: compact))?.output,
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3)
        else { return nil }
        let time = [match.4, match.5, match.6].map { $0.flatMap { Int($0) } ?? 0 }
        self.init(year: year, month: month, day: day, hour: time[0], minute: time[1], second: time[2])
    }

    public var year: Int { civil.year }
    public var month: Int { civil.month }
    public var day: Int { civil.day }
    public var hour: Int { secondOfDay / 3600 }
    public var minute: Int { secondOfDay / 60 % 60 }
    public var second: Int { secondOfDay % 60 }

    /// Only a time of day was entered, no day.
    public var isTimeOnly: Bool { serial < 1 }
    /// Only a day was entered, or the day's first second.
    public var isDayOnly: Bool { secondOfDay == 0 && !isTimeOnly }

    /// `2026-09-30`, `08:05`, `2026-09-30 08:05`, with seconds only where they are not zero.
    public var description: String {
        let clock = "\(two(hour)):\(two(minute))" + (second == 0 ? "" : ":\(two(second))")
        if isTimeOnly { return clock }
        let date = "\(year)-\(two(month))-\(two(day))"
        return isDayOnly ? date : date + " " + clock
    }

    private func two(_ number: Int) -> String {
        number < 10 ? "0\(number)" : "\(number)"
    }

    private var totalSeconds: Int { Int((serial * Self.secondsPerDay).rounded()) }
    private var secondOfDay: Int { totalSeconds % 86_400 }

    /// Spreadsheets count a 29 February 1900 that never was, so days before it are one off.
    private var civil: (year: Int, month: Int, day: Int) {
        let days = totalSeconds / 86_400
        return Self.civil(fromDays: days < 60 ? days + 1 : days)
    }

    private static let daysToUnixEpoch = 25_569

    /// Days since 30 December 1899, by counting years from 1 March so that the leap day comes last.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
        return marchYear * 365 + leapDays + dayOfYear - 719_468 + daysToUnixEpoch
    }

    private static func civil(fromDays days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days - daysToUnixEpoch + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
