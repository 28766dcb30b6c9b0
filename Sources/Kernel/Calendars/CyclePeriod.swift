/// 期次 — one period of a cycle, such as the third quarter of 2026.
public struct CyclePeriod: Sendable, Hashable {
    public let cycle: Cycle
    /// Its first day.
    public let from: Day

    /// Its last day.
    public var through: Day { from.adding(months: cycle.length.months).adding(days: -1) }

    public var next: CyclePeriod { CyclePeriod(cycle: cycle, from: from.adding(months: cycle.length.months)) }

    /// 2026年6月, 2026年第三季度, 2026年上半年, 2026年度
    public var title: String {
        let (year, month, _) = from.components
        return switch cycle.length {
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
        let (year, month, _) = day.components
        // The first of a month is always a day.
        let from = Day(year: year, month: (month - 1) / length.months * length.months + 1, day: 1)!
        return CyclePeriod(cycle: self, from: from)
    }

    /// The period of this day, or the first after it whose work can still be in time.
    public func period(owedFrom day: Day, in calendar: WorkingCalendar) -> CyclePeriod {
        var period = period(containing: day)
        while period.due(in: calendar) < day { period = period.next }
        return period
    }
}
