import Calendars
import Facts
import Permissions
import Registry
import Storage
import Workflows

/// 公布频次上限 — an authority enters what it published: for all its enterprises, for a kind of them, or for one.
public struct PublishCap: Opening {
    public static let slug = "publish"
    public static let title = "登记公布的频次上限"
    public static let fields = [
        Field.number("year", "年度", 2025...2099, unit: "年"),
        .number("most", "对同一企业每年最多检查", 0...366, unit: "次").hint("照公布的文件填写。"),
        Field("sector", "监管行业", .choice(Sector.allCases.map { .init($0.rawValue, $0.title) })).optional
            .hint("只对某个行业的企业公布的，选择行业。"),
        .choice("riskGrade", "企业风险等级", of: CapGrade.self).optional.hint("只对某个风险等级的企业公布的，选择等级。"),
        .enterprise("enterprise", "只对一家企业").optional.hint("对单独一家企业公布的，选择企业；不再选行业和等级。"),
        .text("document", "公布文件的名称和文号", limit: 200), .day("publishedOn", "公布日期"),
        .attachments("evidence", "公布的文件", purpose: "文书"),
    ].map { $0.holds(Fact("inspection-cap.\($0.name)")) }

    public var year: Int
    public var most: Int
    public var sector: Sector?
    public var riskGrade: CapGrade?
    public var enterprise: String?
    public var document: String
    public var publishedOn: Day
    public var evidence: [String]
    private var known: [InspectionCap] = []

    private enum CodingKeys: String, CodingKey {
        case year, most, sector, riskGrade, enterprise, document, publishedOn, evidence
    }

    public init(
        _ most: Int, in year: Int, sector: Sector? = nil, grade: CapGrade? = nil, enterprise: String? = nil,
        by document: String, on publishedOn: Day, evidence: [String] = []
    ) {
        self.year = year
        self.most = most
        self.sector = sector
        riskGrade = grade
        self.enterprise = enterprise
        self.document = document
        self.publishedOn = publishedOn
        self.evidence = evidence
    }

    /// Whom it holds for, as one word.
    var scope: String {
        if let enterprise { return "enterprise:\(enterprise)" }
        return "sector:\(sector?.rawValue ?? "*") grade:\(riskGrade?.rawValue ?? "*")"
    }

    public mutating func prepare(for user: User, reading database: any Database) async throws {
        known = try await InspectionStore(database: database).caps(of: Array(user.organisations), in: year)
    }

    public func open(in step: inout Step) throws(Refusal) -> InspectionCap {
        guard let post = step.user.posts.first(where: { $0.role.permissions.contains(.publishCaps) }),
            let authority = step.organisations[post.organisation]
        else { throw Refusal.notPermitted(Self.title) }
        try authority.checkMayInspect()
        var site: Organisation?
        if let enterprise {
            let one = try step.organisation(enterprise, field: "enterprise")
            _ = try step.authority(with: .publishCaps, at: one, for: Self.title)
            site = one
        }
        try check(by: authority, in: step)
        let whom = site?.name ?? [sector?.title, riskGrade?.title].compactMap { $0 }.joined(separator: "、") + "企业"
        let header = MatterHeader(
            InspectionCap.self, title: "\(year)年检查\(whom)：每家最多\(most)次", region: authority.region,
            sector: sector?.rawValue, owner: authority.id, issuer: authority.id, subject: site?.id, in: step)
        return InspectionCap(header: header, asked: self, by: authority.id)
    }

    private func check(by authority: Organisation, in step: borrowing Step) throws(Refusal) {
        var problems: [String: String] = [:]
        if enterprise != nil, sector != nil || riskGrade != nil {
            problems["enterprise"] = "对一家企业公布的上限不再选行业和等级，请清空其中一样。"
        }
        if publishedOn > step.today { problems["publishedOn"] = "公布日期应不晚于今天 \(step.today.chinese)；请在公布之后登记。" }
        if year < step.today.year { problems["year"] = "\(year) 年已经过去，请填写今年或者以后的年度。" }
        if let before = known.first(where: { $0.authority == authority.id && $0.holdsFor == scope }) {
            problems["year"] = "\(year) 年对同样的企业已经登记了每家最多 \(before.most) 次（\(before.document)）。重新公布的，请先撤销原来的再登记。"
        }
        guard problems.isEmpty else { throw Refusal.fields(problems) }
    }
}

/// 撤销公布 — the authority published something else, or entered it wrongly.
public struct TakeBackCap: Command {
    public static let slug = "take-back"
    public static let title = "撤销公布"
    public static let fields: [Field] = [.reason("撤销原因")]

    public var reason: String
    public var remark: String? { reason }

    public init(_ reason: String) {
        self.reason = reason
    }

    public func apply(to cap: inout InspectionCap, in step: inout Step) {
        cap.holdsFor = nil
    }
}

/// 年度终了 — the platform ends a cap whose year is over; it still says what held then.
struct RunOut: Command {
    typealias Subject = InspectionCap
    static let slug = "run-out"
    static let title = "年度终了"

    func apply(to cap: inout InspectionCap, in step: inout Step) {}
}
