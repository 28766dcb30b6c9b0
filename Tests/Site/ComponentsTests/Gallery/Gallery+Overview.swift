import Markup
import Site

extension Gallery {
    private var cities: [String] {
        language == .chinese
            ? ["甲市", "乙市", "丙市", "丁市", "戊市", "己市", "庚市", "辛市", "壬市", "癸市", "子市", "丑市", "寅市"]
            : (1...13).map { "City \($0)" }
    }

    var lights: Board {
        Board(
            Wording(zh: "各市红黄绿灯", en: "Lights by city"),
            cities.enumerated().map { index, city in
                let link = Link("l", "hazards").adding("city", "\(index)")
                switch index % 5 {
                case 1:
                    return .init(
                        city, .red,
                        reason: Wording(
                            zh: "超期重大隐患 \(index + 4) 项，最长 12 天", en: "\(index + 4) major dangers overdue, up to 12 days"
                        ),
                        person: say("李甲", "Li Jia"), telephone: "025-0000000\(index % 10)",
                        remedy: Wording(zh: "销号 \(index + 4) 项", en: "Close \(index + 4) items"),
                        rows: (Wording(zh: "看 \(index + 4) 项", en: "See \(index + 4)"), link),
                        instruct: Link("instructions", "new"))
                case 3:
                    return .init(
                        city, .yellow, reason: Wording(zh: "3 项将在 3 个工作日内到期", en: "3 items due within 3 working days"),
                        person: say("李丁", "Li Ding"), telephone: "025-0000000\(index % 10)",
                        remedy: Wording(zh: "按期办结 3 项", en: "Complete 3 items in time"),
                        rows: (Wording(zh: "看 3 项", en: "See 3"), link), instruct: Link("instructions", "new"))
                default:
                    return .init(
                        city, .green,
                        reason: Wording(zh: "连续绿灯 \(41 + index) 天", en: "Green for \(41 + index) days"),
                        person: say("李乙", "Li Yi"), rows: (Wording(zh: "看台账", en: "See all"), link))
                }
            })
    }

    var board: PageFrame {
        frame(Wording(zh: "红黄绿灯", en: "Lights"), Link("lights"), section: "lights", scoped: true) { lights }
    }

    var screen: PageFrame {
        frame(Wording(zh: "红黄绿灯（大屏）", en: "Lights (wall)"), Link("lights").adding("screen", "1")) { lights }
    }

    var tasks: PageFrame {
        frame(Wording(zh: "督办任务", en: "Supervised tasks"), Link("tasks", "t-1"), section: "lights") {
            Columns {
                TreeTable(Wording(zh: "任务分解", en: "Tasks"), [tree])
            } beside: {
                Panel(Wording(zh: "办理步骤", en: "Steps"), id: "steps") { steps }
            }
        }
    }

    private var tree: TreeTable.Node {
        let counties = (1...3).map { index in
            TreeTable.Node(
                number: "3.1.\(index)", title: say("乙县第 \(index) 片区排查", "Survey of area \(index)"),
                link: Link("tasks", "t-31\(index)"), owner: say("乙县应急局", "Yi County Bureau"),
                due: LightBadge(light(index * 4 - 5), remaining(index * 4 - 5)).html,
                state: StateBadge(.working, Wording(zh: "办理中", en: "In progress")).html, percent: index * 30)
        }
        let city = TreeTable.Node(
            number: "3.1", title: say("丁市：完成涉氨制冷企业排查", "Ding City: survey of ammonia refrigeration"),
            link: Link("tasks", "t-31"), owner: say("丁市安委办", "Ding City Office"),
            due: LightBadge(.yellow, remaining(3)).html,
            state: StateBadge(.working, Wording(zh: "办理中", en: "In progress")).html, percent: 58,
            children: counties)
        return TreeTable.Node(
            number: "3", title: say("开展涉氨制冷企业液氨使用专项治理", "Campaign on ammonia refrigeration"),
            link: Link("tasks", "t-3"),
            owner: say("省应急管理厅", "Provincial department"), due: LightBadge(.green, remaining(40)).html,
            state: StateBadge(.working, Wording(zh: "办理中", en: "In progress")).html, percent: 47, children: [city])
    }

