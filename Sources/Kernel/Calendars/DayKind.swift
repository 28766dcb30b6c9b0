/// What a day is for those who work by the State Council's calendar.
public enum DayKind: Sendable, Hashable {
    /// 工作日
    case workingDay
    /// 周末
    case weekend
    /// 放假: a day of a holiday period, the weekend inside it included.
    case holiday(String)
    /// 调休上班: a Saturday or Sunday worked to make up for a holiday.
    case makeUpWorkingDay(String)

    /// Whether people work on it.
    public var isWorking: Bool {
        switch self {
        case .workingDay, .makeUpWorkingDay: true
        case .weekend, .holiday: false
        }
    }

    /// 工作日, 周末, 国庆节, 国庆节调休上班
    public var chinese: String {
        switch self {
        case .workingDay: "工作日"
        case .weekend: "周末"
        case .holiday(let name): name
        case .makeUpWorkingDay(let name): "\(name)调休上班"
        }
    }
}
