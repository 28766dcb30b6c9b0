/// The counting of one deadline, step by step.
struct Counting {
    let calendar: WorkingCalendar
    private(set) var deadline: Deadline
    private let stops: Stops

    init(
        calendar: WorkingCalendar, start: Instant, term: Term, basis: Deadline.Basis?,
        suspensions: [Deadline.Suspension]
    ) {
        self.calendar = calendar
        deadline = Deadline(start: start, term: term, basis: basis)
        deadline.suspensions = suspensions
        stops = term.beforeEvent ? Stops([]) : Stops(suspensions)
    }

    /// Sets the end to the end of this term.
    mutating func count(_ term: Term, fromInstant start: Instant, fromDay day: Day) {
        let amount = term.beforeEvent ? -term.amount : term.amount
        switch term.unit {
        case .hours: endByTheClock(amount * 60, from: start)
        case .minutes: endByTheClock(amount, from: start)
        case .workingDays: end(on: workingDay(amount, from: day))
        case .days: endInDays(day.adding(days: amount), from: day, term)
        case .months: endInDays(day.adding(months: amount), from: day, term)
        case .years: endInDays(day.adding(months: amount * 12), from: day, term)
        }
    }

    /// Counts on from the end so far.
    mutating func extend(by granted: Deadline.Extension) {
        var granted = granted
        granted.from = deadline.dueOn
        count(granted.term, fromInstant: deadline.due, fromDay: deadline.dueOn)
        granted.to = deadline.dueOn
        deadline.extensions.append(granted)
    }

    private mutating func endByTheClock(_ minutes: Int, from start: Instant) {
        deadline.due = stops.end(of: start.adding(.seconds(minutes * 60)), from: start)
        deadline.dueOn = deadline.due.day
    }

    private mutating func end(on day: Day) {
        deadline.dueOn = day
        deadline.due = Instant(day: day, hour: 24)
    }

    private mutating func endInDays(_ unstopped: Day, from start: Day, _ term: Term) {
        let last = stops.end(of: unstopped, from: start)
        guard term.lastDayRestMoves else { return end(on: last) }
        let step = term.beforeEvent ? -1 : 1
        var day = last
        assume(day)
        while !calendar.isWorkingDay(day) || stops.contain(day), day != .first, day != .last {
            day = day.adding(days: step)
            assume(day)
        }
        if day != last {
            deadline.moves.append(Deadline.Move(from: last, to: day, why: calendar.kind(of: last).chinese))
        }
        end(on: day)
    }

    private mutating func workingDay(_ count: Int, from start: Day) -> Day {
        let step = count < 0 ? -1 : 1
        var day = start
        var left = abs(count)
        while left > 0, day != .first || step > 0, day != .last || step < 0 {
            day = day.adding(days: step)
            if stops.contain(day) { continue }
            assume(day)
            let kind = calendar.kind(of: day)
            if kind.isWorking { left -= 1 }
            note(day, kind)
        }
        return day
    }

    private mutating func note(_ day: Day, _ kind: DayKind) {
        switch kind {
        case .workingDay: break
        case .makeUpWorkingDay: Self.add(day, kind.chinese, to: &deadline.madeUp)
        case .weekend, .holiday: Self.add(day, kind.chinese, to: &deadline.skipped)
        }
    }

    private static func add(_ day: Day, _ why: String, to ranges: inout [Deadline.Skipped]) {
        if let last = ranges.last, last.why == why {
            if last.through.adding(days: 1) == day { return ranges[ranges.count - 1].through = day }
            if last.day.adding(days: -1) == day { return ranges[ranges.count - 1].day = day }
        }
        ranges.append(Deadline.Skipped(day: day, through: day, why: why))
    }

    private mutating func assume(_ day: Day) {
        guard calendar.isAssumed(day), !deadline.assumedYears.contains(day.year) else { return }
        deadline.assumedYears.append(day.year)
    }
}

/// The stretches of time in which a clock stood still, in order and apart from each other.
private struct Stops {
    private var stretches: [Range<Instant>] = []

    /// A stop that has not ended is left out: how long it lasts is not known yet.
    init(_ suspensions: [Deadline.Suspension]) {
        let ended = suspensions.compactMap { stop in stop.to.map { stop.from..<max(stop.from, $0) } }
        for stretch in ended.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = stretches.last, stretch.lowerBound <= last.upperBound {
                stretches[stretches.count - 1] = last.lowerBound..<max(last.upperBound, stretch.upperBound)
            } else {
                stretches.append(stretch)
            }
        }
    }

    /// A day on which the clock stopped does not count, the day on which it ran again does.
    func contain(_ day: Day) -> Bool {
        stretches.contains { $0.lowerBound.day <= day && day < $0.upperBound.day }
    }

    func end(of unstopped: Day, from start: Day) -> Day {
        stretches.reduce(unstopped) { end, stretch in
            let first = max(stretch.lowerBound.day, start.adding(days: 1))
            let stopped = first.distance(to: stretch.upperBound.day)
            return first <= end && stopped > 0 ? end.adding(days: stopped) : end
        }
    }

    func end(of unstopped: Instant, from start: Instant) -> Instant {
        stretches.reduce(unstopped) { end, stretch in
            let first = max(stretch.lowerBound, start)
            return first < end && first < stretch.upperBound
                ? end.adding(first.distance(to: stretch.upperBound)) : end
        }
    }
}
