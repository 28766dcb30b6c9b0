import Calendars
import Testing

/// Yellow reminds the person in time, red tells the supervisor; both say why.
struct LightTests {
    /// Due on Monday 12 October 2026; the 9th and the worked Saturday, the 10th, lie before it, and 8 October.
    private let october = china.deadline(from: at("2026-09-14"), term: .days(28))

    private func light(_ deadline: Deadline, _ now: Instant, warningDays: Int = 3) -> Light.Reading {
        deadline.light(at: now, warningDays: warningDays, calendar: china)
    }

    @Test func `it is green until the third working day before, then yellow, then red`() {
        #expect(october.dueOn == "2026-10-12")
        #expect(light(october, Instant(day: "2026-10-07", hour: 23, minute: 59)).light == .green)
        #expect(light(october, Instant(day: "2026-10-08")).light == .yellow)
        #expect(light(october, Instant(day: "2026-10-12", hour: 23, minute: 59)).light == .yellow)
        #expect(light(october, Instant(day: "2026-10-13")).light == .red)
    }

    @Test func `how early it turns yellow is given, not known`() {
        #expect(light(october, at("2026-10-08"), warningDays: 1).light == .green)
        #expect(light(october, at("2026-10-10"), warningDays: 1).light == .yellow)
        #expect(light(october, at("2026-10-11"), warningDays: 0).light == .green)
        #expect(light(october, at("2026-10-12"), warningDays: 0).light == .yellow)
    }

    @Test func `what is left is said in words`() {
        #expect(october.remaining(at: at("2026-10-08"), calendar: china) == "剩 3 个工作日（10月12日）")
        #expect(october.remaining(at: at("2026-10-11"), calendar: china) == "剩 1 个工作日（10月12日）")
        #expect(october.remaining(at: at("2026-10-12"), calendar: china) == "今日到期")
        #expect(october.remaining(at: at("2026-10-13", 0, 0), calendar: china) == "超期 1 天")
        #expect(october.remaining(at: at("2026-10-14", 23, 0), calendar: china) == "超期 2 天")
        #expect(october.remaining(at: at("2025-10-14"), calendar: china).contains("2026年10月12日"))
        let restDay = china.deadline(from: at("2026-09-18"), term: .days(15))
        #expect(restDay.remaining(at: at("2026-10-01"), calendar: china) == "剩 2 天（10月3日）")
    }

    @Test func `short clocks are said in hours and minutes`() {
        let hour = china.deadline(from: at("2026-10-01", 23, 30), term: .hours(2))
        #expect(hour.remaining(at: at("2026-10-01", 23, 30), calendar: china) == "剩 2 小时（明日 01:30）")
        #expect(hour.remaining(at: at("2026-10-02", 0, 45), calendar: china) == "剩 45 分钟（今日 01:30）")
        #expect(hour.remaining(at: at("2026-10-02", 1, 30), calendar: china) == "超期 1 分钟")
        #expect(hour.remaining(at: at("2026-10-02", 4, 35), calendar: china) == "超期 3 小时 5 分钟")
        #expect(hour.remaining(at: at("2026-10-03", 1, 29), calendar: china) == "超期 23 小时 59 分钟")
        #expect(hour.remaining(at: at("2026-10-03", 1, 30), calendar: china) == "超期 1 天")
        #expect(light(hour, at("2026-10-01", 23, 30)).light == .yellow)
    }

    @Test func `each light that is not green says why and what would turn it green`() {
        let red = light(october, at("2026-10-14"))
        #expect(red.reason == "超期 2 天，应于2026年10月12日 24:00前办结")
        #expect(red.turnsGreenBy == "办结并通过复核，或经批准延期")
        let yellow = light(october, at("2026-10-12"))
        #expect(yellow.reason == "今日到期")
        #expect(yellow.turnsGreenBy.contains("2026年10月12日 24:00"))
        #expect(light(october, at("2026-09-14")).turnsGreenBy == "")
        let suspended = october.suspended(at: at("2026-09-20"), reason: "等待鉴定")
        #expect(light(suspended, at("2026-12-01")).reason == "计时已暂停：等待鉴定")
    }
}
