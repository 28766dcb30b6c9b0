import Calendars
import Foundation
import Testing

/// Terms end where the law's way of counting ends them. The expected days were counted on printed calendars.
struct DeadlineTests {
    private func due(_ start: Day, _ term: Term) -> Day {
        china.deadline(from: at(start), term: term).dueOn
    }

    @Test func `the day of the event does not count`() {
        #expect(due("2026-06-08", .days(1)) == "2026-06-09")
        #expect(due("2026-06-08", .workingDays(1)) == "2026-06-09")
        #expect(due("2026-06-08", .months(1)) == "2026-07-08")
    }

    @Test func `a term in days ends at midnight, not at the hour of the event`() {
        let deadline = china.deadline(from: at("2026-06-08", 9, 30), term: .workingDays(1))
        #expect(deadline.due == Instant(day: "2026-06-10"))
        #expect(!deadline.isOverdue(at: Instant(day: "2026-06-09", hour: 23, minute: 59)))
        #expect(deadline.isOverdue(at: Instant(day: "2026-06-10")))
        #expect(deadline.dueInWords == "2026年6月9日 24:00")
    }

    @Test func `working days around Spring Festival 2017, with both make-up days`() {
        // Sunday 22 January was worked; 27 January to 2 February were off; Saturday 4 February was worked.
        #expect(due("2017-01-20", .workingDays(1)) == "2017-01-22")
        #expect(due("2017-01-26", .workingDays(1)) == "2017-02-03")
        #expect(due("2017-01-26", .workingDays(2)) == "2017-02-04")
        #expect(due("2017-01-26", .workingDays(3)) == "2017-02-06")
        #expect(due("2017-01-20", .workingDays(10)) == "2017-02-08")
    }

    @Test func `working days around National Day 2026, with its make-up days`() {
        // Sunday 20 September and Saturday 10 October were worked; 25-27 September and 1-7 October were off.
        #expect(due("2026-09-18", .workingDays(5)) == "2026-09-24")
        #expect(due("2026-09-24", .workingDays(5)) == "2026-10-09")
        #expect(due("2026-09-30", .workingDays(3)) == "2026-10-10")
        #expect(due("2026-09-30", .workingDays(15)) == "2026-10-27")
    }

    @Test func `working days from a day of rest begin with the next working day`() {
        #expect(due("2026-10-03", .workingDays(1)) == "2026-10-08")
        #expect(due("2026-06-06", .workingDays(1)) == "2026-06-08")
    }

    @Test func `natural days run through holidays`() {
        #expect(due("2026-09-25", .days(30)) == "2026-10-25")
        #expect(due("2016-02-01", .days(30)) == "2016-03-02")
        #expect(due("2017-02-01", .days(30)) == "2017-03-03")
    }

    @Test func `a last day of rest gives way only when the term says so`() {
        #expect(due("2026-09-18", .days(15)) == "2026-10-03")
        let moved = china.deadline(from: at("2026-09-18"), term: Term(15, .days, lastDayRestMoves: true))
        #expect(moved.dueOn == "2026-10-08")
        #expect(moved.moves.map(\.from) == ["2026-10-03"])
        #expect(moved.moves.map(\.why) == ["国庆节"])
        // Saturday 10 October 2026 is worked: no reason to move.
        #expect(due("2026-09-25", Term(15, .days, lastDayRestMoves: true)) == "2026-10-10")
        #expect(due("2026-05-17", Term(5, .days, lastDayRestMoves: true)) == "2026-05-22")
        #expect(due("2026-05-18", Term(5, .days, lastDayRestMoves: true)) == "2026-05-25")
    }

    @Test func `months and years end on the corresponding day or the last of the month`() {
        #expect(due("2016-08-31", .months(6)) == "2017-02-28")
        #expect(due("2019-08-31", .months(6)) == "2020-02-29")
        #expect(due("2020-02-29", Term(2, .years)) == "2022-02-28")
        #expect(due("2017-01-29", .months(1)) == "2017-02-28")
    }

