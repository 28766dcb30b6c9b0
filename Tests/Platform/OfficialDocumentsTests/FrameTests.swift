import OfficialDocuments
import Testing

/// Title, number, addressees, signature and date stand around the clauses.
@Suite struct FrameTests {
    @Test(arguments: [
        ("苏政发〔2016〕114号", "苏政发〔2016〕114号"), ("苏政发[2016]114号", "苏政发〔2016〕114号"),
        ("苏政发（2016）114号", "苏政发〔2016〕114号"), ("苏政发【2016】第114号", "苏政发〔2016〕114号"),
        ("国办函〔2004〕 57 号", nil), ("苏政发〔16〕114号", nil), ("〔2016〕114号", nil), ("苏政发〔2016〕号", nil),
    ])
    func `a number is read in all its spellings, and nothing else is`(written: String, expected: String?) {
        let made = Decomposition(of: "关于安全生产的通知\n\(written)\n各市人民政府：\n请执行。", names: UnitNames())
        #expect(made.number == expected)
    }

    @Test func `a title broken over lines is put together`() {
        let made = Decomposition(
            of: "江苏省人民政府\n  关于加强安全生产\n工作的意见\n苏政发〔2016〕1号\n各市人民政府：\n一、甲。\n江苏省人民政府\n二〇一六年十二月三十一日", names: UnitNames())
        #expect(made.title == "江苏省人民政府关于加强安全生产工作的意见")
        #expect(made.issuer == "江苏省人民政府")
        #expect(made.addressees == "各市人民政府")
        #expect(made.date == "2016-12-31")
    }

    @Test func `what is not there stays open`() {
        let made = Decomposition(of: "今天天气很好，适合检查。", names: UnitNames())
        #expect(
            made.title == nil && made.number == nil && made.issuer == nil && made.addressees == nil && made.date == nil)
    }

    @Test func `a day that does not exist is no date`() {
        #expect(Decomposition(of: "关于甲的通知\n一、乙。\n省政府\n2019年2月30日", names: UnitNames()).date == nil)
    }

    @Test func `all organs that signed are the issuer`() {
        let made = Decomposition(of: "关于甲的通知\n一、乙。\n省教育厅\n省公安厅\n2019年2月3日", names: UnitNames())
        #expect(made.issuer == "省教育厅、省公安厅")
    }
}
