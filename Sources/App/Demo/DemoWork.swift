import Calendars
import Foundation
import Permissions
import Registry
import Site
import Storage
import SupervisedTasks
import Synchronization
import Workflows

/// 演示办理 — some months of work on the sample opinion, carried out through the desk with a clock that moves.
struct DemoWork {
    let premises: Premises
    let clock: DemoClock
    let people: [String: User]

    /// The measures of the sample opinion: what, and how many weeks after its publication it is due.
    static let measures: [(title: String, requirement: String, weeks: Int)] = [
        ("健全党政领导干部安全生产责任清单", "各设区市制定党政领导干部安全生产责任清单，明确履职要求，报省安委办备案。", 6),
        ("修订省有关部门安全生产工作职责规定", "对照三定规定修订部门安全生产工作职责，做到日常照单监管、失职照单追责。", 8),
        ("签订年度安全生产目标责任书", "完成年度目标责任书签订，细化考核细则。", 4),
        ("开展企业主体责任落实专项行动", "督促企业设置机构、配齐人员、保障投入、加强管理、开展培训、做好救援。", 16),
        ("推进风险分级管控和隐患排查治理双重预防机制建设", "规模以上企业建成双重预防机制并有效运行。", 20),
        ("建立安全风险四色分布图", "化工园区和重点企业完成四色安全风险空间分布图绘制并公示。", 12),
        ("重大事故隐患挂牌督办", "重大事故隐患全部实行挂牌督办，整改销号率达到百分之百。", 10),
        ("危险化学品企业红表关停", "列入红表的企业按期关停到位，完成设备拆除和物料处置。", 14),
        ("化工企业二道门建设", "重点监管的化工企业建成智能化二道门并联网。", 18),
        ("动火作业管理专项整治", "企业动火等特殊作业实行作业票管理，开展专项检查。", 9),
        ("煤矿安全体检", "对生产煤矿逐矿体检，一矿一案，闭环管理。", 11),
        ("冶金等工贸行业风险辨识试点", "通过委托第三方机构开展危险因素辨识和风险管控试点。", 13),
        ("有限空间作业专项整治", "建立有限空间台账，落实先通风、再检测、后作业。", 7),
        ("粉尘防爆专项治理", "涉爆粉尘企业完成除尘系统改造验收。", 15),
        ("编制年度监督检查计划", "编制并公布年度安全生产监督检查计划，规范涉企检查。", 3),
        ("规范行政处罚自由裁量", "按照裁量细则办理行政处罚案件，开展案卷评查。", 12),
        ("完善权力清单和职责清单", "动态调整权力清单和职责清单并公开。", 10),
        ("健全行刑衔接机制", "与公安、检察机关建立线索通报、案件移送和协查机制。", 9),
        ("开展执法年活动", "汇集省市县执法资源集中查办一批典型案件。", 22),
        ("建设安全生产信息平台", "完成信息平台与企业端、成员单位数据接入。", 24),
        ("建设应急救援平台", "应急救援平台与设区市互联互通，开展联调演练。", 24),
        ("视频会议系统延伸到乡镇", "视频会议系统覆盖全部县（市、区），并向乡镇延伸。", 16),
        ("加强乡镇（街道）安监机构建设", "落实机构、人员、经费、装备，提升队伍能力。", 20),
        ("开展安全生产月活动", "组织安全生产月宣传咨询和应急演练。", 5),
        ("推进安全文化七进", "安全宣传进企业、进学校、进机关、进社区、进家庭、进农村、进公共场所。", 18),
        ("安全生产举报奖励", "落实举报奖励制度，做到件件有核查、有反馈。", 8),
        ("事故统计和双下降分析", "按月开展事故统计分析，实现事故起数和死亡人数双下降。", 4),
        ("开展年度考核巡查", "组织对设区市和省有关部门的年度考核巡查。", 26),
    ]

    func run() async throws {
        let start = clock.now
        for (index, measure) in Self.measures.enumerated() {
            try await establish(measure, index: index, start: start)
            clock.advance(by: .seconds(1800))
        }
        let escalation = Escalation(desk: premises.desk, kinds: premises.kinds)
        let end = Instant.now
        var week = 0
        while clock.now.adding(.seconds(7 * 86_400)) < end {
            week += 1
            try await work(week: week)
            clock.advance(by: .seconds(7 * 86_400))
            try await escalation.run()
        }
    }

