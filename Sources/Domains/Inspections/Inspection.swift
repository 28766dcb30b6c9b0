import Calendars
import Registry
import Storage
import Workflows

/// 行政检查 — a body with the power to inspect goes to an enterprise: applied for, approved by somebody else, announced,
/// carried out by two people or more, and closed. The enterprise becomes a party to it when it is notified, not before.
public struct Inspection: Matter {
    public static let kind = "inspection"
    public static let title = "行政检查"
    public static let numberPrefix = "JC"

    public enum State: String, MatterState {
        case applied, arranged, notified, visited, concluded, turnedDown, calledOff

        public var title: String {
            switch self {
            case .applied: "待审批"
            case .arranged: "待通知"
            case .notified: "待检查"
            case .visited: "待办结"
            case .concluded: "已办结"
            case .turnedDown: "不予批准"
            case .calledOff: "已撤回"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("enterprise", "被检查企业", .hidden), DetailColumn("authority", "检查主体", .hidden),
        DetailColumn("ground", "检查事由", of: InspectionGround.self),
        DetailColumn("clue", "线索", isPersonal: true), DetailColumn("content", "检查内容"),
        DetailColumn("inspectors", "检查人员", isPersonal: true), DetailColumn("year", "检查年度"),
        DetailColumn("counting", "年度频次", of: CapCounting.self), DetailColumn("turn", "计入频次的第几次"),
        DetailColumn("cap_figure", "申请时公布的上限（次）"), DetailColumn("cap_document", "公布上限的文件"),
        DetailColumn("notice_manner", "通知方式", of: NoticeManner.self),
        DetailColumn("visited_on", "实际检查日期", .day), DetailColumn("result", "检查结果", of: InspectionResult.self),
        DetailColumn("record", "检查情况", isPersonal: true), DetailColumn("representative", "企业在场人员", isPersonal: true),
        DetailColumn("findings", "登记的问题", .count), DetailColumn("conclusion", "处理意见", isPersonal: true),
        DetailColumn("postponements", "改期次数", .count),
    ]

    public var header: MatterHeader
    public let enterprise: String
    /// 检查主体 — the organisation under whose name it is done.
    public let authority: String
    public let ground: InspectionGround
    /// What it follows: the number of a complaint, the letter that handed it over, the alarm. None for what was planned.
    public let clue: String?
    public let content: String
    public let inspectors: String
    /// The calendar year in whose cap it counts.
    public let year: Int
    public var counting: CapCounting
    /// Which one of the year it is, among those of its authority at the enterprise that count; given back when it is not done.
    public var turn: Int?
    /// What was published when it was applied for; `nil` when nothing was.
    public var capFigure: Int?
    public var capDocument: String?
    public var noticeManner: NoticeManner?
    public var visitedOn: Day?
    public var result: InspectionResult?
    public var record: String?
    public var representative: String?
    /// How many of the problems found were handed over as hidden dangers.
    public var findings = 0
    public var conclusion: String?
    public var postponements = 0

    init(header: MatterHeader, asked: ApplyInspection, by authority: String) {
        self.header = header
        enterprise = asked.enterprise
        self.authority = authority
        ground = asked.ground
        clue = asked.clue
        content = asked.content
        inspectors = asked.names.joined(separator: "、")
        year = asked.day.year
        counting = .exempt
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        enterprise = try row["enterprise"]
        authority = try row["authority"]
        ground = try row["ground"]
        clue = try row["clue"]
        content = try row["content"]
        inspectors = try row["inspectors"]
        year = try row["year"]
        counting = try row["counting"]
        turn = try row["turn"]
        capFigure = try row["cap_figure"]
        capDocument = try row["cap_document"]
        noticeManner = try row["notice_manner"]
        visitedOn = try row["visited_on"]
        result = try row["result"]
        record = try row["record"]
        representative = try row["representative"]
        findings = try row["findings"]
        conclusion = try row["conclusion"]
        postponements = try row["postponements"]
    }

    public var details: [SQLValue] {
        [
            enterprise.sqlValue, authority.sqlValue, ground.sqlValue, value(clue), content.sqlValue,
            inspectors.sqlValue, year.sqlValue, counting.sqlValue, value(turn), value(capFigure), value(capDocument),
            value(noticeManner), value(visitedOn), value(result), value(record), value(representative),
            findings.sqlValue, value(conclusion), postponements.sqlValue,
        ]
    }

    private func value(_ optional: (some SQLConvertible)?) -> SQLValue { optional?.sqlValue ?? .null }
}
