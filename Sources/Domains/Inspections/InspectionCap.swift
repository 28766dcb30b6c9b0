import Calendars
import Permissions
import Registry
import Storage
import Workflows

/// 年度检查频次上限 — how often at most an authority inspects one and the same enterprise of a kind in a year, as it published it.
/// The figure is always its own; where it published none there is none.
public struct InspectionCap: Matter {
    public static let kind = "inspection-cap"
    public static let title = "年度检查频次上限"
    public static let numberPrefix = "PX"

    public enum State: String, MatterState {
        case inForce, takenBack, runOut

        public var title: String {
            switch self {
            case .inForce: "执行中"
            case .takenBack: "已撤销公布"
            case .runOut: "年度已过"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("authority", "检查主体", .hidden), DetailColumn("year", "年度"),
        DetailColumn("most", "同一企业每年最多（次）"), DetailColumn("document", "公布文件"),
        DetailColumn("published_on", "公布日期", .day), DetailColumn("for_enterprise", "只对企业", .hidden),
        DetailColumn("for_sector", "监管行业", .choice(sectors)), DetailColumn("for_grade", "企业风险等级", of: CapGrade.self),
        DetailColumn("holds_for", "适用范围", .hidden),
    ]

    private static let sectors = Dictionary(
        uniqueKeysWithValues: Sector.allCases.map { ($0.rawValue, $0.title) })

    public var header: MatterHeader
    public let authority: String
    public let year: Int
    public let most: Int
    public let document: String
    public let publishedOn: Day
    public let forEnterprise: String?
    public let forSector: Sector?
    public let forGrade: CapGrade?
    /// Whom it holds for, as one word; nobody once it was taken back.
    var holdsFor: String?

    init(header: MatterHeader, asked: PublishCap, by authority: String) {
        self.header = header
        self.authority = authority
        year = asked.year
        most = asked.most
        document = asked.document
        publishedOn = asked.publishedOn
        forEnterprise = asked.enterprise
        forSector = asked.sector
        forGrade = asked.riskGrade
        holdsFor = asked.scope
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        authority = try row["authority"]
        year = try row["year"]
        most = try row["most"]
        document = try row["document"]
        publishedOn = try row["published_on"]
        forEnterprise = try row["for_enterprise"]
        forSector = try row["for_sector"]
        forGrade = try row["for_grade"]
        holdsFor = try row["holds_for"]
    }

    public var details: [SQLValue] {
        [
            authority.sqlValue, year.sqlValue, most.sqlValue, document.sqlValue, publishedOn.sqlValue,
            forEnterprise?.sqlValue ?? .null, forSector?.sqlValue ?? .null, forGrade?.sqlValue ?? .null,
            holdsFor?.sqlValue ?? .null,
        ]
    }

    func holds(for enterprise: String, sector: String?, grade: CapGrade?) -> Bool {
        holdsFor != nil && (forEnterprise.map { $0 == enterprise } ?? true)
            && (forSector.map { $0.rawValue == sector } ?? true) && (forGrade.map { $0 == grade } ?? true)
    }

    /// How closely it is said whom it holds for: one enterprise, a kind by two marks, by one, all.
    var closeness: Int {
        forEnterprise == nil ? (forSector == nil ? 0 : 1) + (forGrade == nil ? 0 : 1) : 3
    }

    public static let workflow = Workflow<InspectionCap>(
        initial: .inForce,
        final: [.takenBack, .runOut],
        reading: .readInspections,
        openings: [.init(PublishCap.self, by: .publishCaps)],
        transitions: [
            .init(TakeBackCap.self, from: [.inForce], to: .takenBack, by: .publishCaps, as: .owner).requiringReason,
            .init(RunOut.self, from: [.inForce], to: .runOut, by: .endCapsByPlatform).byPlatform,
        ],
        awaits: { state in
            switch state {
            case .inForce: .byPlatform(because: "在公布的年度内执行，年度终了自行结束")
            case .takenBack, .runOut: .nothing
            }
        })
}
