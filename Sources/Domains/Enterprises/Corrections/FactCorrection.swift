import Calendars
import Registry
import Storage
import Workflows

/// 信息纠正 — somebody says that a fact about an enterprise is wrong; the unit that entered it answers in time.
///
/// What is corrected here holds everywhere at once: the register has each fact once.
public struct FactCorrection: Matter {
    public static let kind = "fact-correction"
    public static let title = "信息纠正"
    public static let numberPrefix = "JZ"

    public enum State: String, MatterState {
        case awaitingAnswer, corrected, declined, withdrawn

        public var title: String {
            switch self {
            case .awaitingAnswer: "待答复"
            case .corrected: "已更正"
            case .declined: "不予更正"
            case .withdrawn: "已撤回"
            }
        }
    }

    public static let detailColumns: [DetailColumn] = [
        DetailColumn("fact", "信息项", of: EnterpriseFact.self),
        DetailColumn("held", "现在登记为", .choice(choiceTitles)), DetailColumn("held_source", "登记来源"),
        DetailColumn("proposed", "申请更正为", .choice(choiceTitles)), DetailColumn("ground", "理由和依据"),
        DetailColumn("asked_by", "申请人", .person, isPersonal: true),
    ]

    private static let choiceTitles: [String: String] = {
        let choices =
            Sector.allCases.map { ($0.rawValue, $0.title) }
            + EnterpriseFact.Status.allCases.map { ($0.rawValue, $0.title) }
            + EnterpriseFact.Size.allCases.map { ($0.rawValue, $0.title) }
            + EnterpriseFact.NoCodeReason.allCases.map { ($0.rawValue, $0.title) }
        return Dictionary(choices) { first, _ in first }
    }()

    public var header: MatterHeader
    public let fact: EnterpriseFact
    /// The value that held when the correction was asked for.
    public let held: String?
    public let heldSource: String?
    public let proposed: String
    public let ground: String
    /// The person who asked; somebody else answers.
    public let askedBy: String

    init(
        header: MatterHeader, fact: EnterpriseFact, held: HeldFact?, proposed: String, ground: String, askedBy: String
    ) {
        self.header = header
        self.fact = fact
        self.held = held?.value
        heldSource = held.map { "\($0.held.source.wording.chinese) \($0.held.on)" }
        self.proposed = proposed
        self.ground = ground
        self.askedBy = askedBy
    }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        fact = try row["fact"]
        held = try row["held"]
        heldSource = try row["held_source"]
        proposed = try row["proposed"]
        ground = try row["ground"]
        askedBy = try row["asked_by"]
    }

    public var details: [SQLValue] {
        [
            fact.sqlValue, held?.sqlValue ?? .null, heldSource?.sqlValue ?? .null, proposed.sqlValue, ground.sqlValue,
            askedBy.sqlValue,
        ]
    }

    static let migrations: [Migration] = [
        Migration(
            "fact-corrections", 1, "信息纠正",
            [
                """
                CREATE TABLE fact_correction (
                    id TEXT PRIMARY KEY REFERENCES matter (id),
                    fact TEXT NOT NULL,
                    held TEXT,
                    held_source TEXT,
                    proposed TEXT NOT NULL,
                    ground TEXT NOT NULL,
                    asked_by TEXT NOT NULL
                )
                """
            ])
    ]
}