    private func establish(_ measure: (title: String, requirement: String, weeks: Int), index: Int, start: Instant)
        async throws
    {
        let day = start.day.adding(days: 7 * measure.weeks)
        let department = "dept-32-\(index % 16 + 1)"
        let task = try await premises.desk.open(
            EstablishTask(
                title: measure.title, requirement: measure.requirement, grade: index % 4 == 0 ? .key : .routine,
                owner: department, day: day, sourceDocument: "关于推进安全生产领域改革发展的实施意见（演示）",
                sourceClause: "第\(index + 1)条"), by: person("zhou"))
        try await premises.desk.perform(Approve(), on: task.matter, by: person("shen"))
        try await premises.desk.perform(Issue(), on: task.matter, by: person("zhou"))
        let officer = person("dept\(index % 16 + 1)")
        try await premises.desk.perform(SignFor(), on: task.matter, by: officer)
        let cities = premises.registry.regions.children(of: Composition.province, on: clock.now.day)
            .filter(\.isStatutory).map { "awb-\($0.code.prefix)" }
        try await premises.desk.perform(
            Split(organisations: cities, day: day.adding(days: -7)), on: task.matter, by: officer)
    }

    /// What the cities and departments do in one week: most on time, some late, some sent back once.
    private func work(week: Int) async throws {
        var query = MatterQuery()
        query.kinds = [SupervisedTask.kind]
        query.isOpen = true
        query.order = .oldest
        query.limit = 500
        let open = try await premises.lists.headers(query, for: person("zhou"))
        for header in open where header.parent != nil {
            guard let owner = header.owner, let officer = self.officer(of: owner) else { continue }
            let luck = Self.hash(header.number, week)
            switch SupervisedTask.State(rawValue: header.state) {
            case .issued where luck % 10 < 8:
                try await premises.desk.perform(SignFor(), on: header.id, by: officer)
            case .handling where Self.isDue(header, on: clock.now.day, luck: luck):
                try await premises.desk.perform(Report(note: "已按要求完成，材料齐全。"), on: header.id, by: officer)
            case .reported:
                guard let supervisor = header.supervisor, let checker = self.officer(of: supervisor) else { continue }
                if luck % 11 == 0, Self.hash(header.number, 0) % 2 == 0 {
                    try await premises.desk.perform(
                        SendBack(reason: "佐证材料不足，请补充现场照片和清单。"), on: header.id, by: checker)
                } else {
                    try await premises.desk.perform(Close(reason: "材料齐全，同意办结。"), on: header.id, by: checker)
                }
            default: continue
            }
        }
        for header in open where header.parent == nil && header.state == SupervisedTask.State.handling.rawValue {
            guard let owner = header.owner, let officer = self.officer(of: owner) else { continue }
            do {
                try await premises.desk.perform(Report(note: "各市均已完成，现予反馈。"), on: header.id, by: officer)
                try await premises.desk.perform(Close(reason: "同意办结。"), on: header.id, by: person("shen"))
            } catch let refusal as Refusal where refusal.code == "children-open" {
                continue
            }
        }
    }

    private static func isDue(_ header: MatterHeader, on day: Day, luck: Int) -> Bool {
        guard let agreed = header.agreedDay else { return false }
        let left = day.distance(to: agreed)
        return left < 21 && luck % 10 < (left < 0 ? 3 : 6)
    }

    private func officer(of organisation: String) -> User? {
        people.values.filter { user in
            user.posts.contains { $0.organisation == organisation && $0.role.permissions.contains(.handleTasks) }
        }.min { $0.person.id < $1.person.id }
    }

    private func person(_ login: String) -> User { people[login]! }

    /// The same for the same demonstration, however often it is made.
    private static func hash(_ text: String, _ salt: Int) -> Int {
        var value: UInt64 = 1_469_598_103_934_665_603 &+ UInt64(salt)
        for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 1_099_511_628_211 }
        return Int(value >> 33)
    }
}

/// A clock that the demonstration moves.
final class DemoClock: Sendable {
    private let instant: Mutex<Instant>

    init(at instant: Instant) {
        self.instant = Mutex(instant)
    }

    var now: Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) {
        instant.withLock { $0 = $0.adding(duration) }
    }
}
