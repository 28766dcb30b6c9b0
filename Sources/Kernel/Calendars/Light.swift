import Storage

/// 红黄绿灯: whether something is on time, close to its end, or overdue.
public enum Light: String, Sendable, Hashable, Codable, CaseIterable, SQLConvertible {
    case green, yellow, red

    /// 绿灯, 黄灯, 红灯
    public var chinese: String {
        switch self {
        case .green: "绿灯"
        case .yellow: "黄灯"
        case .red: "红灯"
        }
    }

    /// A light with why it shows and what would turn it green; both are printed beside it.
    public struct Reading: Sendable, Hashable {
        public var light: Light
        public var reason: String
        /// Empty when it is green.
        public var turnsGreenBy: String
    }
}

extension Deadline {
    /// The light of this deadline.
    ///
    /// - Parameter warningDays: How many working days before the end it turns yellow; a figure from the rule book.
    public func light(at now: Instant, warningDays: Int, calendar: WorkingCalendar) -> Light.Reading {
        let left = remaining(at: now, calendar: calendar)
        if let suspension = openSuspension {
            return .init(light: .green, reason: "计时已暂停：\(suspension.reason)", turnsGreenBy: "")
        }
        if isOverdue(at: now) {
            return .init(light: .red, reason: "\(left)，应于\(dueInWords)前办结", turnsGreenBy: "办结并通过复核，或经批准延期")
        }
        if now >= warningStart(warningDays: warningDays, calendar: calendar) {
            return .init(light: .yellow, reason: left, turnsGreenBy: "在\(dueInWords)前办结，或经批准延期")
        }
        return .init(light: .green, reason: left, turnsGreenBy: "")
    }

    /// When the light turns yellow: at the beginning of the day that lies so many working days before the last day.
    public func warningStart(warningDays: Int, calendar: WorkingCalendar) -> Instant {
        Instant(day: calendar.day(-warningDays, workingDaysAfter: dueOn))
    }

    /// What is left, in words: 剩 3 个工作日（10月12日）, 今日到期, 超期 2 天.
    public func remaining(at now: Instant, calendar: WorkingCalendar) -> String {
        let today = now.day
        if isSuspended { return "计时已暂停" }
        if isOverdue(at: now) { return "超期 " + overdue(at: now) }
        if term.unit.isByTheClock, extensions.isEmpty, today.distance(to: dueOn) <= 1 {
            return "剩 \(Self.words(now.distance(to: due)))（\(today == dueOn ? "今日" : "明日") \(due.clock)）"
        }
        if today == dueOn { return "今日到期" }
        let workingDays = calendar.workingDays(after: today, through: dueOn)
        let left = workingDays > 0 ? "\(workingDays) 个工作日" : "\(today.distance(to: dueOn)) 天"
        return "剩 \(left)（\(dueOn.chinese(in: today.year))）"
    }

    private func overdue(at now: Instant) -> String {
        let days = dueOn.distance(to: now.day)
        return days > 0 && due.distance(to: now) >= .seconds(86_400) || due == Instant(day: dueOn, hour: 24)
            ? "\(max(days, 1)) 天" : Self.words(due.distance(to: now))
    }

    /// 3 小时 5 分钟; what is less than a minute counts as one.
    private static func words(_ duration: Duration) -> String {
        let minutes = max(1, duration.components.seconds / 60)
        if minutes < 60 { return "\(minutes) 分钟" }
        return minutes % 60 == 0 ? "\(minutes / 60) 小时" : "\(minutes / 60) 小时 \(minutes % 60) 分钟"
    }
}
