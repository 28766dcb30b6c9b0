import Calendars
import Enterprises
import HiddenDangers
import Permissions
import Registry
import Site
import Workflows

/// 演示隐患 — some months of looking for hidden dangers, carried out through the desk with a clock that moves.
struct DemoDangers {
    let premises: Premises
    let clock: DemoClock
    let people: [String: User]

    private static let seen: [(category: DangerCategory, area: DangerArea, words: String)] = [
        (.fire, .warehouse, "灭火器压力不足，其中两具已过检验期"), (.electrical, .switchRoom, "配电箱门缺失，箱内积尘"),
        (.equipment, .workshop, "传动部位防护罩松动"), (.protection, .workshop, "打磨作业人员未佩戴防尘口罩"),
        (.building, .passage, "安全出口被物料占用，通道宽度不足"), (.hazardousChemical, .warehouse, "酸碱混放，未设隔离和泄漏收集"),
        (.heights, .workshop, "操作平台护栏一处断开"), (.management, .wholeSite, "岗位操作规程未随设备更新修订"),
        (.training, .wholeSite, "新上岗人员三级教育记录不全"), (.confinedSpace, .confinedSpace, "有限空间入口未上锁，无警示标志"),
        (.emergency, .wholeSite, "应急物资清单与实物不符"), (.traffic, .loading, "叉车作业区未划人行通道"),
    ]

    func run() async throws {
        let end = Instant.now
        try await papers(until: end.day)
        let escalation = Escalation(desk: premises.desk, kinds: premises.kinds)
        let watch = HiddenDangerWatch(desk: premises.desk)
        var week = 0
        while clock.now < end.adding(.seconds(-86_400)) {
            week += 1
            for (index, site) in DemoSites.sites.enumerated() where (week + index) % 2 == 0 {
                try await find(at: site, index: index, week: week)
            }
            try await grave(week: week)
            try await treat(week: week)
            clock.advance(by: .seconds(7 * 86_400))
            if clock.now > end { break }
            try await escalation.run()
            try await watch.run()
        }
    }

    /// One paper that holds for years, one without an end, one whose end is near, one past it.
    private func papers(until end: Day) async throws {
        for (index, site) in DemoSites.sites.prefix(4).enumerated() {
            let officer = person("safety\(index + 1)")
            for (sort, number, until) in [
                (EnterprisePaper.Sort.businessLicence, "演示照字第\(index + 1)号", Day?.none),
                (
                    site.sector == .chemicals ? .safetyLicence : .standardisation, "演示证字第\(index + 1)号",
                    end.adding(days: 400)
                ),
                (.emergencyPlan, "演示备字第\(index + 1)号", end.adding(days: [25, -6, 200, 50][index])),
            ] {
                try await premises.desk.open(
                    FilePaper(of: site.id, sort, number: number, issuedBy: "演示机关", until: until), by: officer)
            }
        }
    }

    /// An inspector finds something one time, the enterprise itself the other.
    private func find(at site: DemoSites.Site, index: Int, week: Int) async throws {
        let luck = Self.luck(index, week)
        let seen = Self.seen[luck % Self.seen.count]
        let finding = Finding(
            at: site.id, seen.category, in: seen.area, place: site.places[luck / 12 % site.places.count], seen.words,
            breach: .yes)
        if luck % 3 == 0 {
            try await premises.desk.open(
                SelfCheck(finding, Grading(.general, because: "影响局部，能够很快改好")), by: person("safety\(index + 1)"))
        } else {
            try await premises.desk.open(ReportDanger(finding), by: inspector(of: site, "a"))
        }
    }

    /// Two major dangers: one listed by the county and on its way, one that waits for its five securings.
    private func grave(week: Int) async throws {
        guard week == 14 || week == 20, let site = DemoSites.sites.first else { return }
        let finding = Finding(
            at: site.id, .hazardousChemical, in: .tankFarm, place: "液氨罐区",
            week == 14 ? "液氨充装未使用万向管道充装系统，仍用软管连接" : "构成重大危险源的罐区紧急切断装置未投用", breach: .yes)
        let danger = try await premises.desk.open(ReportDanger(finding), by: inspector(of: site, "a")).matter
        try await premises.desk.perform(
            GradeDanger(
                Grading(.major, by: week == 14 ? "WH-07" : nil, because: "现场核对，符合重大事故隐患判定标准所列情形")), on: danger,
            by: inspector(of: site, "a"))
        guard week == 14 else { return }
        let due = clock.now.day.adding(days: 80)
        try await premises.desk.perform(
            SecureRectification(
                Securing(
                    measures: "停止软管充装，安装万向管道充装系统；改造期间专人监护", money: 380_000, responsible: "生产副总 许志远",
                    day: due, contingency: "备齐防护器材，按液氨泄漏专项预案处置")), on: danger, by: person("safety1"))
        try await premises.desk.perform(
            ListDanger(until: due, requiring: "按方案完成改造，每周向区安委办报告进度。"), on: danger, by: person("county320116"))
    }

    /// What the enterprises put right in a week, and what others found of it.
    private func treat(week: Int) async throws {
        var query = MatterQuery()
        query.kinds = [HiddenDanger.kind]
        query.isOpen = true
        query.order = .oldest
        query.limit = 500
        for header in try await premises.lists.headers(query, for: person("zhou")) {
            guard let index = DemoSites.sites.firstIndex(where: { $0.id == header.subject }) else { continue }
            let site = DemoSites.sites[index]
            let luck = Self.luck(index, week * 31 + Int(header.number.suffix(6))!)
            switch HiddenDanger.State(rawValue: header.state) {
            case .found:
                try await premises.desk.perform(
                    GradeDanger(Grading(.general, because: "危害较小，能够立即整改")), on: header.id,
                    by: inspector(of: site, "a"))
            case .rectifying where header.grade == HiddenDanger.Grade.general.rawValue && luck % 10 < 6:
                try await premises.desk.perform(
                    ReportRectified("已整改到位，并对同类部位举一反三检查。"), on: header.id, by: person("safety\(index + 1)"))
            case .rectified where header.supervisor == site.id:
                try await premises.desk.perform(
                    VerifyOwnDanger("现场验收，符合要求。"), on: header.id, by: person("head\(index + 1)"))
            case .rectified where luck % 9 == 0:
                try await premises.desk.perform(
                    ReturnForRectification(until: clock.now.day.adding(days: 7), because: "整改不彻底，仍有一处未处理。"),
                    on: header.id, by: inspector(of: site, "b"))
            case .rectified where luck % 10 < 8:
                try await premises.desk.perform(
                    VerifyDanger("现场复查，已整改到位。"), on: header.id, by: inspector(of: site, "b"))
            default: continue
            }
        }
    }

    private func inspector(of site: DemoSites.Site, _ letter: String) -> User {
        person("town\(site.region.prefix)\(letter)")
    }

    private func person(_ login: String) -> User { people[login]! }

    /// The same for the same demonstration, however often it is made.
    private static func luck(_ one: Int, _ other: Int) -> Int {
        var value = UInt64(one) &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(other) &* 0xBF58_476D_1CE4_E5B9
        value ^= value >> 31
        return Int((value &* 0x94D0_49BB_1331_11EB) >> 33)
    }
}
