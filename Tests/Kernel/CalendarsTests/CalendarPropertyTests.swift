import Calendars
import Testing

/// What must hold of counting whatever the days, tried with random ones close about the first and the last year whose
/// notice is known, and within. A failing seed is printed and goes the same way again.
struct CalendarPropertyTests {
    /// Two years on either side of each border of the data, and the borders of all days.
    private static let stretches: [ClosedRange<Day>] = [
        "2005-01-01"..."2008-12-31", "2024-12-01"..."2028-12-31", "2016-06-01"..."2017-12-31",
    ]

    private struct Luck: RandomNumberGenerator {
        var state = UInt64.random(in: 1...UInt64.max)

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }

        mutating func day() -> Day {
            let stretch = stretches.randomElement(using: &self)!
            let length = stretch.lowerBound.distance(to: stretch.upperBound)
            return stretch.lowerBound.adding(days: Int.random(in: 0...length, using: &self))
        }
    }

    /// Tries often, and says the first days for which it does not hold.
    private func always(_ times: Int = 4_000, _ holds: (inout Luck) -> String?) {
        var luck = Luck()
        let seed = luck.state
        for _ in 0..<times {
            if let wrong = holds(&luck) {
                Issue.record("\(wrong), seed \(seed)")
                return
            }
        }
    }

    @Test func `so many working days later lie so many working days between, and the last is one`() {
        always { luck in
            let (start, count) = (luck.day(), Int.random(in: 1...300, using: &luck))
            let (later, earlier) = (
                china.day(count, workingDaysAfter: start), china.day(-count, workingDaysAfter: start)
            )
            let isRight =
                china.workingDays(after: start, through: later) == count && china.isWorkingDay(later)
                && china.workingDays(after: start.adding(days: -1), through: earlier.adding(days: -1)) == -count
                && china.isWorkingDay(earlier)
            return isRight ? nil : "\(count) working days from \(start): \(earlier), \(later)"
        }
    }

    @Test func `one working day more is later, a later start ends no earlier`() {
        always { luck in
            let (start, count) = (luck.day(), Int.random(in: 1...200, using: &luck))
            let end = china.day(count, workingDaysAfter: start)
            let isRight =
                end < china.day(count + 1, workingDaysAfter: start)
                && end <= china.day(count, workingDaysAfter: start.adding(days: 1))
                && start.distance(to: end) >= count
            return isRight ? nil : "\(count) working days from \(start): \(end)"
        }
    }

    @Test func `forth and back again is where one began, and a way counts the same in pieces`() {
        always { luck in
            let (start, count) = (luck.day(), Int.random(in: 1...200, using: &luck))
            let first = china.day(1, workingDaysAfter: start)
            let there = china.day(count, workingDaysAfter: first)
            guard china.day(-count, workingDaysAfter: there) == first else { return "\(first) and \(count) back again" }
            let (one, other) = (luck.day(), luck.day())
            let pieces =
                china.workingDays(after: start, through: one) + china.workingDays(after: one, through: other)
            return pieces == china.workingDays(after: start, through: other) ? nil : "\(start), \(one), \(other)"
        }
    }

    @Test func `a term in working days ends on the day that completes them, whichever term it is`() {
        always { luck in
            let (start, count) = (luck.day(), Int.random(in: 1...120, using: &luck))
            let deadline = china.deadline(from: at(start), term: .workingDays(count))
            guard deadline.dueOn == china.day(count, workingDaysAfter: start) else { return "\(count) from \(start)" }
            let moving = china.deadline(from: at(start), term: Term(count, .days, lastDayRestMoves: true))
            let plain = start.adding(days: count)
            let isRight =
                china.isWorkingDay(moving.dueOn) && moving.dueOn >= plain
                && china.workingDays(after: plain.adding(days: -1), through: moving.dueOn.adding(days: -1)) == 0
            return isRight ? nil : "\(count) days from \(start), not ending in rest: \(moving.dueOn)"
        }
    }

    @Test func `a suspension moves the end by whole days, as many as stood still`() {
        always { luck in
            let (start, count) = (luck.day(), Int.random(in: 2...90, using: &luck))
            let stop = Int.random(in: 1..<count, using: &luck)
            let length = Int.random(in: 0...60, using: &luck)
            let from = at(start.adding(days: stop), Int.random(in: 0...23, using: &luck))
            let to = at(start.adding(days: stop + length), 23, 59)
            func resumed(_ term: Term) -> Deadline {
                china.deadline(from: at(start), term: term).suspended(at: from, reason: "鉴定").resumed(at: to, in: china)
            }
            let days = resumed(.days(count))
            guard days.dueOn == start.adding(days: count + length), days.due == Instant(day: days.dueOn, hour: 24)
            else {
                return "\(count) days from \(start), \(length) of them from the \(stop)th on: \(days.dueOn)"
            }
            return nil
        }
    }

    @Test func `working days that stood still do not count, and no others are lost`() {
        always { luck in
            let (start, count) = (luck.day(), Int.random(in: 2...60, using: &luck))
            let plain = china.deadline(from: at(start), term: .workingDays(count))
            let room = start.distance(to: plain.dueOn)
            let first = start.adding(days: Int.random(in: 1...room, using: &luck))
            let end = first.adding(days: Int.random(in: 0...40, using: &luck))
            let resumed = plain.suspended(at: at(first), reason: "鉴定").resumed(at: at(end), in: china)
            // The day it ends counts again.
            let stood = china.workingDays(after: first.adding(days: -1), through: end.adding(days: -1))
            let counted = china.workingDays(after: start, through: resumed.dueOn) - stood
            let isRight = counted == count && china.isWorkingDay(resumed.dueOn) && resumed.dueOn >= plain.dueOn
            return isRight ? nil : "\(count) from \(start), still from \(first) to \(end): \(resumed.dueOn)"
        }
    }

    @Test func `a longer suspension never ends a term earlier, and an extension always later`() {
        always { luck in
            let start = luck.day()
            let unit = [Term.Unit.workingDays, .days, .months].randomElement(using: &luck)!
            let term = Term(Int.random(in: 1...12, using: &luck), unit)
            let plain = china.deadline(from: at(start), term: term).suspended(
                at: at(start.adding(days: 1)), reason: "鉴定")
            let length = Int.random(in: 1...60, using: &luck)
            let (short, long) = (
                plain.resumed(at: at(start.adding(days: length)), in: china),
                plain.resumed(at: at(start.adding(days: length + 1)), in: china)
            )
            let extended = short.extended(by: .workingDays(1), reason: "确有困难", in: china)
            let isRight = short.dueOn <= long.dueOn && short.dueOn < extended.dueOn
            return isRight
                ? nil : "\(term) from \(start), \(length) still: \(short.dueOn), \(long.dueOn), \(extended.dueOn)"
        }
    }

    /// Whoever reads an answer beyond the data is told so; and nobody is told so within.
    @Test func `an answer that rests on a year without a notice says so, and no other`() {
        always { luck in
            let (start, count) = (luck.day(), Int.random(in: 1...40, using: &luck))
            let deadline = china.deadline(from: at(start), term: .workingDays(count))
            let days = (1...start.distance(to: deadline.dueOn)).map { start.adding(days: $0) }
            let guessed = Set(days.filter(china.isAssumed).map(\.year)).sorted()
            return deadline.assumedYears == guessed
                ? nil : "\(count) from \(start): \(deadline.assumedYears), not \(guessed)"
        }
    }
}
