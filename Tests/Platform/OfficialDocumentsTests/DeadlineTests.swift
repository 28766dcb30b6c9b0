import OfficialDocuments
import Testing

/// What limits a duty in time, and what only tells of time.
@Suite struct DeadlineTests {
    @Test(arguments: [
        ("6月25日、12月20日前报送总结", ["6月25日 date 2017-06-25", "12月20日前 date 2017-12-20"]),
        ("于2018年12月31日前完成", ["2018年12月31日前 date 2018-12-31"]),
        ("2020年2月底前完成", ["2020年2月底前 date 2020-02-29"]),
        ("3月底前完成", ["3月底前 date 2017-03-31"]),
        ("于2018年6月底和年底前报告", ["2018年6月底 date 2018-06-30", "年底前 by-year-end 2018-12-31"]),
        ("到2020年，全面建成预防体系", ["到2020年 by-year-end 2020-12-31"]),
        ("2019年底前完成改造", ["2019年底前 by-year-end 2019-12-31"]),
        ("今年年底前完成改造", ["今年年底前 by-year-end 2017-12-31"]),
        ("明年6月底前完成改造", ["明年6月底前 date 2018-06-30"]),
        ("“十三五”末全面建成", ["“十三五”末 by-year-end 2020-12-31"]),
        ("2018年上半年前完成", ["2018年上半年前 date 2018-06-30"]),
        ("每季度末报送进展", ["每季度末 recurring –"]),
        ("每年2月底前报送名单", ["每年2月底前 recurring –"]),
        ("每月5日前报送报表", ["每月5日前 recurring –"]),
        ("按月报送进展", ["按月 recurring –"]),
        ("长期坚持这一做法", ["长期坚持 standing –"]),
        ("三年内实现全覆盖", ["三年内 period –"]),
        ("在30个工作日内办结", ["30个工作日内 period –"]),
        ("自收到申请之日起20日内作出决定", ["自收到申请之日起20日内 event –"]),
        ("发生较大事故立即上报", ["发生较大事故立即 event –"]),
        ("在设备投入使用前要进行检验", ["在设备投入使用前 event –"]),
    ])
    func `a limit is found with its kind and day`(clause: String, expected: [String]) {
        #expect(deadlines("一、各单位要\(clause)。") == expected)
    }

    @Test(arguments: [
        "落实2016年印发的方案", "建立长期稳定的关系", "解决当前突出问题", "及时报告情况", "总结近三年内的经验", "按时完成任务", "适时开展评估", "修订2015年7月28日审议通过的办法",
        "总结自2016年到2018年的经验", "参照5月3日内蒙古地震的经验", "使用2018年版目录", "悬挂在车辆前后部",
    ])
    func `other words of time are no limits`(clause: String) {
        #expect(deadlines("一、各单位要\(clause)。") == [])
    }

    @Test func `days of what is reported are no limits`() {
        let text = "关于提案的答复\n苏安函〔2017〕1号\n张三委员：\n现答复如下：\n一、去年6月底前，全省已完成检查。2016年底前落实了整改。\n省安监局\n2017年6月14日"
        #expect(Decomposition(of: text, names: UnitNames()).nodes.flatMap(\.deadlines).isEmpty)
    }

    @Test func `without a year in the document the day stays open`() {
        let made = Decomposition(of: "一、各单位要于6月25日前报送。", names: UnitNames())
        #expect(made.nodes[0].deadlines.map(\.date) == [nil])
    }

    @Test func `the year in the title goes before the year of signature`() {
        let text = "关于印发2018年工作要点的通知\n各市人民政府：\n一、各市要于3月底前报送。\n省安委会\n2017年12月20日"
        let made = Decomposition(of: text, names: UnitNames())
        #expect(made.nodes.flatMap(\.deadlines).map(\.date) == ["2018-03-31"])
    }

    private func deadlines(_ clause: String) -> [String] {
        let text = "关于安全生产的意见\n苏政发〔2017〕1号\n各市人民政府：\n\(clause)\n江苏省人民政府\n2017年6月1日"
        return Decomposition(of: text, names: UnitNames()).nodes.flatMap(\.deadlines).map {
            "\($0.text) \($0.kind.rawValue) \($0.date ?? "–")"
        }
    }
}
