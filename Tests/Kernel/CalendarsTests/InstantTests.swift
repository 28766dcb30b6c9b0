import Calendars
import Foundation
import Storage
import Testing

/// An instant is a number; people see it in China Standard Time.
struct InstantTests {
    @Test func `the day changes at midnight in China, not in Greenwich`() {
        let lastMillisecond = Instant(milliseconds: 1_790_783_999_999)
        #expect(lastMillisecond.description == "2026-09-30 23:59")
        #expect(lastMillisecond.day == "2026-09-30")
        let midnight = Instant(milliseconds: 1_790_784_000_000)
        #expect(midnight.description == "2026-10-01 00:00")
        #expect(midnight.chinese == "2026年10月1日 00:00")
    }

    @Test func `1970 began at eight in the morning in China`() {
        #expect(Instant(milliseconds: 0).description == "1970-01-01 08:00")
        #expect(Instant(milliseconds: -1).description == "1970-01-01 07:59")
        #expect(Instant(milliseconds: -8 * 3_600_000 - 1).description == "1969-12-31 23:59")
    }

    @Test func `day and clock make the instant that shows them`() {
        let instant = Instant(day: "2026-09-30", hour: 8, minute: 5)
        #expect(instant.day == "2026-09-30")
        #expect(instant.clock == "08:05")
        #expect(instant.millisecondsOfDay == (8 * 60 + 5) * 60_000)
        #expect(Instant(day: "2026-09-30", hour: 24) == Instant(day: "2026-10-01"))
    }

    @Test func `durations are added to the millisecond`() {
        let noon = Instant(day: "2026-09-30", hour: 12)
        #expect(noon.adding(.seconds(12 * 3600)).description == "2026-10-01 00:00")
        #expect(noon.adding(.milliseconds(-1)).milliseconds == noon.milliseconds - 1)
        #expect(noon.adding(.milliseconds(1500)).milliseconds == noon.milliseconds + 1500)
        #expect(noon.distance(to: noon.adding(.seconds(90))) == .seconds(90))
    }

    @Test func `numbers beyond all calendars do no harm`() {
        #expect(Instant(milliseconds: .max).day == .last)
        #expect(Instant(milliseconds: .min).day == .first)
        #expect(Instant(milliseconds: .max).adding(.seconds(1)).milliseconds == .max)
        #expect(Instant(milliseconds: .min).adding(.seconds(-1)).milliseconds == .min)
    }

    @Test func `a column and JSON hold the number`() throws {
        let instant = Instant(milliseconds: 1_790_784_000_000)
        #expect(instant.sqlValue == .integer(1_790_784_000_000))
        #expect(Instant(sqlValue: .integer(1_790_784_000_000)) == instant)
        #expect(Instant(sqlValue: .text("2026-10-01")) == nil)
        #expect(String(decoding: try JSONEncoder().encode([instant]), as: UTF8.self) == "[1790784000000]")
        #expect(try JSONDecoder().decode([Instant].self, from: Data("[1790784000000]".utf8)) == [instant])
    }

    @Test func `now is the machine's clock`() {
        let before = Date().timeIntervalSince1970 * 1000
        let now = Double(Instant.now.milliseconds)
        #expect(now >= before - 1 && now <= Date().timeIntervalSince1970 * 1000 + 1)
    }
}
