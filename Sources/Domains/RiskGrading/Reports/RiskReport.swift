import Calendars
import Registry
import Storage
import Workflows

/// 安全风险报告 — what an industrial enterprise tells the authority about its risks: first, each year in the first quarter,
/// and when a considerable risk is new or has changed.
public struct RiskReport: Matter {
    public static let kind = "risk-report"
    public static let title = "安全风险报告"
    public static let numberPrefix = "FB"

    public enum State: String, MatterState {
        case owed, submitted, accepted

        public var title: String {
            switch self {
            case .owed: "待报告"
            case .submitted: "已报告待接收"
            case .accepted: "已接收"
            }
        }
    }

    /// 报告类型
    public enum Occasion: String, CaseIterable, SQLConvertible, Codable, Titled {
        case first, yearly, change

        public var title: String {
            switch self {
            case .first: "首次报告"
            case .yearly: "定期报告"
            case .change: "变更报告"
            }
        }
    }

    public static let detailColumns: [DetailColumn] =
        [
            DetailColumn("occasion", "报告类型", of: Occasion.self), DetailColumn("profile", "风险档案", .hidden),
            DetailColumn("cause", "为什么要报告", isPersonal: true),
        ]
        + ReportContents.fields.map { DetailColumn($0.name, $0.label, isPersonal: true) }
        + RiskGrade.allCases.map { DetailColumn("\($0.rawValue)_points", "\($0.title)点（报告时）") }
        + [DetailColumn("risks", "较大以上风险（报告时）", isPersonal: true)]

    public var header: MatterHeader
    public let occasion: Occasion
    public let profile: String
    public let cause: String?
    public var contents: ReportContents?
    /// How many points of each grade there were when it was submitted.
    public var points: [RiskGrade: Int]?
    /// The considerable and major ones when it was submitted, a line each.
    public var risks: String?

    /// A report that is owed by the enterprise of a profile.
    ///
    /// - Parameter profile: its id and its header.
    init(
        _ occasion: Occasion, of profile: String, like header: MatterHeader, title: String, because cause: String?,
        by day: Day?, in step: borrowing Step
    ) {
        self.header = MatterHeader(
            RiskReport.self, title: title, region: header.region, sector: header.sector, owner: header.owner,
            supervisor: header.supervisor, subject: header.subject, in: step)
        self.header.agreedDay = day
        self.occasion = occasion
        self.profile = profile
        self.cause = cause
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        occasion = try row["occasion"]
        profile = try row["profile"]
        cause = try row["cause"]
        contents = try ReportContents(row: row)
        let counts = try RiskGrade.allCases.compactMap { grade in
            (try row["\(grade.rawValue)_points"] as Int?).map { (grade, $0) }
        }
        points = counts.isEmpty ? nil : Dictionary(uniqueKeysWithValues: counts)
        risks = try row["risks"]
    }

    public var details: [SQLValue] {
        [occasion.sqlValue, profile.sqlValue, value(cause)]
            + ReportContents.fields.map { value(contents?.answers[$0.name]) }
            + RiskGrade.allCases.map { grade in value(points.map { $0[grade] ?? 0 }) } + [value(risks)]
    }

    private func value(_ optional: (some SQLConvertible)?) -> SQLValue { optional?.sqlValue ?? .null }

    public static let workflow = Workflow<RiskReport>(
        initial: .owed,
        final: [.accepted],
        reading: .readRisks,
        openings: [],
        transitions: [
            .init(SubmitReport.self, from: [.owed], to: .submitted, by: .manageRisks, as: .owner),
            .init(AcceptReport.self, from: [.submitted], to: .accepted, by: .superviseRisks)
                .separate(from: SubmitReport.self),
            .init(ReturnReport.self, from: [.submitted], to: .owed, by: .superviseRisks)
                .requiringReason.separate(from: SubmitReport.self),
        ],
        awaits: { state in
            switch state {
            case .owed: .by(.owner, .agreedDayOrRule(setBy: "风险报告的规定") { $0.occasion.rule })
            case .submitted: .by(.supervisor, within: .acceptingReport)
            case .accepted: .nothing
            }
        })
}

/// What the enterprise writes in a report. What the platform knows already, such as the risks and their controls, is not
/// asked; what was written last time stands there again.
public struct ReportContents: Sendable, Hashable {
    static let fields: [Field] = [
        .longText("layout", "平面布置和功能区", limit: 2000), .longText("equipment", "主要设备设施", limit: 2000),
        .longText("hazardous_work", "危险作业（动火、有限空间等）情况", limit: 2000),
        .longText("contractors", "外包、外租情况", limit: 2000), .longText("surroundings", "周边环境和相互影响", limit: 2000),
        .longText("emergency", "应急力量和物资", limit: 2000), .longText("weak_points", "管控薄弱环节和改进计划", limit: 2000),
        .text("reporter", "报告人（姓名和职务）", limit: 60),
        .longText("changes", "与上次报告相比的变化", limit: 2000).hint("首次报告写“无”。"),
    ]

    /// What has to be written anew each time.
    static let neverRepeated: Set = ["changes"]

    public let answers: [String: String]

    public init(_ answers: [String: String]) {
        self.answers = answers
    }

    init?(row: Row) throws {
        var answers: [String: String] = [:]
        for field in Self.fields { answers[field.name] = try row[field.name] as String? }
        guard !answers.isEmpty else { return nil }
        self.answers = answers
    }

    /// What the next report begins with.
    public var repeated: [String: String] { answers.filter { !Self.neverRepeated.contains($0.key) } }
}
