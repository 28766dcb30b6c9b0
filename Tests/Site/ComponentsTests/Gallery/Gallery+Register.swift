import Markup
import Site

/// A hidden danger as a page shows it.
struct SampleDanger {
    var number: String
    var enterprise: String
    var sector: String
    var grade: Grade
    var text: String
    var basis: String
    var person: String
    var due: String
    var left: Int
    var stage: Stage
    var source: String
}

extension Gallery {
    func dangers(_ count: Int) -> [SampleDanger] {
        let enterprises = [
            say("示例化工有限公司", "Sample Chemicals Ltd"), say("江畔新型建材有限公司", "Riverside Building Materials Ltd"),
            say("丁港危化品仓储物流有限公司", "Ding Port Storage and Logistics Ltd"), say("恒运铝业股份有限公司", "Hengyun Aluminium"),
            say("明远冷链食品有限公司", "Mingyuan Cold Chain Foods"),
        ]
        let texts = [
            say("可燃气体报警器失效，未按期检定", "Combustible gas alarm out of order and not calibrated in time"),
            say("筒仓清库作业未履行审批手续", "Silo cleaning carried out without a permit"),
            say("液氨储罐区紧急切断阀旁路未恢复", "Bypass of the emergency shut-off valve at the ammonia tanks left open"),
            say("深井铸造钢丝绳断丝超标仍在使用", "Casting hoist rope with broken wires still in use"),
            say("疏散通道堆放物料，安全出口上锁", "Goods stored in the escape route and an exit locked"),
        ]
        return (0..<count).map { index in
            let left = [-2, 3, 0, 6, 12, -9, 1, 21][index % 8]
            return SampleDanger(
                number: "YH-2026-\(String(1_000_118 + index * 7).dropFirst())", enterprise: enterprises[index % 5],
                sector: [say("化工", "Chemicals"), say("建材", "Materials"), say("仓储", "Storage")][index % 3],
                grade: [Grade.major, .considerable, .general, .low, .general][(index * 3 + index / 5) % 5],
                text: texts[index % 5], basis: say("重大判定第\(index % 9 + 1)条", "Criteria \(index % 9 + 1)"),
                person: [say("王五", "Wang Wu"), say("赵六", "Zhao Liu"), say("欧阳建国", "Ouyang Jianguo")][index % 3],
                due: left < 0
                    ? "2026-09-\(30 + left < 10 ? "0" : "")\(30 + left)"
                    : "2026-10-\(left + 8 < 10 ? "0" : "")\(left + 8)",
                left: left,
                stage: [.overdue, .waiting, .working, .checking, .returned, .overdue, .suspended, .done][index % 8],
                source: [say("市级执法", "City inspection"), say("企业自查", "Self-check"), say("群众举报", "Report")][index % 3])
        }
    }

    func word(_ stage: Stage) -> Wording {
        switch stage {
        case .waiting: Wording(zh: "待整改", en: "To rectify")
        case .working: Wording(zh: "整改中", en: "Rectifying")
        case .checking: Wording(zh: "待复查", en: "To verify")
        case .done: Wording(zh: "已销号", en: "Closed")
        case .suspended: Wording(zh: "已挂起", en: "Suspended")
        case .returned: Wording(zh: "已退回", en: "Returned")
        case .overdue: Wording(zh: "超期", en: "Overdue")
        }
    }

    func remaining(_ days: Int) -> Wording {
        switch days {
        case ..<0: Wording(zh: "超期 \(-days) 天", en: "\(-days) days over")
        case 0: Wording(zh: "今日到期", en: "Due today")
        default: Wording(zh: "剩 \(days) 个工作日", en: "\(days) working days")
        }
    }

    func light(_ days: Int) -> Light { days < 0 ? .red : days <= 3 ? .yellow : .green }

    var columns: [Column<SampleDanger>] {
        [
            Column("number", Wording(zh: "编号", en: "Number"), sortable: true, onPhone: .title) { danger in
                a(.href(Link("l", "hazards", danger.number))) { danger.number }
            },
            Column("enterprise", Wording(zh: "企业", en: "Enterprise"), sortable: true) { $0.enterprise },
            Column("grade", Wording(zh: "等级", en: "Grade"), sortable: true) { GradeBadge($0.grade) },
            Column("text", Wording(zh: "隐患描述", en: "Hidden danger"), room: .prose) { $0.text },
            Column("person", Wording(zh: "责任人", en: "Responsible"), onPhone: .more) { $0.person },
            Column("due", Wording(zh: "期限", en: "Due"), sortable: true, onPhone: .more) { $0.due },
            Column("left", Wording(zh: "剩余", en: "Left")) { LightBadge(light($0.left), remaining($0.left)) },
            Column("state", Wording(zh: "状态", en: "State"), onPhone: .more) { StateBadge($0.stage, word($0.stage)) },
            Column("source", Wording(zh: "来源", en: "Source"), onPhone: .more) { $0.source },
            Column("sector", Wording(zh: "行业", en: "Sector"), onPhone: .more, usual: false) { $0.sector },
            Column("basis", Wording(zh: "判定依据", en: "Basis"), onPhone: .more, usual: false) { $0.basis },
        ]
    }

