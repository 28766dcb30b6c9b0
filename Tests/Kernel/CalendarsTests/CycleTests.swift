import Calendars
import Testing

/// 周期 — which period a day lies in, when its work is asked for and by when it is owed.
struct CycleTests {
    @Test(arguments: [
        "", "quarterly", "quarterly/", "fortnightly/last-day", "quarterly/last", "monthly/day-after-0",
        "monthly/day-after-91",
        "monthly/day-after-05", "monthly/day-after-+5", "monthly/day-after-５", "monthly/last-day/notice-0",
        "monthly/last-day/notice-", "monthly/last-day/", "monthly/last-day/notice-3/notice-4", "Monthly/last-day",
        " monthly/last-day",
    ])
    func `what is not a cycle is not read as one`(text: String) {
        #expect(Cycle(rawValue: text) == nil)
    }

    @Test(arguments: Cycle.Length.allCases, [Cycle.Due.lastDay, .lastWorkingDay, .dayAfter(5), .workingDayAfter(90)])
    func `a cycle comes back as it was written`(length: Cycle.Length, due: Cycle.Due) {
        for cycle in [Cycle(length, by: due), Cycle(length, by: due, notice: 10)] {
            #expect(Cycle(rawValue: cycle.rawValue) == cycle)
        }
    }

    @Test(
        arguments: [
            (Cycle.Length.monthly, "2026-06-10", "2026-06-01", "2026-06-30", "2026年6月"),
            (.monthly, "2024-02-29", "2024-02-01", "2024-02-29", "2024年2月"),
            (.quarterly, "2026-06-30", "2026-04-01", "2026-06-30", "2026年第二季度"),
            (.quarterly, "2026-12-31", "2026-10-01", "2026-12-31", "2026年第四季度"),
            (.halfYearly, "2026-06-30", "2026-01-01", "2026-06-30", "2026年上半年"),
            (.halfYearly, "2026-07-01", "2026-07-01", "2026-12-31", "2026年下半年"),
            (.yearly, "2026-01-01", "2026-01-01", "2026-12-31", "2026年度"),
        ] as [(Cycle.Length, Day, Day, Day, String)])
    func `a period has its first and its last day`(length: Cycle.Length, day: Day, from: Day, to: Day, title: String) {
        let period = Cycle(length, by: .lastDay).period(containing: day)
        #expect((period.from, period.through, period.title) == (from, to, title))
    }

    @Test func `a day is a period of its own, and a week begins on Monday`() {
        let day: Day = "2026-12-31"
        let daily = Cycle(.daily, by: .lastDay).period(containing: day)
        #expect(daily.from == day && daily.through == day && daily.next.from == "2027-01-01")
        let weekly = Cycle(.weekly, by: .lastDay).period(containing: day)
        #expect(weekly.from == "2026-12-28" && weekly.through == "2027-01-03")
        #expect(weekly.next.from == "2027-01-04" && weekly.title == "2026年12月28日至2027年1月3日")
    }

    @Test(arguments: Cycle.Length.allCases)
    func `periods follow each other without gap or overlap`(length: Cycle.Length) {
        var period = Cycle(length, by: .lastDay).period(containing: "2007-01-01")
        for _ in 0..<300 {
            let next = period.next
            #expect(next.from == period.through.adding(days: 1))
            #expect(next == period.cycle.period(containing: next.from))
            #expect(period == period.cycle.period(containing: period.through))
            period = next
        }
    }

    /// 31 January 2026 was a Saturday, the day before a working Friday. The 30 September 2026 is a Wednesday; from
    /// 1 October people rest until the 7th. On Sunday 4 January 2026 people work.
    @Test(
        arguments: [
            ("monthly/last-day", "2026-01-15", "2026-01-31"), ("monthly/last-working-day", "2026-01-15", "2026-01-30"),
            ("quarterly/last-working-day", "2026-09-01", "2026-09-30"),
            ("monthly/day-after-5", "2026-06-10", "2026-07-05"),
            ("monthly/working-day-after-1", "2026-09-10", "2026-10-08"),
            ("yearly/working-day-after-10", "2025-05-01", "2026-01-15"),
        ] as [(String, Day, Day)])
    func `the work of a period is owed by its day`(text: String, day: Day, due: Day) throws {
        let cycle = try #require(Cycle(rawValue: text))
        #expect(cycle.period(containing: day).due(in: china) == due)
    }

    @Test(
        arguments: [
            ("quarterly/last-working-day", "2026-07-01"), ("quarterly/last-working-day/notice-10", "2026-09-16"),
            ("monthly/last-day/notice-90", "2026-09-01"),
        ] as [(String, Day)])
    func `it is asked for with its first day, or so many working days before`(text: String, opens: Day) throws {
        let cycle = try #require(Cycle(rawValue: text))
        #expect(cycle.period(containing: "2026-09-20").opens(in: china) == opens)
    }

    @Test(
        arguments: [
            ("monthly/last-working-day", "2026-01-30", "2026-01-01"),
            ("monthly/last-working-day", "2026-01-31", "2026-02-01"),
            ("monthly/day-after-5", "2026-02-03", "2026-02-01"),
        ] as [(String, Day, Day)])
    func `a period that can no longer be in time is not begun`(text: String, day: Day, from: Day) throws {
        let cycle = try #require(Cycle(rawValue: text))
        #expect(cycle.period(owedFrom: day, in: china).from == from)
    }

    @Test func `people read how often and by when`() {
        #expect(Cycle(.quarterly, by: .lastWorkingDay).title == "每季度，期末最后一个工作日前")
        #expect(Cycle(.monthly, by: .dayAfter(5), notice: 3).title == "每月，期满后第5日前，提前3个工作日提出")
    }
}
