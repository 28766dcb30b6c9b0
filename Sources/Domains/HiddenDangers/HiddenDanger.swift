import Calendars
import Registry
import Storage
import Workflows

/// 事故隐患 — something at an enterprise that can lead to an accident, followed until it is put right, found right by
/// someone else, and has stayed right.
public struct HiddenDanger: Matter {
    public static let kind = "hidden-danger"
    public static let title = "事故隐患"
    public static let numberPrefix = "YH"

    public enum State: String, MatterState {
        case found, planning, rectifying, extensionAsked, rectified, verified, cleared, dismissed

        public var title: String {
            switch self {
            case .found: "待核定"
            case .planning: "待五落实"
            case .rectifying: "整改中"
            case .extensionAsked: "延期待批"
            case .rectified: "待复查"
            case .verified: "待销号"
            case .cleared: "已销号"
            case .dismissed: "认定不属隐患"
            }
        }
    }

    public enum Grade: String, MatterGrade {
        case general, major

        public var title: String {
            switch self {
            case .general: "一般隐患"
            case .major: "重大隐患"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("category", "隐患类别", of: DangerCategory.self), DetailColumn("area", "部位", of: DangerArea.self),
        DetailColumn("place", "具体位置"), DetailColumn("description", "隐患情况", isPersonal: true),
        DetailColumn("source", "发现方式", of: DangerSource.self),
        DetailColumn("harm", "可能造成伤亡或事故", of: GuidedAnswer.self),
        DetailColumn("breach", "违反规定", of: GuidedAnswer.self), DetailColumn("criterion", "重大隐患判定条款"),
        DetailColumn("grading_reason", "等级理由", isPersonal: true),
        DetailColumn("handling", "整改方式", of: DangerHandling.self), DetailColumn("measures", "措施落实", isPersonal: true),
        DetailColumn("money", "资金落实（元）"), DetailColumn("responsible", "责任人落实", isPersonal: true),
        DetailColumn("rectify_by", "时限落实"), DetailColumn("contingency", "预案落实", isPersonal: true),
        DetailColumn("rectification", "整改情况", isPersonal: true), DetailColumn("asked_day", "申请延至"),
        DetailColumn("extensions", "延期次数"), DetailColumn("returns", "退回次数"), DetailColumn("reopenings", "重开次数"),
        DetailColumn("listed_level", "挂牌督办级别", of: DangerListing.Grade.self),
        DetailColumn("raised_level", "超期升级到", of: SupervisionLevel.self),
        DetailColumn("cleared_by", "销号人", .person), DetailColumn("cleared_organisation", "销号单位", .organisation),
        DetailColumn("recurrence_of", "此前同类同处隐患", .matter), DetailColumn("recurrence_for", "复发记在（销号单位）", .organisation),
        DetailColumn("finder_kind", "受奖对象", of: FinderKind.self), DetailColumn("finder", "受奖人或班组", isPersonal: true),
        DetailColumn("reward", "奖励金额（元）"), DetailColumn("reward_basis", "奖励依据", isPersonal: true),
        DetailColumn("answer_contact", "反馈链接发给", isPersonal: true), DetailColumn("answer_until", "反馈链接有效至"),
        DetailColumn("answer_serial", "反馈链接次数"),
    ]

    public var header: MatterHeader
    public var finding: Finding
    public var source: DangerSource
    /// The statutory criterion that makes it a major one, such as `WH-07`.
    public var criterion: String?
    public var gradingReason: String?
    public var handling: DangerHandling?
    /// 五落实 — what a major one must have before its rectification starts.
    public var securing: Securing?
    public var rectification: String?
    public var askedDay: Day?
    public var extensions = 0
    public var returns = 0
    public var reopenings = 0
    /// 挂牌督办 — the highest level at which it was listed.
    public var listedLevel: DangerListing.Grade?
    /// How far up it went because nobody acted in time.
    public var raisedLevel: SupervisionLevel?
    public var clearedBy: String?
    public var clearedOrganisation: String?
    /// The danger of the same kind at the same place that had been cleared shortly before.
    public var recurrenceOf: String?
    /// Who had cleared what came back; the recurrence counts for them.
    public var recurrenceFor: String?
    public var reward: FinderReward?
    /// 整改反馈链接 — to whom of the enterprise one was sent, and until when the latest is good.
    public var answerContact: String?
    public var answerUntil: Day?
    public var answerSerial = 0

    init(header: MatterHeader, finding: Finding, source: DangerSource) {
        self.header = header
        self.finding = finding
        self.source = source
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        finding = try Finding(enterprise: header.subject ?? "", row: row)
        source = try row["source"]
        criterion = try row["criterion"]
        gradingReason = try row["grading_reason"]
        handling = try row["handling"]
        securing = try Securing(row: row)
        rectification = try row["rectification"]
        askedDay = try row["asked_day"]
        extensions = try row["extensions"]
        returns = try row["returns"]
        reopenings = try row["reopenings"]
        listedLevel = try row["listed_level"]
        raisedLevel = try row["raised_level"]
        clearedBy = try row["cleared_by"]
        clearedOrganisation = try row["cleared_organisation"]
        recurrenceOf = try row["recurrence_of"]
        recurrenceFor = try row["recurrence_for"]
        reward = try FinderReward(row: row)
        answerContact = try row["answer_contact"]
        answerUntil = try row["answer_until"]
        answerSerial = try row["answer_serial"]
    }

    public var details: [SQLValue] {
        [
            finding.category.sqlValue, finding.area.sqlValue, value(finding.place), finding.description.sqlValue,
            source.sqlValue, finding.harm.sqlValue, finding.breach.sqlValue, value(criterion), value(gradingReason),
            value(handling), value(securing?.measures), value(securing?.money), value(securing?.responsible),
            value(securing?.day), value(securing?.contingency), value(rectification), value(askedDay),
            extensions.sqlValue, returns.sqlValue, reopenings.sqlValue, value(listedLevel), value(raisedLevel),
            value(clearedBy), value(clearedOrganisation), value(recurrenceOf), value(recurrenceFor),
            value(reward?.kind), value(reward?.finder), value(reward?.amount), value(reward?.basis),
            value(answerContact), value(answerUntil), answerSerial.sqlValue,
        ]
    }

    private func value(_ optional: (some SQLConvertible)?) -> SQLValue { optional?.sqlValue ?? .null }
}

extension HiddenDanger {
    public static let migrations: [Migration] = [
        Migration(
            "hidden-dangers", 1, "事故隐患与挂牌督办",
            [
                """
                CREATE TABLE hidden_danger (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    category TEXT NOT NULL,
                    area TEXT NOT NULL,
                    place TEXT,
                    description TEXT NOT NULL,
                    source TEXT NOT NULL CHECK (source IN ('self-check', 'inspection', 'report', 'sensor')),
                    harm TEXT NOT NULL CHECK (harm IN ('yes', 'unsure', 'no')),
                    breach TEXT NOT NULL CHECK (breach IN ('yes', 'unsure', 'no')),
                    criterion TEXT,
                    grading_reason TEXT,
                    handling TEXT CHECK (handling IN ('on-the-spot', 'by-order')),
                    measures TEXT,
                    money BIGINT CHECK (money >= 0),
                    responsible TEXT,
                    rectify_by TEXT,
                    contingency TEXT,
                    rectification TEXT,
                    asked_day TEXT,
                    extensions BIGINT NOT NULL,
                    returns BIGINT NOT NULL,
                    reopenings BIGINT NOT NULL,
                    listed_level TEXT CHECK (listed_level IN ('county', 'city', 'province')),
                    raised_level TEXT CHECK (raised_level IN ('township', 'county', 'city', 'province')),
                    cleared_by TEXT,
                    cleared_organisation TEXT,
                    recurrence_of TEXT REFERENCES hidden_danger (id),
                    recurrence_for TEXT,
                    finder_kind TEXT CHECK (finder_kind IN ('worker', 'team', 'public')),
                    finder TEXT,
                    reward BIGINT CHECK (reward >= 0),
                    reward_basis TEXT,
                    CHECK ((finder_kind IS NULL) = (finder IS NULL)),
                    CHECK (measures IS NULL OR (money IS NOT NULL AND responsible IS NOT NULL
                        AND rectify_by IS NOT NULL AND contingency IS NOT NULL))
                )
                """,
                """
                CREATE INDEX hidden_danger_overdue ON matter (due_at)
                WHERE kind = 'hidden-danger' AND light = 'red' AND is_open = 1
                """,
                "CREATE INDEX hidden_danger_by_opening ON matter (opened_at) WHERE kind = 'hidden-danger'",
                """
                CREATE INDEX hidden_danger_by_earlier ON hidden_danger (recurrence_of)
                WHERE recurrence_of IS NOT NULL
                """,
                """
                CREATE INDEX hidden_danger_by_recurrence ON hidden_danger (recurrence_for)
                WHERE recurrence_for IS NOT NULL
                """,
                """
                CREATE TABLE danger_listing (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    danger_number TEXT NOT NULL,
                    requirement TEXT NOT NULL,
                    document_number TEXT,
                    published_in TEXT,
                    published_on TEXT,
                    extensions BIGINT NOT NULL,
                    CHECK ((published_in IS NULL) = (published_on IS NULL))
                )
                """,
            ]),
        Migration(
            "hidden-dangers", 2, "整改反馈链接、重大隐患分布",
            [
                "ALTER TABLE hidden_danger ADD COLUMN answer_contact TEXT",
                "ALTER TABLE hidden_danger ADD COLUMN answer_until TEXT",
                "ALTER TABLE hidden_danger ADD COLUMN answer_serial BIGINT NOT NULL DEFAULT 0",
                """
                CREATE INDEX hidden_danger_major ON matter (kind, is_open, grade, county, subject)
                WHERE kind = 'hidden-danger' AND is_open = 1 AND grade = 'major'
                """,
                """
                CREATE INDEX hidden_danger_late ON matter (kind, is_open, light, county, subject)
                WHERE kind = 'hidden-danger' AND is_open = 1 AND light = 'red'
                """,
            ]),
        Migration(
            "hidden-dangers", 3, "重大隐患和超期隐患分布的索引",
            [
                "DROP INDEX hidden_danger_major", "DROP INDEX hidden_danger_late",
                """
                CREATE INDEX hidden_danger_major ON matter (kind, is_open, grade, county, city, region, subject)
                WHERE kind = 'hidden-danger' AND is_open = 1 AND grade = 'major'
                """,
                """
                CREATE INDEX hidden_danger_late ON matter (kind, is_open, light, county, city, region, subject)
                WHERE kind = 'hidden-danger' AND is_open = 1 AND light = 'red'
                """,
            ]),
        Migration(
            "hidden-dangers", 4, "按类别计数；县内重大隐患和超期隐患的索引",
            DangerTally.creation + [
                "DROP INDEX hidden_danger_major", "DROP INDEX hidden_danger_late",
                // With the id behind the county, a county's list is read in its order.
                """
                CREATE INDEX hidden_danger_major ON matter (kind, is_open, grade, county, id, city, region, subject)
                WHERE kind = 'hidden-danger' AND is_open = 1 AND grade = 'major'
                """,
                """
                CREATE INDEX hidden_danger_late ON matter (kind, is_open, light, county, id, city, region, subject)
                WHERE kind = 'hidden-danger' AND is_open = 1 AND light = 'red'
                """,
            ]),
    ]
}
