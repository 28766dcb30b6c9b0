extension Instant {
    /// A day and the time that clocks in China show, `10:30`.
    ///
    /// - Returns: `nil` when that is no time of a day.
    public init?(day: Day, clock: String) {
        let parts = clock.split(separator: ":", omittingEmptySubsequences: false).map { $0.count == 2 ? Int($0) : nil }
        guard parts.count == 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour),
            (0..<60).contains(minute)
        else { return nil }
        self.init(day: day, hour: hour, minute: minute)
    }
}