    private var steps: TaskList {
        TaskList([
            .init(Wording(zh: "立项", en: "Set up"), .done, Link("tasks", "t-1", "1")),
            .init(
                Wording(zh: "签收", en: "Sign for"), .done, Link("tasks", "t-1", "2"),
                note: name("李敏 09-28 16:20", "Li Min 09-28")),
            .init(Wording(zh: "反馈", en: "Report back"), .open, Link("tasks", "t-1", "3")),
            .init(Wording(zh: "复核", en: "Verify"), .notYet),
        ])
    }

    private var barData: ChartFigures {
        ChartFigures(
            title: Wording(zh: "各市未销号重大隐患", en: "Open major dangers by city"), unit: Wording(zh: "项", en: "items"),
            points: cities.prefix(8).map { Wording(verbatim: $0) },
            series: [.init(Wording(zh: "未销号", en: "Open"), [31, 27, 22, 18, 12, 9, 4, 0])],
            summary: Wording(zh: "最多 31 项，最少 0 项", en: "Most 31, fewest 0"))
    }

    private var lineData: ChartFigures {
        ChartFigures(
            title: Wording(zh: "事故起数", en: "Accidents"), unit: Wording(zh: "起", en: "count"),
            points: (1...9).map { Wording(zh: "\($0)月", en: "M\($0)") },
            series: [
                .init(Wording(zh: "今年", en: "This year"), [14, 9, 15, 13, 12, 16, 14, 13, 12]),
                .init(Wording(zh: "去年", en: "Last year"), [16, 11, 15, 15, 14, 17, 15, 14, 13]),
                .init(Wording(zh: "三年均值", en: "Mean of 3 years"), [17, 12, 16, 15, 15, 18, 16, 16, 15]),
            ], summary: Wording(zh: "今年各月多数低于去年", en: "Most months are below last year"))
    }

    var charts: PageFrame {
        frame(Wording(zh: "统计分析", en: "Statistics"), Link("stats"), section: "stats", scoped: true) {
            var bars = BarChart(barData)
            let _ = bars.reference = (15.4, Wording(zh: "全省平均", en: "Mean"))
            div(.class("chart-grid")) {
                LineChart(lineData)
                bars
            }
        }
    }

    var letter: PageFrame {
        var letter = Letter(
            .init(issuer: "某省安全生产委员会办公室", number: "某安办督〔2026〕12号"),
            title: "关于限期整改示例化工有限公司重大事故隐患的督办函", to: "丁市人民政府",
            [
                .paragraph("2026年9月20日，丁市应急管理局检查发现，示例化工有限公司罐区西侧3台可燃气体报警器无信号输出，已构成重大事故隐患。截至9月30日，整改已超期2日。"),
                .heading("一、整改要求"),
                .paragraph("请你市督促该企业于2026年10月12日前完成整改，整改期间落实人工巡检和临时防范措施。"),
                .subheading("（一）责任落实"),
                .paragraph("明确整改责任人、资金、时限和应急预案，整改情况由整改责任人以外的人员现场复查。"),
                .heading("二、反馈时限"),
                .paragraph("请于2026年10月13日前将办理结果书面反馈我办。"),
            ], signature: "某省安全生产委员会办公室", date: "2026年9月30日")
        letter.attachments = ["重大事故隐患登记表", "现场检查记录"]
        letter.copies = ["省应急管理厅", "丁市应急管理局"]
        letter.remark = "联系人：陈立，电话：025-00000000"
        var page = frame(name("督办函 某安办督〔2026〕12号", "Supervision letter 12 (2026)"), Link("letters", "12")) { letter }
        page.layout = .document
        return page
    }

    var brief: PageFrame {
        var page = frame(Wording(zh: "一页简报", en: "One-page brief"), Link("brief")) {
            OnePageBrief(
                period: Wording(zh: "2026年9月", en: "September 2026"), unit: say("丁市安委办", "Ding City Office"),
                [
                    .init(Wording(zh: "红灯与原因", en: "Red lights and why")) {
                        Facts([
                            Fact(name("甲市", "City 1"), say("超期重大隐患 5 项", "5 major dangers overdue")),
                            Fact(name("庚市", "City 7"), say("首报迟报 1 起", "1 late first report")),
                        ])
                    },
                    .init(Wording(zh: "与上期比较", en: "Against last period")) { LineChart(lineData) },
                ])
        }
        page.layout = .document
        return page
    }
}