    @Test func `hours and minutes run through nights and holidays`() {
        let deadline = china.deadline(from: at("2026-09-30", 23, 30), term: .hours(2))
        #expect(deadline.due == at("2026-10-01", 1, 30))
        #expect(deadline.dueOn == "2026-10-01")
        #expect(deadline.dueInWords == "2026年10月1日 01:30")
        #expect(china.deadline(from: at("2026-09-30", 8, 0), term: Term(90, .minutes)).due == at("2026-09-30", 9, 30))
    }

    @Test func `at once is now, and on the same day is before midnight`() {
        #expect(china.deadline(from: at("2026-10-03"), term: .hours(0)).due == at("2026-10-03"))
        #expect(china.deadline(from: at("2026-10-03"), term: .days(0)).due == Instant(day: "2026-10-04"))
    }

    @Test func `terms before an event count back from it`() {
        func before(_ event: Day, _ amount: Int, _ unit: Term.Unit, rest: Bool = false) -> Day {
            due(event, Term(amount, unit, beforeEvent: true, lastDayRestMoves: rest))
        }
        #expect(before("2026-06-15", 7, .days) == "2026-06-08")
        #expect(before("2026-10-12", 7, .workingDays) == "2026-09-24")
        #expect(before("2026-05-31", 3, .months) == "2026-02-28")
        // Moving a day of rest later would shorten the notice, so it moves earlier.
        #expect(before("2026-10-12", 7, .days, rest: true) == "2026-09-30")
        let hours = china.deadline(from: at("2026-10-01", 8, 0), term: Term(24, .hours, beforeEvent: true))
        #expect(hours.due == at("2026-09-30", 8, 0))
    }

    @Test func `working days agree with a naive count over all years`() {
        var wrong: [Deadline] = []
        for offset in stride(from: 0, to: 7200, by: 29) {
            let start = Day("2007-01-01").adding(days: offset)
            for amount in [1, 2, 5, 10, 20, 45] {
                var day = start
                var left = amount
                while left > 0 {
                    day = day.adding(days: 1)
                    if china.isWorkingDay(day) { left -= 1 }
                }
                let deadline = china.deadline(from: at(start), term: .workingDays(amount))
                let skipped = deadline.skipped.reduce(0) { $0 + $1.count }
                if deadline.dueOn != day || start.distance(to: day) != amount + skipped { wrong.append(deadline) }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.prefix(3))")
    }

    @Test func `a year without a notice is counted by weekday and said so`() {
        let deadline = china.deadline(from: at("2026-12-25"), term: .workingDays(10))
        #expect(deadline.dueOn == "2027-01-08")
        #expect(deadline.assumedYears == [2027])
        #expect(deadline.derivation.contains { $0.contains("2027年的放假安排尚未公布") })
        #expect(china.deadline(from: at("2026-12-25"), term: .days(30)).assumedYears == [])
    }

    @Test func `a day set by a person is kept as it is`() {
        let deadline = china.deadline(from: at("2026-09-18"), on: "2026-10-03", setBy: "交办时指定")
        #expect(deadline.dueOn == "2026-10-03")
        #expect(deadline.derivation == ["到期日由交办时指定。", "到期：2026年10月3日 24:00。"])
    }

    @Test func `a term of any length from any instant ends`() {
        for start in [Instant(milliseconds: .max), Instant(milliseconds: .min), Instant(day: .last, hour: 24)] {
            for unit in Term.Unit.allCases {
                for before in [false, true] {
                    let amount = unit == .workingDays ? 5000 : Term.largestAmount
                    let term = Term(amount, unit, beforeEvent: before, lastDayRestMoves: true)
                    let due = china.deadline(from: start, term: term).dueOn
                    #expect(due >= .first && due <= .last)
                }
            }
        }
    }
}
