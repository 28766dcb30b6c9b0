import Markup
import Site

extension Gallery {
    var workbench: PageFrame {
        let undo = Notice.Undo(
            Link("commands", "c-17", "undo"), formToken: "token-1",
            until: Wording(zh: "对方未打开前", en: "until it has been opened"))
        return frame(
            Wording(zh: "工作台", en: "Workbench"), Link(), section: "workbench",
            notices: [
                Notice(
                    .done,
                    Wording(zh: "已办理 ", en: "Done: ")
                        + name("整改延期申请 YH-2026-000097，同意延期至 2026-10-12。", "extension YH-2026-000097 until 2026-10-12."),
                    undo: undo)
            ], scoped: true
        ) {
            tiles
            Tabs(
                Wording(zh: "我的事项", en: "My matters"),
                [
                    .init("todo", Wording(zh: "待办", en: "To do"), Link(), count: 12, isCurrent: true),
                    .init("done", Wording(zh: "已办", en: "Done"), Link("done")),
                    .init("supervise", Wording(zh: "督办", en: "Supervised"), Link("supervise"), count: 9),
                    .init("cc", Wording(zh: "抄送", en: "Copies"), Link("cc"), count: 21),
                    .init("drafts", Wording(zh: "草稿", en: "Drafts"), Link("drafts"), count: 1),
                ])
            todo
        }
    }

    private var tiles: NumberTiles {
        NumberTiles([
            .init("todo", Wording(zh: "待我办理", en: "To do"), 12, Link()),
            .init("today", Wording(zh: "今日到期", en: "Due today"), 4, Link().adding("due", "today"), light: .yellow),
            .init("overdue", Wording(zh: "已超期", en: "Overdue"), 3, Link().adding("due", "over"), light: .red),
            .init("supervise", Wording(zh: "我督办", en: "I supervise"), 9, Link("supervise")),
            .init("cc", Wording(zh: "抄送我", en: "Copied to me"), 21, Link("cc")),
        ])
    }

    private var todo: Register<SampleDanger> {
        let kinds = [
            say("审核整改延期", "Review extension"), say("法制审核", "Legal review"), say("复查", "Verification"),
            say("签收督办函", "Sign for letter"),
        ]
        let rows = dangers(12)
        return Register(
            Wording(zh: "待办事项", en: "Matters to do"), .init(rows, total: 12), state: RegisterState(Link()),
            identity: \.number,
            columns: [
                Column("matter", Wording(zh: "事项", en: "Matter"), onPhone: .title) { danger in
                    a(.href(Link("l", "hazards", danger.number))) {
                        "\(kinds[danger.number.utf8.reduce(0) { $0 + Int($1) } % 4]) \(danger.number)"
                    }
                },
                Column("enterprise", Wording(zh: "企业", en: "Enterprise")) { $0.enterprise },
                Column("grade", Wording(zh: "等级", en: "Grade"), sortable: true) { GradeBadge($0.grade) },
                Column("from", Wording(zh: "来自", en: "From"), onPhone: .more) { _ in say("乙县应急局", "Yi County Bureau") },
                Column("received", Wording(zh: "收到", en: "Received"), sortable: true, onPhone: .more) { _ in
                    "2026-09-29 16:20"
                },
                Column("left", Wording(zh: "剩余", en: "Left"), sortable: true) {
                    LightBadge(light($0.left), remaining($0.left))
                },
                Column("last", Wording(zh: "上一环节意见", en: "Last opinion"), onPhone: .more, room: .prose) { _ in
                    say("同意，请抓紧复查。", "Agreed, verify soon.")
                },
            ])
    }

