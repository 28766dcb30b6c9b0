import Facts
import Permissions
import Storage
import Workflows

/// 线索 — a second kind of matter, for the eyes of the hotline alone.
public struct Tip: Matter {
    public enum State: String, MatterState {
        case received, checked

        public var title: String { self == .received ? "待核实" : "已核实" }
    }

    public static let kind = "tip"
    public static let title = "线索"
    public static let numberPrefix = "XS"
    public static let detailColumns = [DetailColumn("words", "内容", isPersonal: true)]

    public var header: MatterHeader
    public var words: String
    public var details: [SQLValue] { [.text(words)] }

    public init(header: MatterHeader, details row: Row) throws {
        self.header = header
        words = try row["words"]
    }

    init(header: MatterHeader, words: String) {
        self.header = header
        self.words = words
    }

    public static let migrations = [
        Migration(
            "tips", 1, "样例线索",
            ["CREATE TABLE tip (id TEXT PRIMARY KEY REFERENCES matter (id), words TEXT NOT NULL)"])
    ]

    public static let workflow = Workflow<Tip>(
        initial: .received,
        final: [.checked],
        reading: .readTips,
        openings: [OpeningRow(TakeTip.self, by: .takeTips)],
        transitions: [Transition(CheckTip.self, from: [.received], to: .checked, by: .takeTips)],
        awaits: { $0 == .received ? .by(.owner, .none(because: "核实时间视线索而定")) : .nothing })
}

/// 受理线索. Its slug is that of another kind's opening too.
public struct TakeTip: Opening {
    public static let slug = "hand-over"
    public static let title = "受理线索"
    public static let fields: [Field] = [
        .text("title", "名称"), .longText("words", "内容").holds(Fact("tip.words")), .organisation("owner", "核实单位"),
    ]

    public var title = "有人反映违规动火"
    public var words = "昨夜有人在库房内动火"
    public var owner = "xuanwu-bureau"

    public init() {}

    public func open(in step: inout Step) throws(Refusal) -> Tip {
        let header = MatterHeader(
            Tip.self, title: title, region: SampleProvince.xuanwu, owner: owner, in: step)
        return Tip(header: header, words: words)
    }
}

/// 核实
public struct CheckTip: Command {
    public static let slug = "check"
    public static let title = "核实"

    public init() {}

    public func apply(to tip: inout Tip, in step: inout Step) {}
}

extension Permission {
    public static let readTips = Permission("tips.read")
    public static let takeTips = Permission("tips.take")
}
