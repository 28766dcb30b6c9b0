import Calendars
import Foundation
import Testing

/// Lists of holidays with mistakes are refused as a whole, with every mistake named by its line.
struct HolidayListTests {
    private func problems(_ text: String) throws -> [CalendarFileErrors.Problem] {
        let errors = try #require(throws: CalendarFileErrors.self) { try WorkingCalendar(parsing: text, file: "f.csv") }
        return errors.problems
    }

    @Test func `a list without its columns is refused`() throws {
        #expect(try problems("day,what\n2026-10-01,holiday").map(\.line) == [1, 1, 1])
        #expect(try problems("").map(\.line) == [1, 1, 1])
        #expect(try problems("date,kind,name\n").map(\.line) == [0])
    }

    @Test func `all mistakes are named together, each with its line`() throws {
        let found = try problems(
            """
            date,weekday,kind,name
            2026-10-01,4,holiday,国庆节
            2026-10-32,4,holiday,国庆节
            2026-10-02,4,holiday,国庆节
            2026-10-01,4,holiday,国庆节
            2026-10-08,4,workday,国庆节
            2026-10-10,6,sunday,国庆节
            2026-10-05,1,holiday,
            """)
        #expect(found.map(\.line) == [3, 4, 5, 6, 7, 8])
        #expect(found[0].message.contains("2026-10-32"))
        #expect(found[1].message.contains("周五"))
        #expect(found[2].message.contains("重复"))
        #expect(found[3].message.contains("本来就上班"))
    }

    @Test func `a missing file is named`() throws {
        let errors = try #require(throws: CalendarFileErrors.self) {
            try WorkingCalendar.load(from: "/no/such/list.csv")
        }
        #expect(errors.description.contains("/no/such/list.csv"))
    }

    @Test func `next year's notice is imported, and until then its days are assumed`() throws {
        let newYear: Day = "2027-10-01"
        #expect(china.kind(of: newYear) == .workingDay)
        #expect(china.isAssumed(newYear))
        let notice = "date,kind,name\n2027-10-01,holiday,国庆节\n2027/10/9,workday,国庆节\r\n2026-12-31,holiday,元旦\n"
        let next = try china.importing(notice)
        #expect(next.kind(of: newYear) == .holiday("国庆节"))
        #expect(next.kind(of: "2027-10-09") == .makeUpWorkingDay("国庆节"))
        #expect(next.kind(of: "2026-12-31") == .holiday("元旦"))
        #expect(!next.isAssumed("2027-05-05"))
        #expect(next.years == Array(2007...2027))
        #expect(next.kind(of: "2026-10-01") == .holiday("国庆节"))
    }

    @Test func `a notice that reaches into the next year does not cover it`() throws {
        let notice = try WorkingCalendar(parsing: "date,kind,name\n2026-10-01,holiday,国庆节\n2027-01-01,holiday,元旦\n")
        #expect(notice.years == [2026])
        #expect(notice.isAssumed("2027-01-04"))
        #expect(!notice.isAssumed("2027-01-01"))
    }
}

/// The shipped calendar agrees with its check totals and with counting on one's fingers.
struct WorkingCalendarTests {
    @Test func `what kind of day it is`() {
        #expect(china.kind(of: "2026-09-30") == .workingDay)
        #expect(china.kind(of: "2026-10-01") == .holiday("国庆节"))
        #expect(china.kind(of: "2026-10-03") == .holiday("国庆节"))
        #expect(china.kind(of: "2026-10-10") == .makeUpWorkingDay("国庆节"))
        #expect(china.kind(of: "2026-10-11") == .weekend)
        #expect(!china.isWorkingDay("2026-10-11"))
        #expect(china.isWorkingDay("2026-10-10"))
        #expect(DayKind.makeUpWorkingDay("国庆节").chinese == "国庆节调休上班")
    }

    @Test func `each year has as many working days as the totals say`() throws {
        let totals = try String(
            contentsOf: checkout.appending(path: "Resources/calendar/workdays-per-year.csv"), encoding: .utf8)
        let rows = totals.split(whereSeparator: \.isNewline).dropFirst().map {
            $0.split(separator: ",").map { Int($0)! }
        }
        #expect(rows.count == 20)
        #expect(china.years == rows.map { $0[0] })
        for row in rows {
            let (before, last) = (Day(year: row[0] - 1, month: 12, day: 31)!, Day(year: row[0], month: 12, day: 31)!)
            #expect(china.workingDays(after: before, through: last) == row[1], "\(row[0])")
            #expect(before.distance(to: last) - row[1] == row[2], "\(row[0])")
        }
    }

    @Test func `counting by arithmetic agrees with counting day by day`() {
        var counts: [Int] = [0]
        var day: Day = "2006-12-01"
        let first = day
        while day < "2027-03-01" {
            day = day.adding(days: 1)
            counts.append(counts[counts.count - 1] + (china.isWorkingDay(day) ? 1 : 0))
        }
        var random = SystemRandomNumberGenerator()
        var wrong: [(Day, Day)] = []
        for _ in 0..<20_000 {
            let (a, b) = (
                Int.random(in: counts.indices, using: &random), Int.random(in: counts.indices, using: &random)
            )
            let (start, end) = (first.adding(days: a), first.adding(days: b))
            if china.workingDays(after: start, through: end) != counts[b] - counts[a] { wrong.append((start, end)) }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }

    @Test func `the n-th working day is the one that completes the count`() {
        var wrong: [Day] = []
        for offset in stride(from: 0, to: 7300, by: 13) {
            let start = Day("2007-01-01").adding(days: offset)
            for count in [1, 3, 15, 45] {
                let (earlier, later) = (
                    china.day(-count, workingDaysAfter: start), china.day(count, workingDaysAfter: start)
                )
                let before = china.workingDays(after: earlier.adding(days: -1), through: start.adding(days: -1))
                if !china.isWorkingDay(later) || china.workingDays(after: start, through: later) != count
                    || !china.isWorkingDay(earlier) || before != count
                {
                    wrong.append(start)
                }
            }
        }
        #expect(wrong == [])
    }

    @Test func `counting ends where days end`() {
        #expect(china.day(5, workingDaysAfter: .last) == .last)
        #expect(china.day(-5, workingDaysAfter: .first) == .first)
        #expect(china.day(0, workingDaysAfter: "2026-10-01") == "2026-10-01")
    }
}