    var detail: PageFrame {
        let address = Link("l", "hazards", "YH-2026-000118")
        let form = decision(wrong: true)
        var page = frame(
            name("示例化工：可燃气体报警器失效", "Sample Chemicals: gas alarm out of order"), address, section: "ledgers",
            problems: form.problems,
            breadcrumb: [
                Crumb(name("丁市", "Ding City")), Crumb(Wording(zh: "隐患台账", en: "Hidden dangers"), Link("l", "hazards")),
                Crumb(Wording(verbatim: "YH-2026-000118")),
            ]
        ) {
            Columns {
                Panel(Wording(zh: "基本情况", en: "Facts"), id: "facts") { Facts(facts) }
                Panel(Wording(zh: "办理", en: "Decide"), id: "decide") { form }
            } beside: {
                Panel(Wording(zh: "期限", en: "Deadline"), id: "deadline") { deadline }
                Panel(Wording(zh: "办理记录", en: "History"), id: "history") { Timeline(history) }
            }
        }
        page.actions = .pieces([
            GradeBadge(.major).html, StateBadge(.working, word(.working)).html,
            a(.class("button plain"), .href(address / "letter")) { Wording(zh: "生成函件", en: "Write letter") },
        ])
        return page
    }

    private var facts: [Fact] {
        let city = Fact.Source(name("丁市应急局检查", "City inspection"), date: "2026-09-20")
        let enterprise = Fact.Source(name("企业填报", "Enterprise"), date: "2026-09-29")
        var contact = Fact(
            Wording(zh: "责任人", en: "Responsible"), say("王五", "Wang Wu"), source: enterprise,
            correction: Link("corrections", "person"))
        contact.conflict = (.text(say("王伍", "Wang Wu (2)")), city)
        return [
            Fact(
                Wording(zh: "企业", en: "Enterprise"),
                source: enterprise, correction: Link("corrections", "enterprise")
            ) {
                a(.href(Link("e", "91320000000000000X"))) { say("示例化工有限公司", "Sample Chemicals Ltd") }
            },
            Fact(Wording(zh: "等级", en: "Grade"), source: city) { GradeBadge(.major) },
            Fact(
                Wording(zh: "隐患描述", en: "Description"),
                say(
                    "罐区西侧 3 台可燃气体报警器（GT-301、GT-302、GT-305）无信号输出，检定有效期止于 2026-06-30，控制室未发现。",
                    "Three gas alarms west of the tanks give no signal; calibration ended on 2026-06-30."), source: city
            ),
            Fact(Wording(zh: "整改资金", en: "Funds"), say("12.5 万元", "125,000 yuan"), source: enterprise),
            contact,
            Fact(Wording(zh: "挂牌督办", en: "Listed for supervision"), nil),
        ]
    }

    var deadline: DeadlineView {
        var deadline = DeadlineView(
            remaining: Wording(zh: "超期 2 天", en: "2 days over"), due: "2026-09-28", light: .red)
        deadline.derivation = [
            say("起算：2026-09-20 责令限期整改通知书送达。", "Start: order served on 2026-09-20."),
            say("期限：5 个工作日；当日不计入。", "Term: 5 working days; the first day does not count."),
            say("扣除：9 月 26 日、27 日为休息日。", "Skipped: 26 and 27 September are days of rest."),
        ]
        deadline.isVerified = false
        deadline.extendedFrom = "2026-09-25"
        return deadline
    }

