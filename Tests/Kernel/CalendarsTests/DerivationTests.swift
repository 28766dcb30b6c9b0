import Calendars
import Testing

/// A due date explains itself to whoever doubts it.
struct DerivationTests {
    @Test func `the enterprise asks why the fine is due after the holiday`() {
        let deadline = china.deadline(
            from: at("2026-09-18", 15, 0), term: Term(15, .days, lastDayRestMoves: true),
            basis: .init(title: "缴纳罚款", document: "《中华人民共和国行政处罚法》（主席令第70号）", article: "第六十七条"))
        #expect(
            deadline.derivation == [
                "依据《中华人民共和国行政处罚法》（主席令第70号）第六十七条：缴纳罚款，期限为15日。",
                "2026年9月18日为起算事由发生之日，不计入；自2026年9月19日起算。",
                "最后一日2026年10月3日是国庆节，顺延至2026年10月8日（周四）。",
                "到期：2026年10月8日 24:00。",
            ])
    }

    @Test func `the inspector asks why fifteen working days take a month`() {
        let deadline = china.deadline(
            from: at("2026-09-24"), term: .workingDays(8),
            basis: .init(title: "答复", document: "《约定》（第1版）", article: "答复", verified: false))
        #expect(
            deadline.derivation == [
                "依据《约定》（第1版）答复：答复，期限为8个工作日（该数值尚未与原文核对）。",
                "2026年9月24日为起算事由发生之日，不计入；自2026年9月25日起算。",
                "中秋节2026年9月25日至9月27日，共3天，不计入。",
                "国庆节2026年10月1日至10月7日，共7天，不计入。",
                "周末2026年10月11日，共1天，不计入。",
                "2026年10月10日为国庆节调休上班，计入工作日。",
                "到期：2026年10月13日 24:00。",
            ])
    }

    @Test func `hours say that nights count, terms before an event say that they count back`() {
        let hours = china.deadline(from: at("2026-09-30", 23, 30), term: .hours(1))
        #expect(hours.derivation == ["期限：1小时。", "自2026年9月30日 23:30起连续计算，夜间和节假日照计。", "到期：2026年10月1日 00:30。"])
        let notice = china.deadline(from: at("2026-06-15"), term: Term(3, .workingDays, beforeEvent: true))
        #expect(
            notice.derivation == [
                "期限：提前3个工作日。", "以2026年6月15日为准倒推，当日不计。", "周末2026年6月13日至6月14日，共2天，不计入。",
                "到期：2026年6月10日 24:00。",
            ])
    }
}
