/// The days on which China works, from the State Council's yearly notices.
///
/// In a year whose notice is not out yet, Monday to Friday are taken for working days; answers that rest on this
/// say so (``isAssumed(_:)``, ``Deadline/assumedYears``).
public struct WorkingCalendar: Sendable {
    /// The years whose notices are known.
    public let years: [Int]
    let listed: [Day: DayKind]
    /// The listed days on which the weekday alone gives the wrong answer, in order.
    private let exceptions: [Int]
    /// ``balance`` at position n: working days gained minus lost by the first n exceptions.
    private let balance: [Int]

    init(listed: [Day: DayKind]) {
        self.listed = listed
        // A notice may name days of the year before or after, but 1 October only of its own year.
        years = Set(listed.keys.filter { $0.month == 10 && $0.day == 1 }.map(\.year)).sorted()
        let differing = listed.filter { $0.value.isWorking != Self.isWeekday($0.key) }.keys.sorted()
        exceptions = differing.map(\.number)
        balance = differing.reduce(into: [0]) { sums, day in
            sums.append(sums[sums.count - 1] + (listed[day]!.isWorking ? 1 : -1))
        }
    }

    /// Whether people work on this day, and if not, why.
    public func kind(of day: Day) -> DayKind {
        listed[day] ?? (Self.isWeekday(day) ? .workingDay : .weekend)
    }

    /// Whether people work on this day.
    public func isWorkingDay(_ day: Day) -> Bool {
        kind(of: day).isWorking
    }

    /// Whether the answer for this day is a guess, because the notice for its year is not known.
    public func isAssumed(_ day: Day) -> Bool {
        listed[day] == nil && !years.contains(day.year)
    }

    /// How many working days there are after the one day, up to and including the other; negative when the other is earlier.
    public func workingDays(after start: Day, through end: Day) -> Int {
        if end < start { return -workingDays(after: end, through: start) }
        return workingDays(through: end) - workingDays(through: start)
    }

    /// The working day so many working days after this day, which itself does not count; before it when negative.
    public func day(_ count: Int, workingDaysAfter start: Day) -> Day {
        var day = start
        var left = abs(count)
        let step = count < 0 ? -1 : 1
        while left > 0, day != .first || step > 0, day != .last || step < 0 {
            day = day.adding(days: step)
            if isWorkingDay(day) { left -= 1 }
        }
        return day
    }

    /// Working days from an arbitrary origin; only differences mean something.
    private func workingDays(through day: Day) -> Int {
        // Day.first, 0001-01-01, was a Monday.
        let days = Day.first.distance(to: day) + 1
        let weekdays = days / 7 * 5 + min(days % 7, 5)
        return weekdays + balance[exceptions.partitioningIndex { $0 > day.number }]
    }

    private static func isWeekday(_ day: Day) -> Bool { day.weekday <= 5 }
}

extension [Int] {
    /// The position of the first element for which the predicate holds; the elements must be partitioned by it.
    func partitioningIndex(where belongsInSecondPartition: (Int) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if belongsInSecondPartition(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