    var history: [TimelineEntry] {
        let inspector = TimelineEntry.Actor(
            name: say("陈立", "Chen Li"), unit: say("丁市应急局", "Ding City Bureau"), post: say("执法员", "Inspector"))
        let officer = TimelineEntry.Actor(
            name: say("周宁", "Zhou Ning"), unit: say("示例化工", "Sample Chemicals"), post: say("安全员", "Safety officer"))
        var returned = TimelineEntry(
            Wording(zh: "退回", en: "Returned"),
            times: .init(happened: "2026-09-29 16:20", received: "2026-09-29 16:20"), by: inspector,
            from: Wording(zh: "待复查", en: "To verify"), to: Wording(zh: "整改中", en: "Rectifying"))
        returned.reason = say(
            "照片只见一台新装报警器，另两台编号看不清；请补拍带编号的照片后再报。",
            "Only one new alarm can be seen; please take photos that show the numbers of the others.")
        returned.channel = Wording(zh: "网页", en: "Web")
        var reported = TimelineEntry(
            Wording(zh: "报告整改结果", en: "Rectification reported"),
            times: .init(happened: "2026-09-27 09:10", received: "2026-09-29 08:02", isLate: true), by: officer,
            from: Wording(zh: "整改中", en: "Rectifying"), to: Wording(zh: "待复查", en: "To verify"))
        reported.changes = [
            .init(Wording(zh: "整改措施", en: "Measure"), old: say("检定", "Calibrate"), new: say("更换 3 台", "Replace three")),
            .init(Wording(zh: "整改资金", en: "Funds"), old: nil, new: say("12.5 万元", "125,000 yuan")),
        ]
        reported.attachments = [
            .init(
                .init(
                    hash: String(repeating: "ab12", count: 16), name: say("整改后-GT301.jpg", "after-GT301.jpg"),
                    note: "JPG 286 KB", link: Link("files", "ab12")),
                purpose: Wording(zh: "整改", en: "rectification")),
            .init(
                .init(
                    hash: String(repeating: "cd34", count: 16), name: say("检定证书.pdf", "certificate.pdf"),
                    note: "PDF 1.2 MB", link: Link("files", "cd34")),
                withdrawal: say("传错文件", "wrong file")),
        ]
        reported.channel = Wording(zh: "手机离线", en: "Phone, offline")
        let registered = TimelineEntry(
            Wording(zh: "登记", en: "Registered"),
            times: .init(happened: "2026-09-20 10:32", received: "2026-09-20 10:33"), by: inspector,
            to: Wording(zh: "待整改", en: "To rectify"))
        return [returned, reported, registered]
    }

    private func decision(wrong: Bool) -> CommandForm {
        var form = CommandForm(
            Wording(zh: "复查", en: "Verify"), to: Link("l", "hazards", "YH-2026-000118", "verify"),
            seal: .init(formToken: "token-1", commandID: "0198f0c2-0000-7000-8000-000000000001", version: 7),
            fields: [
                Field(
                    "result", Wording(zh: "复查结论", en: "Conclusion"),
                    .radios([
                        Choice("passed", Wording(zh: "合格，可以销号", en: "Passed, can be closed")),
                        Choice("failed", Wording(zh: "不合格，退回整改", en: "Failed, back to rectification")),
                    ])
                ).value(wrong ? nil : "passed")
                    .problem(wrong ? Wording(zh: "请选择复查结论", en: "Choose a conclusion") : nil),
                Field("opinion", Wording(zh: "意见", en: "Opinion"), .longText(rows: 3))
                    .hint(Wording(zh: "写明看到了什么；退回的写明还差什么", en: "What you saw, or what is still missing"))
                    .value(say("现场查看 3 台报警器已更换。", "Saw the three new alarms on site.")),
                Field(
                    "photo", Wording(zh: "现场照片", en: "Photos"),
                    .file(
                        .evidence, accept: "image/*",
                        limit: Wording(zh: "最多 9 张，每张不超过 10 MB", en: "up to 9, 10 MB each"))
                ).optional,
            ],
            submits: [
                .init(Wording(zh: "提交并看下一件", en: "Submit, next"), value: "submit"),
                .init(Wording(zh: "转办", en: "Transfer"), value: "transfer", main: false),
            ])
        form.keeping = .init(place: Link("hazards", "YH-2026-000118"), title: "复查", person: "zhao")
        form.keeping?.keptAt = "2026-09-30 10:20"
        form.keeping?.isOutdated = true
        form.showsTitle = false
        return form
    }

    var confirmation: PageFrame {
        let form = CommandForm(
            Wording(zh: "确认作废", en: "Confirm"), to: Link("l", "hazards", "YH-2026-000118", "void"),
            seal: .init(formToken: "token-1", commandID: "0198f0c2-0000-7000-8000-000000000002", version: 7),
            fields: [Field("reason", Wording(zh: "作废原因", en: "Reason"), .longText(rows: 3))])
        return frame(Wording(zh: "作废这条隐患记录", en: "Void this record"), Link("l", "hazards", "void")) {
            Confirmation(
                effects: [
                    Wording(zh: "记录标记为作废，不再计入未销号数；内容不会删除。", en: "The record is marked void; nothing is deleted."),
                    Wording(zh: "责任单位与督办单位各收到一条通知。", en: "The responsible and supervising units are told."),
                ], form: form)
        }
    }
}