    var filters: [Filter] {
        [
            Filter("q", Wording(zh: "关键词", en: "Words"), .text),
            Filter(
                "grade", Wording(zh: "等级", en: "Grade"), .choice(Grade.allCases.map { Choice($0.rawValue, $0.wording) })
            ),
            Filter(
                "state", Wording(zh: "状态", en: "State"), .choice(Stage.allCases.map { Choice($0.rawValue, word($0)) })),
            Filter(
                "sector", Wording(zh: "行业", en: "Sector"),
                .choice([Choice("c26", name("化工", "Chemicals")), Choice("c30", name("建材", "Materials"))])),
            Filter("due", Wording(zh: "期限", en: "Due"), .days),
            Filter(
                "source", Wording(zh: "来源", en: "Source"),
                .choices([Choice("self", name("企业自查", "Self-check")), Choice("report", name("群众举报", "Report"))])),
            Filter("person", Wording(zh: "责任人", en: "Responsible"), .text),
        ]
    }

    func hazardRegister(_ address: Link, _ rows: [SampleDanger], total: Int) -> Register<SampleDanger> {
        var register = Register(
            Wording(zh: "隐患台账", en: "Hidden dangers"), .init(rows, total: total), state: RegisterState(address),
            identity: \.number, columns: columns)
        register.filters = filters
        register.views = [
            SavedView(Wording(zh: "全部", en: "All"), Link("l", "hazards"), isCurrent: address.query.isEmpty),
            SavedView(
                Wording(zh: "重大未销号", en: "Major, open"), Link("l", "hazards").adding("grade", "major"), count: 23,
                isCurrent: address.first("grade") == "major"),
            SavedView(
                Wording(zh: "超期", en: "Overdue"), Link("l", "hazards").adding("state", "overdue"), count: 7),
            SavedView(name("我登记的", "Entered by me"), Link("l", "hazards").adding("by", "me")),
        ]
        register.batch = Batch(
            to: Link("l", "hazards", "batch"), formToken: "token-1",
            [
                .init("remind", Wording(zh: "催办", en: "Remind")),
                .init("transfer", Wording(zh: "转办", en: "Transfer")),
                .init("merge", Wording(zh: "合并重复", en: "Merge duplicates")),
            ])
        register.tools = RegisterTools(
            offers: [
                (Wording(zh: "新增", en: "New"), Link("l", "hazards", "new")),
                (Wording(zh: "导入", en: "Import"), Link("l", "hazards", "import")),
            ],
            exports: [
                (Wording(verbatim: "XLSX"), address.setting("format", to: "xlsx")),
                (Wording(verbatim: "CSV"), address.setting("format", to: "csv")),
            ], keeping: .init(formToken: "token-1", kept: [("v1", "Q3")]))
        return register
    }

    func register(size: Int = 60, _ address: Link = Link("l", "hazards")) -> PageFrame {
        var page = frame(Wording(zh: "隐患台账", en: "Hidden dangers"), address, section: "ledgers", scoped: true) {
            hazardRegister(address, dangers(size), total: 1_284)
        }
        page.layout = .fills
        return page
    }

    var narrowedRegister: PageFrame {
        let address = Link("l", "hazards").adding("grade", "major").adding("state", "waiting")
            .adding("due-from", "2026-07-01").adding("source", "self").adding("scope", "320400000000")
            .adding("sort", "-due").adding("page", "3").adding("size", "20")
        return frame(
            Wording(zh: "隐患台账：重大", en: "Hidden dangers: major"), address, section: "ledgers", scoped: true
        ) {
            hazardRegister(address, dangers(20), total: 96)
        }
    }

    var emptyRegister: PageFrame {
        let address = Link("l", "hazards").adding("q", say("找不到的词", "nothing like this"))
        return frame(
            Wording(zh: "隐患台账：无结果", en: "Hidden dangers: none"), address, section: "ledgers", scoped: true
        ) {
            hazardRegister(address, [], total: 0)
        }
    }
}
