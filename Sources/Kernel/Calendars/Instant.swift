import Storage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A point in time, to the millisecond. People see it in China Standard Time, which is eight hours ahead of UTC.
public struct Instant: Sendable, Hashable, Comparable {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    public let milliseconds: Int

    private static let millisecondsPerDay = 86_400_000
    private static let offset = 8 * 3_600_000

    /// The instant so many milliseconds after 1970-01-01 00:00 UTC.
    public init(milliseconds: Int) {
        self.milliseconds = milliseconds
    }

    /// The instant at which a clock in China shows this hour and minute on this day. 24:00 is the end of the day.
    public init(day: Day, hour: Int = 0, minute: Int = 0) {
        milliseconds = day.number * Self.millisecondsPerDay + (hour * 60 + minute) * 60_000 - Self.offset
    }

    /// This moment, by the clock of the machine.
    public static var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000)
    }

    /// The day on which it falls in China.
    public var day: Day {
        Day(number: dayAndRest.day)
    }

    /// Milliseconds since midnight in China.
    public var millisecondsOfDay: Int { dayAndRest.rest }

    /// The time of day in China as clocks show it: `08:05`.
    public var clock: String {
        let minutes = millisecondsOfDay / 60_000
        return "\(padded(minutes / 60, to: 2)):\(padded(minutes % 60, to: 2))"
    }

    /// The instant so much later; earlier when negative. Parts of a millisecond are dropped.
    public func adding(_ duration: Duration) -> Instant {
        let (seconds, attoseconds) = duration.components
        let (whole, tooLarge) = Int(seconds).multipliedReportingOverflow(by: 1000)
        let (sum, overflow) = milliseconds.addingReportingOverflow(whole)
        if tooLarge || overflow { return Instant(milliseconds: seconds < 0 ? .min : .max) }
        return Instant(milliseconds: sum + Int(attoseconds / 1_000_000_000_000_000))
    }

    /// How much later the other instant is; negative when it is earlier.
    public func distance(to other: Instant) -> Duration {
        .milliseconds(other.milliseconds - milliseconds)
    }

    public static func < (earlier: Instant, later: Instant) -> Bool {
        earlier.milliseconds < later.milliseconds
    }

    private var dayAndRest: (day: Int, rest: Int) {
        let (local, overflow) = milliseconds.addingReportingOverflow(Self.offset)
        if overflow { return (Int.max / Self.millisecondsPerDay, 0) }
        let rest = local % Self.millisecondsPerDay
        let day = local / Self.millisecondsPerDay
        return rest < 0 ? (day - 1, rest + Self.millisecondsPerDay) : (day, rest)
    }
}

extension Instant: CustomStringConvertible {
    /// `2026-09-30 08:05`
    public var description: String { "\(day) \(clock)" }

    /// 2026年9月30日 08:05
    public var chinese: String { "\(day.chinese) \(clock)" }
}

extension Instant: SQLConvertible {
    public var sqlValue: SQLValue { .integer(Int64(milliseconds)) }

    public init?(sqlValue: SQLValue) {
        guard case .integer(let milliseconds) = sqlValue else { return nil }
        self.init(milliseconds: Int(milliseconds))
    }
}

extension Instant: Codable {
    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
