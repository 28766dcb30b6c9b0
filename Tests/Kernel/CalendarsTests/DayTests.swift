import Calendars
import Foundation
import Storage
import Testing

/// A day is valid or does not exist, and its arithmetic agrees with the calendar on the wall.
struct DayTests {
    @Test(arguments: [
        "2017-02-29", "1900-02-29", "2017-13-01", "2017-00-10", "2017-06-31", "2017-06-00", "0000-01-01", "2017-6-1",
        "2017/06/01", "20170601", "10000-01-01", "2017-06-01 ", "+017-06-01", "２０１７-06-01", "", "2017-06-0a",
    ])
    func `what is no day is not read`(text: String) {
        #expect(Day(text) == nil)
    }

    @Test func `days that exist are read and written the same`() throws {
        for text in ["2017-06-01", "2000-02-29", "2024-02-29", "0001-01-01", "9999-12-31", "1969-12-31"] {
            #expect(try #require(Day(text)).description == text)
        }
    }

    @Test func `no thirteenth month and no thirty-first of June`() {
        #expect(Day(year: 2017, month: 13, day: 1) == nil)
        #expect(Day(year: 2017, month: 6, day: 31) == nil)
        #expect(Day(year: 10_000, month: 1, day: 1) == nil)
        #expect(Day(year: 0, month: 12, day: 31) == nil)
    }

    @Test func `every day from 1600 to 2400 follows the one before, through all months and leap years`() {
        var day: Day = "1600-01-01"
        var expected = (year: 1600, month: 1, day: 1, weekday: 6)
        var wrong: [Day] = []
        while day < "2400-12-31" {
            if day.components != (expected.year, expected.month, expected.day) || day.weekday != expected.weekday {
                wrong.append(day)
            }
            let isLeap =
                expected.year.isMultiple(of: 4) && !expected.year.isMultiple(of: 100)
                || expected.year.isMultiple(of: 400)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            expected.weekday = expected.weekday % 7 + 1
            expected.day += 1
            if expected.day > lengths[expected.month - 1] { (expected.month, expected.day) = (expected.month + 1, 1) }
            if expected.month > 12 { (expected.year, expected.month) = (expected.year + 1, 1) }
            day = day.adding(days: 1)
        }
        #expect(wrong.prefix(3) == [])
    }

    @Test func `a month later is the corresponding day, or the last of a shorter month`() {
        let cases: [(Day, Int, Day)] = [
            ("2017-01-31", 1, "2017-02-28"), ("2020-01-31", 1, "2020-02-29"), ("2017-01-30", 1, "2017-02-28"),
            ("2017-05-31", 6, "2017-11-30"), ("2020-02-29", 12, "2021-02-28"), ("2020-02-29", 48, "2024-02-29"),
            ("2017-12-15", 1, "2018-01-15"), ("2017-03-31", -1, "2017-02-28"), ("2017-01-15", -3, "2016-10-15"),
            ("2017-06-01", 0, "2017-06-01"),
        ]
        for (day, months, expected) in cases { #expect(day.adding(months: months) == expected, "\(day) \(months)") }
    }

    @Test func `arithmetic stays within the days that can be written`() {
        #expect(Day.last.adding(days: 1) == .last)
        #expect(Day.last.adding(days: .max) == .last)
        #expect(Day.first.adding(days: .min) == .first)
        #expect(Day.last.adding(months: 1) == .last)
        #expect(Day.first.adding(months: -1) == .first)
        #expect(Day.first.adding(months: .min) == .first)
        #expect(Day.first.adding(months: .max) == .last)
    }

    @Test func `distance is the days between, with its sign`() {
        #expect(Day("2017-06-01").distance(to: "2017-06-30") == 29)
        #expect(Day("2017-06-01").distance(to: "2016-06-01") == -365)
        #expect(Day("2016-02-01").distance(to: "2016-03-01") == 29)
    }

    @Test func `people read it in Chinese, without the year when it is theirs`() {
        let day: Day = "2017-06-01"
        #expect(day.chinese == "2017年6月1日")
        #expect(day.chinese(in: 2017) == "6月1日")
        #expect(day.chinese(in: 2018) == "2017年6月1日")
        #expect(day.chineseWeekday == "周四")
    }

    @Test func `a column holds it as text that sorts`() {
        #expect(Day("2017-06-01").sqlValue == .text("2017-06-01"))
        #expect(Day(sqlValue: .text("2017-06-01")) == "2017-06-01")
        #expect(Day(sqlValue: .text("2017-06-31")) == nil)
        #expect(Day(sqlValue: .integer(20_170_601)) == nil)
        #expect(("2017-09-30" as Day) < "2017-10-01")
    }

    @Test func `JSON refuses a day that does not exist`() throws {
        let days: [Day] = ["2016-02-29"]
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Day].self, from: Data(#"["2017-02-29"]"#.utf8))
        }
        #expect(try JSONDecoder().decode([Day].self, from: Data(#"["2016-02-29"]"#.utf8)) == days)
        #expect(String(decoding: try JSONEncoder().encode(days), as: UTF8.self) == #"["2016-02-29"]"#)
    }
}

/// What officials type into a date field.
struct TypedDayTests {
    @Test(arguments: [
        "", "今天", "2026", "202609", "2026093", "202609301", "2026-9", "26-9-30", "2026-9/30", "2026月9年30",
        "2026--9-30", "-2026-9-30", "2026-9-30-", "2026年9月31日", "2026-2-29", "20261301", "2026年30日", "9.30", "9月30日",
        "2026-9-30 08:05", "999999999999999999999999999", "2026-٩-30", "日",
    ])
    func `what is no day is not guessed`(text: String) {
        #expect(Day(typed: text) == nil)
    }

    @Test(arguments: [
        "20260930", "2026-9-30", "2026-09-30", "2026/9/30", "2026.9.30", "2026年9月30日", "2026年9月30号", "2026年9月30",
        "２０２６年９月３０日", "２０２６－９－３０", "２０２６０９３０", "2026。9。30", " 2026 年 9 月 30 日 ", "2026／９／30", "2026—9—30",
    ])
    func `every usual way of writing is read`(text: String) {
        #expect(Day(typed: text) == "2026-09-30")
    }

    @Test(arguments: ["9.30", "9-30", "9/30", "9月30日", "9月30号", "9月30", "９月３０日", "09.30"])
    func `a day without its year needs the year`(text: String) {
        #expect(Day(typed: text, year: 2026) == "2026-09-30")
        #expect(Day(typed: text) == nil)
    }

    @Test func `a year that is typed is stronger than the year meant`() {
        #expect(Day(typed: "2025-9-30", year: 2026) == "2025-09-30")
        #expect(Day(typed: "2.29", year: 2026) == nil)
        #expect(Day(typed: "2.29", year: 2028) == "2028-02-29")
    }
}
