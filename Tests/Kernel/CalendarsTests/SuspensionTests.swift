import Calendars
import Foundation
import Storage
import Testing

/// A clock that stands still takes no days away; an extension counts on from the end.
struct SuspensionTests {
    private let june = china.deadline(from: at("2026-06-01"), term: .days(30))

    @Test func `while it stands still nothing is overdue and the light is green`() {
        let suspended = june.suspended(at: at("2026-06-10"), reason: "技术鉴定")
        #expect(suspended.isSuspended)
        #expect(!suspended.isOverdue(at: at("2027-01-01")))
        #expect(suspended.light(at: at("2027-01-01"), warningDays: 3, calendar: china).light == .green)
        #expect(suspended.remaining(at: at("2027-01-01"), calendar: china) == "计时已暂停")
        #expect(suspended.derivation.last == "计时恢复后重新计算到期日。")
    }

    @Test func `stopping a clock twice changes nothing, nor does running one that runs`() {
        let once = june.suspended(at: at("2026-06-10"), reason: "技术鉴定")
        #expect(once.suspended(at: at("2026-06-12"), reason: "又一次") == once)
        #expect(june.resumed(at: at("2026-06-12"), in: china) == june)
    }

    @Test func `natural days are given back one for one`() {
        let resumed = june.suspended(at: at("2026-06-10"), reason: "技术鉴定").resumed(at: at("2026-06-20"), in: china)
        #expect(resumed.dueOn == june.dueOn.adding(days: 10))
        #expect(resumed.derivation.contains("2026年6月10日 09:30至2026年6月20日 09:30因“技术鉴定”暂停计时，其间10天不计入。"))
    }

    @Test func `a stop and start on the same day gives nothing back`() {
        let resumed = june.suspended(at: at("2026-06-10", 9, 0), reason: "停电").resumed(
            at: at("2026-06-10", 17, 0), in: china)
        #expect(resumed.dueOn == june.dueOn)
    }

    @Test func `working days inside a suspension do not count`() {
        let deadline = china.deadline(from: at("2026-06-01"), term: .workingDays(5))
        #expect(deadline.dueOn == "2026-06-08")
        // 3, 4, 5 and 8 June do not count: 2, 9, 10, 11, 12 June are the five.
        let resumed = deadline.suspended(at: at("2026-06-03"), reason: "鉴定").resumed(at: at("2026-06-09"), in: china)
        #expect(resumed.dueOn == "2026-06-12")
    }

    @Test func `hours are given back to the millisecond`() {
        let deadline = china.deadline(from: at("2026-06-01", 8, 0), term: .hours(2))
        let resumed = deadline.suspended(at: at("2026-06-01", 9, 0), reason: "通信中断").resumed(
            at: at("2026-06-01", 9, 45), in: china)
        #expect(resumed.due == at("2026-06-01", 10, 45))
    }

    @Test func `suspensions that overlap are counted once, those after the end not at all`() {
        let overlapping = china.deadline(
            from: at("2026-06-01"), term: .days(30),
            suspensions: [
                .init(from: at("2026-06-15"), to: at("2026-06-25"), reason: "乙"),
                .init(from: at("2026-06-10"), to: at("2026-06-20"), reason: "甲"),
                .init(from: at("2026-09-01"), to: at("2026-09-10"), reason: "丙"),
            ])
        #expect(overlapping.dueOn == june.dueOn.adding(days: 15))
    }

    @Test func `a suspension begun before the event counts only from the event on`() {
        let deadline = china.deadline(
            from: at("2026-06-10"), term: .days(10),
            suspensions: [.init(from: at("2026-06-01"), to: at("2026-06-15"), reason: "鉴定")])
        // 11 to 14 June stood still.
        #expect(deadline.dueOn == "2026-06-24")
    }

    @Test func `months are moved by the days that stood still`() {
        let deadline = china.deadline(from: at("2026-01-31"), term: .months(1))
        #expect(deadline.dueOn == "2026-02-28")
        let resumed = deadline.suspended(at: at("2026-02-10"), reason: "鉴定").resumed(at: at("2026-02-13"), in: china)
        #expect(resumed.dueOn == "2026-03-03")
    }

    @Test func `an extension counts on from the last day and survives a later suspension`() {
        let extended = june.extended(by: .days(60), reason: "情况复杂", in: china)
        #expect(extended.dueOn == "2026-08-30")
        #expect(extended.extensions[0].from == "2026-07-01")
        let suspended = extended.suspended(at: at("2026-06-10"), reason: "鉴定").resumed(at: at("2026-06-20"), in: china)
        #expect(suspended.dueOn == "2026-09-09")
        #expect(suspended.extensions[0].from == "2026-07-11")
    }

    @Test func `an extension to a day must be later`() {
        #expect(june.extended(to: "2026-07-01", reason: "无", in: china) == june)
        #expect(june.extended(to: "2026-06-01", reason: "无", in: china) == june)
        let extended = june.extended(to: "2026-07-15", reason: "设备到货晚", in: china)
        #expect(extended.dueOn == "2026-07-15")
        #expect(extended.derivation.contains("因“设备到货晚”延期14日，到期日由2026年7月1日延至2026年7月15日。"))
    }

    @Test func `a term before an event is not moved by a suspension`() {
        let term = Term(7, .days, beforeEvent: true)
        let suspension = Deadline.Suspension(from: at("2026-06-01"), to: at("2026-06-20"), reason: "鉴定")
        let deadline = china.deadline(from: at("2026-06-15"), term: term, suspensions: [suspension])
        #expect(deadline.dueOn == "2026-06-08")
    }

    @Test func `a column keeps the whole deadline`() throws {
        let full = china.deadline(
            from: at("2026-09-24"), term: Term(15, .days, lastDayRestMoves: true),
            basis: .init(title: "缴纳罚款", document: "《行政处罚法》", article: "第六十七条", verified: false)
        ).suspended(at: at("2026-09-28"), reason: "复议").resumed(at: at("2026-10-03"), in: china)
            .extended(by: .workingDays(3), reason: "分期", in: china)
        for deadline in [full, june, china.deadline(from: at("2026-12-25"), term: .workingDays(10))] {
            #expect(try Deadline(kept: deadline.kept) == deadline)
        }
        #expect(june.kept.utf8.count < 150)
    }

    @Test func `a column that holds something else is said to be unreadable`() {
        let kept = june.kept
        for text in ["", "[]", "null", #"[["due"]]"#, String(kept.dropLast()), kept.replacing("days", with: "weeks")] {
            #expect(throws: UnreadableRows.self, "\(text)") { try Deadline(kept: text) }
        }
        #expect(throws: UnreadableRows.self) { try Deadline(kept: kept.dropLast() + #",["later","1"]]"#) }
    }

    @Test func `what columns held before is still read`() throws {
        let json = """
            {"due":\(june.due.milliseconds),"dueOn":"\(june.dueOn)","start":\(june.start.milliseconds),
             "term":{"amount":\(june.term.amount),"unit":"\(june.term.unit.rawValue)"}}
            """
        let read = try JSONDecoder().decode(Deadline.self, from: Data(json.utf8))
        #expect(read.due == june.due && read.start == june.start && read.term.unit == june.term.unit)
    }
}
