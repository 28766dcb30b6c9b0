import Calendars
import Permissions
import Registry
import RiskGrading
import Site
import Storage
import Workflows

/// 演示风险 — the demonstration's enterprises grade their risks, carried out through the desk.
struct DemoRisks {
    let premises: Premises
    let clock: DemoClock
    let people: [String: User]
    /// The day on which the demonstration is looked at.
    let present: Instant

    /// A risk point by where it is found, with how it was assessed and what is done about it.
    private struct Kind {
        let name: String
        let hazard: String
        let harm: String
        let accident: String
        let assessment: Assessment
        let controls: [AddControl]
    }

    private enum Assessment {
        case factors(Likelihood, Exposure, Consequence)
        case hazard(String, people: Int)
    }

    /// By enterprise, in the order of `DemoSites`: what its three places are like.
    private static let kinds: [[Kind]] = [
        [reactor, ammonia, loading], [paint, solvent, oven], [press, paint, cabinet], [truck, loading, charging],
        [press, solvent, slip], [ammonia, press, pit], [dust, dust, fire], [acid, acid, pit],
    ]

    func run() async throws {
        for (index, site) in DemoSites.sites.enumerated() {
            try await grade(site, index: index)
            clock.advance(by: .seconds(86_400))
        }
        // Checks are planned as of yesterday: nobody answered lists of the weeks before.
        clock.advance(by: (clock.now.distance(to: present) - .seconds(86_400)))
        try await RiskWatch(desk: premises.desk).run()
    }

    private func grade(_ site: DemoSites.Site, index: Int) async throws {
        let (officer, head) = (person("safety\(index + 1)"), person("head\(index + 1)"))
        let desk = premises.desk
        let profile = try await desk.open(OpenRiskProfile(site.id), by: officer).matter
        try await desk.perform(AddPlace(.site, "厂区"), on: profile, by: officer)
        let ground = try await place("厂区", at: site)
        for (number, name) in site.places.enumerated() {
            try await desk.perform(AddPlace(.workshop, name, in: ground), on: profile, by: officer)
            let kind = Self.kinds[index % Self.kinds.count][number % 3]
            try await desk.perform(
                IdentifyRisk(
                    name + kind.name, at: try await place(name, at: site), hazard: kind.hazard,
                    accidentTypes: [try code(of: kind.accident)], harm: kind.harm), on: profile, by: officer)
            let point = try await newest(of: profile)
            // The last enterprise has not come to its third place yet.
            if index == DemoSites.sites.count - 1, number == 2 { continue }
            try await control(kind, point, by: officer, confirmed: head)
        }
        if index % 3 != 2 { try await report(of: profile, site, by: officer, isAccepted: index % 2 == 0) }
    }

    /// Two of three have reported; some of those reports wait to be accepted.
    private func report(of profile: String, _ site: DemoSites.Site, by officer: User, isAccepted: Bool) async throws {
        let report: String = try await premises.database.rows(
            "SELECT id FROM matter WHERE parent = \(profile) AND kind = 'risk-report'")[0]["id"]
        let contents = ReportContents([
            "layout": "生产区、储存区、办公区分开布置，见平面图", "equipment": site.places.joined(separator: "、"),
            "hazardous_work": "动火、有限空间作业按审批执行", "contractors": "无外包，检修委托有资质单位",
            "surroundings": "周边 500 米内有企业 3 家", "emergency": "兼职应急队 12 人，器材柜 4 处",
            "weak_points": "夜班巡检偏少，计划增加视频巡查", "reporter": "\(officer.person.name)，安全员", "changes": "无",
        ])
        try await premises.desk.perform(SubmitReport(contents), on: report, by: officer)
        guard isAccepted else { return }
        let county = site.region.ancestor(at: .county).prefix
        try await premises.desk.perform(AcceptReport(), on: report, by: person("county\(county)"))
    }

    private func control(_ kind: Kind, _ point: String, by officer: User, confirmed head: User) async throws {
        switch kind.assessment {
        case .factors(let likelihood, let exposure, let consequence):
            try await premises.desk.perform(
                AssessByFactors(likelihood, exposure, consequence), on: point, by: officer)
        case .hazard(let substances, let people):
            try await premises.desk.perform(AssessMajorHazard(substances, people: people), on: point, by: officer)
        }
        for control in kind.controls { try await premises.desk.perform(control, on: point, by: officer) }
        let grade: String = try await premises.database.rows(
            "SELECT grade FROM risk_assessment WHERE risk_point = \(point) ORDER BY id DESC LIMIT 1")[0]["grade"]
        try await premises.desk.perform(
            ConfirmGrade(RiskGrade(rawValue: grade)!, because: "现场核对，与评估一致"), on: point, by: head)
    }

