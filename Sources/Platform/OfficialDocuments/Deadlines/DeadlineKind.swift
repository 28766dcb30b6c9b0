/// In which way a deadline limits a duty.
public enum DeadlineKind: String, Codable, Sendable, CaseIterable {
    /// 6月25日、6月底前: a day of the calendar.
    case date
    /// 年底前、到2020年: the last day of a year.
    case byYearEnd = "by-year-end"
    /// 三年内、30个工作日内: a length of time.
    case period
    /// 每季度末、每年2月底前: again and again.
    case recurring
    /// 长期坚持: without an end.
    case standing
    /// 自收到之日起10日内、发生事故立即: counted from a happening.
    case event
}
