/// 期次 — one period of a cycle, such as the third quarter of 2026.
public struct CyclePeriod: Sendable, Hashable {
    public let cycle: Cycle
    /// Its first day.
    public let from: Day

    /// Its last day.
    public var through: Day { cycle.length.start(after: from).adding(days: -1) }

    public var next: CyclePeriod { CyclePeriod(cycle: cycle, from: cycle.length.start(after: from)) }

    /// 2026年6月10日, 2026年6月8日至2026年6月14日, 2026年6月, 2026年第三季度, 2026年上半年, 2026年度
    public var title: String {
        let (year, month, _) = from.components
        return switch cycle.length {
        case .daily: from.chinese
        case .weekly: "\(from.chinese)至\(through.chinese)"
        case .monthly: "\(year)年\(month)月"
        case .quarterly: "\(year)年第\(["一", "二", "三", "四"][month / 3])季度"
        case .halfYearly: "\(year)年\(month == 1 ? "上" : "下")半年"
        case .yearly: "\(year)年度"
        }
    }

    /// The last day on which its work is in time.
    public func due(in calendar: WorkingCalendar) -> Day {
        switch cycle.due {
        case .lastDay: through
        case .lastWorkingDay:
            calendar.isWorkingDay(through) ? through : calendar.day(-1, workingDaysAfter: through)
        case .dayAfter(let count): through.adding(days: count)
        case .workingDayAfter(let count): calendar.day(count, workingDaysAfter: through)
        }
    }

    /// The day on which its work is asked for: never before its first day.
    public func opens(in calendar: WorkingCalendar) -> Day {
        cycle.notice.map { max(from, calendar.day(-$0, workingDaysAfter: due(in: calendar))) } ?? from
    }
}

extension Cycle {
    /// The period that this day lies in.
    public func period(containing day: Day) -> CyclePeriod {
        guard let months = length.months else {
            return CyclePeriod(cycle: self, from: length == .daily ? day : day.adding(days: 1 - day.weekday))
        }
        let (year, month, _) = day.components
        // The first of a month is always a day.
        let from = Day(year: year, month: (month - 1) / months * months + 1, day: 1)!
        return CyclePeriod(cycle: self, from: from)
    }

    /// The period of this day, or the first after it whose work can still be in time.
    public func period(owedFrom day: Day, in calendar: WorkingCalendar) -> CyclePeriod {
        var period = period(containing: day)
        while period.due(in: calendar) < day { period = period.next }
        return period
    }
}

extension Cycle.Length {
    /// The first day of the period behind the one that begins there.
    func start(after day: Day) -> Day {
        switch self {
        case .daily: day.adding(days: 1)
        case .weekly: day.adding(days: 7)
        default: day.adding(months: months ?? 1)
        }
    }
}