    private func place(_ name: String, at site: DemoSites.Site) async throws -> String {
        try await premises.database.rows(
            "SELECT id FROM risk_place WHERE enterprise = \(site.id) AND name = \(name)")[0]["id"]
    }

    private func newest(of profile: String) async throws -> String {
        try await premises.database.rows(
            "SELECT id FROM matter WHERE parent = \(profile) AND kind = 'risk-point' ORDER BY id DESC LIMIT 1")[0]["id"]
    }

    private func code(of title: String) throws -> String {
        let types = premises.rules.accidentTypes(on: clock.now.day)
        return (types.first { $0.title == title } ?? types.last!).code
    }

    private func person(_ login: String) -> User { people[login]! }
}

extension DemoRisks {
    private static let reactor = Kind(
        name: "硝化反应失控", hazard: "放热反应，冷却中断时超温超压", harm: "爆炸，多人伤亡", accident: "可燃液体蒸气爆炸",
        assessment: .factors(.probable, .daily, .death),
        controls: [
            AddControl(.engineering, "温度、压力高高联锁停车，紧急冷却", owned: .company, by: "总工程师 何为", every: .shift),
            AddControl(.management, "工艺参数每小时记录，变更须审批", owned: .workshop, by: "车间主任 钱进", every: .day),
            AddControl(.training, "操作人员持证上岗，每季度复训", owned: .workshop, by: "车间主任 钱进", every: .month),
            AddControl(.protection, "防静电服、防护面罩", owned: .post, by: "操作工 刘强", every: .shift),
            AddControl(.emergency, "立即停加料、全开冷却、撤离并报告；按反应失控专项预案处置", owned: .company, by: "总经理 许志远", every: .month),
        ])
    private static let ammonia = Kind(
        name: "液氨泄漏", hazard: "液氨储存，储罐、阀门、管道泄漏", harm: "中毒、灼伤，影响周边", accident: "中毒",
        assessment: .hazard("液氨 60", people: 120),
        controls: [
            AddControl(.engineering, "泄漏报警、紧急切断、喷淋", owned: .company, by: "设备部长 唐亮", every: .shift),
            AddControl(.management, "两小时巡检一次", owned: .team, by: "班长 沈刚", every: .shift),
            AddControl(.emergency, "佩戴正压式空气呼吸器关阀，上风向撤离，喷雾稀释", owned: .company, by: "安全总监 韦民", every: .week),
        ])
    private static let loading = Kind(
        name: "装卸车辆伤害", hazard: "叉车和货车混行，视线受阻", harm: "人员被撞或挤压", accident: "厂(场)内车辆致害",
        assessment: .factors(.possible, .daily, .seriousInjury),
        controls: [
            AddControl(.management, "人车分流，装卸时设专人指挥", owned: .team, by: "装卸班长 曹兵", every: .day),
            AddControl(.emergency, "立即停车，急救并报警 120", owned: .team, by: "装卸班长 曹兵", every: .month),
        ])
    private static let paint = Kind(
        name: "漆雾爆燃", hazard: "溶剂蒸气积聚，静电或电气火花", harm: "爆燃，人员灼伤", accident: "可燃液体蒸气爆炸",
        assessment: .factors(.possible, .daily, .death),
        controls: [
            AddControl(.engineering, "通风联锁和可燃气体报警", owned: .workshop, by: "车间主任 马骏", every: .shift),
            AddControl(.protection, "防静电鞋服", owned: .post, by: "喷漆工 丁伟", every: .shift),
            AddControl(.emergency, "切断电源和气源，用干粉灭火，撤离", owned: .workshop, by: "车间主任 马骏", every: .month),
        ])
    private static let solvent = Kind(
        name: "易燃物料火灾", hazard: "稀释剂、油墨等易燃液体储存", harm: "火灾", accident: "可燃液体蒸气爆炸",
        assessment: .factors(.possible, .weekly, .death),
        controls: [
            AddControl(.management, "限量存放，禁火，双人双锁", owned: .team, by: "库管员 余波", every: .day),
            AddControl(.emergency, "用泡沫灭火，疏散并报警 119", owned: .team, by: "库管员 余波", every: .month),
        ])
    private static let oven = Kind(
        name: "高温灼烫", hazard: "烘道表面和工件高温", harm: "灼伤", accident: "其他",
        assessment: .factors(.unlikely, .daily, .disability),
        controls: [AddControl(.protection, "隔热手套，设警示标识", owned: .post, by: "操作工 白洁", every: .week)])
    private static let press = Kind(
        name: "机械挤压", hazard: "冲压、传动部位防护失效", harm: "手部伤残", accident: "机械致害",
        assessment: .factors(.possible, .daily, .disability),
        controls: [
            AddControl(.engineering, "双手按钮和光电保护", owned: .team, by: "班长 侯勇", every: .shift),
            AddControl(.training, "上岗前培训，禁止拆除防护", owned: .post, by: "操作工 蒋涛", every: .month),
        ])
    private static let cabinet = Kind(
        name: "触电", hazard: "带电部位裸露，误操作", harm: "电击伤亡", accident: "触电",
        assessment: .factors(.unlikely, .weekly, .death),
        controls: [AddControl(.management, "停电挂牌上锁，持证操作", owned: .team, by: "电工班长 冯军", every: .week)])
    private static let truck = Kind(
        name: "货物倒塌", hazard: "堆码过高、货架变形", harm: "砸伤", accident: "坍塌",
        assessment: .factors(.unlikely, .daily, .seriousInjury),
        controls: [AddControl(.management, "限高堆码，货架定期检查", owned: .team, by: "仓管班长 姜海", every: .week)])
    private static let charging = Kind(
        name: "充电起火", hazard: "锂电叉车充电过热", harm: "火灾", accident: "其他",
        assessment: .factors(.possible, .daily, .seriousInjury),
        controls: [
            AddControl(.engineering, "独立充电间，温感报警并自动断电", owned: .team, by: "叉车班长 崔健", every: .day)
        ])
    private static let slip = Kind(
        name: "滑倒跌落", hazard: "地面油污，通道堆物", harm: "轻伤", accident: "跌落",
        assessment: .factors(.possible, .daily, .noticeable),
        controls: [AddControl(.management, "随时清理，通道画线", owned: .post, by: "保洁 田芳", every: .day)])
    private static let pit = Kind(
        name: "有限空间中毒窒息", hazard: "硫化氢积聚、缺氧", harm: "多人伤亡", accident: "窒息",
        assessment: .factors(.possible, .monthly, .threeDeaths),
        controls: [
            AddControl(.management, "先通风、再检测、后作业，作业审批，专人监护", owned: .workshop, by: "设备主管 龙飞", every: .week),
            AddControl(.emergency, "不盲目施救，戴正压式呼吸器，报警 119", owned: .workshop, by: "设备主管 龙飞", every: .month),
        ])
    private static let dust = Kind(
        name: "粉尘爆炸", hazard: "木粉尘积聚，遇点火源", harm: "爆炸，多人伤亡", accident: "粉尘爆炸",
        assessment: .factors(.possible, .daily, .threeDeaths),
        controls: [
            AddControl(.engineering, "除尘系统泄爆、隔爆、火花探测", owned: .company, by: "总经理 贺平", every: .day),
            AddControl(.management, "每班清扫，不用压缩空气吹扫", owned: .team, by: "打磨班长 顾明", every: .shift),
            AddControl(.emergency, "停机断电，撤离，不用水枪直冲粉尘", owned: .workshop, by: "车间主任 卫东", every: .month),
        ])
    private static let fire = Kind(
        name: "火灾", hazard: "木料堆放，电气线路老化", harm: "火灾", accident: "其他",
        assessment: .factors(.possible, .weekly, .death),
        controls: [AddControl(.management, "限高分垛，电气每月检查", owned: .team, by: "库管员 苗青", every: .day)])
    private static let acid = Kind(
        name: "酸碱灼伤", hazard: "强酸槽液飞溅、管道泄漏", harm: "灼伤", accident: "泄漏",
        assessment: .factors(.possible, .daily, .seriousInjury),
        controls: [
            AddControl(.protection, "耐酸服、面罩，配洗眼器", owned: .team, by: "班长 陶然", every: .shift),
            AddControl(.emergency, "大量清水冲洗 15 分钟，送医", owned: .team, by: "班长 陶然", every: .month),
        ])
}
