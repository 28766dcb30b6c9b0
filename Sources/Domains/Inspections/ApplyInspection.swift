import Calendars
import Facts
import Permissions
import Registry
import Rules
import Storage
import Workflows

/// 拟检查 — applies for an inspection: whom, why, when, who goes. What was planned beyond the cap that the authority itself
/// published is refused here.
public struct ApplyInspection: Opening {
    public static let slug = "apply"
    public static let title = "拟检查（报审批）"
    public static let fields = [
        Field.enterprise("enterprise", "被检查企业"),
        .choice("ground", "检查事由", of: InspectionGround.self)
            .hint("计划内检查计入年度频次；凭线索或者企业申请的要写明线索。"),
        .text("clue", "线索编号、来源和内容", limit: 300).optional.hint("计划内检查不填。例如：12350 举报件 2026-118，反映夜间违规动火。"),
        .longText("content", "检查内容", limit: 1000).hint("按已公布的行政检查事项填写。"),
        .day("day", "检查日期"),
        .text("inspectors", "检查人员（姓名和执法证号）", limit: 300).hint("每人之间用顿号或逗号分开。"),
    ].map { $0.holds(Fact("inspection.\($0.name)")) }

    public var enterprise: String
    public var ground: InspectionGround
    public var clue: String?
    public var content: String
    public var day: Day
    public var inspectors: String
    private var record = CapRecord()

    private enum CodingKeys: String, CodingKey { case enterprise, ground, clue, content, day, inspectors }

    public init(
        of enterprise: String, _ ground: InspectionGround = .planned, clue: String? = nil, content: String,
        on day: Day, by inspectors: [String]
    ) {
        self.enterprise = enterprise
        self.ground = ground
        self.clue = clue
        self.content = content
        self.day = day
        self.inspectors = inspectors.joined(separator: "、")
    }

    /// The people named, each once.
    var names: [String] {
        inspectors.split { "、，,；;\n".contains($0) }
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .reduce(into: []) { names, name in if !name.isEmpty, !names.contains(name) { names.append(name) } }
    }

    public mutating func prepare(for user: User, reading database: any Database) async throws {
        let authorities = user.posts.filter { $0.role.permissions.contains(.conductInspections) }.map(\.organisation)
        record = try await InspectionStore(database: database)
            .capRecord(of: enterprise, in: day.year, by: authorities)
    }

    public func open(in step: inout Step) throws(Refusal) -> Inspection {
        let site = try step.organisation(enterprise, field: "enterprise")
        guard site.kind == .enterprise else {
            throw Refusal.fields(["enterprise": "“\(site.name)”不是企业，请从列表中选择企业。"])
        }
        let authority = try step.authority(with: .conductInspections, at: site, for: Self.title)
        try check(in: step)
        var header = MatterHeader(
            Inspection.self, title: "检查\(site.name)（\(ground.title)）", region: site.region,
            sector: site.sectors.first, owner: authority.id, supervisor: authority.id, issuer: authority.id, in: step)
        header.agreedDay = day
        var inspection = Inspection(header: header, asked: self, by: authority.id)
        let standing = record.standing(of: authority.id, at: site)
        inspection.capFigure = standing.cap?.most
        inspection.capDocument = standing.cap?.document
        if try step.countsTowardsCap(ground) {
            guard !standing.isReached else { throw Refusal.capReached(standing, by: authority, in: day.year) }
            inspection.counting = .counted
            inspection.turn = standing.nextTurn
        }
        return inspection
    }

    private func check(in step: borrowing Step) throws(Refusal) {
        var problems: [String: String] = [:]
        if day < step.today { problems["day"] = "检查日期应不早于今天 \(step.today.chinese)。" }
        if ground != .planned, clue?.contains(where: { !$0.isWhitespace }) != true {
            problems["clue"] = "“\(ground.title)”的检查请写明线索编号、来源和内容；没有线索的按计划内检查申请。"
        }
        if ground == .planned, clue != nil {
            problems["clue"] = "计划内检查没有线索。凭线索检查的，请在“检查事由”里选择线索的来源。"
        }
        let fewest = try step.fewestInspectors()
        if names.count < fewest { problems["inspectors"] = "检查人员不少于 \(fewest) 人，请逐一写明姓名和执法证号，用顿号分开。" }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
    }
}

extension Step {
    /// 检查主体 — the user's own organisation, when its post reaches the enterprise by region and sector and it is one that
    /// may inspect at all. Having a part in a matter, as whoever applies always has, is not enough.
    func authority(
        with permission: Permission, at site: Organisation, for title: String
    ) throws(Refusal) -> Organisation {
        let place = Place(region: site.region, sector: site.sectors.first)
        guard let post = user.post(with: permission, at: place), let authority = organisations[post.organisation] else {
            throw Refusal.notPermitted(title, because: "没有岗位的辖区和行业包括\(site.name)。")
        }
        try authority.checkMayInspect()
        return authority
    }

    func countsTowardsCap(_ ground: InspectionGround) throws(Refusal) -> Bool {
        do {
            return try rules.reading(.countsTowardsCap, on: today, given: ["ground": .text(ground.title)]).value
        } catch {
            throw Refusal.ruleMissing
        }
    }

    func fewestInspectors() throws(Refusal) -> Int {
        do {
            return try rules.reading(.fewestInspectors, on: today).value
        } catch {
            throw Refusal.ruleMissing
        }
    }
}

extension Organisation {
    /// 检查主体资格 — 国办发〔2024〕54号 part 2: bodies that only co-ordinate, and third parties, inspect under no name whatever.
    func checkMayInspect() throws(Refusal) {
        switch kind {
        case .department, .station, .government: return
        case .committee, .committeeOffice, .enterprise, .thirdParty:
            throw Refusal(
                .forbidden, code: "no-power-to-inspect",
                message: "“\(name)”是\(kind.title)，不具备行政检查主体资格，不能以它的名义检查企业（国办发〔2024〕54号第二部分）。请由有执法权的部门办理；指导服务不必在这里申请。"
            )
        }
    }
}

extension Refusal {
    static let ruleMissing = Self(
        .conflicting, code: "rule-missing", message: "规则库中没有今天有效的行政检查规定，请联系系统管理员补充。")

    static func capReached(_ standing: CapStanding, by authority: Organisation, in year: Int) -> Self {
        let (most, document) = (standing.cap?.most ?? 0, standing.cap?.document ?? "")
        return Self(
            .conflicting, code: "cap-reached",
            message: "\(authority.name)公布的上限是 \(year) 年对该企业检查 \(most) 次（\(document)），已经有 \(standing.used) 次计入："
                + "计划内检查申请后即计入，没有批准或撤回的不计，凭线索和企业申请的不计。"
                + "确需检查的，凭投诉举报、转办交办、数据监测线索申请并写明线索；没有线索的请改用非现场方式，或者等到下一年度。")
    }
}
